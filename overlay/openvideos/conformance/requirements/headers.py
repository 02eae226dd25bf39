"""Headers of answers."""
