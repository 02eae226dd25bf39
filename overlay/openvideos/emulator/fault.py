"""What a fault is, and how a function becomes one; the faults themselves are in `faults`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

import attrs

__all__ = ["REGISTRY", "Fault", "Place", "fault"]

Place = Literal["app", "request", "body", "job", "store", "media", "response"]
Act = TypeVar("Act", bound=Callable[..., Any])

REGISTRY: dict[str, Fault] = {}
"""Every fault by its name; complete once `faults.known_faults` was called."""


@attrs.frozen(kw_only=True)
class Fault:
    """A fault: what it is called, what it does in a sentence, where it acts, and on which operations, () for all."""

    name: str
    summary: str
    place: Place
    operations: tuple[str, ...]
    act: Callable[..., Any]


def fault(place: Place, *operations: str) -> Callable[[Act], Act]:
    """Register a function as a fault that acts in a place on these operations."""

    def register(act: Act) -> Act:
        name = act.__name__.replace("_", "-")
        summary = (act.__doc__ or "").partition("\n")[0]
        if name in REGISTRY:
            raise ValueError(f"fault: found {name} twice; allowed: once")
        REGISTRY[name] = Fault(name=name, summary=summary, place=place, operations=operations, act=act)
        return act

    return register
