"""What moved in what a request must carry to be let in."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from openvideos.drift.change import Change

from .api import Operation

__all__ = ["compare_security"]

Alternative = Mapping[tuple[str, ...], frozenset[str]]


def compare_security(change: Callable[..., Change], old: Operation, new: Operation) -> Iterator[Change]:
    """Compare the alternatives: a client may have chosen any of the base's."""
    base, revised = old.security, new.security
    if _same(base, revised):
        return
    at = (old.security_pointer, new.security_pointer)
    said: dict[str, Any] = {"at": at, "direction": "request", "base": _shown(base), "revised": _shown(revised)}
    if any(not any(_satisfies(each, other) for other in revised) for each in base):
        kinds = [{kind for each in side for kind in each} for side in (base, revised)]
        moved = bool(kinds[0] - kinds[1]) and bool(kinds[1] - kinds[0])
        rule, message = (
            ("R29", "another security scheme is asked for") if moved else ("R28", "more security is asked for")
        )
        yield change(rule, "breaking", message, **said)
    else:
        yield change("R27", "compatible", "less security is asked for, or another alternative is enough", **said)


def _satisfies(held: Alternative, wanted: Alternative) -> bool:
    """Whether who holds the one has what the other wants."""
    return all(scheme in held and scopes <= held[scheme] for scheme, scopes in wanted.items())


def _same(a: tuple[Alternative, ...], b: tuple[Alternative, ...]) -> bool:
    return all(each in b for each in a) and all(each in a for each in b)


def _shown(alternatives: tuple[Alternative, ...]) -> list[str]:
    return [
        " and ".join(
            " ".join(scheme) + (f" ({', '.join(sorted(scopes))})" if scopes else "") for scheme, scopes in each.items()
        )
        or "none"
        for each in alternatives
    ]
