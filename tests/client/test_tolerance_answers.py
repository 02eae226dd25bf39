"""Deletions, lists and refusals as servers of this API are known to answer: survived, and told in their own words.

T14 to T17 and T22 to T26 of the deviations; a row is one over a real socket, with both clients.
"""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from openvideos import APIStatusError, AuthenticationError, omit
from openvideos.models import VideoDeleted

Canned: TypeAlias = tuple[int, dict[str, str], bytes]
Members: TypeAlias = dict[str, Any]


@pytest.fixture
def job(video: Members, as_json: Any) -> Callable[..., Canned]:
    """A canned answer: the usual video with these changes."""
    return lambda changes, status=200, **headers: as_json({**video, **changes}, status, **headers)


def said(status: int, data: Any = b"", kind: str = "application/json") -> Canned:
    """A canned answer: these bytes, or this as JSON."""
    return status, {"content-type": kind}, data if isinstance(data, bytes) else json.dumps(data).encode()


DELETED = {"id": "video_1", "object": "video.deleted", "deleted": True}
GONE = {"id": "video_1", "object": "video", "status": "deleted", "progress": 100}
NO_DELETION = ["body.deleted.required", "body.object.const"]
NOTHING = {"id": "video_1", "deleted": True, "object": None, "extra": {}}
DELETIONS: dict[str, tuple[Canned, Members, list[str]]] = {
    "T13-another-id": (said(200, {**DELETED, "id": "b"}), {"id": "b", "deleted": True}, ["body.id.deleted-id"]),
    "T14-a-video": (said(200, GONE), {**GONE, "deleted": True}, NO_DELETION),
    "T14-a-video-of-another-status": (said(200, {**GONE, "status": "queued"}), {"deleted": None}, NO_DELETION),
    "T14-204": (said(204), NOTHING, ["status.undeclared"]),
    "T14-empty-200": (said(200), NOTHING, ["body.required"]),
    "T14-white-space": (said(200, b" \n"), NOTHING, ["body.json"]),
    "T14-202": (said(202, DELETED), {"deleted": True}, ["status.undeclared"]),
    "T14-empty-object": (said(200, {}), NOTHING, [f"body.{name}.required" for name in sorted(DELETED)]),
    "T14-not-deleted": (said(200, {**DELETED, "deleted": False}), {"deleted": False}, []),
    "T14-deleted-is-text": (said(200, {**DELETED, "deleted": "true"}), {"deleted": "true"}, ["body.deleted.type"]),
}


@pytest.mark.parametrize("row", DELETIONS.values(), ids=DELETIONS)
def test_a_deletion_is_read_as_it_came(server: Any, row: Any) -> None:
    answer, reads, codes = row
    at = server(answer)
    made = at.do("delete", "video_1")
    assert type(made) is VideoDeleted
    assert {name: getattr(made, name) for name in reads} == reads
    assert at.codes == codes
    assert made.violations == tuple(at.seen)
    assert at.requests == ["DELETE /videos/video_1"]


def page(*ids: str, more: bool = False, **changes: Any) -> Members:
    """A page of jobs with these ids, with these changes; a change that is None and has no meaning is left out."""
    ends = {"first_id": ids[0] if ids else None, "last_id": ids[-1] if ids else None}
    return {"object": "list", **ends, "has_more": more, **changes, "data": list(ids)}


def without(made: Members, *names: str) -> Members:
    return {name: value for name, value in made.items() if name not in names}


NULLS: Members = {"first_id": None, "last_id": None}
ENDS = ["body.first_id.first-id", "body.last_id.last-id"]
LEFT_OUT = ("object", "first_id", "last_id", "has_more")
LISTS: dict[str, tuple[list[Any], list[str], list[str], list[str]]] = {
    # the pages, the ids that iterating gives, what is asked for behind the first page, what is reported of that
    "T15-null-cursors": ([page("v1", "v2", **NULLS)], ["v1", "v2"], [], ENDS),
    "T15-null-cursors-and-more": ([page("v1", more=True, **NULLS), page("v2")], ["v1", "v2"], ["v1"], ENDS),
    "T15-has-more-is-false": ([page("v1", "v2"), page("v3")], ["v1", "v2"], [], []),
    "T15-no-has-more": ([without(page("v1"), "has_more"), page()], ["v1"], ["v1"], ["body.has_more.required"]),
    "T15-no-object": ([without(page("v1"), "object")], ["v1"], [], ["body.object.required"]),
    "T15-only-data": (
        [without(page("v1"), *LEFT_OUT), page()],
        ["v1"],
        ["v1"],
        [f"body.{name}.required" for name in sorted(LEFT_OUT)],
    ),
    "T15-a-bare-array": ([["v1", "v2"], []], ["v1", "v2"], ["v2"], ["body.type"]),
    "T15-a-bare-empty-array": ([[]], [], [], ["body.type"]),
    "T15-a-cursor-that-repeats": ([page("v1", "v2", more=True)], ["v1", "v2"], ["v2"], []),
    "T15-a-cursor-in-a-circle": (
        [page(each, more=True) for each in ("v1", "v2", "v1")],
        ["v1", "v2", "v1"],
        ["v1", "v2"],
        [],
    ),
    "T15-data-is-null": ([{**page(), "data": None}], [], [], ["body.data.type"]),
}


