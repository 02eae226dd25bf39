"""Jobs as servers of this API are known to answer with them: survived, and reported by these codes.

T01 to T13 and T23 of the deviations, a table for each kind of call; a row is one over a real socket, with both clients.
"""

import json
import warnings
from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeAlias
from urllib.parse import quote

import pytest

from openvideos import ContractWarning, Video
from openvideos.client.polling import PENDING

Canned: TypeAlias = tuple[int, dict[str, str], bytes]
Members: TypeAlias = dict[str, Any]
Row: TypeAlias = tuple[Members, Members, list[str]]

GONE = object()
MADE = 1790000000
DONE: Members = {"status": "completed", "progress": 100, "completed_at": MADE + 9}
SHORT: Members = {**DONE, "progress": 99}
FAILED: Members = {"status": "failed", "error": {"code": "x", "message": "y"}}
MEMBERS = "completed_at created_at error expires_at model object progress prompt remixed_from_video_id seconds size"


@pytest.fixture
def job(video: Members, as_json: Any) -> Callable[..., Canned]:
    """A canned answer: the usual video with these changes; GONE leaves a member out."""

    def make(changes: Members, status: int = 200, **headers: str) -> Canned:
        members = {name: value for name, value in {**video, **changes}.items() if value is not GONE}
        return as_json(members, status, **headers)  # type: ignore[no-any-return]

    return make


def without(*names: str) -> Row:
    """A row: these members are left out."""
    return dict.fromkeys(names, GONE), dict.fromkeys(names), [f"body.{name}.required" for name in names]


def typed(name: str, value: Any, code: str | None = "type", **reads: Any) -> Row:
    """A row: this member has this value, and keeps it."""
    return {name: value}, {name: value, **reads}, [f"body.{name}.{code}"] if code else []


def error(value: Any, reads: Members, *codes: str) -> Row:
    """A row: a failed job has this error."""
    return {"status": "failed", "error": value}, reads, [f"body.{code}" for code in codes]


def more(**members: Any) -> Row:
    """A row: these members come on top, and are no violation."""
    return members, {**members, "extra": members}, []


DEEP: Any = "end"
for _ in range(150):
    DEEP = {"a": DEEP}

JOBS: dict[str, Row] = {
    "T01-no-prompt": without("prompt"),
    "T01-no-error-and-expiry": without("error", "expires_at"),
    "T01-no-remix-source": without("remixed_from_video_id"),
    "T01-no-size-and-seconds": without("size", "seconds"),
    "T01-no-time": without("created_at"),
    "T01-no-status": without("status"),
    "T01-nothing-but-an-id": without(*MEMBERS.split(), "status"),
    "T01-no-id": without("id"),
    "T01-failed-without-error": ({"status": "failed", "error": GONE}, {"error": None}, ["body.error.required"]),
    "T02-null-size": typed("size", None, dimensions=None),
    "T02-null-seconds": typed("seconds", None, duration=None),
    "T02-null-created-at": typed("created_at", None),
    "T02-null-progress": typed("progress", None),
    "T02-null-model": typed("model", None),
    "T02-null-status": typed("status", None, is_terminal=False),
    "T02-null-id": typed("id", None),
    "T03-processing": typed("status", "processing", "enum", is_terminal=False),
    "T03-expired": typed("status", "expired", "enum", is_terminal=False),
    "T03-done": typed("status", "done", "enum", is_terminal=False),
    "T03-succeeded": typed("status", "succeeded", "enum", is_terminal=False),
    "T03-capitals": typed("status", "COMPLETED", "enum", is_terminal=False),
    "T03-a-number": typed("status", 3, "type", is_terminal=False),
    "T05-error-code-is-integer": error({"code": 500, "message": "y"}, {"error.code": 500}, "error.code.type"),
    "T05-error-code-missing": error({"message": "y"}, {"error.message": "y"}, "error.code.required"),
    "T05-error-is-text": error("out of memory", {"error": "out of memory", "is_terminal": True}, "error.type"),
    "T05-error-is-empty": error({}, {"error.code": None}, "error.code.required", "error.message.required"),
    "T05-error-is-null": error(None, {"error": None, "is_terminal": True}, "error.failed-error"),
    "T05-error-has-more": error({"code": "x", "message": "y", "type": "t"}, {"error.type": "t"}),
    "T05-error-is-a-list": error(["x"], {"error": ["x"]}, "error.type"),
    "T05-error-of-a-job-that-runs": ({"error": {"message": "y"}}, {"status": "queued"}, ["body.error.code.required"]),
    "T06-seconds-is-a-number": typed("seconds", 8, duration=8.0),
    "T06-seconds-is-a-float": typed("seconds", 4.5, duration=4.5),
    "T06-seconds-of-its-own": typed("seconds", "6", None, duration=6.0),
    "T06-seconds-zero": typed("seconds", "0", None, duration=0.0),
    "T06-seconds-is-no-number": typed("seconds", "long", None, duration=None),
    "T07-size-of-its-own": typed("size", "832x480", "enum", dimensions=(832, 480)),
    "T07-size-is-empty": typed("size", "", "enum", dimensions=None),
    "T07-size-is-a-word": typed("size", "768P", "enum", dimensions=None),
    "T07-size-is-a-list": typed("size", [720, 1280], dimensions=None),
    "T08-progress-is-a-float": typed("progress", 33.3),
    "T08-progress-is-text": typed("progress", "50"),
    "T08-progress-in-one-leap": (DONE, {"progress": 100, "is_terminal": True}, []),
    "T08-progress-short-of-the-end": (SHORT, {"is_terminal": True}, ["body.progress.completed-progress"]),
    "T09-milliseconds": typed("created_at", MADE * 1000, "format"),
    "T09-zero": typed("created_at", 0, None),
    "T09-float": typed("created_at", MADE + 0.5),
    "T09-iso-text": typed("created_at", "2026-09-21T14:13:20Z"),
    "T09-created": ({"created_at": GONE, "created": MADE}, {"created": MADE}, ["body.created_at.required"]),
    "T10-huge": more(b64_json="A" * 1_000_000),
    "T10-deep": more(extra_fields=DEEP),
    "T10-objects": more(extra_fields={"latency": 5, "raw": [{"a": None}]}, content_filter=None),
    "T11-urls": more(url="http://127.0.0.1:1/a.mp4", urls=["http://127.0.0.1:1/a.mp4"], file_path="/tmp/a.mp4"),
    "T11-videos": more(videos=[{"type": "url", "url": "http://127.0.0.1:1/a.mp4"}]),
    "T11-data": more(data=[{"output_format": "url", "url": "http://127.0.0.1:1/a.mp4", "fps": 24}]),
    "T11-metadata": more(metadata={"url": "http://127.0.0.1:1/a.mp4"}, task_id="video_1"),
    "T13-another-id": typed("id", "video_2", "asked-id"),
    "T23-model-of-its-own": typed("model", "wan2.2-t2v", None),
}


