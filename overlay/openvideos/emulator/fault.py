"""What a fault is, and the registry of them; the faults themselves are in `faults`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeVar

import attrs

from .errors import EmulatorError

__all__ = ["Fault", "Place", "fault", "known_faults", "named"]

Place = Literal["request", "job", "store", "media", "response"]
Act = TypeVar("Act", bound=Callable[..., Any])

_FAULTS: dict[str, Fault] = {}


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
        _FAULTS[name] = Fault(name=name, summary=summary, place=place, operations=operations, act=act)
        return act

    return register


def known_faults() -> dict[str, Fault]:
    """Every fault by its name."""
    from . import faults as _  # noqa: F401 - what registers them

    return dict(_FAULTS)


def named(names: Iterable[str]) -> tuple[Fault, ...]:
    """The faults of these names. Raises EmulatorError, which lists those that there are."""
    known = known_faults()
    for name in names:
        if name not in known:
            message = f"fault: found {name!r}; allowed: {', '.join(known)}"
            raise EmulatorError(message)
    return tuple(known[name] for name in names)
