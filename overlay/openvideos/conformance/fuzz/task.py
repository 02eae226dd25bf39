"""What the child process is told: one line of JSON."""

from __future__ import annotations

import json
from typing import Any

import attrs

__all__ = ["PHASES", "Task"]

PHASES = ("examples", "coverage", "fuzzing", "stateful")
"""Those that schemathesis has: the contract's examples, the edges of its schemas, random requests, and sequences."""


def _tuple(given: Any) -> tuple[Any, ...]:
    return tuple(tuple(each) if isinstance(each, list) else each for each in given)


@attrs.frozen(kw_only=True)
class Task:
    """How a server is to be fuzzed; times are seconds.

    `lacking` are operations that the server doesn't have. Without `valid_creates`, of the operations that make videos
    it gets requests only that no server takes; it makes at most `videos`, those that it wrongly takes among them.
    It ends after so many `requests`, if there is a number, and has these `phases` of schemathesis.
    `known` are ids of jobs that are to be looked at, and left alone. `model`, `size` and `length` are what the run was
    told to ask for, if it was.
    """

    base_url: str
    api_key: str | None = attrs.field(default=None, repr=False)
    headers: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False, converter=_tuple)
    seconds: float = 20.0
    seed: int = 1
    requests: int | None = None
    phases: tuple[str, ...] = attrs.field(default=PHASES, converter=_tuple)
    answer_timeout: float = 10.0
    lacking: tuple[str, ...] = attrs.field(default=(), converter=_tuple)
    valid_creates: bool = False
    videos: int = 0
    known: tuple[str, ...] = attrs.field(default=(), converter=_tuple)
    model: str | None = None
    size: str | None = None
    length: str | None = None

    def dump(self) -> str:
        """The line."""
        return json.dumps(attrs.asdict(self))

    @classmethod
    def load(cls, line: str) -> Task:
        """What a line says. Raises ValueError or TypeError."""
        return cls(**json.loads(line))
