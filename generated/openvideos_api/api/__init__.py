# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""A module per operation: request, parse (no I/O), sync and asyncio (with a client)."""

from importlib import import_module
from types import ModuleType

MODULES = {
    "list": ".videos.list_",
    "create": ".videos.create",
    "retrieve": ".videos.retrieve",
    "delete": ".videos.delete",
    "download_content": ".videos.download_content",
    "remix": ".videos.remix",
    "edit": ".videos.edit",
    "extend": ".videos.extend",
    "create_character": ".videos.create_character",
    "get_character": ".videos.get_character",
}


def operation(name: str) -> ModuleType:
    """The module of the operation with this operationId; KeyError if the contract has none."""
    return import_module(MODULES[name], __name__)
