"""Faults that the requirements of deletion are there to find."""
