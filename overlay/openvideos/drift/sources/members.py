"""What differs in what two sources state of one member."""

from typing import Any

import attrs

from openvideos.drift.change import NOTHING, Change

from .facts import Fact
from .values import Spot, compare_values

__all__ = ["compare_member"]


def compare_member(spot: Spot) -> list[Change]:
    """The changes of one member."""
    spot.revised = _completed(spot.revised)
    _compare_presence(spot)
    compare_values(spot)
    _compare_default(spot)
    _compare_text(spot)
    if not spot.language.files and "string" in spot.revised.kinds and _is_file(spot.base):
        spot.tell("R85", "a text where the contract has a file: how it is written there isn't said", "info")
    return spot.changes


def _lacking(level: str) -> dict[str, Any]:
    """As witness an object without the member, where that is what breaks; that it isn't there is in the message."""
    return {"witness": {}, "is_telling": False} if level == "breaking" else {}


def _compare_presence(spot: Spot) -> None:
    b, r = spot.base, spot.revised
    apart = spot.language.says_null or spot.direction == "request"
    unclear = not apart and r.required is False
    if r.required is not None and b.required is not None and r.path:
        if r.required and not b.required:
            level = spot.graver(when="request")
            spot.tell("R34", "it is required", level, base=False, revised=True, **_lacking(level))
        elif b.required and not r.required:
            message = "it may be missing" if apart else "it may be missing, or null"
            # a type in which both are one may have been written for null alone
            level = spot.graver(when="response")
            certain = not (unclear and b.nullable)
            spot.tell("R35", message, level, base=True, revised=False, certain=certain, **_lacking(level))
    if r.nullable is not None and b.nullable is not None and not unclear:
        if r.nullable and not b.nullable:
            level = spot.graver(when="response")
            spot.tell("R41", "null is allowed", level, witness=None if level == "breaking" else NOTHING)
        elif b.nullable and not r.nullable:
            level = spot.graver(when="request")
            spot.tell("R42", "null is not allowed", level, witness=None if level == "breaking" else NOTHING)


def _compare_default(spot: Spot) -> None:
    b, r = spot.base, spot.revised
    if r.default is NOTHING or spot.direction != "request":
        return
    if b.default is NOTHING:
        spot.tell("R76", "a default is named", "info", revised=r.default)
    elif str(b.default) != str(r.default):
        message = "the default is another, so that leaving it out means another value"
        spot.tell("R75", message, "compatible", base=b.default, revised=r.default)


def _compare_text(spot: Spot) -> None:
    """What the source's own text says against its own types."""
    r = spot.revised
    listed = [str(value) for value in r.listed]
    if r.said is not None and listed and r.whole and set(r.said) != set(listed):
        known = [value for value in r.said if value in listed]
        message = f"its text names {len(known)} of the {len(listed)} values that its type lists"
        if len(known) < len(r.said):
            message = f"its text names {', '.join(r.said)}, its type lists {', '.join(listed)}"
        spot.tell("R85", message, "info", base=listed, revised=list(r.said))
    if r.doubtful:
        message = f"it names {', '.join(map(str, r.doubtful))} in one place and not in another"
        spot.tell("R85", message, "info", revised=list(r.doubtful))


def _completed(fact: Fact) -> Fact:
    """A fact whose text lists the values, where its type is any text."""
    if fact.said and fact.whole and not fact.listed and fact.kinds == ("string",):
        return attrs.evolve(fact, parts=({"enum": list(fact.said)},), doubtful=(), said=None)
    return fact


def _is_file(fact: Fact) -> bool:
    return any(part.get("format") == "binary" for part in fact.limited)
