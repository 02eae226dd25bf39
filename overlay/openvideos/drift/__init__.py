"""Drift: what moved between two contracts, by meaning, and whether a client breaks."""
