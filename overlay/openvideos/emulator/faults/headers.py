"""Faults that the requirements of headers are there to find."""
