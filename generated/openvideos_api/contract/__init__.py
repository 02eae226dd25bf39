# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""The contract as package data: videos.json, videos.yaml as it is, and pointer -> line of the latter."""
