"""Faults that the requirements of edits are there to find."""
