"""What goes to the server under test goes as it is; what comes is bounded, and has no key in it."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from openvideos.conformance import wire as module
from openvideos.conformance.answer import Answer
from openvideos.conformance.settings import Settings
from openvideos.conformance.verdict import Unanswered
from openvideos.conformance.wire import Wire

KEY = "a-key/of+the-wire"
Serve = Callable[[Callable[[socket.socket, bytes], object]], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers: each reads a request's head, and does with the connection what it is told."""
    opened: list[socket.socket] = []

    def start(act: Callable[[socket.socket, bytes], object]) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        opened.append(listening)

        def run() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    with connection, suppress(OSError):
                        head = b""
                        while b"\r\n\r\n" not in head and (piece := connection.recv(65536)):
                            head += piece
                        act(connection, head)

        threading.Thread(target=run, daemon=True).start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}/v1"

    yield start
    for listening in opened:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def send(base_url: str, method: str = "GET", path: str = "/videos", **how: Any) -> Answer:
    options = {name: how.pop(name) for name in ("answer_timeout", "headers", "api_key") if name in how}
    wire = Wire(Settings(base_url=base_url, **{"api_key": KEY, "answer_timeout": 5.0, **options}))
    try:
        return wire.send(method, path, **how)
    finally:
        wire.close()


def said(connection: socket.socket, body: bytes, *headers: str, status: str = "200 OK") -> None:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers])
    connection.sendall(head.encode() + b"\r\n\r\n" + body)


def keeping(heads: list[bytes]) -> Callable[[socket.socket, bytes], None]:
    def act(connection: socket.socket, head: bytes) -> None:
        heads.append(head)
        said(connection, b"{}")

    return act


def test_a_request_goes_out_as_it_is(serve: Serve) -> None:
    heads: list[bytes] = []
    base_url = serve(keeping(heads))
    answer = send(base_url, path="/videos/a%2Fb?x=%zz", headers=(("X-Own", "1"),))
    line, *headers = heads[0].decode().split("\r\n")
    assert line == "GET /v1/videos/a%2Fb?x=%zz HTTP/1.1"
    assert {f"Authorization: Bearer {KEY}", "X-Own: 1", "Accept-Encoding: identity"} <= set(headers)
    assert (answer.status, answer.body) == (200, b"{}")


@pytest.mark.parametrize(
    ("key", "line"),
    [("none", None), (("Authorization", "Basic eDp5"), "Authorization: Basic eDp5"), (("X-Key", "z"), "X-Key: z")],
)
def test_the_key_can_be_left_out_or_be_another(serve: Serve, key: Any, line: str | None) -> None:
    heads: list[bytes] = []
    base_url = serve(keeping(heads))
    answer = send(base_url, key=key, headers=(("api-key", "secret-too"), ("X-Own", "1")))
    headers = heads[0].decode().split("\r\n")
    secrets = [each for each in headers if each.startswith(("Authorization", "X-Key", "api-key"))]
    assert secrets == [line] * (line is not None)
    told = [f"{name}: {value}".lower() for name, value in answer.request_headers]
    assert line is None or line.lower() in told  # what stands in the key's place is no key
    assert "X-Own: 1" in headers


@pytest.mark.parametrize("written", [KEY, json.dumps(KEY).replace("/", "\\/")])
def test_a_key_that_comes_back_is_told_of_and_not_kept(serve: Serve, written: str) -> None:
    base_url = serve(lambda connection, head: said(connection, f'{{"a": "x{written}"}}'.encode(), f"X-Echo: {KEY}"))
    answer = send(base_url, query={"api_key": KEY})
    assert answer.has_key
    everything = f"{answer!r}{answer.headers}{answer.request_headers}{answer.body!r}{answer.url}"
    assert "a-key" not in everything
    assert not send(serve(lambda connection, head: said(connection, b"{}"))).has_key


