"""Looks at jobs: what each answer showed of one, whichever operation it was of, in the order of the answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any
from weakref import WeakKeyDictionary

import attrs

from openvideos.conformance.answer import Answer
from openvideos.conformance.jobs import ENDS, Job
from openvideos.conformance.server import MAKING, Server
from openvideos.conformance.verdict import Failed, Skipped

__all__ = ["Look", "date_of", "listed", "looks", "seen", "watch"]

_BUSY = (429, 503)
_FIRST_PAUSE = 0.01
_LONGEST_PAUSE = 5.0
_MOST_PAGES = 10
_LARGEST = 1e300


@attrs.frozen(kw_only=True)
class Look:
    """A job as an answer showed it, by itself or in a page."""

    job: Mapping[str, Any]
    answer: Answer

    @property
    def status(self) -> Any:
        """Its status; None where it says none."""
        return self.job.get("status")

    @property
    def ended(self) -> bool:
        """Whether it has completed or failed."""
        return self.status in ENDS

    @property
    def runs(self) -> bool:
        """Whether it is queued or in progress."""
        return self.status in {"queued", "in_progress"} if isinstance(self.status, str) else False

    def number(self, name: str) -> float | None:
        """A member of the job if it is a number, else None: what is of another type is for others to judge."""
        found = self.job.get(name)
        if not isinstance(found, int | float) or isinstance(found, bool):
            return None
        return max(-_LARGEST, min(found, _LARGEST))  # beyond it there are integers that are no float


@attrs.define(eq=False)
class _Kept:
    """What is known of a server's answers, and of how many of them."""

    read: int = 0
    looks: dict[str, list[Look]] = attrs.field(factory=dict)


_kept: WeakKeyDictionary[Server, _Kept] = WeakKeyDictionary()


def looks(server: Server) -> dict[str, list[Look]]:
    """Every look so far at each job that the run made, by the job's id."""
    kept = _kept.setdefault(server, _Kept())
    for answer in server.answers[kept.read :]:
        kept.read += 1
        for job in _shown(answer):
            video_id = job.get("id")
            if isinstance(video_id, str) and (video_id in kept.looks or answer.operation in MAKING):
                kept.looks.setdefault(video_id, []).append(Look(job=job, answer=answer))
    return kept.looks


def watch(server: Server, job: Job, *, pages: bool = False, until: Callable[[Look], bool] | None = None) -> Job:
    """Look at a job at once, and again until it has ended, or a look is as `until` has it, or its time is up.

    With pages it is looked for in the list too, each time. A job that was seen to end, or whose time was up before, is
    looked at once. Raises Failed where the job can't be looked at.
    """
    deadline = time.monotonic() + server.settings.job_timeout
    pause = _FIRST_PAUSE
    once = job.timed_out or any(each.get("status") in ENDS for each in job.seen)
    while True:
        answer = server.retrieve(job.id)
        if answer.status not in _BUSY:
            look = Look(job=answer.expect(200).object(), answer=answer)
            job.looks.append(answer)
            if pages:
                server.page(limit=20, order="desc")
            if once or look.ended or (until is not None and until(look)):
                return job
        if time.monotonic() > deadline:
            job.timed_out = True
            return job
        time.sleep(pause)  # between two looks at a job that goes on
        pause = min(pause * 1.25, _LONGEST_PAUSE)


def seen(server: Server, *names: str, until: Callable[[Look], bool] | None = None) -> list[Look]:
    """Every look at the jobs of the run, after each of these shared jobs was watched to its end, or until `until`.

    By themselves and in the list, as far as there is one. Raises Skipped where none of them could be made.
    """
    jobs: list[Job] = []
    reason = ""
    for name in names:
        try:
            jobs.append(server.jobs.made(name))
        except Skipped as error:
            reason = reason or error.reason
    if not jobs:
        raise Skipped(reason)
    for job in jobs:
        with suppress(Failed):  # that there is an answer to each look is for others to judge
            watch(server, job, pages=server.serves("list"), until=until)
    return [look for each in looks(server).values() for look in each]


def listed(server: Server, video_id: str) -> Look | None:
    """A job as the list shows it now; None where it isn't in its first thousand, newest first."""
    query: dict[str, Any] = {"limit": 100, "order": "desc"}
    for _ in range(_MOST_PAGES):
        answer = server.page(**query).expect(200)
        shown = list(_shown(answer))
        for job in shown:
            if job.get("id") == video_id:
                return Look(job=job, answer=answer)
        if answer.object().get("has_more") is not True or not shown or not isinstance(shown[-1].get("id"), str):
            return None
        query["after"] = shown[-1]["id"]
    return None


def date_of(answer: Answer) -> float | None:
    """When an answer was sent, by the server's own clock in unix seconds; None where it doesn't say."""
    try:
        return parsedate_to_datetime(answer.header("date") or "").timestamp()
    except (ValueError, OverflowError):
        return None


def _shown(answer: Answer) -> Iterator[Mapping[str, Any]]:
    """The jobs that an answer shows."""
    if answer.operation not in {*MAKING, "retrieve", "list"} or not 200 <= answer.status < 300:
        return
    with suppress(Failed):
        data = answer.object()
        items = data.get("data") if answer.operation == "list" else [data]
        yield from (each for each in items if isinstance(each, dict)) if isinstance(items, list) else ()
