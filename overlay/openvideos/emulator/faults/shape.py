"""Faults that the requirements of shape are there to find."""
