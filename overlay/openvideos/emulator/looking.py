"""Looks at jobs, as faults count them: what a job is said to be at its second look, or while it is held running."""

from __future__ import annotations

from typing import Any

from .exchange import Exchange

__all__ = ["RUNNING", "is_held", "kind_of", "look"]

Members = dict[str, Any]

RUNNING = {"status": "in_progress", "completed_at": None, "expires_at": None, "error": None}
"""What a job that runs says, but for its progress."""
_HELD = 6


def look(exchange: Exchange, job: Members, name: str = "look") -> int:
    """The number of a look at a job, from 1."""
    exchange.services.seen[name, job["id"]] += 1
    return exchange.services.seen[name, job["id"]]


def is_held(exchange: Exchange, job: Members) -> bool:
    """Whether a job is to be shown as running: for its first looks, so that the quickest has a life to be seen."""
    return exchange.services.seen["look", job["id"]] <= _HELD


def kind_of(exchange: Exchange, job: Members) -> str:
    """The operation that made a job."""
    kept = exchange.services.store.get(job["id"])
    return "" if kept is None else kept.kind
