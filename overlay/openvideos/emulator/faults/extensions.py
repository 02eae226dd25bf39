"""Faults that the requirements of extensions are there to find."""
