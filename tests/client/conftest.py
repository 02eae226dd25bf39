"""Both clients behind one fixture, a recording transport for time and order, and a canned server over real sockets."""

import asyncio
import inspect
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

import attrs
import httpx
import pytest

from openvideos import APIError, AsyncOpenVideos, OpenVideos
from openvideos.client.transport import AsyncDriver, Driver

Handler: TypeAlias = Callable[[httpx.Request], httpx.Response]
Canned: TypeAlias = tuple[int, dict[str, str], bytes]

VIDEO: dict[str, Any] = {
    "id": "video_1",
    "completed_at": None,
    "created_at": 1790000000,
    "error": None,
    "expires_at": None,
    "model": "sora-2",
    "object": "video",
    "progress": 0,
    "prompt": "x",
    "remixed_from_video_id": None,
    "seconds": "4",
    "size": "720x1280",
    "status": "queued",
}


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that says nothing about servers and keys."""
    for name in ("OPENVIDEOS_BASE_URL", "OPENVIDEOS_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@attrs.define(kw_only=True)
class Kit:
    """Makes clients of one kind, closes them, and waits for what they give."""

    kind: str
    runner: asyncio.Runner
    made: list[Any] = attrs.field(factory=list)

    def do(self, value: Any) -> Any:
        async def wait() -> Any:
            return await value

        return self.runner.run(wait()) if inspect.isawaitable(value) else value

    def client(self, base_url: str = "http://127.0.0.1:1/v1", **options: Any) -> Any:
        kind = OpenVideos if self.kind == "sync" else AsyncOpenVideos
        self.made.append(kind(base_url=base_url, **options))
        return self.made[-1]

    def http(self, handler: Handler, **options: Any) -> Any:
        """An httpx client of the kind, whose transport records."""
        kind = httpx.Client if self.kind == "sync" else httpx.AsyncClient
        return kind(transport=httpx.MockTransport(handler), **options)

    def recorded(self, handler: Handler, **options: Any) -> Any:
        """A client over a recording transport."""
        return self.client(http_client=self.http(handler), **options)

    def driver(self, handler: Handler, *, random: float = 0.0, now: float = 0.0) -> tuple[Any, list[float]]:
        """A driver, and the list that its sleeps are written to."""
        slept: list[float] = []

        async def sleep(seconds: float) -> None:
            slept.append(seconds)

        if self.kind == "sync":
            driver = Driver(self.http(handler), sleep=slept.append, random=lambda: random, now=lambda: now)
            return driver, slept
        return AsyncDriver(self.http(handler), sleep=sleep, random=lambda: random, now=lambda: now), slept


@pytest.fixture(params=["sync", "async"])
def kit(request: pytest.FixtureRequest, clean: pytest.MonkeyPatch) -> Iterator[Kit]:
    with asyncio.Runner() as runner:
        made = Kit(kind=request.param, runner=runner)
        yield made
        for client in made.made:
            made.do(client.close())


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[Any], Canned]], str]]:
    """Starts servers: each answers a request (with path, command, headers, body) with status, headers and body."""
    running: list[ThreadingHTTPServer] = []

    def start(answer: Callable[[Any], Canned]) -> str:
        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body are two writes; the second would wait 40 ms

            def answer(self) -> None:
                length = int(self.headers.get("content-length", "0"))
                self.body = self.rfile.read(length)
                status, headers, body = answer(self)
                self.send_response(status)
                for name, value in {"content-length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815

            def log_message(self, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        server.daemon_threads = True
        running.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/v1"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def video() -> dict[str, Any]:
    """A video as a server sends it."""
    return dict(VIDEO)


@pytest.fixture
def as_json() -> Callable[..., Canned]:
    """A canned answer of JSON."""

    def make(data: Any, status: int = 200, **headers: str) -> Canned:
        return status, {"content-type": "application/json", **headers}, json.dumps(data).encode()

    return make


@attrs.frozen(kw_only=True)
class Asked:
    line: str
    path: str
    headers: Mapping[str, str]


@attrs.define(kw_only=True)
class Server:
    """Gives these answers one by one, the last again and again, to a client that doesn't wait but writes it down."""

    kit: Any
    answers: list[Canned]
    client: Any = None
    origin: str = ""
    asked: list[Asked] = attrs.field(factory=list)
    slept: list[float] = attrs.field(factory=list)
    seen: list[Any] = attrs.field(factory=list)

    def __call__(self, request: Any) -> Canned:
        assert len(self.asked) < 50, "no end to it"
        headers = {name.lower(): value for name, value in request.headers.items()}
        line = f"{request.command} {request.path.removeprefix('/v1')}"
        self.asked.append(Asked(line=line, path=request.path, headers=headers))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def requests(self) -> list[str]:
        return [each.line for each in self.asked]

    @property
    def codes(self) -> list[str]:
        return sorted(each.code for each in self.seen)

    def do(self, operation: str, *arguments: Any, **keywords: Any) -> Any:
        """What a call gives; its violations are kept unless it says what to do about them."""
        keywords.setdefault("on_violation", self.seen.append)
        return self.kit.do(getattr(self.client.videos, operation)(*arguments, **keywords))

    def fails(self, operation: str, *arguments: Any, **keywords: Any) -> Any:
        """What a call raises."""
        with pytest.raises(APIError) as caught:
            self.do(operation, *arguments, **keywords)
        return caught.value


@pytest.fixture
def answering(kit: Any) -> Callable[..., Server]:
    """Makes such a server without a client, for `serve` to run."""
    return lambda *answers: Server(kit=kit, answers=list(answers))


@pytest.fixture
def server(kit: Any, serve: Any) -> Callable[..., Server]:
    def start(*answers: Canned, base: str = "/v1", **options: Any) -> Server:
        made = Server(kit=kit, answers=list(answers))
        made.origin = serve(made).removesuffix("/v1")
        # reading the machine's certificates is most of what a row would cost
        kinds: Any = (httpx.Client, Driver) if kit.kind == "sync" else (httpx.AsyncClient, AsyncDriver)
        http = kinds[0](verify=False, trust_env=False)
        made.client = kit.client(made.origin + base, http_client=http, **options)

        async def sleep(seconds: float) -> None:
            made.slept.append(seconds)

        pause = made.slept.append if kit.kind == "sync" else sleep
        made.client.videos._sleep = pause
        made.client._driver = lambda: kinds[1](http, sleep=pause, random=lambda: 0.0)
        return made

    return start
