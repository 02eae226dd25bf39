"""Faults that the requirements of remix are there to find."""
