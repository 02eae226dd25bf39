"""Faults that the requirements of characters are there to find."""
