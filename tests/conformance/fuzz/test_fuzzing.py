"""The requirements of fuzzing: judged from one run of the child, or skipped with the reason."""

import json
import sys
from collections.abc import Iterator

import httpx
import pytest

from openvideos.conformance.budget import MOST_FUZZED
from openvideos.conformance.cleanup import clean_up
from openvideos.conformance.fuzz import fuzzed, random_requests
from openvideos.conformance.fuzz.kinds import KINDS
from openvideos.conformance.fuzz.outcome import task_for
from openvideos.conformance.fuzz.pace import cheap_videos
from openvideos.conformance.requirement import Requirement
from openvideos.conformance.requirements import requirements as registered
from openvideos.conformance.runner import judge
from openvideos.conformance.server import MAKING, Server
from openvideos.conformance.settings import Settings
from openvideos.conformance.wire import Wire
from openvideos.emulator import Emulator

KEY = "a-key-of-the-fuzzing-tests"
FAULT = "create-with-any-size"
JOB = {
    "id": "video_1",
    "object": "video",
    "model": "sora-2",
    "status": "completed",
    "progress": 100,
    "created_at": 1790000000,
    "completed_at": 1790000003,
    "expires_at": None,
    "prompt": "A paper boat drifts down a rain gutter",
    "size": "720x1280",
    "seconds": "4",
    "remixed_from_video_id": None,
    "error": None,
}


@pytest.fixture(scope="module")
def requirements() -> list[Requirement]:
    return [each for each in registered() if each.group == "fuzzing"]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """An emulator with a fault, which was fuzzed."""
    with Emulator(api_key=KEY, time_scale=1_000_000, faults=[FAULT]) as emulator:
        server = Server(Settings(base_url=emulator.base_url, api_key=KEY, max_videos=200, fuzz_seconds=120, seed=11))
        try:
            fuzzed(server, requests=120)
            yield server
        finally:
            server.close()


def remote(base_url: str, *, completed_at: int = JOB["completed_at"], **settings: object) -> Server:  # type: ignore[assignment]
    """A server with a job, which no request reaches."""

    def answer(request: httpx.Request) -> httpx.Response:
        missing = request.url.path.rpartition("/")[2] in {"edits", "openvideos-conform-no-such-thing"}
        return (
            httpx.Response(404, json={}) if missing else httpx.Response(200, json={**JOB, "completed_at": completed_at})
        )

    told = Settings(base_url=base_url, **settings)  # type: ignore[arg-type]
    return Server(told, wire=Wire(told, transport=httpx.MockTransport(answer)))


def test_each_kind_is_a_requirement(requirements: list[Requirement]) -> None:
    assert [each.id for each in requirements] == [f"VID-FUZZ-{number:03}" for number in range(1, len(KINDS) + 1)]


def test_a_fault_is_found_by_the_requirement_that_is_about_it(server: Server, requirements: list[Requirement]) -> None:
    found = {each.id: judge(each, server) for each in requirements}
    failed = {id_ for id_, result in found.items() if result.outcome == "failed"}
    assert failed == {KINDS["accepted"].id}
    assert {each.outcome for each in found.values()} <= {"passed", "failed", "skipped"}
    result = found[KINDS["accepted"].id]
    assert result.expected.startswith("a refusal (status 4XX), as size: found ")
    assert "--seed 11" in result.found
    answer = result.answers[0]
    assert (answer.method, answer.operation, answer.status) == ("POST", "create", 200)
    assert KEY not in repr((answer.request_headers, answer.headers, answer.body))


def test_what_was_answered_and_made_is_told_by_operation_media_type_and_status(server: Server) -> None:
    seen, videos = random_requests(server)
    accepted = sum(count for each, count in seen.items() if each.operation in MAKING and each.status == 200)
    assert videos == accepted + 1 > 10  # one to see how quick it is
    created = {each for each in seen if each.operation == "create"}
    assert {"application/json", "multipart/form-data"} <= {each.sent for each in created}
    assert {200, 400} <= {each.status for each in created}
    assert {each.received for each in created} == {"application/json"}
    assert 100 < sum(seen.values()) <= 120
    idle = Server(server.settings)
    assert random_requests(idle) == ({}, 0)


def test_what_was_made_is_counted_and_deleted(server: Server) -> None:
    assert server.budget.made >= len(server.made) > 0
    listed = [each["id"] for each in json.loads(server.page(limit=100).body)["data"]]
    assert sorted(listed) == sorted(server.made)
    assert clean_up(server) == []
    assert json.loads(server.page(limit=1).body)["data"] == []


def test_without_time_there_is_none(server: Server, requirements: list[Requirement]) -> None:
    idle = Server(Settings(base_url=server.settings.base_url, fuzz_seconds=0))
    result = judge(requirements[0], idle)
    assert (result.outcome, result.reason) == ("skipped", "--fuzz-seconds 0")


def test_without_schemathesis_there_is_none(
    server: Server, requirements: list[Requirement], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "schemathesis", None)
    result = judge(requirements[0], Server(server.settings))
    assert result.outcome == "skipped"
    assert result.reason.startswith("fuzzing needs schemathesis, which is not installed")


def test_what_was_not_seen_is_not_judged(server: Server, requirements: list[Requirement]) -> None:
    outcome = fuzzed(server)
    judged, outcome.judged = outcome.judged, {}
    result = judge(requirements[0], server)
    outcome.judged = judged
    assert result.outcome == "skipped"
    assert result.reason == "in 120 s of fuzzing there was no answer"


@pytest.mark.parametrize(
    ("base_url", "completed_at", "cheap"),
    [
        ("http://127.0.0.1:1/v1", 1790000003, True),
        ("http://127.0.0.1:1/v1", 1790000300, False),
        ("https://videos.example/v1", 1790000003, False),
    ],
    ids=["quick, on this machine", "slow, on this machine", "elsewhere"],
)
def test_videos_are_made_where_they_are_cheap(base_url: str, completed_at: int, cheap: bool) -> None:
    server = remote(base_url, completed_at=completed_at, max_videos=20)
    server.jobs.ended("default")
    task = task_for(server)
    assert task.valid_creates is cheap
    assert (task.videos, task.known) == (server.budget.left, ("video_1",))
    assert "edit" in task.lacking
    assert "list" not in task.lacking


def test_a_server_is_asked_for_fewer_videos_the_longer_one_takes() -> None:
    with Emulator(time_scale=20) as emulator:
        server = Server(Settings(base_url=emulator.base_url, max_videos=1000))
        assert 1 < cheap_videos(server) < MOST_FUZZED
        server.close()
