"""What a server is free to do with media and with jobs that are made from videos: it meets the requirements as well."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from openvideos.conformance.requirement import REGISTRY
from openvideos.conformance.requirements import requirements
from openvideos.conformance.runner import judge
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings
from openvideos.conformance.wire import Wire
from openvideos.emulator import Emulator

Send = Callable[[httpx.Request], httpx.Response]
Change = Callable[[httpx.Request, Send], httpx.Response]
PARTS = ("VID-MEDIA-021", "VID-MEDIA-022", "VID-MEDIA-023", "VID-MEDIA-024", "VID-MEDIA-026")
WITHHELD = ("VID-MEDIA-016", "VID-MEDIA-017", "VID-MEDIA-018")


class Otherwise(httpx.BaseTransport):
    """A correct server that does one thing in another way than the emulator behind it; `change` says which."""

    def __init__(self) -> None:
        self._http = httpx.HTTPTransport()
        self.change: Change = lambda request, send: send(request)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self.change(request, self._send)

    def _send(self, request: httpx.Request) -> httpx.Response:
        answer = self._http.handle_request(request)
        answer.read()
        return answer

    def close(self) -> None:
        self._http.close()


@pytest.fixture(scope="module")
def otherwise() -> Iterator[tuple[Server, Otherwise]]:
    """One server, whose jobs and media are made once; each test changes its ways."""
    with Emulator(time_scale=50) as emulator:
        transport = Otherwise()
        settings = Settings(base_url=emulator.base_url, max_videos=1000, job_timeout=20)
        server = Server(settings, wire=Wire(settings, transport=transport))
        requirements()
        for name in ("default", "failing"):
            server.job(name)
        transport.change = with_parameters
        for name, variant in (("default", None), ("chosen", None), ("default", "video"), ("default", "thumbnail")):
            server.media(name, variant)
        yield server, transport
        server.close()


def rebuilt(answer: httpx.Response, status: int | None = None, body: bytes | None = None, **headers: str | None) -> Any:
    """An answer with another status, another body, or other headers; None drops one."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    kept = [(name, value) for name, value in answer.headers.items() if name not in {*names, "content-length"}]
    added = [(name, value) for name, value in names.items() if value is not None]
    return httpx.Response(status or answer.status_code, headers=[*kept, *added], content=body or answer.content)


def is_content(request: httpx.Request) -> bool:
    return request.url.path.endswith("/content")


def without_ranges(request: httpx.Request, send: Send) -> httpx.Response:
    request.headers.pop("range", None)
    return rebuilt(send(request), accept_ranges=None, etag=None) if is_content(request) else send(request)


def without_head(request: httpx.Request, send: Send) -> httpx.Response:
    return httpx.Response(405) if request.method == "HEAD" else send(request)


def in_chunks(request: httpx.Request, send: Send) -> httpx.Response:
    answer = send(request)
    kept = [(name, value) for name, value in answer.headers.items() if name != "content-length"]
    return httpx.Response(answer.status_code, headers=kept, content=iter([answer.content]))


def of_unknown_length(request: httpx.Request, send: Send) -> httpx.Response:
    answer = send(request)
    said = answer.headers.get("content-range", "").partition("/")[0]
    return rebuilt(answer, content_range=f"{said}/*") if answer.status_code == 206 else answer


def behind_the_end_in_a_word(request: httpx.Request, send: Send) -> httpx.Response:
    answer = send(request)
    return rebuilt(answer, content_range=None) if answer.status_code == 416 else answer


def in_several_parts(request: httpx.Request, send: Send) -> httpx.Response:
    asked = re.fullmatch(r"bytes=(\d+)-(\d+),(\d+)-(\d+)", request.headers.get("range", ""))
    if asked is None:
        return send(request)
    whole = send(httpx.Request("GET", request.url, headers={"Host": request.headers["host"]}))
    body = b"".join(
        b"--x\r\nContent-Type: video/mp4\r\nContent-Range: bytes %s-%s/%d\r\n\r\n"
        % (first.encode(), last.encode(), len(whole.content))
        + whole.content[int(first) : int(last) + 1]
        + b"\r\n"
        for first, last in (asked.groups()[:2], asked.groups()[2:])
    )
    return httpx.Response(
        206, headers={"Content-Type": "multipart/byteranges; boundary=x"}, content=body + b"--x--\r\n"
    )


def malformed_is_400(request: httpx.Request, send: Send) -> httpx.Response:
    asked = request.headers.get("range", "")
    return httpx.Response(400) if asked in {"bytes=5-2", "bytes=x-y"} else send(request)


