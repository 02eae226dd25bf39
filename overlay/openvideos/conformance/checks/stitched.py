"""How long an extension is to be, and what an answer says of that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

from .playable import length

__all__ = ["expect_total", "total"]

_OFF = 0.5  # seconds that a model's blocks of frames may be longer or shorter


def total(source: Mapping[str, Any], *added: str) -> float:
    """The length of a source with these seconds behind it. Raises Skipped where the source says nothing of its own."""
    seconds = length(source)
    if seconds is None:
        raise Skipped(f"how long the source is cannot be read: seconds is {show(source.get('seconds'))}")
    return seconds + sum(map(float, added))


def expect_total(answer: Answer, seconds: float) -> None:
    """Raise Failed where the job in an answer doesn't say that it is so long in all."""
    said = length({"seconds": answer.member("seconds")})
    if said is None or abs(said - seconds) > _OFF:
        raise Failed(f"seconds: '{seconds:g}', which are all of them", show(answer.member("seconds")), answer)
