"""Violations of what holds a key, in words without it."""

from collections.abc import Iterable, Sequence

import attrs

from .found import hide
from .violation import Violation

__all__ = ["redacted"]


def redacted(found: Iterable[Violation], again: Iterable[Violation], keys: Sequence[str]) -> list[Violation]:
    """What was found, told of as it was found again when the same had asterisks for the keys.

    What is only found again is due to the asterisks, and no violation.
    """
    known = {(each.code, each.pointer): each for each in again}
    return [_told(known.get((each.code, each.pointer)) or _hidden(each, keys)) for each in found]


def _hidden(violation: Violation, keys: Sequence[str]) -> Violation:
    """One that names the key itself, or is about it: nothing of what was found is shown."""
    texts = {name: getattr(violation, name) for name in ("code", "pointer", "field", "allowed", "message")}
    texts["message"] = texts["message"].replace(violation.found, "(hidden)")
    for key in keys:
        texts = {name: hide(text, key) for name, text in texts.items()}
    return attrs.evolve(violation, found="(hidden)", **texts)


def _told(violation: Violation) -> Violation:
    # bytes that aren't JSON may spell a key in other ways
    if not (violation.code.endswith(".json") and "\\" in violation.found):
        return violation
    reason = violation.found[violation.found.rfind("(") :]
    message = violation.message.replace(violation.found, reason)
    return attrs.evolve(violation, found=reason, message=message)
