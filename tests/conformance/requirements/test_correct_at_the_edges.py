"""Servers that choose otherwise where the contract leaves the choice: pages, deletions, keys, methods, odd requests."""

import threading
from collections.abc import Iterator
from typing import Any, ClassVar

import httpx
import pytest

from openvideos.conformance.requirements import requirements
from openvideos.conformance.runner import plan, run
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings
from openvideos.conformance.wire import Wire
from openvideos.emulator import Emulator

KEY = "a-key-of-the-conformance-tests"
GROUPS = ("VID-PAGE", "VID-DELETE", "VID-PARALLEL", "VID-AUTH", "VID-METHOD", "VID-ROBUST")
# what takes its time: media, another second, fifty jobs
SLOW = (
    *("VID-DELETE-001", "VID-DELETE-010", "VID-PARALLEL-008", "VID-AUTH-002", "VID-AUTH-009"),
    *("VID-ROBUST-011", "VID-ROBUST-016", "VID-PAGE-001", "VID-PAGE-002", "VID-PARALLEL-002"),
)
ERROR = {"error": {"message": "no", "type": "t", "param": None, "code": None}}


class Between(httpx.BaseTransport):
    """Stands between the suite and the emulator, and answers in its place."""

    def __init__(self) -> None:
        self.inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return self.answer(request)

    def answer(self, request: httpx.Request) -> httpx.Response:
        return self.send(request)

    def send(self, request: httpx.Request, **other: Any) -> httpx.Response:
        made = httpx.Request(
            other.get("method", request.method),
            other.get("url", request.url),
            headers=[each for each in request.headers.raw if each[0].lower() not in (b"content-length", b"host")],
            content=other.get("content", request.content),
        )
        made.headers.update(other.get("headers", {}))
        answer = self.inner.handle_request(made)
        answer.read()
        return answer

    def jobs(self, request: httpx.Request) -> list[dict[str, Any]]:
        """All jobs, oldest first."""
        url, after, found = request.url.copy_with(query=b"order=asc&limit=100"), None, list[dict[str, Any]]()
        while True:
            page = self.send(request, url=url if after is None else url.copy_add_param("after", after)).json()
            found += page["data"]
            if not page["has_more"]:
                return found
            after = page["last_id"]

    def close(self) -> None:
        self.inner.close()


class Sorting(Between):
    """Sorts jobs by the second in which they were made, so that those of one second stand alike in both orders.

    The oldest are first without an order, a page has five jobs at most, limit=0 is refused, and behind an unknown job
    is an empty page. Other people's jobs, of which one is made now and then, are in the list too.
    """

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method != "GET" or not request.url.path.endswith("/videos"):
            return self.send(request)
        checked = self.send(request, url=request.url.copy_remove_param("after"))
        query = request.url.params
        if checked.status_code != 200:
            return checked
        if query.get("limit") == "0":
            return httpx.Response(422, json={"detail": "limit"})
        jobs = sorted(self.jobs(request), key=lambda job: job["created_at"], reverse=query.get("order") == "desc")
        places = {job["id"]: place for place, job in enumerate(jobs, 1)}
        start = places.get(query["after"], len(jobs)) if "after" in query else 0
        end = start + min(5, int(query.get("limit", "5")))
        data = jobs[start:end]
        ends = {"first_id": data[0]["id"], "last_id": data[-1]["id"]} if data else {"first_id": None, "last_id": None}
        return httpx.Response(200, json={"object": "list", "data": data, **ends, "has_more": end < len(jobs)})


class Shared(Between):
    """Has jobs of other people in its list, of which one is made with every tenth request."""

    requests = 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        if self.requests % 10 == 0:
            url = request.url.copy_with(path=request.url.path.partition("/v1")[0] + "/v1/videos", query=None)
            headers = {"content-type": "application/json", "authorization": f"Bearer {KEY}"}
            self.send(request, method="POST", url=url, content=b'{"prompt": "somebody else\'s"}', headers=headers)
        return self.send(request)


