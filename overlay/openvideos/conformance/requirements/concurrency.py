"""Many requests at once."""

from contextlib import suppress
from functools import partial
from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.together import BUSY, accepted, together
from openvideos.conformance.checks.walk import walk, window
from openvideos.conformance.jobs import PROMPT, Job
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_CREATE = "/paths/~1videos/post"
_VIDEO = "/components/schemas/Video/properties"
_DELETE = "/paths/~1videos~1{video_id}/delete"
_SHARED = ("default", "chosen", "partial", "spare")
_MANY = 50
_FEW = 4
_NUMBERS = ("one", "two", "three", "four")
_THRICE = 3


@requirement(
    "VID-PARALLEL-001", "MUST", "Of requests that come at once, each is answered with a job of its own, as it asks.",
    source=f"{_VIDEO}/prompt", videos=_FEW, fault="parallel-answers-swapped",
)  # fmt: skip
def _own_jobs(server: Server) -> None:
    bodies = [{**server.usual(), "prompt": f"{PROMPT} past house {each}"} for each in _NUMBERS]
    requests = [partial(server.create, body, form=place % 2 == 1) for place, body in enumerate(bodies)]
    answers = together(requests)
    accepted(answers)
    for answer, body in zip(answers, bodies, strict=True):
        if answer.status == 200:
            _expect_own(answer, body)
            if server.serves("retrieve"):
                _expect_own(server.retrieve(str(answer.member("id"))).expect(200), body)
    _expect_distinct([each for each in answers if each.status == 200])


@requirement(
    "VID-PARALLEL-002", "MUST", f"Of {_MANY} jobs that are asked for at once, each has an id of its own and is there.",
    source=f"{_VIDEO}/id", needs=("retrieve",), videos=_MANY, fault="parallel-ids-collide",
)  # fmt: skip
def _many(server: Server) -> None:
    prompts = [f"{PROMPT}, one of many, {number}" for number in range(_MANY)]
    made = accepted(together([partial(server.create, {**server.usual(), "prompt": each}) for each in prompts]))
    _expect_distinct(made)
    shown = {str(each.member("id")): each.member("prompt") for each in made}
    if None not in shown.values() and len(set(shown.values())) < len(made):
        raise Failed("each its own prompt", f"{len(set(shown.values()))} of {len(made)}", *made[:_FEW])
    for look in together([partial(server.retrieve, each) for each in list(shown)[: _FEW * 2]]):
        look.expect(200)
    if server.serves("list"):
        # on one page there may be no room for them
        walk(server, list(shown), order="desc", limit=20)
        found = window(server, shown)
        walk(server, list(shown), order="asc", limit=20, after=found.older)
    if server.serves("delete"):
        for each in shown:  # which nobody needs any more
            with suppress(Failed, Skipped):
                server.delete(each)


@requirement(
    "VID-PARALLEL-003", "MUST", "Of looks that come at once, each shows the job that it asks for.",
    source="/components/schemas/Video/x-rules/7", needs=("retrieve",), jobs=_SHARED, fault="parallel-looks-mixed",
)  # fmt: skip
def _own_looks(server: Server) -> None:
    jobs = _shared(server)
    asked = [each for each in jobs for _ in range(_FEW)]
    for job, look in zip(asked, together([partial(server.retrieve, each.id) for each in asked]), strict=True):
        if look.status in BUSY:
            continue
        look.expect(200).expect_member("id", job.id)
        if look.member("prompt") is not None and job.first.get("prompt") is not None:
            look.expect_member("prompt", job.first["prompt"])


@requirement(
    "VID-PARALLEL-004", "MUST", "Requests that are wrong are refused among correct ones that come at once.",
    source="/components/schemas/VideoCreateBody/required", videos=2, fault="parallel-checks-left-out",
)  # fmt: skip
def _wrong_ones(server: Server) -> None:
    correct = {**server.usual(), "prompt": PROMPT}
    wrong = ({**correct, "size": "1x1"}, {**correct, "seconds": "5"}, dict(server.usual()), {**correct, "prompt": ""})
    answers = together([partial(server.create, each) for each in (correct, *wrong, correct)])
    for each in answers[1:-1]:
        each.expect_refusal()
    accepted([answers[0], answers[-1]])


def _first(server: Server) -> Job:
    return server.own({"prompt": PROMPT})


def _second(server: Server) -> Job:
    return server.own({"prompt": PROMPT})


