"""Faults that the requirements of methods are there to find."""