@pytest.mark.parametrize(("changes", "reads", "codes"), JOBS.values(), ids=JOBS)
def test_a_job_is_read_as_it_came(server: Any, job: Any, changes: Members, reads: Members, codes: list[str]) -> None:
    at = server(job(changes))
    sent = json.loads(at.answers[0][2])
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always", ContractWarning)
        made = at.do("retrieve", "video_1", on_violation="warn")
    assert type(made) is Video
    assert {name: attrgetter(name)(made) for name in reads} == reads
    assert made.to_dict() == sent
    assert sorted(each.code for each in made.violations) == sorted(codes)
    words = {each.code: f"retrieve answered by {at.origin}: {each.message}" for each in made.violations}
    assert [(each.category, str(each.message)) for each in given] == [
        (ContractWarning, each) for each in words.values()
    ]
    assert at.requests == ["GET /videos/video_1"]


@pytest.mark.parametrize("word", sorted({*PENDING, "pending", "processing", "Processing"}), ids="T03-{}-goes-on".format)
def test_a_word_for_not_yet_is_polled_on(server: Any, job: Any, word: str) -> None:
    at = server(job({"status": word}), job(DONE))
    made = at.do("poll", "video_1", poll_interval_ms=0)
    assert (made.status, made.violations, at.slept) == ("completed", (), [0])
    assert at.codes == ["body.status.enum"]
    assert at.requests == ["GET /videos/video_1"] * 2


@pytest.mark.parametrize("word", ["cancelled", "expired", "deleted", "unknown", "done"], ids="T03-{}-is-the-end".format)
def test_a_word_that_nobody_knows_ends_the_polling_and_is_no_success(server: Any, job: Any, word: str) -> None:
    at = server(job({}), job({"status": word}))
    made = at.do("create_and_poll", prompt="x", poll_interval_ms=0)
    assert (made.status, made.is_terminal, at.slept) == (word, False, [])
    assert at.codes == ["body.status.enum"]
    assert at.requests == ["POST /videos", "GET /videos/video_1"]


ANSWERED = {"retrieve": (400, 404, 409, 422, 429, 500, 503, 599), "poll": (404, 409, 500), "create": (400, 500)}
MISPLACED: dict[str, tuple[str, int, Members, list[str]]] = {
    **{f"T04-{name}-{each}": (name, each, {}, []) for name, statuses in ANSWERED.items() for each in statuses},
    "T04-code-is-the-status": ("retrieve", 500, {"error": {"code": 500, "message": "y"}}, ["body.error.code.type"]),
    "T04-error-is-text": ("poll", 502, {"error": "no memory"}, ["body.error.type"]),
    "T04-of-a-remix": ("remix", 500, {"remixed_from_video_id": "video_1"}, []),
}


@pytest.mark.parametrize("row", MISPLACED.values(), ids=MISPLACED)
def test_a_failed_job_under_an_error_status_is_returned(server: Any, job: Any, row: Any) -> None:
    operation, status, changes, codes = row
    at = server(job({**FAILED, **changes}, status, **{"retry-after": "1"}))
    arguments = () if operation == "create" else ("video_1",)
    made = at.do(operation, *arguments, **({"prompt": "x"} if operation in {"create", "remix"} else {}))
    assert (made.id, made.status, made.is_terminal) == ("video_1", "failed", True)
    assert at.codes == [*codes, "status.misplaced"]
    assert made.violations == tuple(at.seen)
    assert {each.status for each in at.seen} == {status}
    assert (len(at.asked), at.slept) == (1, [])


