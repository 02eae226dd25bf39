"""Requests that nobody would send."""
