"""What is left behind, and what isn't."""
