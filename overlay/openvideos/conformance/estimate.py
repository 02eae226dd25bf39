"""How long a run still takes: by how long jobs took so far, how many are to come, and how long judging takes beside."""

from __future__ import annotations

from .session import Session
from .verdict import Result

__all__ = ["Estimate", "in_words"]

_FUZZING = "fuzzing"
_A_MINUTE = 60.0
_LONG = 100.0
"""Seconds from which on minutes are told."""


class Estimate:
    """Of a run, result by result."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._heard = 0
        self._spent = 0.0
        self._fuzzed = False

    def hear(self, result: Result) -> float | None:
        """Seconds that are left after a result; None as long as no job has ended."""
        self._heard += 1
        if result.requirement.group == _FUZZING:
            self._fuzzed = True
        else:
            self._spent += result.seconds
        server, plan = self._session.server, self._session.plan
        jobs = server.jobs
        if jobs.first_seconds is None:
            return None
        left = plan.requirements[self._heard :]
        to_judge = sum(each.group != _FUZZING for each in left)
        judging = max(0.0, self._spent - jobs.waited) / self._heard * to_judge
        videos = min(server.budget.left, max(0, plan.videos - server.budget.made))
        making = videos * jobs.first_seconds / max(1, jobs.at_once)
        fuzzing = self._session.settings.fuzz_seconds if len(left) > to_judge and not self._fuzzed else 0.0
        return judging + making + fuzzing


def in_words(seconds: float) -> str:
    """A time that is left, as people say it."""
    return f"about {seconds:.0f} s left" if seconds < _LONG else f"about {seconds / _A_MINUTE:.0f} min left"
