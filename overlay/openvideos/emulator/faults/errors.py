"""Faults that the requirements of errors are there to find."""