def ids_of(kit: Any, first: Any) -> list[Any]:
    """The ids of a page's items and of those behind it."""

    async def collect() -> list[Any]:
        return [each.id async for each in first]

    return kit.do(collect()) if kit.kind == "async" else [each.id for each in first]


@pytest.mark.parametrize("row", LISTS.values(), ids=LISTS)
def test_a_list_is_read_to_its_end(server: Any, video: Members, row: Any) -> None:
    pages, ids, cursors, codes = row

    def filled(data: Any) -> Any:
        if isinstance(data, dict):
            return {**data, "data": filled(data["data"])}
        return data and [{**video, "id": each} for each in data]

    at = server(*(said(200, filled(each)) for each in pages))
    first = at.do("list")
    assert (at.codes, first.violations) == (codes, tuple(at.seen))
    assert ids_of(at.kit, first) == ids
    assert at.requests == ["GET /videos", *(f"GET /videos?after={each}" for each in cursors)]


def test_t15_an_item_has_the_violations_that_are_about_it(server: Any, video: Members) -> None:
    items = [{**video, "id": "v1"}, {**video, "id": "v2", "size": "", "fps": 24}, "v3"]
    at = server(said(200, {**page("v1", "v3"), "data": items}))
    made = at.do("list")
    assert (made.data[0].violations, made.data[1].fps, made.data[2]) == ((), 24, "v3")
    assert [each.code for each in made.data[1].violations] == ["body.data.size.enum"]
    assert at.codes == ["body.data.size.enum", "body.data.type"]


ENVELOPE = {"message": "No.", "type": "t", "param": "size", "code": "c"}
PAGE = b"<!doctype html><title>404 Not Found</title>"
GATEWAY = b"<html><head><title>502 Bad Gateway</title>"
NO_API = "is the base URL right? it usually ends in /v1"
ASIDE = {"prompt": "x"}
FILE, LINK = b"\x89PNG\r\n\x1a\n", {"image_url": "https://videos.example/a.png"}


def located(*errors: tuple[str, str]) -> Members:
    """What a FastAPI server says of fields."""
    return {"detail": [{"type": "x", "loc": ["body", name], "msg": text, "input": None} for name, text in errors]}


MISSING = located(("model", "Field required"))
MANY = located(*(("seconds", f"m{each}") for each in range(9)))
TEXT = located(("input_reference", "Input should be a valid string"))
REFUSALS: dict[str, tuple[str, Members, Canned, str]] = {
    # the operation and its keywords, the answer, and the message
    "T14-no-such-route": ("delete", {}, said(404, {"detail": "Not Found"}), "Not Found"),
    "T14-no-such-method": ("delete", {}, said(405, {"detail": "Method Not Allowed"}), "Method Not Allowed"),
    "T14-still-cancelling": ("delete", {}, said(409, {"error": {**ENVELOPE, "code": 409}}), "No."),
    "T16-404": ("list", {}, said(404, {"detail": "Not Found"}), "Not Found"),
    "T16-405": ("remix", ASIDE, said(405), "Method Not Allowed (no message)"),
    "T16-501": ("remix", ASIDE, said(501, {"error": ENVELOPE}), "No."),
    "T16-a-page": ("remix", ASIDE, said(404, PAGE, "text/html"), f"an HTML page (404 Not Found); {NO_API}"),
    "T17-detail-is-text": ("retrieve", {}, said(404, {"detail": "Video not found"}), "Video not found"),
    "T17-detail-is-a-list": ("create", ASIDE, said(422, MISSING), "model: Field required"),
    "T17-detail-is-long": ("create", ASIDE, said(422, MANY), "; ".join(f"seconds: m{each}" for each in range(5))),
    "T17-error-is-text": ("retrieve", {}, said(503, {"error": "scheduler is dead"}), "scheduler is dead"),
    "T17-code-is-integer": ("retrieve", {}, said(400, {"error": {**ENVELOPE, "code": 400}}), "No."),
    "T17-code-is-text": ("retrieve", {}, said(400, {"error": {**ENVELOPE, "code": "400"}}), "No."),
    "T17-error-in-error": ("retrieve", {}, said(500, {"error": {"error": {"message": "No."}}}), "No."),
    "T17-empty": ("retrieve", {}, said(400), "Bad Request (no message)"),
    "T17-a-page": ("retrieve", {}, said(502, GATEWAY, "text/html"), f"an HTML page (502 Bad Gateway); {NO_API}"),
    "T17-text": ("retrieve", {}, said(500, b"Internal\nerror", "text/plain"), "Internal\\nerror"),
    "T22-forms-only": (
        "create",
        {**ASIDE, "input_reference": LINK},
        said(400, {"error": "Use a form."}),
        "Use a form.",
    ),
    "T22-json-only": ("create", {**ASIDE, "input_reference": FILE}, said(415, {"detail": "Use JSON."}), "Use JSON."),
    "T22-text-only": (
        "create",
        {**ASIDE, "input_reference": LINK},
        said(422, TEXT),
        "input_reference: Input should be a valid string",
    ),
    "T23-model-is-required": ("create", ASIDE, said(422, MISSING), "model: Field required"),
    "T23-model-is-fixed": (
        "create",
        {**ASIDE, "model": "sora-2"},
        said(400, {"error": {"message": "Not served."}}),
        "Not served.",
    ),
    "T24-403": ("create", ASIDE, said(403, {"error": ENVELOPE}), "No."),
}