def test_t04_an_error_that_is_no_job_is_still_an_error(server: Any, as_json: Any) -> None:
    at = server(as_json({"error": {"message": 'no "video" here', "id": "video_1"}}, 500), max_retries=1)
    assert str(at.fails("retrieve", "video_1")) == 'Error code: 500 - no "video" here'
    assert (len(at.asked), at.slept) == (2, [0.5])


WIDE, SQUARE = {"size": "1280x720"}, {"size": "1024x1024"}
SORA, OTHER = {"model": "sora-2"}, {"model": "openai/sora-2"}
CREATED: dict[str, tuple[Members, Members, int, list[str]]] = {
    # what is asked for, what the answer has, its status, and what is reported
    "T01-no-prompt": ({}, {"prompt": GONE}, 200, ["body.prompt.required"]),
    "T01-another-prompt": ({}, {"prompt": "X!"}, 200, ["body.prompt.asked-prompt"]),
    "T02-asked-for-nothing": ({}, {"size": None}, 200, ["body.size.type"]),
    "T05-failed-at-once": ({}, FAILED, 200, []),
    "T06-other-seconds": ({"seconds": 8}, {"seconds": "9"}, 200, ["body.seconds.asked-seconds"]),
    "T06-seconds-as-a-number": ({"seconds": 8}, {"seconds": 8}, 200, ["body.seconds.type"]),
    "T07-other-size": (WIDE, {}, 200, ["body.size.asked-size"]),
    "T07-size-of-its-own": (WIDE, SQUARE, 200, ["body.size.asked-size", "body.size.enum"]),
    "T12-finished": ({}, DONE, 200, []),
    "T12-201": ({}, {}, 201, ["status.undeclared"]),
    "T12-202": ({}, {}, 202, ["status.undeclared"]),
    "T12-202-finished": ({}, DONE, 202, ["status.undeclared"]),
    "T23-model-echoed-differently": (SORA, OTHER, 200, ["body.model.asked-model"]),
    "T23-model-echoed-as-a-snapshot": (SORA, {"model": "sora-2-2025-10-06"}, 200, []),
    "T23-model-is-fixed": (SORA, {"model": "wan2.2"}, 200, ["body.model.asked-model"]),
    "T23-model-left-out": ({}, {"model": "wan2.2"}, 200, []),
}


@pytest.mark.parametrize("row", CREATED.values(), ids=CREATED)
def test_a_created_job_is_read_as_it_came(server: Any, job: Any, row: Any) -> None:
    asked, changes, status, codes = row
    at = server(job(changes, status))
    sent = json.loads(at.answers[0][2])
    made = at.do("create", prompt="x", **asked)
    assert type(made) is Video
    assert made.to_dict() == sent
    assert at.codes == sorted(codes)
    assert at.requests == ["POST /videos"]


def test_t12_a_job_that_is_finished_when_it_is_created_is_looked_at_once(server: Any, job: Any) -> None:
    at = server(job(DONE, 202), job(DONE))
    assert at.do("create_and_poll", prompt="x").is_terminal
    assert at.requests == ["POST /videos", "GET /videos/video_1"]
    assert (at.codes, at.slept) == (["status.undeclared"], [])


IDS = {
    "T13-base64": "video_" + "bGl0ZWxsbTpjdXN0b20=" * 15 + "==",
    "T13-slashes": "video/1/../2",
    "T13-spaces": "video 1 ",
    "T13-colons": "provider:model:7",
    "T13-a-query": "v?a=1&b#c%2F+",
    "T13-letters": "vidéo_視",
}


@pytest.mark.parametrize("video_id", IDS.values(), ids=IDS)
def test_an_id_goes_out_encoded_and_comes_back_whole(server: Any, job: Any, as_json: Any, video_id: str) -> None:
    deleted = as_json({"id": video_id, "object": "video.deleted", "deleted": True})
    media = (200, {"content-type": "video/mp4"}, b"\0\0\0\x18ftypisom")
    at = server(job({"id": video_id}), media, deleted)
    made = at.do("retrieve", video_id)
    assert (made.id, made.violations) == (video_id, ())
    assert at.do("download_content", made.id).content == media[2]
    assert at.do("delete", made.id).id == video_id
    place = f"/videos/{quote(video_id, safe='')}"
    assert at.requests == [f"GET {place}", f"GET {place}/content", f"DELETE {place}"]
    assert at.codes == []


def test_t13_an_id_that_changes_from_look_to_look_is_polled_on_under_the_first(server: Any, job: Any) -> None:
    at = server(job({"id": "a="}), job({"id": "b="}), job({"id": "c=", **DONE}))
    made = at.do("create_and_poll", prompt="x", poll_interval_ms=0)
    assert made.id == "c="
    assert at.requests == ["POST /videos", "GET /videos/a%3D", "GET /videos/a%3D"]
    assert at.codes == ["body.id.asked-id"] * 2
