"""The jobs that requirements share: each is made once, looked at until it has ended, and looked at by many."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from .answer import Answer

if TYPE_CHECKING:
    from .server import Server

__all__ = ["DOOMED", "ENDS", "PROMPT", "SPECS", "UNICODE", "Ask", "Job", "Spec"]

Ask: TypeAlias = "Callable[[Server, str, Mapping[str, Any]], Answer]"
"""Asks a server for a job in a way that a requirement is about: the server, the path, and the usual members."""

ENDS = ("completed", "failed")
PROMPT = "A paper boat drifts down a rain gutter"
DOOMED = "doomed"
"""The shared job that is there to be deleted."""
UNICODE = "Ein Boot, 纸船, लहर, 🛶; \"quoted\" \\ & <b> 'é' \u00e9\u0301 \t end"


@attrs.frozen(kw_only=True)
class Spec:
    """How a shared job is made: the operation, its members, whether as a form, and the job that it is made from.

    `chosen` says that it has the size and the length that the run was told, or others than the defaults. `ask` asks for
    it first: where that is refused, it is asked for as it is usual, so that others have a job to look at.
    """

    operation: str = "create"
    members: Mapping[str, Any] = attrs.field(factory=dict)
    form: bool = False
    chosen: bool = False
    source: str | None = None
    ask: Ask | None = None


SPECS: dict[str, Spec] = {
    "default": Spec(members={"prompt": PROMPT}),
    "chosen": Spec(members={"prompt": UNICODE}, form=True, chosen=True),
    "failing": Spec(members={"prompt": "A boat that sinks [[fail]]"}),
    DOOMED: Spec(members={"prompt": f"{PROMPT} and sinks"}),
    "remix": Spec(operation="remix", members={"prompt": "The same boat at night"}, source="default"),
    "edit": Spec(operation="edit", members={"prompt": "Make the boat red"}, source="default"),
    "extension": Spec(operation="extend", members={"prompt": "It reaches a river", "seconds": "4"}, source="default"),
}
"""Each shared job by its name."""


@attrs.define(kw_only=True)
class Job:
    """A shared job: the request that made it with its answer, since when (of time.monotonic()), and each look at it."""

    name: str
    spec: Spec
    accepted: Answer
    since: float = attrs.field(factory=time.monotonic)
    looks: list[Answer] = attrs.field(factory=list)
    timed_out: bool = False

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.accepted.member("id"))

    @property
    def first(self) -> Mapping[str, Any]:
        """The job as it was accepted."""
        return self.accepted.object()

    @property
    def last(self) -> Mapping[str, Any]:
        """The job as it was seen last."""
        return self.looks[-1].object() if self.looks else self.first

    @property
    def seen(self) -> list[Mapping[str, Any]]:
        """Each look at it, the answer that accepted it first."""
        return [self.first, *(look.object() for look in self.looks)]

    @property
    def ended(self) -> bool:
        """Whether it has completed or failed."""
        return self.last.get("status") in ENDS
