"""Faults that the requirements of concurrency are there to find."""
