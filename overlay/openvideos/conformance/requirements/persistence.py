"""What was sent comes back, whenever and wherever one looks."""
