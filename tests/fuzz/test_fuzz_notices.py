"""That the fuzzing finds what it is there to find: against servers with one fault each."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

KEY = "a-key-that-is-long-enough"
JOB = {
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
ERROR = {"error": {"message": "no", "type": "invalid_request_error", "param": None, "code": None}}

DESCRIPTION: dict[str, Any] = {"paths": {"/videos": {"post": {}}}}  # one operation is enough

# fault: status, body, and the check that has to speak
FAULTS = {
    "a server error": (500, ERROR, "not_a_server_error"),
    "a status that nobody documented": (418, ERROR, "status_code_conformance"),
    "a job without an id": (200, {name: JOB[name] for name in JOB if name != "id"}, "inside_the_contract"),
    "a job with another prompt": (200, {**JOB, "prompt": "one that nobody sent"}, "inside_the_contract"),
    "an error in other words": (400, {"detail": "no"}, "errors_have_the_envelope"),
    "nothing but refusals": (401, ERROR, "too little was tried"),
    "a key in a message": (401, {"error": {**ERROR["error"], "message": f"not {KEY}"}}, "no_key_is_said_again"),
}


@pytest.fixture
def faulty(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server that answers every request in the same way, as the one to be fuzzed."""
    status, body, _ = FAULTS[request.param]

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            described = self.path == "/v1/openapi.json"
            self.send_response(200 if described else status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(DESCRIPTION if described else body).encode())

        do_GET = do_POST = do_DELETE = answer  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        monkeypatch.setenv("OPENVIDEOS_FUZZ_URL", f"http://127.0.0.1:{server.server_port}/v1")
        monkeypatch.setenv("OPENVIDEOS_FUZZ_API_KEY", KEY)
        yield
        server.shutdown()


@pytest.mark.parametrize(
    ("faulty", "check"), [(name, FAULTS[name][2]) for name in FAULTS], ids=FAULTS, indirect=["faulty"]
)
def test_a_faulty_server_is_found_out(faulty: None, check: str, fuzz: Callable[..., list[str]]) -> None:
    found = fuzz("examples", examples=1)
    assert any(check in failure.partition("\n")[0] for failure in found), found