@requirement(
    "VID-PARALLEL-005", "MUST", "Of deletions of one job that come at once, one succeeds, and the job is gone.",
    source=_DELETE, needs=("retrieve", "delete"), videos=1, fault="parallel-deletions-all-refused",
    begin=_first,
)  # fmt: skip
def _one_deletion(server: Server) -> None:
    video, answers = _deletions(server, server.begun(_first))
    if not any(200 <= each.status < 300 for each in answers):
        raise Failed("one deletion that succeeds", show([each.status for each in answers]), *answers)
    server.retrieve(video).expect_refusal()


@requirement(
    "VID-PARALLEL-006", "SHOULD", "Deletions of one job that come at once give no error of the server.",
    source="RFC 9110, section 9.2.2", needs=("retrieve", "delete"), videos=1, fault="parallel-deletions-fail",
    begin=_second,
)  # fmt: skip
def _no_failure(server: Server) -> None:
    for each in _deletions(server, server.begun(_second))[1]:
        if not 200 <= each.status < 300:
            each.expect_refusal()


@requirement(
    "VID-PARALLEL-007", "MUST", "Pages that are asked for while jobs are made are whole, and have each job once.",
    source="/paths/~1videos/get", needs=("list",), jobs=_SHARED, videos=3, fault="parallel-pages-repeat",
)  # fmt: skip
def _pages_meanwhile(server: Server) -> None:
    shared = [each.id for each in _shared(server)]
    body = {**server.usual(), "prompt": PROMPT}
    creating = [partial(server.create, body) for _ in range(3)]
    looking = [partial(server.page, order="desc", limit=100) for _ in range(_FEW * 2)]
    answers = together([*looking[:_FEW], *creating, *looking[_FEW:]])
    made = [str(each.member("id")) for each in accepted([each for each in answers if each.operation == "create"])]
    for page in (each for each in answers if each.operation == "list"):
        if page.status in BUSY:
            continue
        ids = _ids(page.expect(200))
        if len(set(ids)) < len(ids):
            raise Failed("each job once", show(sorted(each for each in set(ids) if ids.count(each) > 1)), page)
        if page.member("has_more") is False and (lost := set(shared) - set(ids)):
            raise Failed(f"the job {show(min(lost))} in the list", f"{len(ids)} others", page)
    window(server, made)


@requirement(
    "VID-PARALLEL-008", "MUST", "Downloads that come at once are each whole, and of the job that is asked for.",
    source="/paths/~1videos~1{video_id}~1content/get", needs=("retrieve", "download_content"),
    jobs=("default", "chosen"), fault="parallel-downloads-mixed",
)  # fmt: skip
def _own_media(server: Server) -> None:
    jobs = [server.completed(name) for name in ("default", "chosen")]
    asked = [job for _ in range(_THRICE) for job in jobs]
    answers = together([partial(server.content, each.id, "thumbnail") for each in asked])
    for job, answer in zip(asked, answers, strict=True):
        if answer.status in BUSY:
            continue
        alone = server.media(job.name, "thumbnail")
        if answer.expect(200).body == alone.body:
            continue
        if server.content(job.id, "thumbnail").body == alone.body:  # it is the same each time
            raise Failed("the same bytes as when it is asked for alone", answer.excerpt(), answer, alone)


def _shared(server: Server) -> list[Any]:
    server.jobs.start(_SHARED)
    jobs = [each for each in server.jobs.known() if each.name in _SHARED and each.id in server.made]
    if len(jobs) < 2:
        raise Skipped(f"only {len(jobs)} of the jobs that it looks at could be made")
    return jobs


def _deletions(server: Server, job: Job) -> tuple[str, list[Answer]]:
    """The id of a job, and what deletions of it at once were answered with when it had ended."""
    server.wait(job)
    return job.id, together([partial(server.delete, job.id)] * _FEW)


def _ids(page: Answer) -> list[str]:
    data = page.member("data")
    if not isinstance(data, list) or not all(isinstance(each, dict) for each in data):
        raise Failed("data: a list of jobs", show(data), page)
    return [str(each.get("id")) for each in data]


def _expect_own(answer: Answer, body: dict[str, str]) -> None:
    for name in (each for each in body if each != "prompt" or answer.member("prompt") is not None):
        answer.expect_member(name, body[name])


def _expect_distinct(answers: list[Answer]) -> None:
    ids = [answer.member("id") for answer in answers]
    for place, each in enumerate(ids):
        if each in ids[:place]:
            raise Failed(
                "an id of its own for each job", f"{show(each)} twice", answers[ids.index(each)], answers[place]
            )
