"""Faults in what is taken and what is refused."""

from __future__ import annotations

from typing import Any

from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault


@fault("body", "create")
def create_without_prompt(exchange: Exchange, body: Any) -> Any:
    """A create request without a prompt is accepted."""
    return {"prompt": "x", **body} if isinstance(body, dict) else body


@fault("body", "create")
def create_with_empty_prompt(exchange: Exchange, body: Any) -> Any:
    """A create request with an empty prompt is accepted."""
    return {**body, "prompt": "x"} if isinstance(body, dict) and body.get("prompt") == "" else body


@fault("body", "create")
def create_with_any_size(exchange: Exchange, body: Any) -> Any:
    """A size that the contract doesn't list is taken for the default."""
    sizes = exchange.services.contract.enum("VideoSize")
    if isinstance(body, dict) and isinstance(body.get("size"), str) and body["size"] not in sizes:
        return {name: value for name, value in body.items() if name != "size"}
    return body
