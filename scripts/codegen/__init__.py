"""Writes generated/openvideos_api/ from the contract: the driver of openapi-python-client."""
