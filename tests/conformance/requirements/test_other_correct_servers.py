"""Servers that choose otherwise where the contract leaves the choice: what is asked of requests and jobs, they meet."""

import json
import time
from typing import Any, ClassVar

import attrs
import httpx
import pytest

from openvideos.conformance.requirements import requirements
from openvideos.conformance.runner import plan, run
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings
from openvideos.conformance.verdict import Result
from openvideos.conformance.wire import Wire
from openvideos.emulator import Emulator

KEY = "a-key-of-the-conformance-tests"
GROUPS = ("VID-REQUEST", "VID-DEFAULT", "VID-TYPE", "VID-KEEP", "VID-EFFECT")
DATE = "2025-12-08"


class Between(httpx.BaseTransport):
    """Stands between the suite and the emulator, and changes what goes to and fro."""

    def __init__(self) -> None:
        self.inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return self.changed(self.answer(request))

    def answer(self, request: httpx.Request) -> httpx.Response:
        return self.send(request)

    def send(self, request: httpx.Request, *, url: httpx.URL | None = None, **body: Any) -> httpx.Response:
        headers = [each for each in request.headers.raw if each[0].lower() not in (b"content-length", b"host")]
        content = body.get("content", request.content)
        answer = self.inner.handle_request(
            httpx.Request(body.get("method", request.method), url or request.url, headers=headers, content=content)
        )
        answer.read()
        return answer

    def changed(self, answer: httpx.Response) -> httpx.Response:
        return answer

    def close(self) -> None:
        self.inner.close()


def rebuilt(answer: httpx.Response, *, status: int | None = None, **content: Any) -> httpx.Response:
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    given = content.get("content", answer.content)
    return httpx.Response(
        status or answer.status_code, headers={**headers, **content.get("headers", {})}, content=given
    )


def each_job(answer: httpx.Response, change: Any) -> httpx.Response:
    """The answer with each job in it changed."""
    if answer.status_code != 200 or not answer.headers.get("content-type", "").startswith("application/json"):
        return answer
    data = answer.json()
    if data.get("object") == "video":
        data = change(data)
    elif data.get("object") == "list":
        data = {**data, "data": [change(each) for each in data["data"]]}
    return rebuilt(answer, content=json.dumps(data).encode())


class Otherwise(Between):
    """Refuses with other statuses and bodies, dates its models, knows no Idempotency-Key, takes null for nothing, has
    pages of seven jobs at most, more members than the contract, and never says when media expire."""

    statuses: ClassVar = {400: 422, 404: 410, 415: 400}

    def answer(self, request: httpx.Request) -> httpx.Response:
        request.headers.pop("idempotency-key", None)
        content = request.content
        if request.headers.get("content-type") == "application/json" and content.startswith(b"{"):
            given = json.loads(content)
            kept = {name: given[name] for name in given if given[name] is not None or name == "prompt"}
            content = json.dumps(kept).encode()
        url = request.url
        if "limit" in url.params:
            url = url.copy_set_param("limit", min(7, int(url.params["limit"])))
        return self.send(request, url=url, content=content)

    def changed(self, answer: httpx.Response) -> httpx.Response:
        if answer.status_code in self.statuses:
            status = self.statuses[answer.status_code]
            return rebuilt(answer, status=status, content=b'{"detail": "no"}')
        answer = each_job(
            answer,
            lambda job: {**job, "model": f"{job['model']}-{DATE}", "expires_at": None, "quality": "high", "urls": []},
        )
        is_json = answer.headers.get("content-type", "").startswith("application/json")
        return rebuilt(answer, headers={"content-type": "application/json; charset=utf-8"} if is_json else {})


class Instant(Between):
    """Answers a create request when the job has completed, has one model of its own, and makes nothing from videos."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.endswith(("/remix", "/edits", "/extensions", "/v1/openvideos-conform-no-such-thing")):
            return httpx.Response(404, json={"error": "Not Found"})
        if b'"model"' in request.content:
            return httpx.Response(400, json={"error": {"message": "this server has one model", "code": 400}})
        # which means nothing to it
        answer = self.send(request, content=request.content.replace(b"[[fail]]", b"[[foil]]"))
        while path.endswith("/videos") and request.method == "POST" and answer.status_code == 200:
            if answer.json()["status"] == "completed":
                break
            time.sleep(0.01)
            url = request.url.copy_with(path=f"{path}/{answer.json()['id']}")
            answer = self.send(request, url=url, method="GET", content=b"")
        return answer

    def changed(self, answer: httpx.Response) -> httpx.Response:
        def change(job: dict[str, Any]) -> dict[str, Any]:
            return {**job, "model": "boats-1", "prompt": job["prompt"].replace("[[foil]]", "[[fail]]")}

        return each_job(answer, change)


class Careless(Between):
    """Makes a job though it refuses the key."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.headers["authorization"] != f"Bearer {KEY}":
            request.headers["authorization"] = f"Bearer {KEY}"
            self.send(request)
            return httpx.Response(401, json={"error": "unknown key"})
        return self.send(request)


@attrs.frozen
class Judged:
    results: list[Result]

    def of(self, *outcomes: str) -> dict[str, str]:
        found = [each for each in self.results if each.outcome in outcomes]
        return {each.requirement.id: f"{each.reason} {each.expected} {each.found}".strip() for each in found}


def judged(emulator: Emulator, between: Between, *ids: str) -> Judged:
    settings = Settings(base_url=emulator.base_url, api_key=KEY, only=ids, max_videos=1000, job_timeout=20)
    server = Server(settings, wire=Wire(settings, transport=between))
    try:
        return Judged(run(plan(requirements(), settings), server).results)
    finally:
        server.close()


def test_a_server_that_chooses_otherwise_meets_them(emulator: Emulator) -> None:
    found = judged(emulator, Otherwise(), *GROUPS)
    assert found.of("failed", "error", "skipped") == {}


def test_a_server_whose_jobs_are_there_at_once_and_that_makes_nothing_from_videos_meets_them(
    emulator: Emulator,
) -> None:
    found = judged(emulator, Instant(), *GROUPS)
    assert found.of("failed", "error") == {}
    assert found.of("skipped").keys() == {
        *("VID-DEFAULT-003", "VID-KEEP-019", "VID-KEEP-020", "VID-KEEP-021"),
        *("VID-TYPE-017", "VID-TYPE-018", "VID-TYPE-019"),
        *("VID-EFFECT-005", "VID-EFFECT-010", "VID-EFFECT-015"),
    }


def test_a_server_that_makes_a_job_though_it_refuses_the_key_does_not(emulator: Emulator) -> None:
    found = judged(emulator, Careless(), "VID-EFFECT-004")
    assert found.of("failed").keys() == {"VID-EFFECT-004"}


@pytest.mark.parametrize("told", [{"size": "1024x1792", "seconds": "12"}, {"model": "boats-1"}])
def test_a_run_that_is_told_what_to_make_is_met_too(emulator: Emulator, told: dict[str, Any]) -> None:
    settings = Settings(base_url=emulator.base_url, api_key=KEY, only=GROUPS, max_videos=1000, **told)
    server = Server(settings)
    try:
        found = Judged(run(plan(requirements(), settings), server).results)
    finally:
        server.close()
    assert found.of("failed", "error") == {}
    assert found.of("skipped").keys() <= {"VID-DEFAULT-003"}
