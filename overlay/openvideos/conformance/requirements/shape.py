"""What answers look like: each member that the contract promises, of the type that it promises, wherever it is."""

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.doomed import deletion
from openvideos.conformance.checks.looks import looks, seen, watch
from openvideos.conformance.checks.media import sample_video
from openvideos.conformance.checks.shapes import JOBS, expect_job, expect_shape, successes
from openvideos.conformance.jobs import DOOMED
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server, segment
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_SCHEMAS = "/components/schemas"
_OURS = ("default", "chosen")
_MOST_PAGES = 10

JOB_MEMBERS = (
    ("VID-SHAPE-001", "id", "A job's id is text, in each answer that shows it.", "id-is-number"),
    ("VID-SHAPE-002", "object", "A job's object is video, in each answer that shows it.", "object-is-job"),
    ("VID-SHAPE-003", "model", "A job's model is text, in each answer that shows it.", "model-is-null"),
    ("VID-SHAPE-004", "status", "A job's status is one of the four, in each answer that shows it.", "status-is-number"),
    ("VID-SHAPE-005", "progress", "A job's progress is an integer, in each answer that shows it.", "progress-is-text"),
    ("VID-SHAPE-006", "created_at", "created_at is an integer of unix seconds, wherever it is.", "created-is-text"),
    ("VID-SHAPE-007", "completed_at", "completed_at is unix seconds or null, wherever it is.", "completed-left-out"),
    ("VID-SHAPE-008", "expires_at", "expires_at is unix seconds or null, wherever it is.", "expires-left-out"),
    ("VID-SHAPE-009", "prompt", "A job's prompt is text or null, in each answer that shows it.", "prompt-left-out"),
    ("VID-SHAPE-010", "size", "A job's size is one of the four, in each answer that shows it.", "size-is-object"),
    ("VID-SHAPE-011", "seconds", "A job's seconds are text, in each answer that shows it.", "seconds-is-number"),
    ("VID-SHAPE-012", "remixed_from_video_id", "remixed_from_video_id is text or null.", "remixed-left-out"),
    ("VID-SHAPE-013", "error", "A job's error is null or has a code and a message, wherever it is.", "error-left-out"),
)
"""Each member of a job: the id of the requirement, the member, what is required, and the fault that breaks it."""

PAGE_MEMBERS = (
    ("VID-SHAPE-014", "object", "A page's object is list.", "page-object-is-page"),
    ("VID-SHAPE-015", "data", "A page's data is an array of jobs.", "page-data-is-object"),
    ("VID-SHAPE-016", "first_id", "A page's first_id is text, or null.", "page-without-first-id"),
    ("VID-SHAPE-017", "last_id", "A page's last_id is text, or null.", "page-last-id-is-number"),
    ("VID-SHAPE-018", "has_more", "A page's has_more is true or false.", "page-more-is-number"),
)
"""Each member of a page, in the same way."""


def _of_job(name: str) -> Callable[[Server], None]:
    def check(server: Server) -> None:
        _ask(server)
        expect_shape(successes(server, *JOBS), name)
        with suppress(Skipped):
            expect_shape(successes(server, "list"), f"data.{name}")

    return check


def _of_page(name: str) -> Callable[[Server], None]:
    def check(server: Server) -> None:
        for query in ({}, {"limit": 1}, {"limit": 100, "order": "asc"}):
            server.page(**query).expect(200)
        # what the jobs in it look like is another matter
        expect_shape(successes(server, "list"), name, deep=False)

    return check


for _id, _name, _says, _fault in JOB_MEMBERS:
    _source = f"{_SCHEMAS}/Video/properties/{_name}"
    requirement(_id, "MUST", _says, source=_source, jobs=_OURS, fault=_fault)(_of_job(_name))
for _id, _name, _says, _fault in PAGE_MEMBERS:
    _source = f"{_SCHEMAS}/VideoList/properties/{_name}"
    requirement(_id, "MUST", _says, source=_source, needs=("list",), jobs=_OURS, fault=_fault)(_of_page(_name))


@requirement(
    "VID-SHAPE-019", "MUST", "The page behind the last job has each member of a page.", source=f"{_SCHEMAS}/VideoList",
    needs=("list",), jobs=_OURS, fault="empty-page-without-data",
)  # fmt: skip
def _empty_page(server: Server) -> None:
    query: dict[str, object] = {"limit": 100, "order": "asc"}
    for _ in range(_MOST_PAGES):
        page = server.page(**query).expect(200)
        expect_shape([page], "object", "data", "first_id", "last_id", "has_more", deep=False)
        data = page.member("data")
        if not data:
            return
        last = data[-1].get("id") if isinstance(data[-1], dict) else None
        if not isinstance(last, str) or last == query.get("after"):
            raise Failed("a page behind the one before", show(last), page)
        query["after"] = last
    raise Skipped("there are too many jobs to come to the end of their list")


@requirement(
    "VID-SHAPE-020", "MUST", "A deletion is answered with the id, the object video.deleted, and deleted true.",
    source=f"{_SCHEMAS}/VideoDeleted", needs=("delete",), jobs=(DOOMED,), fault="deleted-is-text",
)  # fmt: skip
def _deletion(server: Server) -> None:
    job, answer = deletion(server)
    _expect_whole(answer.expect(200).expect_member("id", job.id).expect_member("deleted", True))


