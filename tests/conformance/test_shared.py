"""Shared jobs are made once; which operations there are is found out."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from openvideos.conformance.server import Server, segment
from openvideos.conformance.settings import Settings
from openvideos.conformance.verdict import Skipped
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


@pytest.mark.parametrize(
    ("text", "shown"), [("a/b", "a%2Fb"), ("..", "%2E%2E"), (".", "%2E"), ("a.b", "a.b"), ("é", "%C3%A9")]
)
def test_an_id_is_one_segment_of_a_path(text: str, shown: str) -> None:
    assert segment(text) == shown
