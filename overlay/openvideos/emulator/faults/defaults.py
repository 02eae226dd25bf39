"""Faults in what is assumed for what isn't sent."""

from __future__ import annotations

from typing import Any

from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault


@fault("body", "create")
def default_size_landscape(exchange: Exchange, body: Any) -> Any:
    """A job that was asked for without a size is a landscape."""
    return {"size": "1280x720", **body} if isinstance(body, dict) else body
