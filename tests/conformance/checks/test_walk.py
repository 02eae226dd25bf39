"""A reader of pages comes to an end, whatever the server answers."""

from typing import Any

import httpx
import pytest

from openvideos.conformance.checks.walk import window
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings
from openvideos.conformance.verdict import Failed
from openvideos.conformance.wire import Wire


def test_a_page_that_comes_again_ends_a_search() -> None:
    asked: list[Any] = []
    jobs = [{"id": f"video_{number}", "created_at": 1_790_000_000} for number in range(3)]
    page = {"object": "list", "data": jobs, "first_id": "video_0", "last_id": "video_2", "has_more": True}

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params.get("after"))
        return httpx.Response(200, json=page)

    settings = Settings(base_url="http://127.0.0.1:1/v1")
    server = Server(settings, wire=Wire(settings, transport=httpx.MockTransport(answer)))
    with pytest.raises(Failed) as caught:
        window(server, ["video_9"])
    assert caught.value.expected == "the jobs behind 'video_2', as after asks for"
    assert caught.value.found == "'video_0' again"
    assert asked == [None, "video_2"]
