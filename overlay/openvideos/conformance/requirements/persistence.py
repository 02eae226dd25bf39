"""What was sent comes back, whenever and wherever one looks."""

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.aftermath import LASTING
from openvideos.conformance.checks.pages import listed
from openvideos.conformance.checks.variety import WHOLE, asked, is_model, looks, shown
from openvideos.conformance.checks.ways import other_model
from openvideos.conformance.jobs import Job
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_VIDEO = "/components/schemas/Video/properties"
_PAGE = "/components/schemas/VideoList/properties/data"
_TWO = ("default", "chosen")
_ALWAYS = (*LASTING, "object")
_ENDED = (*_ALWAYS, "status", "progress", "completed_at", "error")
_DAY = 24 * 60 * 60
_MOST_LOOKS = 40


def _accepted(id: str, says: str, *, fault: str, member: str, jobs: tuple[str, ...]) -> None:  # noqa: A002
    """Register a requirement: the answers that accept jobs have a member as it was asked for."""

    @requirement(id, "MUST", says, source=f"{_VIDEO}/{member}", jobs=jobs, fault=fault)
    def check(server: Server) -> None:
        for job in _made(server):
            wanted = asked(server, job.accepted)
            if member in wanted:
                job.accepted.expect_member(member, wanted[member])


def _looked_at(id: str, says: str, *, fault: str, member: str) -> None:  # noqa: A002
    """Register a requirement: each look at a job until its end shows a member as it was asked for, or accepted."""

    @requirement(id, "MUST", says, source=f"{_VIDEO}/{member}", needs=("retrieve",), jobs=_TWO, fault=fault)
    def check(server: Server) -> None:
        for job in map(server.job, _TWO):
            for look in looks(server, job):
                _expect_same(member, _wanted(server, job, member), look.object(), look, job.accepted)


def _looked_at_now(id: str, says: str, *, fault: str, job: str) -> None:  # noqa: A002
    """Register a requirement: a look at a job shows the prompt that was asked for."""

    @requirement(id, "MUST", says, source=f"{_VIDEO}/prompt", needs=("retrieve",), jobs=("default", job), fault=fault)
    def check(server: Server) -> None:
        made = server.jobs.made(job)
        look = server.retrieve(made.id).expect(200)
        _expect_same("prompt", _wanted(server, made, "prompt"), look.object(), look, made.accepted)


def _in_list(id: str, says: str, *, fault: str, members: tuple[str, ...]) -> None:  # noqa: A002
    """Register a requirement: the entries of jobs in the list have members as they were asked for, or accepted."""

    @requirement(id, "MUST", says, source=_PAGE, needs=("list",), jobs=WHOLE, fault=fault)
    def check(server: Server) -> None:
        jobs = _made(server)
        entries = listed(server, *(job.id for job in jobs))
        for job in jobs:
            entry, page = entries[job.id]
            for member in members:
                _expect_same(member, _wanted(server, job, member), entry, page, job.accepted)


_accepted(
    "VID-KEEP-001",
    "The answer that accepts a job has the prompt that was asked for.",
    fault="prompt-in-small-letters",
    member="prompt",
    jobs=WHOLE,
)
_accepted(
    "VID-KEEP-002",
    "The answer that accepts a job has the size that was asked for.",
    fault="size-turned",
    member="size",
    jobs=("chosen", "longest", "partial"),
)
_accepted(
    "VID-KEEP-003",
    "The answer that accepts a job has the length that was asked for.",
    fault="seconds-at-most-eight",
    member="seconds",
    jobs=("chosen", "longest", "referenced"),
)
_looked_at(
    "VID-KEEP-004",
    "A job that is looked at has the prompt that was asked for, until it has ended and after.",
    fault="prompt-gone-when-completed",
    member="prompt",
)
_looked_at(
    "VID-KEEP-005",
    "A job that is looked at has the size that was asked for, until it has ended and after.",
    fault="size-turned-when-completed",
    member="size",
)
_looked_at(
    "VID-KEEP-006",
    "A job that is looked at has the length that was asked for, until it has ended and after.",
    fault="seconds-of-looks",
    member="seconds",
)
_looked_at(
    "VID-KEEP-007",
    "A job keeps the model that it was accepted with, or has a dated snapshot of it.",
    fault="model-of-looks",
    member="model",
)
_looked_at(
    "VID-KEEP-008",
    "A job keeps the time at which it was accepted.",
    fault="created-at-moves",
    member="created_at",
)
_looked_at(
    "VID-KEEP-009",
    "A job that is looked at has the id that it was accepted with.",
    fault="id-of-looks",
    member="id",
)
_looked_at_now(
    "VID-KEEP-010",
    "A long prompt comes back whole.",
    fault="long-prompt-cut",
    job="longest",
)
_looked_at_now(
    "VID-KEEP-011",
    "A prompt comes back with its spaces and its line breaks.",
    fault="prompt-stripped",
    job="partial",
)
_looked_at_now(
    "VID-KEEP-012",
    "A prompt comes back in its very characters: whatever their script is, not normalized, not escaped.",
    fault="prompt-normalized",
    job="referenced",
)
_in_list(
    "VID-KEEP-013",
    "Each job that was accepted is in the list.",
    fault="list-without-forms",
    members=("id",),
)
_in_list(
    "VID-KEEP-014",
    "A job in the list has the prompt that was asked for.",
    fault="list-prompt-cut",
    members=("prompt",),
)
_in_list(
    "VID-KEEP-015",
    "A job in the list has the size and the length that it was asked for with.",
    fault="list-with-default-sizes",
    members=("size", "seconds"),
)
_in_list(
    "VID-KEEP-016",
    "A job in the list has the model and the time of creation that it was accepted with.",
    fault="list-created-at-now",
    members=("model", "created_at"),
)


