"""Faults that the requirements of side_effects are there to find."""
