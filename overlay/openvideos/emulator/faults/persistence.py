"""Faults that the requirements of persistence are there to find."""