class Strict(Between):
    """Refuses with statuses of its own, whatever is unusual in a request, and has no HEAD, OPTIONS, nor 405."""

    statuses: ClassVar = {400: 422, 405: 404, 409: 400, 415: 400, 413: 400}

    def answer(self, request: httpx.Request) -> httpx.Response:
        unusual = (
            request.method not in {"GET", "POST", "DELETE"}
            or (request.content and request.method != "POST")
            or set(request.url.params) - {"limit", "after", "order", "variant", "prompt"}
            or "content-encoding" in request.headers
            or len(request.url.path) > 300
        )
        if unusual and request.headers.get("authorization", "") == f"Bearer {KEY}":
            return httpx.Response(400, text="no")
        answer = self.send(request)
        if answer.status_code in self.statuses:
            return httpx.Response(self.statuses[answer.status_code], json={"detail": "no"})
        return answer


class Easy(Between):
    """Deletes what runs, takes bytes that are no UTF-8, and half of a character, for others, and ignores a packed
    body's label; TRACE and other methods aren't implemented, and a slash behind a path leads to the path without it."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method not in {"GET", "POST", "DELETE", "HEAD", "OPTIONS"}:
            return httpx.Response(501, json=ERROR)
        if request.url.path.endswith("/"):
            return httpx.Response(307, headers={"location": str(request.url).rstrip("/")})
        if request.method == "POST" and request.headers.get("content-type") == "application/json":
            request.headers.pop("content-encoding", None)
            content = request.content.decode("utf-8", "replace").replace("\\ud83d", "?").replace("\\udef6", "?")
            return self.send(request, content=content.encode())
        answer = self.send(request)
        if request.method == "DELETE" and answer.status_code == 409:
            while (answer := self.send(request)).status_code == 409:
                threading.Event().wait(0.01)
        return answer


class Forbidding(Between):
    """Answers 403 in place of 401, in text."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        answer = self.send(request)
        return httpx.Response(403, text="no") if answer.status_code == 401 else answer


class Busy(Between):
    """Takes three requests at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.BoundedSemaphore(3)

    def answer(self, request: httpx.Request) -> httpx.Response:
        if not self.free.acquire(blocking=False):
            return httpx.Response(429, json=ERROR, headers={"Retry-After": "1"})
        try:
            return self.send(request)
        finally:
            self.free.release()


class Open(Between):
    """Asks nobody for a key."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        return self.send(request, headers={"authorization": f"Bearer {KEY}"})


@pytest.fixture
def fresh() -> Iterator[Emulator]:
    """An emulator whose list is empty at first."""
    with Emulator(api_key=KEY, time_scale=100) as server:
        yield server


def judged(emulator: Emulator, between: Between, *ids: str, key: str | None = KEY, **more: Any) -> Any:
    """What came of requirements: outcome -> id -> why."""
    given = {"job_timeout": 20.0, "skip": SLOW, **more}
    settings = Settings(base_url=emulator.base_url, api_key=key, only=ids, max_videos=1000, **given)
    server = Server(settings, wire=Wire(settings, transport=between))
    try:
        results = run(plan(requirements(), settings), server).results
    finally:
        server.close()
    found: dict[str, dict[str, str]] = {"failed": {}, "skipped": {}, "error": {}, "passed": {}}
    for each in results:
        found[each.outcome][each.requirement.id] = f"{each.reason} {each.expected} {each.found}".strip()
    return found


def test_a_server_that_sorts_jobs_by_the_second_meets_what_is_asked_of_pages(fresh: Emulator) -> None:
    found = judged(fresh, Sorting(), "VID-PAGE", "VID-PARALLEL-007", skip=())
    assert found["error"] == {}
    assert found["failed"].keys() <= {"VID-PAGE-004"}  # a SHOULD: it has pages of five jobs where more are asked for