@requirement(
    "VID-KEEP-017",
    "MUST",
    "A job that has completed is in the list as it is when it is looked at.",
    source=_PAGE,
    needs=("list", "retrieve"),
    jobs=_TWO,
    fault="list-shows-jobs-as-accepted",
)
def _list_is_look(server: Server) -> None:
    for job in map(server.completed, _TWO):
        entry, page = listed(server, job.id)[job.id]
        for member in _ENDED:
            _expect_same(member, job.last.get(member), entry, page, *job.looks[-1:])


@requirement(
    "VID-KEEP-018",
    "MUST",
    "The time at which a job was accepted is in seconds since 1970, a day at most from now.",
    source=f"{_VIDEO}/created_at",
    jobs=("default",),
    fault="created-at-in-milliseconds",
)
def _seconds_since_1970(server: Server) -> None:
    answer = server.jobs.made("default").accepted
    found, now = answer.member("created_at"), int(time.time())
    if isinstance(found, bool) or not isinstance(found, int | float) or abs(found - now) > _DAY:
        raise Failed(f"created_at: about {now}", show(found), answer)


@requirement(
    "VID-KEEP-019",
    "MUST",
    "A job that failed keeps what it was asked for with, where it is looked at and in the list.",
    source=f"{_VIDEO}/prompt",
    needs=("retrieve",),
    jobs=("default", "failing"),
    fault="failed-job-without-prompt",
)
def _failed(server: Server) -> None:
    job = server.job("failing")
    if job.last.get("status") != "failed":
        raise Skipped("no job that fails can be had here")
    look = looks(server, job)[-1]
    seen = [(look.object(), look), *(listed(server, job.id).values() if server.serves("list") else ())]
    for found, answer in seen:
        for member in _ALWAYS:
            _expect_same(member, _wanted(server, job, member), found, answer, job.accepted)


@requirement(
    "VID-KEEP-020",
    "MUST",
    "A remix that is looked at names its source still.",
    source=f"{_VIDEO}/remixed_from_video_id",
    needs=("remix", "retrieve"),
    jobs=("default", "remix"),
    fault="remix-forgets-its-source",
)
def _remix(server: Server) -> None:
    source = server.jobs.made("default").id
    for look in looks(server, server.job("remix")):
        look.expect_member("remixed_from_video_id", source)


@requirement(
    "VID-KEEP-021",
    "MUST",
    "A job that was asked for with a model runs on it, or on a dated snapshot of it.",
    source=f"{_VIDEO}/model",
    jobs=("chosen",),
    fault="model-ignored",
)
def _asked_model(server: Server) -> None:
    model, answer = other_model(server), server.jobs.asked("chosen")
    if answer.status != 200:
        raise Skipped(f"the server refuses the model {show(model)}: {answer.status}")
    if not is_model(answer.member("model"), model):
        raise Failed(f"model: {show(model)}, or a dated snapshot of it", show(answer.member("model")), answer)


@requirement(
    "VID-KEEP-022",
    "MUST",
    "Each job that was made so far is what it was accepted as, whatever was made after it.",
    source="/paths/~1videos~1{video_id}/get",
    needs=("retrieve",),
    jobs=WHOLE,
    fault="jobs-share-their-prompt",
)
def _all(server: Server) -> None:
    made = [each for each in server.answers if each.status == 200 and each.method == "POST"]
    for answer in made[:_MOST_LOOKS]:
        first: Mapping[str, Any] = {}
        with suppress(Failed):
            first = answer.object()
        if first.get("id") in list(server.made):
            look = server.retrieve(str(first["id"])).expect(200)
            for member in _ALWAYS:
                _expect_same(member, first.get(member), look.object(), look, answer)


def _made(server: Server) -> list[Job]:
    """Those of the shared jobs that could be made by `create`. Raises Skipped where none could."""
    found = [job for job in server.jobs.known() if job.name in WHOLE]
    if not found:
        raise Skipped("none of the jobs that it looks at could be made")
    return found


def _wanted(server: Server, job: Job, member: str) -> Any:
    """What was asked for; of the model, and of what wasn't asked for, what the answer that accepted the job had."""
    found = asked(server, job.accepted) if member != "model" else {}
    return found.get(member, job.first.get(member))


def _expect_same(member: str, wanted: Any, found: Mapping[str, Any], *answers: Answer) -> None:
    same = is_model if member == "model" else _is
    if not same(found.get(member), wanted):
        raise Failed(f"{member}: {shown(wanted)}", shown(found.get(member)), *answers)


def _is(found: object, wanted: object) -> bool:
    return found == wanted and type(found) is type(wanted)
