"""Remixes."""
