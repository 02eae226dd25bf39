"""Shared jobs are made once; which operations there are is found out."""

from collections.abc import Callable
from typing import Any

import attrs
import httpx
import pytest

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.derived import derived
from openvideos.conformance.checks.doomed import deletion
from openvideos.conformance.jobs import SPECS
from openvideos.conformance.server import Server, segment
from openvideos.conformance.settings import Settings
from openvideos.conformance.verdict import Failed, Skipped, Unmade
from openvideos.conformance.wire import Wire
from openvideos.contract import Contract

ERROR = {"error": {"message": "No video has this id.", "type": "t", "param": "video_id", "code": "not_found"}}
NOWHERE = {"error": {"message": "Nothing is here.", "type": "t", "param": None, "code": "not_found"}}
JOB: dict[str, Any] = {
    "id": "video_1",
    "completed_at": 1790000009,
    "created_at": 1790000000,
    "error": None,
    "expires_at": None,
    "model": "sora-2",
    "object": "video",
    "progress": 100,
    "prompt": "x",
    "remixed_from_video_id": None,
    "seconds": "4",
    "size": "720x1280",
    "status": "completed",
}


def serving(answer: Callable[[httpx.Request], httpx.Response | None], **options: Any) -> Server:
    """A server that makes jobs which are completed at once, and does with everything else what it is told."""

    def respond(request: httpx.Request) -> httpx.Response:
        is_job = "/video_1" in request.url.path or request.url.path == "/v1/videos"
        return answer(request) or (httpx.Response(200, json=JOB) if is_job else httpx.Response(404, json=NOWHERE))

    settings = Settings(base_url="http://127.0.0.1:1/v1", **{"job_timeout": 5.0, "max_videos": 50, **options})
    return Server(settings, wire=Wire(settings, transport=httpx.MockTransport(respond)))


def test_a_shared_job_is_made_once() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> None:
        asked.append(f"{request.method} {request.url.path}")

    server = serving(answer)
    assert server.job("default") is server.job("default")
    assert asked == ["POST /v1/videos"]
    assert server.budget.made == 1


def test_a_job_that_cannot_be_made_is_asked_for_once_and_skips_all_that_need_it() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        return httpx.Response(500, json=ERROR)

    server = serving(answer)
    for _ in range(2):
        with pytest.raises(Skipped, match="could not be made: 500"):
            server.job("default")
    assert asked == ["POST"]


def test_a_job_that_never_ends_is_waited_for_once() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={**JOB, "status": "queued"})

    server = serving(answer, job_timeout=0.2)
    assert server.job("default").timed_out
    looks = len(server.job("default").looks)
    with pytest.raises(Skipped, match="it is queued"):
        server.completed("default")
    assert len(server.job("default").looks) == looks > 1


@pytest.mark.parametrize(
    ("status", "body", "served"),
    [
        (405, {}, False),
        (501, {}, False),
        (404, NOWHERE, False),
        (404, ERROR, True),
        (400, ERROR, True),
        (500, ERROR, True),
        (422, {"detail": []}, True),
    ],
)
@pytest.mark.parametrize(
    "operation", [each for each in Contract.load().operations if each not in ("create", "retrieve")]
)
def test_an_operation_is_lacking_where_its_path_or_method_is(
    operation: str, status: int, body: Any, *, served: bool
) -> None:
    def answer(request: httpx.Request) -> httpx.Response | None:
        asked = server.contract.match(request.method, str(request.url), server.settings.base_url)
        named = None if asked is None else asked.operation.id
        return httpx.Response(status, json=body) if named == operation else None

    server = serving(answer)
    assert server.serves(operation) is served
    if not served:
        with pytest.raises(Skipped, match=f"the server has no {operation}"):
            server.need(operation)


NOT_FOUND = httpx.Response(404, json={"detail": "Not Found"})


@pytest.mark.parametrize("served", [True, False])
def test_whether_one_can_delete_is_told_by_what_there_is_where_any_404_is_the_same(served: bool) -> None:
    def answer(request: httpx.Request) -> httpx.Response | None:
        if request.method != "DELETE" and request.url.path.startswith("/v1/videos"):
            return None
        is_there = served and request.url.path == "/v1/videos/video_1"
        deleted = {"id": "video_1", "object": "video.deleted", "deleted": True}
        return httpx.Response(200, json=deleted) if is_there else NOT_FOUND

    server = serving(answer)
    assert server.serves("delete") is served
    if served:  # who is about deletions finds this one
        assert deletion(server)[1].status == 200
        assert [each.method for each in server.answers].count("DELETE") == 3  # one to find out what no path is like


@pytest.mark.parametrize("served", [True, False])
def test_whether_there_is_a_look_at_characters_is_told_by_one_where_any_404_is_the_same(served: bool) -> None:
    character = {"id": "char/1", "object": "character", "name": "Miro", "created_at": 1790000000}

    def answer(request: httpx.Request) -> httpx.Response | None:
        path = request.url.raw_path
        is_there = path == b"/v1/videos/characters" or (served and path == b"/v1/videos/characters/char%2F1")
        return httpx.Response(200, json=character) if is_there else NOT_FOUND

    assert serving(answer).serves("get_character") is served


def plainly(request: httpx.Request) -> httpx.Response | None:
    """Refuses the way of its own in which a job is asked for, and takes the usual one."""
    return httpx.Response(415, json=ERROR) if b"its own" in request.content else None


def test_a_job_is_asked_for_in_a_way_of_its_own_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(server: Server, path: str, members: Any) -> Answer:
        return server.make(path, {**members, "prompt": "its own"})

    monkeypatch.setitem(SPECS, "default", attrs.evolve(SPECS["default"], ask=ask))
    taking = serving(lambda request: None)
    assert taking.jobs.asked("default") is taking.job("default").accepted
    assert taking.budget.made == 1
    refusing = serving(plainly)
    assert (refusing.jobs.asked("default").status, refusing.job("default").accepted.status) == (415, 200)
    assert refusing.budget.made == 1
    failing = serving(lambda request: httpx.Response(500, json=ERROR))
    assert failing.jobs.asked("default").status == 500
    with pytest.raises(Unmade, match="could not be made: 500"):
        failing.job("default")


def test_what_could_not_be_made_is_told_by_the_requirement_that_is_about_it_alone() -> None:
    def answer(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(500, json=ERROR) if request.url.path.endswith("/remix") else None

    server = serving(answer)
    with pytest.raises(Failed, match="status 200; found 500"):
        derived(server, "remix")
    with pytest.raises(Skipped, match="the job 'remix' that it looks at could not be made: 500"):
        server.job("remix")
    # what it would be made from is what could not be made
    nothing = serving(lambda request: httpx.Response(500, json=ERROR) if request.method == "POST" else None)
    with pytest.raises(Skipped, match="'default' that it looks at could not be made"):
        derived(nothing, "remix")


@pytest.mark.parametrize(
    ("text", "shown"), [("a/b", "a%2Fb"), ("..", "%2E%2E"), (".", "%2E"), ("a.b", "a.b"), ("é", "%C3%A9")]
)
def test_an_id_is_one_segment_of_a_path(text: str, shown: str) -> None:
    assert segment(text) == shown