def test_a_server_whose_list_others_fill_meets_what_is_asked_of_pages(fresh: Emulator) -> None:
    found = judged(fresh, Shared(), "VID-PAGE", "VID-DELETE", "VID-PARALLEL-007")
    assert found["failed"] | found["error"] == {}


@pytest.mark.parametrize("between", [Strict, Easy])
def test_a_server_that_chooses_otherwise_meets_them(fresh: Emulator, between: type[Between]) -> None:
    found = judged(fresh, between(), *GROUPS)
    assert found["failed"] | found["error"] == {}
    assert found["skipped"].keys() <= {"VID-METHOD-008", "VID-METHOD-009", "VID-METHOD-013", "VID-PARALLEL-002"}


def test_a_server_that_forbids_meets_what_must_be(fresh: Emulator) -> None:
    found = judged(fresh, Forbidding(), "VID-AUTH", skip=())
    assert found["failed"].keys() == {"VID-AUTH-009"}
    assert found["skipped"].keys() == {"VID-AUTH-010"}
    assert found["error"] == {}


def test_a_server_that_is_busy_is_not_told_to_fail(fresh: Emulator) -> None:
    found = judged(fresh, Busy(), "VID-PARALLEL-001", "VID-PARALLEL-003", "VID-PARALLEL-007", "VID-PARALLEL-008")
    assert found["failed"] | found["error"] == {}


def test_a_server_without_keys_is_judged_by_nothing_about_keys(fresh: Emulator) -> None:
    found = judged(fresh, Open(), "VID-AUTH", key=None)
    assert set(found["skipped"].values()) == {"the run has no key"}
    assert found["failed"] | found["error"] | found["passed"] == {}


def test_a_server_that_asks_for_no_key_is_told_so_once(fresh: Emulator) -> None:
    found = judged(fresh, Open(), "VID-AUTH")
    assert found["failed"].keys() == {"VID-AUTH-001"}
    assert found["passed"].keys() == {"VID-AUTH-012"}
    assert set(found["skipped"].values()) == {"the server takes requests without a key"}


NO_PAGES = (
    b"[]",
    b"{}",
    b'{"data": {}, "has_more": true}',
    b'{"data": [5], "has_more": true}',
    b'{"data": [{}], "has_more": true}',
    b'{"data": [{"id": 5}], "has_more": true}',
    b'{"data": [{"id": "x"}], "has_more": true}',
    b'{"data": [], "has_more": "no"}',
    b'{"data": [], "has_more": true}',
    b"\xff",
)
NO_JOBS = (b"", b"[]", b"{}", b'{"id": 5}', b'{"id": "x", "prompt": 5}', b'{"id": "", "status": []}', b"\xff")


class Odd(Between):
    """Answers each third request, or each for the list, with a body that is none of those that it should be."""

    def __init__(self, bodies: tuple[bytes, ...], *, pages: bool) -> None:
        super().__init__()
        self.bodies, self.pages, self.number = bodies, pages, 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.number += 1
        is_list = request.method == "GET" and request.url.path.endswith("/videos")
        if not is_list if self.pages else self.number % 3:
            return self.send(request)
        body = self.bodies[self.number // 3 % len(self.bodies)]
        return httpx.Response(200, content=body, headers={"content-type": "application/json"})


@pytest.mark.parametrize(
    "ids", [("VID-PAGE",), ("VID-DELETE", "VID-PARALLEL"), ("VID-AUTH", "VID-METHOD", "VID-ROBUST")]
)
def test_what_is_no_job_ends_no_check(fresh: Emulator, ids: tuple[str, ...]) -> None:
    assert judged(fresh, Odd(NO_JOBS, pages=False), *ids, job_timeout=0.5)["error"] == {}


def test_what_is_no_page_ends_no_check(fresh: Emulator) -> None:
    assert judged(fresh, Odd(NO_PAGES, pages=True), *GROUPS, job_timeout=0.5)["error"] == {}
