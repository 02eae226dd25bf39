"""Faults that the requirements of media_types are there to find."""
