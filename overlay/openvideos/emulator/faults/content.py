"""Faults that the requirements of content are there to find."""
