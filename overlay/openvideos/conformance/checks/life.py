"""What a job's life has to be like: judgements of looks at it, which raise Failed with the looks that show it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from openvideos.conformance.jobs import Job
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract import Violation
from openvideos.contract.found import show

from .looks import Look, date_of, listed, looks, seen, watch

if TYPE_CHECKING:
    from openvideos.conformance.server import Server

__all__ = [
    "APART",
    "DAY",
    "agree",
    "complete_when_seen",
    "completed",
    "failed",
    "go_forward",
    "keep",
    "running",
    "say_no_end",
    "stay",
]

APART = 120.0
"""Seconds by which the clocks of a server and of what stands before it may differ."""
DAY = 86_400.0
_ROUNDED = 3.0
"""Seconds that may lie between two times in whole seconds that are the same."""

_COMPLETED = "completed"


def completed(server: Server, *names: str) -> list[list[Look]]:
    """The looks at each job of the run that completed, once these shared jobs have ended. Raises Skipped for none."""
    seen(server, *names)
    found = [each for each in looks(server).values() if any(look.status == _COMPLETED for look in each)]
    if not found:
        raise Skipped("no job completed")
    return found


def running(server: Server, *names: str) -> list[Look]:
    """The looks at jobs that had not ended. Raises Skipped for none."""
    found = [look for look in seen(server, *names) if look.runs]
    if not found:
        raise Skipped("no job was seen before it had ended")
    return found


def failed(server: Server) -> list[Look]:
    """The looks at the failed job that was asked to fail. Raises Skipped where it didn't."""
    job = server.jobs.made("failing")
    try:
        watch(server, job, pages=server.serves("list"))
    except Failed as error:
        raise Skipped(f"the job that was asked to fail can't be looked at: {error.found}") from None
    of = looks(server)[job.id]
    found = [look for look in of if look.status == "failed"]
    if not found:
        raise Skipped(f"no failed job: one that was asked to fail by its prompt is {show(of[-1].status)}")
    return found


def keep(server: Server, of: Sequence[Look], *rules: str) -> None:
    """Each look, taken by itself, keeps these rules of the contract."""
    for look in of:
        for found in server.contract.check_schema("Video", dict(look.job)):
            if _is_of(found, rules):
                raise Failed(found.allowed, f"{found.field}: {found.found}", look.answer)


def go_forward(server: Server, of: Sequence[Look], *rules: str) -> None:
    """Each look at a job goes with the last one before it was asked for, by these rules of the contract."""
    for place, now in enumerate(of):
        before = next((look for look in reversed(of[:place]) if now.answer.is_after(look.answer)), None)
        if before is None:
            continue
        previous = dict(before.job)
        for found in server.contract.check_response("retrieve", status=200, body=dict(now.job), previous=previous):
            if _is_of(found, rules):
                raise Failed(found.allowed, f"{found.field}: {found.found}", before.answer, now.answer)


def stay(of: Sequence[Look], name: str) -> None:
    """A member of a job is the same at each look that has it."""
    for before, now in pairwise([look for look in of if look.job.get(name) is not None]):
        if now.job[name] != before.job[name]:
            raise Failed(f"{name}: {show(before.job[name])}, as before", show(now.job[name]), before.answer, now.answer)


def say_no_end(of: Sequence[Look]) -> None:
    """A job that runs has no time of completion, and one that hasn't failed no error."""
    for look in of:
        names = ["completed_at"] if look.runs else []
        for name in [*names, *(["error"] if look.runs or look.status == _COMPLETED else [])]:
            if look.job.get(name) is not None:
                found = f"{name}: {show(look.job[name])}, of a job that is {show(look.status)}"
                raise Failed(f"{name}: null", found, look.answer)


def complete_when_seen(of: Sequence[Look]) -> None:
    """A job completed after it was last seen to run, and before it was first seen completed. Raises Skipped too."""
    end = next(number for number, look in enumerate(of) if look.status == _COMPLETED)
    start, last = of[0], of[end]
    at, created = last.number("completed_at"), start.number("created_at")
    accepted, sent = date_of(start.answer), date_of(last.answer)
    if at is None or created is None:
        raise Skipped("a job has no times")
    if at > (time.time() + DAY if sent is None else sent + APART):
        raise Failed("completed_at of before now", show(at), last.answer)
    if accepted is None or sent is None:
        return
    # both by the clock that created_at is of, whatever others there are
    ran = [date_of(look.answer) for look in of[:end] if look.runs]
    least = created + max((date - accepted for date in ran if date is not None), default=0.0) - _ROUNDED
    most = created + sent - accepted + start.answer.seconds + _ROUNDED
    if not least <= at <= most:
        raise Failed(f"completed_at from {least:.0f} to {most:.0f}, as was seen", show(at), start.answer, last.answer)


def agree(server: Server, job: Job) -> None:
    """The list shows a job just as a look at it does."""
    before = server.retrieve(job.id).expect(200)
    page = listed(server, job.id)
    after = server.retrieve(job.id).expect(200)
    if page is None:
        raise Failed(f"the job {show(job.id)} in the list", "none of its id", before)
    for name in server.contract.document["components"]["schemas"]["Video"]["properties"]:
        value = before.object().get(name)
        # what changes from look to look, as an expiry may that each look puts off, can't be compared
        if page.job.get(name) != value and value == after.object().get(name):
            found = f"{name}: {show(page.job.get(name))}, where a look has {show(value)}"
            raise Failed("the same job in the list as by itself", found, before, page.answer)


def _is_of(found: Violation, rules: Sequence[str]) -> bool:
    return found.code.rpartition(".")[2] in rules
