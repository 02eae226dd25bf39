"""Documents as they are compared: read from anywhere, looked at, brought into one form."""