@requirement(
    "VID-SHAPE-021", "MUST", "A new character is answered with its id, its name and created_at.",
    source=f"{_SCHEMAS}/VideoCharacter", needs=("create_character",), fault="character-without-name",
)  # fmt: skip
def _new_character(server: Server) -> None:
    _expect_whole(_character(server))


@requirement(
    "VID-SHAPE-022", "MUST", "A character that is looked at has its id, its name and created_at.",
    source=f"{_SCHEMAS}/VideoCharacter", needs=("create_character", "get_character"),
    fault="character-created-is-text",
)  # fmt: skip
def _character_found(server: Server) -> None:
    made = _character(server)
    answer = server.send("GET", f"/videos/characters/{segment(str(made.member('id')))}").expect(200)
    _expect_whole(answer)
    for name in ("id", "name", "created_at"):
        answer.expect_member(name, made.member(name))


@requirement(
    "VID-SHAPE-023", "MUST", "A failed job has each member of a job, and code and message of its error are text.",
    source=f"{_SCHEMAS}/VideoError", needs=("retrieve",), jobs=("failing",), fault="failed-without-code",
)  # fmt: skip
def _failed_job(server: Server) -> None:
    job = watch(server, server.jobs.made("failing"), pages=server.serves("list"))
    failures = [look for look in looks(server)[job.id] if look.status == "failed"]
    if not failures:
        raise Skipped(f"no failed job: one that was asked to fail by its prompt is {show(job.last.get('status'))}")
    for look in failures:
        expect_job(server, look)


def _of_derived(name: str) -> Callable[[Server], None]:
    def check(server: Server) -> None:
        job = server.jobs.made(name)
        watch(server, job, pages=server.serves("list"))
        for look in looks(server)[job.id]:
            expect_job(server, look)

    return check


for _id, _name, _operation, _fault in (
    ("VID-SHAPE-024", "remix", "remix", "remix-without-size"),
    ("VID-SHAPE-025", "edit", "edit", "edit-seconds-is-number"),
    ("VID-SHAPE-026", "extension", "extend", "extension-without-expiry"),
):
    requirement(
        _id, "MUST", f"What {_operation} makes has each member of a job, from the first answer on.",
        source=f"{_SCHEMAS}/Video", needs=(_operation, "retrieve"), jobs=("default", _name), fault=_fault,
    )(_of_derived(_name))  # fmt: skip


@requirement(
    "VID-SHAPE-027", "MUST", "A request that is carried out is answered with 200.", source="/paths/~1videos/post"
    "/responses/200", jobs=_OURS, fault="accepted-202",
)  # fmt: skip
def _statuses(server: Server) -> None:
    _ask(server)
    for answer in successes(server):
        answer.expect(*((200, 206) if answer.operation == "download_content" else (200,)))


@requirement(
    "VID-SHAPE-028", "MUST", "Jobs and pages are answered as a JSON object, which every reader reads alike.",
    source="/components/responses/VideoFound/content/application~1json", jobs=_OURS, fault="json-with-a-mark",
)  # fmt: skip
def _json(server: Server) -> None:
    _ask(server)
    for answer in successes(server, *JOBS, "list"):
        answer.object()


@requirement(
    "VID-SHAPE-029", "SHOULD", "An ended job is the same in every member whenever it is looked at.",
    source=f"{_SCHEMAS}/Video", needs=("retrieve",), jobs=_OURS, fault="model-changes-later",
)  # fmt: skip
def _same_later(server: Server) -> None:
    for name in _OURS:
        job = watch(server, server.jobs.made(name))
        server.retrieve(job.id).expect(200)
        server.retrieve(job.id).expect(200)
        of = [look for look in looks(server)[job.id] if look.ended and look.answer.operation == "retrieve"]
        for before, now in pairwise(of):
            for member in server.contract.document["components"]["schemas"]["Video"]["properties"]:
                found = now.job.get(member)
                # a server may keep media for longer than it said
                if found != before.job.get(member) and member != "expires_at":
                    said = f"{member}: {show(before.job.get(member))}, as before"
                    raise Failed(said, show(found), before.answer, now.answer)


@requirement(
    "VID-SHAPE-030", "SHOULD", "A job's seconds are the digits of a whole number.",
    source=f"{_SCHEMAS}/Video/properties/seconds", jobs=_OURS, fault="seconds-with-unit",
)  # fmt: skip
def _seconds(server: Server) -> None:
    _ask(server)
    for each in looks(server).values():
        for look in each:
            seconds = look.job.get("seconds")
            if isinstance(seconds, str) and not (seconds.isascii() and seconds.isdigit() and int(seconds[:9])):
                raise Failed("digits, as in '4'", show(seconds), look.answer)


def _ask(server: Server) -> None:
    """Have jobs shown in each way, as far as there are any."""
    with suppress(Skipped):
        seen(server, *_OURS)
    with suppress(Skipped):
        if server.serves("list"):
            server.page(limit=5, order="desc")


def _expect_whole(answer: Answer) -> None:
    expect_shape([answer.expect(200)])


def _character(server: Server) -> Answer:
    files = {"video": ("boat.mp4", sample_video(), "video/mp4")}
    answer = server.make("/videos/characters", {"name": "Miro"}, form=True, files=files)
    if 400 <= answer.status < 500:
        raise Skipped(f"the video of two seconds that makes a character was refused: {answer.excerpt()}")
    return answer.expect(200)
