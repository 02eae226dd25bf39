# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""The /videos API as its contract has it: models, operations, and clients that send them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client

__all__ = ("AuthenticatedClient", "Client")


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import client

    return getattr(client, name)
