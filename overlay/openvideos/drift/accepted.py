"""Accepted drifts: which change each is meant for, whether it still counts, and the lines that accept a change."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from openvideos.contract.pointer import split

from .change import NOTHING, Change
from .findings import Comparison, Tolerated

__all__ = ["ANY", "Accepted", "judged", "suggestion", "values_of"]

ANY = "*"
_LONGEST = 120


@attrs.frozen(kw_only=True)
class Accepted:
    """A drift that somebody has accepted: which one, why, and until which day, that one included.

    It is met by changes of one comparison (against) and rule. operation, direction and values may be `*`, for any; in
    pointer, a part that is `*` is any part. values is what `values_of` makes of a change. place is where it is written.
    """

    against: str
    rule: str
    operation: str = ""
    direction: str = ""
    pointer: str
    values: str
    reason: str
    until: date
    place: str = ""

    def meets(self, change: Change) -> bool:
        """Whether a change is what is accepted."""
        return (
            self.rule == change.rule
            and self.operation in {ANY, change.operation}
            and self.direction in {ANY, change.direction}
            and self.values in {ANY, values_of(change)}
            and _meets(split(self.pointer), split(change.pointer))
        )


def _meets(wanted: list[str], found: list[str]) -> bool:
    return len(wanted) == len(found) and all(each in {ANY, part} for each, part in zip(wanted, found, strict=True))


def values_of(change: Change) -> str:
    """What a change is from and to, as one short text that is another for other values: `"4" -> "5"`."""
    return f"{_short(change.base)} -> {_short(change.revised)}"


def _short(value: Any) -> str:
    if value is NOTHING:
        return "nothing"
    text = json.dumps(value, sort_keys=True)
    if len(text) <= _LONGEST:
        return text
    return f"sha256 {hashlib.sha256(text.encode()).hexdigest()[:16]}"


def judged(comparison: Comparison, accepted: Iterable[Accepted], today: date) -> Comparison:
    """A comparison without the changes that are accepted today; of one with a problem, nothing is known to be gone."""
    own = [each for each in accepted if each.against == comparison.name]
    changes, tolerated, expired, met = [], [], [], set()
    for change in comparison.changes:
        by = [each for each in own if each.meets(change)]
        met.update(by)
        # one that still counts is as good as two
        if valid := [each for each in by if today <= each.until]:
            tolerated.append(Tolerated(change=change, by=valid[0]))
            continue
        changes.append(change)
        if by:
            expired.append(Tolerated(change=change, by=max(by, key=lambda each: each.until)))
    return attrs.evolve(
        comparison,
        changes=tuple(changes),
        accepted=tuple(tolerated),
        expired=tuple(expired),
        gone=() if comparison.problem else tuple(each for each in own if each not in met),
    )


def suggestion(change: Change, against: str, until: date) -> str:
    """The lines of TOML that accept one change, all but the reason."""
    told = {
        "against": against,
        "rule": change.rule,
        "operation": change.operation,
        "direction": change.direction,
        "pointer": change.pointer,
        "values": values_of(change),
        "reason": "",
    }
    # JSON's strings are TOML's: with \u00e9 for what isn't ASCII, and no \/; but a surrogate is no character there
    lines = [f"{name} = {_quoted(text)}" for name, text in told.items() if text or name in {"pointer", "reason"}]
    return "\n".join(["[[tool.openvideos.drift.accepted]]", *lines, f"until = {until.isoformat()}"])


def _quoted(text: str) -> str:
    if '"' in text and text.isprintable() and text.isascii() and "'" not in text:
        return f"'{text}'"
    return "".join(_basic(char) for char in json.dumps(text, ensure_ascii=False))


def _basic(char: str) -> str:
    return char if char.isprintable() else f"\\U{ord(char):08x}"
