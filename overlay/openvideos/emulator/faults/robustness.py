"""Faults that the requirements of robustness are there to find."""
