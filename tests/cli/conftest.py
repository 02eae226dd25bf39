"""Ways to run the command line, and a server whose every answer is written down beforehand."""

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from openvideos.cli.main import main

if TYPE_CHECKING:
    from openvideos.emulator import Emulator

VARIABLES = ("OPENVIDEOS_BASE_URL", "OPENVIDEOS_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENVIDEOS_LOG")


@attrs.frozen(kw_only=True)
class Ended:
    """What a command line ended in."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # it would hide what is left in a buffer at the end
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def run() -> Callable[..., Ended]:
    """Run a command line in this process."""

    def run(*arguments: str) -> Ended:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        with redirect_stdout(out), redirect_stderr(err):
            code = main(arguments)
        said = [stream.buffer.getvalue().decode() for stream in (out, err)]
        return Ended(code=code, out=said[0], err=said[1])

    return run


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command line in a process of its own."""

    def process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60, **options}
        return subprocess.run([sys.executable, "-m", "openvideos", *arguments], check=False, **options)

    return process


@pytest.fixture
def to(emulator: "Emulator", monkeypatch: pytest.MonkeyPatch) -> str:
    """The emulator as the environment's server; its base URL."""
    monkeypatch.setenv("OPENVIDEOS_BASE_URL", emulator.base_url)
    return emulator.base_url


@pytest.fixture
def page() -> list[str]:
    """The keys of the documentation page's response, in its order."""
    return [
        "id",
        "completed_at",
        "created_at",
        "error",
        "expires_at",
        "model",
        "object",
        "progress",
        "prompt",
        "remixed_from_video_id",
        "seconds",
        "size",
        "status",
    ]


VIDEO: Mapping[str, Any] = {
    "id": "video_1",
    "object": "video",
    "model": "sora-2",
    "status": "queued",
    "progress": 0,
    "created_at": 1790000000,
    "completed_at": None,
    "expires_at": None,
    "prompt": "x",
    "size": "720x1280",
    "seconds": "4",
    "remixed_from_video_id": None,
    "error": None,
}


@attrs.define
class Canned:
    """A server that answers the n-th request with the n-th answer, and from then on with the last.

    An answer is (status, headers, body); None closes the connection instead.
    """

    base_url: str
    job: Mapping[str, Any] = VIDEO
    answers: list[Any] = attrs.field(factory=list)
    requests: list[tuple[str, str, dict[str, str], bytes]] = attrs.field(factory=list)
    # called before the n-th answer
    before: Callable[[int], object] = lambda _: None

    def video(self, **changes: Any) -> None:
        """Add an answer: a job."""
        self.json({**self.job, **changes})

    def json(self, data: Any, status: int = 200, **headers: str) -> None:
        """Add an answer: JSON."""
        text = data if isinstance(data, str) else json.dumps(data)
        self.answers.append((status, {"content-type": "application/json", **headers}, text.encode()))

    def bytes(self, body: bytes, kind: str = "video/mp4", status: int = 200, length: int | None = None) -> None:
        """Add an answer: media, of an announced length that may be a lie."""
        self.answers.append((status, {"content-type": kind, "content-length": str(length or len(body))}, body))


@pytest.fixture
def canned(monkeypatch: pytest.MonkeyPatch) -> Iterator[Canned]:
    """Such a server, as the environment's."""
    state = Canned(base_url="")

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            number = len(state.requests)
            state.requests.append((self.command, self.path, dict(self.headers), body))
            state.before(number)
            found = state.answers[min(number, len(state.answers) - 1)]
            if found is None:
                self.close_connection = True
                return
            status, headers, content = found
            self.send_response(status)
            for name, value in {"content-length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.base_url = f"http://127.0.0.1:{listening.server_port}/v1"
        monkeypatch.setenv("OPENVIDEOS_BASE_URL", state.base_url)
        yield state
        listening.shutdown()
        thread.join()


@pytest.fixture
def environment() -> dict[str, str]:
    """This process's environment, for others."""
    return dict(os.environ)
