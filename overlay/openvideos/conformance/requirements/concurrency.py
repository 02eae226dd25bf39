"""Many requests at once."""

from contextlib import suppress
from functools import partial
from itertools import zip_longest

import attrs

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


@attrs.frozen(kw_only=True)
class _Burst:
    """What requests that came at once were answered with; `before` are the shared jobs that there were."""

    correct: list[Answer]
    wrong: list[Answer]
    pages: list[Answer]
    before: list[Job]


def _bodies(server: Server) -> list[dict[str, str]]:
    return [{**server.usual(), "prompt": f"{PROMPT} past house {each}"} for each in _NUMBERS]


def _burst(server: Server) -> _Burst:
    usual = server.usual()
    correct = [partial(server.create, body, form=place % 2 == 1) for place, body in enumerate(_bodies(server))]
    changes: tuple[dict[str, str], ...] = ({"size": "1x1"}, {"seconds": "5"}, {"prompt": ""})
    bodies = [usual, *({**usual, "prompt": PROMPT, **each} for each in changes)]
    wrong = [partial(server.create, each) for each in bodies]
    pages = [partial(server.page, order="desc", limit=100)] * (_FEW if server.serves("list") else 0)
    before = _known(server)
    # one of each kind after the other, so that no kind is through when another begins
    rows = [list(filter(None, row)) for row in zip_longest(correct, wrong, pages)]
    answers = iter(together([each for row in rows for each in row]))
    found = [[next(answers) for _ in row] for row in rows]
    return _Burst(
        correct=[row[0] for row in found],
        wrong=[row[1] for row in found],
        pages=[row[2] for row in found if len(row) > 2],
        before=before,
    )


@requirement(
    "VID-PARALLEL-001", "MUST", "Of requests that come at once, each is answered with a job of its own, as it asks.",
    source=f"{_VIDEO}/prompt", videos=_FEW, fault="parallel-answers-swapped", begin=_burst,
)  # fmt: skip
def _own_jobs(server: Server) -> None:
    answers = server.begun(_burst).correct
    accepted(answers)
    for answer, body in zip(answers, _bodies(server), strict=True):
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
    source="/components/schemas/VideoCreateBody/required", videos=_FEW, fault="parallel-checks-left-out",
    begin=_burst,
)  # fmt: skip
def _wrong_ones(server: Server) -> None:
    burst = server.begun(_burst)
    for each in burst.wrong:
        each.expect_refusal()
    accepted(burst.correct)


def _sunk(server: Server) -> Job:
    return server.own({"prompt": PROMPT})


@requirement(
    "VID-PARALLEL-005", "MUST", "Of deletions of one job that come at once, one succeeds, and the job is gone.",
    source=_DELETE, needs=("retrieve", "delete"), videos=1, fault="parallel-deletions-all-refused",
    begin=_sunk,
)  # fmt: skip
def _one_deletion(server: Server) -> None:
    video, answers = server.begun(_deletions)
    if not any(200 <= each.status < 300 for each in answers):
        raise Failed("one deletion that succeeds", show([each.status for each in answers]), *answers)
    server.retrieve(video).expect_refusal()


@requirement(
    "VID-PARALLEL-006", "SHOULD", "Deletions of one job that come at once give no error of the server.",
    source="RFC 9110, section 9.2.2", needs=("retrieve", "delete"), videos=1, fault="parallel-deletions-fail",
    begin=_sunk,
)  # fmt: skip
def _no_failure(server: Server) -> None:
    for each in server.begun(_deletions)[1]:
        if not 200 <= each.status < 300:
            each.expect_refusal()


@requirement(
    "VID-PARALLEL-007", "MUST", "Pages that are asked for while jobs are made are whole, and have each job once.",
    source="/paths/~1videos/get", needs=("list",), jobs=_SHARED, videos=_FEW,
    fault="parallel-pages-repeat", begin=_burst,
)  # fmt: skip
def _pages_meanwhile(server: Server) -> None:
    burst = server.begun(_burst)
    shared = [each.id for each in burst.before]
    made = [str(each.member("id")) for each in accepted(burst.correct)]
    for page in burst.pages:
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


def _known(server: Server) -> list[Job]:
    return [each for each in server.jobs.known() if each.name in _SHARED and each.id in server.made]


def _shared(server: Server) -> list[Job]:
    server.jobs.start(_SHARED)
    jobs = _known(server)
    if len(jobs) < 2:
        raise Skipped(f"only {len(jobs)} of the jobs that it looks at could be made")
    return jobs


def _deletions(server: Server) -> tuple[str, list[Answer]]:
    """The id of a job, and what deletions of it at once were answered with when it had ended."""
    job = server.wait(server.begun(_sunk))
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