def refused_with(status: int) -> Change:
    def change(request: httpx.Request, send: Send) -> httpx.Response:
        answer = send(request)
        refused = is_content(request) and answer.status_code == 404
        return rebuilt(answer, status) if refused else answer

    return change


def early_is_503(request: httpx.Request, send: Send) -> httpx.Response:
    answer = send(request)
    return rebuilt(answer, 503) if b"video_not_ready" in answer.content[:1000] else answer


def with_parameters(request: httpx.Request, send: Send) -> httpx.Response:
    answer = send(request)
    kind = answer.headers.get("content-type", "")
    return rebuilt(answer, content_type=f'{kind}; codecs="avc1"') if kind.startswith("video/") else answer


def running_is_remixed_when_it_has_ended(request: httpx.Request, send: Send) -> httpx.Response:
    answer = send(request)
    deadline = time.monotonic() + 20
    while answer.status_code == 409 and request.url.path.endswith("/remix") and time.monotonic() < deadline:
        answer = send(request)
    return answer


def unreadable_fails_later(request: httpx.Request, send: Send) -> httpx.Response:
    if request.url.path.endswith("/video_late"):
        return httpx.Response(
            200, json={"id": "video_late", "status": "failed", "error": {"code": "x", "message": "y"}}
        )
    answer = send(request)
    if b"body.video.unreadable" in answer.content:
        return httpx.Response(200, json={"id": "video_late", "status": "queued"})
    return answer


class OneOfAName:
    """Refuses the second character of a name."""

    def __init__(self) -> None:
        self.there = False

    def __call__(self, request: httpx.Request, send: Send) -> httpx.Response:
        if b"Miro" not in request.read() or not request.url.path.endswith("/characters"):
            return send(request)
        answer = httpx.Response(409) if self.there else send(request)
        self.there = True
        return answer


FREEDOMS: dict[str, tuple[Change, tuple[str, ...]]] = {
    "it has no ranges and no tags": (without_ranges, PARTS[:4]),
    "it has no length of the whole in a part": (of_unknown_length, PARTS),
    "it refuses what is behind the end without a word": (behind_the_end_in_a_word, PARTS),
    "it sends several parts as such": (in_several_parts, PARTS),
    "it refuses malformed ranges": (malformed_is_400, PARTS),
    "it says no length": (in_chunks, ("VID-MEDIA-010", "VID-MEDIA-019", *PARTS)),
    "its media types have parameters": (with_parameters, ("VID-MEDIA-001", "VID-MEDIA-009", *PARTS)),
    "what isn't there is 410": (refused_with(410), WITHHELD),
    "what isn't there is 422": (refused_with(422), WITHHELD[1:]),
    "what isn't there yet is 503": (early_is_503, WITHHELD[:1]),
    "a remix waits for its source": (running_is_remixed_when_it_has_ended, ("VID-REMIX-013",)),
    "what can't be read fails later": (unreadable_fails_later, ("VID-EDIT-011", "VID-EXTEND-015")),
    "a name is one character's": (OneOfAName(), ("VID-CHARACTER-001", "VID-CHARACTER-013")),
}


@pytest.mark.parametrize(("change", "ids"), FREEDOMS.values(), ids=FREEDOMS)
def test_a_server_is_free_to(otherwise: tuple[Server, Otherwise], change: Change, ids: tuple[str, ...]) -> None:
    server, transport = otherwise
    transport.change = change
    for each in ids:
        found = judge(REGISTRY[each], server)
        assert found.outcome == "passed", (each, found.expected, found.found, found.reason)


def test_without_head_there_is_nothing_to_judge(otherwise: tuple[Server, Otherwise]) -> None:
    server, transport = otherwise
    transport.change = without_head
    assert judge(REGISTRY["VID-MEDIA-020"], server).reason == "the server doesn't take HEAD: 405"


INSTANT = [
    *("VID-REMIX-001", "VID-REMIX-002", "VID-REMIX-005", "VID-REMIX-006", "VID-REMIX-012", "VID-REMIX-013"),
    *("VID-EDIT-001", "VID-EDIT-004", "VID-EXTEND-001", "VID-EXTEND-004", "VID-EXTEND-008", "VID-EXTEND-009"),
]


def test_a_server_is_free_to_complete_jobs_at_once() -> None:
    with Emulator(time_scale=10**9) as emulator:
        server = Server(Settings(base_url=emulator.base_url, max_videos=1000, job_timeout=20))
        for each in INSTANT:
            found = judge(REGISTRY[each], server)
            assert found.outcome == "passed", (each, found.expected, found.found, found.reason)
        early = judge(REGISTRY["VID-MEDIA-016"], server)
        assert early.reason == "its job had completed before its content could be asked for"
        server.close()
