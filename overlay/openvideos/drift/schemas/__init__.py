"""The schemas of two documents, side by side: what each accepts, and what a difference means."""
