"""Faults that the requirements of pagination are there to find."""
