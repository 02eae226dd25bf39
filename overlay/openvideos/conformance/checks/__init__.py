"""What the checks of several requirements share."""
