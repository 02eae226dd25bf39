"""Poking at the server over raw sockets: whatever is sent ends, and others are served meanwhile."""

import contextlib
import json
import select
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from openvideos.emulator import Emulator, Limits

LIMITS = Limits(
    json_bytes=100_000,
    form_bytes=200_000,
    text_bytes=50_000,
    all_bodies_bytes=300_000,
    head_bytes=4096,
    head_seconds=0.5,
    body_pause_seconds=0.5,
    body_seconds=1.0,
    linger_seconds=0.5,
    write_seconds=0.3,
    connections=12,
)
PATIENCE = 20
JSON, FORM = "application/json", "multipart/form-data; boundary=b"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Emulator(time_scale=1000, limits=LIMITS) as emulator:
        yield emulator.base_url


@pytest.fixture
def patient_url() -> Iterator[str]:
    """A server that cuts nobody for being slow."""
    with Emulator(limits=Limits(connections=LIMITS.connections)) as emulator:
        yield emulator.base_url


@pytest.fixture(autouse=True)
def others_are_served(url: str) -> Iterator[None]:
    """After each test, and what it left open, somebody else is served."""
    yield
    assert httpx.post(f"{url}/videos", json={"prompt": "x"}).status_code == 200


@contextlib.contextmanager
def connected(url: str) -> Iterator[socket.socket]:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as connection:
        yield connection


def head(content_type: str, *lines: str) -> bytes:
    return "\r\n".join(
        ("POST /v1/videos HTTP/1.1", "Host: x", f"Content-Type: {content_type}", *lines, "", "")
    ).encode()


def all_of(connection: socket.socket) -> bytes:
    """What the server says until it closes; a TimeoutError if it does not."""
    received = b""
    with contextlib.suppress(ConnectionError):
        while data := connection.recv(65536):
            received += data
    return received


def flood(connection: socket.socket, piece: bytes, pause: float = 0) -> bytes:
    """Sends without end, until the server closes or cuts the connection; returns what it said."""
    received = b""
    until = time.monotonic() + PATIENCE
    with contextlib.suppress(ConnectionError):
        while time.monotonic() < until:
            readable, _, _ = select.select([connection], [], [], pause)
            if readable:
                data = connection.recv(65536)
                received += data
                if not data:
                    return received
            connection.sendall(piece)
    assert time.monotonic() < until, "the server went on reading"
    return received


def send_without_reading(connection: socket.socket, piece: bytes) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        _, writable, _ = select.select([], [connection], [], 0.05)
        if writable:
            connection.send(piece)


def refusal(answer: bytes) -> tuple[int, str]:
    """Status and error code of an answer, which has to be the envelope."""
    top, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/json" in top
    assert b"x-request-id: req_" in top
    error = json.loads(body)["error"]
    assert list(error) == ["message", "type", "param", "code"]
    return int(top.split()[1]), error["code"]


def test_a_connection_that_says_nothing_is_cut(url: str) -> None:
    with connected(url) as connection:
        assert all_of(connection) == b""


def test_a_head_that_comes_slowly_is_cut(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(b"GET /v1/videos/x HTTP/1.1\r\nHost: x\r\nA: ")
        assert flood(connection, b"a", pause=0.02) == b""


def test_a_second_head_that_comes_slowly_is_cut_too(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(b"GET /v1/videos/x HTTP/1.1\r\nHost: x\r\n\r\nGET /v1/vid")
        assert flood(connection, b"e", pause=0.02).count(b"HTTP/1.1") == 1


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 100_000, id="head without end"),
        pytest.param(b"GET /" + b"a" * 100_000, id="request line without end"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200 + b"\r\n\r\n", id="TLS"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="no host"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", id="a space in a header's name"),
        pytest.param(head(JSON, "Content-Length: x"), id="length that is no number"),
        pytest.param(head(JSON, "Content-Length: " + "9" * 1000), id="length of a thousand digits"),
        pytest.param(head(JSON, "Content-Length: -1"), id="negative length"),
        pytest.param(head(JSON, "Content-Length: 1", "Content-Length: 2"), id="two lengths"),
        pytest.param(head(JSON, "Transfer-Encoding: gzip"), id="unknown coding"),
        pytest.param(head(JSON, "Transfer-Encoding: chunked") + b"zz\r\n", id="chunk of no size"),
        pytest.param(head(JSON, "Transfer-Encoding: chunked") + b"1\r\nab\r\n0\r\n\r\n", id="chunk of another size"),
        pytest.param(head(JSON, "Transfer-Encoding: chunked") + b"1" * 10_000, id="chunk size without end"),
    ],
)
def test_what_is_not_http_is_refused_and_closed(url: str, sent: bytes) -> None:
    with connected(url) as connection:
        connection.sendall(sent)
        assert refusal(all_of(connection)) == (400, "bad_request")


