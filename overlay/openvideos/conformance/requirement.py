"""What a requirement is, and how a function becomes one; the requirements themselves are in `requirements`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import attrs

if TYPE_CHECKING:
    from .server import Server

__all__ = ["LEVELS", "REGISTRY", "Check", "Level", "Requirement", "requirement"]

Level: TypeAlias = Literal["MUST", "SHOULD", "MAY"]
LEVELS: tuple[Level, ...] = get_args(Level)
Check: TypeAlias = "Callable[[Server], None]"
Begin: TypeAlias = "Callable[[Server], Any]"

REGISTRY: dict[str, Requirement] = {}
"""Every requirement by its id; complete once `requirements` is imported."""


@attrs.frozen(kw_only=True)
class Requirement:
    """A requirement on a server.

    `id` is never given to another. `level` is MUST for what the contract or the page that it comes from says, SHOULD
    for what RFCs say or users of the API rely on, MAY for what a server is free to do. `source` is a pointer into the
    contract, or the page or RFC. `needs` are operations without which there is nothing to judge, `jobs` the shared
    jobs that are looked at, `videos` how many more the check has made, and `fault` the emulator's fault that is there
    to be found by it. `check` raises Failed or Skipped. `begin` is what the check asks `Server.begun`
    for; a run does it beforehand, so that the job that it makes goes on while other things are judged.
    """

    id: str
    level: Level
    says: str
    source: str
    needs: tuple[str, ...]
    jobs: tuple[str, ...]
    videos: int
    fault: str
    check: Check
    begin: Begin | None = None

    @property
    def group(self) -> str:
        """The module that has it."""
        return self.check.__module__.rpartition(".")[2]


def requirement(
    id: str,  # noqa: A002
    level: Level,
    says: str,
    *,
    source: str,
    needs: Sequence[str] = (),
    jobs: Sequence[str] = (),
    videos: int = 0,
    fault: str = "",
    begin: Begin | None = None,
) -> Callable[[Check], Check]:
    """Register a function as the check of a requirement; arguments as Requirement has them."""

    def register(check: Check) -> Check:
        if id in REGISTRY:
            raise ValueError(f"requirement: found {id} twice; allowed: once")
        REGISTRY[id] = Requirement(
            id=id,
            level=level,
            says=says,
            source=source,
            needs=tuple(needs),
            jobs=tuple(jobs),
            videos=videos,
            fault=fault,
            check=check,
            begin=begin,
        )
        return check

    return register
