"""JSON and forms, which mean the same."""
