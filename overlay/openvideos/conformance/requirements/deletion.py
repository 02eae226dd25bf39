"""Deletions."""
