"""Methods and paths that there aren't."""
