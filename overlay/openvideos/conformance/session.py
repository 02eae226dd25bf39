"""A whole run: where the API is, what is planned, what came of it, and nothing left behind."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import attrs

from .answer import Answer
from .cleanup import clean_up
from .coverage import Seen
from .discover import discover
from .fuzz import random_requests
from .requirements import requirements
from .runner import Plan, Run, plan, run
from .server import Server
from .settings import Settings
from .verdict import Result

__all__ = ["Progress", "Session", "open_session", "planned"]

Progress = Callable[[Result, int, int], None]
"""Called with a result, how many there are so far, and how many there will be."""


@attrs.frozen(kw_only=True)
class Session:
    """A server that was found, and what is planned for it."""

    settings: Settings
    server: Server
    plan: Plan

    def run(self, report: Callable[[Result], None]) -> Finished:
        """Judge what is planned, and delete what was made for it, whatever ends it."""
        start = time.time()
        made = run(self.plan, self.server, report=report)
        left: list[str] = list(self.server.made)
        try:
            # whoever ended it doesn't want to wait for long
            left = clean_up(self.server, seconds=4.0 if made.interrupted else 15.0)
        except KeyboardInterrupt as error:
            made.ended = error
        fuzzed, fuzzed_videos = random_requests(self.server)
        return Finished(
            run=made,
            answers=tuple(self.server.answers),
            began=start,
            seconds=time.time() - start,
            left=tuple(left),
            plan=self.plan,
            fuzzed=fuzzed,
            fuzzed_videos=fuzzed_videos,
        )


@attrs.frozen(kw_only=True)
class Finished:
    """What came of a run; `began` is unix seconds, `left` has the ids of jobs that could not be deleted.

    `fuzzed` counts answers to random requests, and `fuzzed_videos` what those made.
    """

    run: Run
    answers: tuple[Answer, ...] = attrs.field(repr=False)
    began: float
    seconds: float
    left: tuple[str, ...]
    plan: Plan
    fuzzed: Mapping[Seen, int]
    fuzzed_videos: int


def planned(settings: Settings) -> Plan:
    """What would be judged, without asking anybody."""
    return plan(requirements(), settings)


@contextmanager
def open_session(settings: Settings) -> Iterator[Session]:
    """Find the API and plan a run. Raises NoAPIError."""
    told = discover(settings)
    server = Server(told)
    try:
        yield Session(settings=told, server=server, plan=planned(told))
    finally:
        server.close()
