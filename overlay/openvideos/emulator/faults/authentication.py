"""Faults that the requirements of authentication are there to find."""
