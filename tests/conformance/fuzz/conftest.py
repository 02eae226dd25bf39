"""Servers to fuzz that aren't the emulator, and a child process that does it within a number of requests."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

import attrs
import pytest

from openvideos.conformance.fuzz.finding import Finding
from openvideos.conformance.fuzz.process import run
from openvideos.conformance.fuzz.task import Task

KEY = "a-key-of-the-fuzzing-tests"
Reply: TypeAlias = "tuple[int, dict[str, str], bytes | Iterator[bytes]]"
Handle: TypeAlias = Callable[[str, str, dict[str, str], bytes], Reply]


@attrs.define
class Said:
    """What a child said."""

    findings: dict[str, Finding] = attrs.field(factory=dict)
    made: int = 0
    counts: dict[str, Any] = attrs.field(factory=dict)
    seconds: float = 0.0

    @property
    def kinds(self) -> set[str]:
        return {each.kind for each in self.findings.values()}

    @property
    def requests(self) -> int:
        return sum(count for *_, count in self.counts.get("requests", ()))


@pytest.fixture
def fuzz() -> Callable[..., Said]:
    """Fuzzes a server; further arguments are those of Task."""

    def fuzzed(base_url: str, **more: Any) -> Said:
        said = Said()

        def heard(line: Any) -> None:
            match line["about"]:
                case "finding":
                    finding = Finding.from_json(line["finding"])
                    said.findings[finding.sign] = finding
                case "count":
                    said.counts = line
                case "made":
                    said.made += 1

        start = time.monotonic()
        usual = {"api_key": KEY, "seconds": 120.0, "valid_creates": True, "videos": 300}
        run(Task(base_url=base_url, **{**usual, **more}), heard)
        said.seconds = time.monotonic() - start
        return said

    return fuzzed


@pytest.fixture
def serve() -> Iterator[Callable[[Handle], str]]:
    """Serves a function of method, path, headers (names in small letters) and body; gives the base URL."""
    servers = []

    def served(handle: Handle) -> str:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # headers and body go out one by one: each would wait for the other's receipt
            disable_nagle_algorithm = True

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, more, content = handle(self.command, self.path, headers, body)
                if status == 0:
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                if isinstance(content, bytes):
                    self.send_header("Content-Length", str(len(content)))
                    content = iter([b"" if self.command == "HEAD" else content])
                else:
                    self.send_header("Connection", "close")
                self.end_headers()
                try:
                    for piece in content:
                        self.wfile.write(piece)
                except OSError:  # whoever asked has gone
                    self.close_connection = True

            do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = do_HEAD = do_OPTIONS = do_TRACE = answer  # noqa: N815

            def log_message(self, *args: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: Any) -> None:
                pass

        server = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/v1"

    yield served
    for server in servers:
        server.shutdown()
        server.server_close()


JSON = {"Content-Type": "application/json; charset=utf-8"}
SIZES = ("720x1280", "1280x720", "1024x1792", "1792x1024")


class Another:
    """A correct server that shares nothing with the emulator, and chooses otherwise wherever it may.

    Its jobs are complete when they are accepted. It refuses members that it doesn't know, control characters,
    references and most models, takes null for nothing, tells of paths that aren't there in plain text, asks for no
    key, is busy at times, and closes connections when it likes. A small one has three operations.
    """

    def __init__(self, *, small: bool) -> None:
        self.small = small
        self.jobs: dict[str, dict[str, Any]] = {}
        self.asked = 0

    def __call__(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        self.asked += 1
        if self.asked % 29 == 0:
            return self.refuse(429, "slowly")
        parts = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        path = unquote(parts.path).removeprefix("/v1/").split("/")
        match method, path:
            case "POST", ["videos"]:
                return self.create(headers, body)
            case "GET", ["videos", id_]:
                return self.show(self.jobs.get(id_))
            case "GET", ["videos", id_, "content"]:
                return self.content(id_, query)
            case "GET", ["videos"] if not self.small:
                return self.page(query)
            case "DELETE", ["videos", id_] if not self.small:
                # a second time is as good as the first
                known = self.jobs.pop(id_, None) or self.asked
                deleted = {"id": id_, "object": "video.deleted", "deleted": True, "was_known": bool(known)}
                return 200, JSON, json.dumps(deleted).encode()
            case _, ["videos", *_] if method in {"GET", "POST", "DELETE"}:
                return 404, {"Content-Type": "text/plain"}, b"404 page not found"
        return 501 if method == "TRACE" else 405, {"Content-Type": "text/html"}, b"<h1>no</h1>"

    def refuse(self, status: int, why: str) -> Reply:
        error = {"message": why, "type": "invalid", "param": None, "code": None, "docs": "none"}
        return status, JSON, json.dumps({"error": error}).encode()

    def show(self, job: dict[str, Any] | None) -> Reply:
        return (200, JSON, json.dumps(job).encode()) if job else self.refuse(404, "there is no such job")

    def create(self, headers: dict[str, str], body: bytes) -> Reply:
        kind = headers.get("content-type", "")
        if kind.startswith("multipart/form-data") and "boundary=" in kind:
            message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
            members: Any = {}
            for part in message.iter_parts():
                name = part.get_param("name", header="content-disposition")
                value = part.get_payload(decode=True)
                # what is left empty isn't there
                if isinstance(value, bytes) and (value or name == "prompt"):
                    members[str(name)] = value.decode("utf-8", "replace")
        elif kind.startswith("application/json"):
            try:
                members = json.loads(body)
            except ValueError:
                return self.refuse(400, "this is no JSON")
        else:
            return self.refuse(415, "neither JSON nor a form")
        if not isinstance(members, dict):
            return self.refuse(422, "no object")
        members = {name: value for name, value in members.items() if value is not None}
        allowed = {"prompt", "model", "seconds", "size"}
        prompt = members.get("prompt")
        if not isinstance(prompt, str) or not 0 < len(prompt) <= 32000 or any(ord(each) < 32 for each in prompt):
            return self.refuse(422, "the prompt")
        if not allowed.issuperset(members) or members.get("model", "sora-2") not in ("sora-2", "sora-2-pro"):
            return self.refuse(422, "a member or a model that is not known here")
        if members.get("size", SIZES[0]) not in SIZES or members.get("seconds", "4") not in ("4", "8", "12"):
            return self.refuse(422, "size or seconds")
        if self.asked % 17 == 0:
            return 503, {**JSON, "Retry-After": "1"}, self.refuse(503, "later")[2]
        job = {
            "id": f"vid:{len(self.jobs) + self.asked}=",
            "object": "video",
            "model": members.get("model", "sora-2") + "-2025-12-08",
            "status": "completed",
            "progress": 100,
            "created_at": 1790000000,
            "completed_at": 1790000000,
            "expires_at": None,
            "prompt": prompt,
            "size": members.get("size", SIZES[0]),
            "seconds": members.get("seconds", "4"),
            "remixed_from_video_id": None,
            "error": None,
            "queue": "fast",
        }
        self.jobs[job["id"]] = job
        return self.show(job)

    def content(self, id_: str, query: dict[str, str]) -> Reply:
        variant = query.get("variant", "video")
        if id_ not in self.jobs or variant not in {"video", "thumbnail", "spritesheet"}:
            return self.refuse(410 if id_ not in self.jobs else 400, "nothing to see")
        kind = "video/mp4" if variant == "video" else "image/webp"
        return 200, {"Content-Type": kind}, iter([b"0000ftyp", b"0000"])

    def page(self, query: dict[str, str]) -> Reply:
        limit, order, after = query.get("limit", "3"), query.get("order", "asc"), query.get("after")
        if not limit.isdecimal() or not 0 < int(limit) <= 100 or order not in {"asc", "desc"}:
            return self.refuse(400, "limit or order")
        jobs = list(self.jobs.values())
        jobs = jobs if order == "asc" else jobs[::-1]
        if after is not None:
            ids = [job["id"] for job in jobs]
            jobs = jobs[ids.index(after) + 1 :] if after in ids else []
        page = jobs[: int(limit)]
        ends = {"first_id": page[0]["id"], "last_id": page[-1]["id"]} if page else {"first_id": None, "last_id": None}
        found = {"object": "list", "data": page, **ends, "has_more": len(jobs) > len(page)}
        return 200, JSON, json.dumps(found).encode()


@pytest.fixture
def another(request: pytest.FixtureRequest, serve: Callable[[Handle], str]) -> str:
    """The base URL of another server; the parameter is whether it is small."""
    return serve(Another(small=request.param))
