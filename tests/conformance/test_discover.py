"""The API is found with and without its prefix; what is none is told in a line."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from openvideos.conformance.discover import NoAPIError, discover
from openvideos.conformance.settings import Settings
from openvideos.emulator import Emulator

ERROR = {"error": {"message": "no", "type": "t", "param": None, "code": None}}
PAGE: dict[str, Any] = {"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False}


@pytest.fixture
def answering(request: pytest.FixtureRequest) -> Callable[[dict[str, Any]], str]:
    """Starts a server with answers by request line; everything else is 404 in HTML."""

    def start(answers: dict[str, Any]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", "0")))
                status, body = answers.get(f"{self.command} {self.path.partition('?')[0]}", (404, "<html>"))
                kind = "text/html" if isinstance(body, str) else "application/json"
                data = (body if isinstance(body, str) else json.dumps(body)).encode()
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = answer  # noqa: N815

            def log_message(self, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        request.addfinalizer(server.server_close)
        request.addfinalizer(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"

    return start


def found(base_url: str, **options: Any) -> str:
    return discover(Settings(base_url=base_url, answer_timeout=5.0, **options)).base_url


@pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/"])
def test_the_emulator_is_found(emulator: Emulator, end: str) -> None:
    root = emulator.base_url.removesuffix("/v1")
    assert found(f"{root}{end}", api_key="a-key-of-the-conformance-tests") == emulator.base_url


@pytest.mark.parametrize(
    ("answers", "prefix"),
    [
        ({"GET /videos": (200, PAGE)}, ""),
        ({"GET /v1/videos": (200, PAGE)}, "/v1"),
        ({"GET /videos": (404, ERROR), "POST /v1/videos": (422, {"detail": []})}, "/v1"),
        ({"GET /v1/videos": (405, ERROR), "POST /v1/videos": (400, ERROR)}, "/v1"),
        ({"GET /videos": (200, "<html>"), "GET /v1/videos": (200, PAGE)}, "/v1"),
    ],
)
def test_a_server_is_found_by_its_list_or_by_what_it_refuses(
    answering: Callable[..., str], answers: dict[str, Any], prefix: str
) -> None:
    base_url = answering(answers)
    assert found(base_url) == f"{base_url}{prefix}"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "no /videos API at 'http://127.0.0.1:"),
        ({"GET /videos": (200, "<html>"), "POST /videos": (200, "<html>")}, "no /videos API"),
        ({"POST /v1/videos": (404, {"detail": "Not Found"})}, "POST 404"),
        ({"GET /videos": (401, ERROR)}, "no key was given: --api-key"),
        ({"GET /v1/videos": (404, ERROR), "POST /v1/videos": (403, ERROR)}, "no key was given"),
    ],
)
def test_what_is_no_api_is_told_in_a_line(answering: Callable[..., str], answers: dict[str, Any], said: str) -> None:
    with pytest.raises(NoAPIError) as caught:
        found(answering(answers))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_key_that_is_refused_is_not_told(answering: Callable[..., str]) -> None:
    with pytest.raises(NoAPIError, match="the key was refused") as caught:
        found(answering({"GET /videos": (401, {"error": {"message": "bad secret-key-1"}})}), api_key="secret-key-1")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "nonsense", "ftp://x", "http://", "http://[", "http://x:99999", "http://x/?a=b", "http://127.0.0.1:1"]
)
def test_what_is_no_url_is_told_in_a_line(url: str) -> None:
    with pytest.raises(NoAPIError) as caught:
        found(url)
    assert str(caught.value).startswith(("URL: found", "no answer from"))
