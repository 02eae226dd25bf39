"""How many videos may be made, from however many threads they are asked for."""

from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest

from openvideos.conformance.budget import Budget, OverBudget
from openvideos.conformance.checks.together import together
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings
from openvideos.conformance.wire import Wire


def serving(answer: Callable[[httpx.Request], httpx.Response], most: int) -> Server:
    settings = Settings(base_url="http://127.0.0.1:1/v1", max_videos=most)
    return Server(settings, wire=Wire(settings, transport=httpx.MockTransport(answer)))


def test_of_requests_at_once_no_more_go_out_than_videos_may_be_made() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        return httpx.Response(200, json={"id": f"video_{len(asked)}"})

    server = serving(answer, 3)
    with pytest.raises(OverBudget):
        together([partial(server.create, {"prompt": "x"})] * 20)
    assert (len(asked), server.budget.made, server.budget.left) == (3, 3, 0)


def test_what_is_refused_makes_room_again() -> None:
    server = serving(lambda request: httpx.Response(400, json={}), 1)
    for _ in range(3):
        assert server.create({"prompt": ""}).status == 400
    assert (server.budget.made, server.budget.left) == (0, 1)


def test_what_is_not_answered_makes_room_again() -> None:
    def fail(request: httpx.Request) -> Any:
        raise httpx.ConnectError("no")

    server = serving(fail, 1)
    for _ in range(2):
        with pytest.raises(Exception, match="ConnectError"):
            server.create({"prompt": ""})
    assert server.budget.left == 1


def test_one_that_is_being_asked_for_is_not_left_for_another() -> None:
    budget = Budget(2)
    with budget.one():
        budget.check(1)
        with pytest.raises(OverBudget):
            budget.check(2)
        with budget.one(), pytest.raises(OverBudget), budget.one():
            pass
    budget.check(2)