def endless(connection: socket.socket, head: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def dripping(connection: socket.socket, head: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        connection.sendall(b"x")
        threading.Event().wait(0.02)


ODD: dict[str, tuple[Callable[[socket.socket, bytes], object], str]] = {
    "closes": (lambda connection, head: None, "RemoteProtocolError"),
    "speaks another language": (lambda connection, head: connection.sendall(b"SSH-2.0-x\r\n"), "RemoteProtocolError"),
    "breaks off": (
        lambda connection, head: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"),
        "RemoteProtocolError",
    ),
    "says nothing": (lambda connection, head: connection.recv(1), "ReadTimeout"),
    "has no end": (endless, "ReadError: more than 1 MiB"),
    "has no end in time": (dripping, "ReadTimeout: no end of it in time"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_no_answer_is_told_of(serve: Serve, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1024 * 1024)
    act, found = ODD[name]
    with pytest.raises(Unanswered) as caught:
        send(serve(act), answer_timeout=0.3)
    assert caught.value.expected == "an answer to GET /videos"
    assert found in caught.value.found


def test_a_redirect_is_an_answer_and_not_followed(serve: Serve) -> None:
    heads: list[bytes] = []

    def redirect(connection: socket.socket, head: bytes) -> None:
        heads.append(head)
        said(connection, b"", "Location: /v1/elsewhere", status="302 Found")

    assert send(serve(redirect)).status == 302
    assert len(heads) == 1


def test_a_packed_body_is_unpacked(serve: Serve) -> None:
    import gzip

    base_url = serve(lambda connection, head: said(connection, gzip.compress(b'{"a": 1}'), "Content-Encoding: gzip"))
    assert send(base_url).object() == {"a": 1}


def test_nobody_there_is_told_of() -> None:
    with pytest.raises(Unanswered) as caught:
        send("http://127.0.0.1:1/v1")
    assert "ConnectError" in caught.value.found


@pytest.mark.parametrize("status", ["500 Oops", "200 OK"])
def test_after_a_server_error_nothing_more_is_asked_on_that_connection(serve: Serve, status: str) -> None:
    """Some servers close it then without a word: the next request there would be lost, or answered by nobody."""
    heads: list[bytes] = []

    def act(connection: socket.socket, head: bytes) -> None:
        while head:
            heads.append(head)
            code = status if len(heads) == 1 else "200 OK"
            connection.sendall(f"HTTP/1.1 {code}\r\nContent-Length: 2\r\n\r\n{{}}".encode())
            head = connection.recv(65536)
            if head and code != "200 OK":
                return  # what was asked here is lost

    wire = Wire(Settings(base_url=serve(act), answer_timeout=5.0))
    try:
        assert [wire.send("GET", "/videos").status for _ in range(3)] == [int(status[:3]), 200, 200]
    finally:
        wire.close()
    assert len(heads) == 3


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (f"Basic {KEY}", "Basic ***"),
        (f"BEARER {KEY}", "BEARER ***"),
        (KEY, "***"),
        ("Bearer another", "Bearer another"),
    ],
)
def test_of_a_key_its_scheme_is_kept(serve: Serve, sent: str, told: str) -> None:
    answer = send(serve(keeping([])), key=("Authorization", sent))
    assert dict(answer.request_headers)["authorization"] == told


@pytest.mark.parametrize(("idle", "connections"), [(0.0, 3), (60.0, 1)])
def test_a_connection_that_was_idle_for_long_is_not_used_again(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, idle: float, connections: int
) -> None:
    monkeypatch.setattr(module, "IDLE", idle)
    opened: list[int] = []

    def act(connection: socket.socket, head: bytes) -> None:
        opened.append(len(head))
        while head:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            head = connection.recv(65536)

    wire = Wire(Settings(base_url=serve(act), answer_timeout=5.0))
    try:
        assert [wire.send("GET", "/videos").status for _ in range(3)] == [200, 200, 200]
    finally:
        wire.close()
    assert len(opened) == connections
