"""The operations of two documents, side by side."""