def test_a_body_that_stops_is_refused_and_cut(url: str) -> None:
    for content_type, begun in ((JSON, b'{"prompt": '), (FORM, b"--b\r\nContent-")):
        with connected(url) as connection:
            connection.sendall(head(content_type, "Content-Length: 1000") + begun)
            assert refusal(all_of(connection)) == (408, "request_timeout")


def test_a_body_that_comes_in_drops_is_refused_and_cut(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(head(JSON, "Content-Length: 90000"))
        assert refusal(flood(connection, b" ", pause=0.02)) == (408, "request_timeout")


def test_a_body_that_its_client_abandons_makes_no_job(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(head(JSON, "Content-Length: 1000") + b'{"prompt": "x"}')
        connection.shutdown(socket.SHUT_WR)
        assert b"video_" not in all_of(connection)


def test_a_body_that_is_longer_than_its_length_is_another_request(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(head(JSON, "Content-Length: 15") + b'{"prompt": "x"}garbage\r\n\r\n')
        first, second = all_of(connection).split(b"HTTP/1.1 ")[1:]
        assert first.startswith(b"200 ")
        assert second.startswith(b"400 ")


@pytest.mark.parametrize(
    ("content_type", "begun"),
    [
        pytest.param(JSON, b"", id="json"),
        pytest.param(FORM, b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n', id="file"),
        pytest.param(FORM, b'--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n', id="text"),
    ],
)
def test_a_body_without_end_is_refused_and_cut(url: str, content_type: str, begun: bytes) -> None:
    with connected(url) as connection:
        connection.sendall(head(content_type, "Transfer-Encoding: chunked"))
        if begun:
            connection.sendall(b"%x\r\n%s\r\n" % (len(begun), begun))
        piece = b"%x\r\n%s\r\n" % (8192, b"a" * 8192)
        assert refusal(flood(connection, piece)) == (413, "content_too_large")


def test_text_is_bounded_more_closely_than_files(url: str) -> None:
    text = {"prompt": (None, "x"), "other": (None, "a" * 50_001)}
    refused = httpx.post(f"{url}/videos", files=text)
    assert (refused.status_code, refused.json()["error"]["param"]) == (413, "other")
    assert httpx.post(f"{url}/videos", files={**text, "other": ("a.bin", b"a" * 50_001)}).status_code == 200


def test_a_body_that_is_announced_as_too_large_is_not_waited_for(url: str) -> None:
    for content_type in (JSON, FORM):
        with connected(url) as connection:
            connection.sendall(head(content_type, f"Content-Length: {10**15}", "Expect: 100-continue"))
            answer = all_of(connection)
            assert b"100 Continue" not in answer
            assert refusal(answer) == (413, "content_too_large")


def test_a_refusal_reaches_a_client_that_is_still_sending(patient_url: str) -> None:
    answer = httpx.post(f"{patient_url}/videos", content=b"x" * 30_000_000, headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "body.contentType")


def test_all_bodies_together_are_bounded(url: str) -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + b"a" * 120_000
    with contextlib.ExitStack() as opened:
        connections = [opened.enter_context(connected(url)) for _ in range(3)]
        for connection in connections:
            connection.sendall(head(FORM, "Content-Length: 190000") + part)
        refusals = {refusal(all_of(connection)) for connection in connections}
        assert refusals == {(503, "overloaded"), (408, "request_timeout")}


def test_idle_connections_make_room_for_others(url: str) -> None:
    with contextlib.ExitStack() as opened:
        idle = [opened.enter_context(connected(url)) for _ in range(3 * LIMITS.connections)]
        assert httpx.get(f"{url}/videos/x").status_code == 404
        assert all_of(idle[0]) == b""


def test_a_request_that_is_arriving_is_spared_while_others_are_idle(patient_url: str) -> None:
    with connected(patient_url) as first, contextlib.ExitStack() as opened:
        first.sendall(head(JSON, "Content-Length: 15", "Connection: close", "Expect: 100-continue"))
        assert first.recv(65536).startswith(b"HTTP/1.1 100 ")
        for _ in range(2 * LIMITS.connections):
            opened.enter_context(connected(patient_url))
        assert httpx.get(f"{patient_url}/videos/x").status_code == 404
        first.sendall(b'{"prompt": "x"}')
        assert all_of(first).startswith(b"HTTP/1.1 200 ")


def test_connections_that_never_finish_their_bodies_make_room_too(url: str) -> None:
    with contextlib.ExitStack() as opened:
        for _ in range(3 * LIMITS.connections):
            opened.enter_context(connected(url)).sendall(head(JSON, "Content-Length: 9"))
        assert httpx.get(f"{url}/videos/x").status_code == 404


def test_a_client_that_does_not_read_is_cut(url: str) -> None:
    name = httpx.post(f"{url}/videos", json={"prompt": "x"}).json()["id"]
    path = f"/v1/videos/{name}/content?variant=thumbnail"
    while httpx.get(url.removesuffix("/v1") + path, timeout=PATIENCE).status_code != 200:
        pass
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with connected(url) as connection:
        connection.setblocking(False)
        with pytest.raises(ConnectionError):
            send_without_reading(connection, request * 100)
