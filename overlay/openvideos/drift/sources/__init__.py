"""Looser sources of what an API is, the types of an SDK and the text of a page, and the contract beside them."""