@pytest.mark.parametrize("row", REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_an_error_in_the_servers_words(server: Any, row: Any) -> None:
    operation, keywords, answer, message = row
    # what creates is asked once in any case
    at = server(answer, api_key="k", max_retries=2 if keywords else 0)
    error = at.fails(operation, *(() if operation in {"create", "list"} else ("video_1",)), **keywords)
    assert isinstance(error, APIStatusError)
    assert str(error) == f"Error code: {answer[0]} - {message}"
    assert str(error).isprintable()
    assert (error.status_code, error.exit_code) == (answer[0], 1)
    assert error.code in {None, "c", str(answer[0])}
    assert (len(at.asked), at.slept) == (1, [])


@pytest.mark.parametrize(
    ("options", "authorization", "hint"),
    [
        ({"api_key": omit}, None, "no API key was sent: pass api_key=... (--api-key KEY)"),
        ({}, None, "no API key was sent"),
        ({"api_key": "k"}, "Bearer k", ""),
        ({"api_key": omit, "default_headers": {"api-key": "k"}}, None, ""),
    ],
    ids=["T24-no-key", "T24-nothing-said", "T24-a-wrong-key", "T24-a-header-of-its-own"],
)
def test_a_401_without_an_object_says_what_to_do(
    server: Any, options: Members, authorization: str | None, hint: str
) -> None:
    at = server(said(401, {"error": "Unauthorized"}), **options)
    error = at.fails("create", prompt="x")
    assert type(error) is AuthenticationError
    assert str(error).startswith("Error code: 401 - Unauthorized")
    assert hint in str(error)
    assert at.asked[0].headers.get("authorization") == authorization


def test_t24_a_server_without_keys_is_used_without_one(server: Any, job: Any) -> None:
    at = server(job({}), api_key=omit)
    assert at.do("retrieve", "video_1").id == "video_1"
    assert "authorization" not in at.asked[0].headers


@pytest.mark.parametrize("base", ["", "/", "/v1", "/v1/", "/openai/v1/", "/api/v1"], ids="T25-{}".format)
def test_a_base_url_is_taken_as_it_is(server: Any, job: Any, base: str) -> None:
    at = server(job({}), base=base)
    assert at.do("retrieve", "video_1").violations == ()
    assert [each.path for each in at.asked] == [f"{base.rstrip('/')}/videos/video_1"]


LOST: dict[str, tuple[Canned, int]] = {
    # what a look is answered with, and how often it is asked for
    "T24-401": (said(401, {"error": "Unauthorized"}), 1),
    "T26-404": (said(404, {"detail": "Video not found"}), 1),
    "T26-409": (said(409, {"error": {**ENVELOPE, "code": 409}}), 3),
    "T26-500": (said(500), 3),
}


@pytest.mark.parametrize(("answer", "times"), LOST.values(), ids=LOST)
def test_a_job_that_is_lost_while_it_is_polled_is_named(server: Any, job: Any, answer: Canned, times: int) -> None:
    at = server(job({}), job({"status": "in_progress"}), answer)
    error = at.fails("create_and_poll", prompt="x", poll_interval_ms=0)
    assert (error.status_code, error.video_id) == (answer[0], "video_1")
    assert at.requests == ["POST /videos", "GET /videos/video_1"] + ["GET /videos/video_1"] * times
