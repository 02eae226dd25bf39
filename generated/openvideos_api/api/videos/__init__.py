# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""Contains endpoint functions for accessing the API"""
