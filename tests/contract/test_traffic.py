"""Traffic is judged as it passes a transport, over real sockets, and streams stay streams."""

import asyncio
import gzip
import json
import threading
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import attrs
import httpx
import openai
import pytest

import openvideos
from openvideos.contract import (
    AsyncContractTransport,
    ContractTransport,
    NotConformingError,
    Violation,
    assert_conforms,
    passing,
)

if TYPE_CHECKING:
    from openvideos.emulator import Emulator

JSON = {"content-type": "application/json"}
KEY = "tenant7-9f8e7d6c5b4a"


@attrs.define
class Canned:
    """A server whose every answer is the same; `before` is called between the pieces of its body."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = attrs.field(factory=lambda: dict(JSON))
    pieces: list[bytes] = attrs.field(factory=list)
    bodies: list[bytes] = attrs.field(factory=list)
    before: Callable[[int], object] = lambda _: None

    def say(self, data: Any, **headers: str) -> None:
        self.pieces = [data if isinstance(data, bytes) else json.dumps(data).encode()]
        self.headers |= headers


@pytest.fixture
def canned() -> Iterator[Canned]:
    state = Canned()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = self.headers.get("content-length")
            state.bodies.append(self.rfile.read(int(length)) if length else self.chunked())
            self.send_response(state.status)
            length = str(sum(map(len, state.pieces)))
            for name, value in {"content-length": length, **state.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            for number, piece in enumerate(state.pieces):
                state.before(number)
                self.wfile.write(piece)

        def chunked(self) -> bytes:
            found = b""
            if "chunked" in self.headers.get("transfer-encoding", ""):
                while size := int(self.rfile.readline(), 16):
                    found += self.rfile.read(size)
                    self.rfile.readline()
            return found

        do_GET = do_POST = do_DELETE = answer  # noqa: N815

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        state.url = f"http://127.0.0.1:{server.server_port}/v1"
        yield state
        server.shutdown()


@attrs.define
class Side:
    """A transport of either kind under an httpx client of its kind."""

    kind: str
    runner: asyncio.Runner
    transport: Any

    def send(self, method: str, url: str, **more: Any) -> httpx.Response:
        if self.kind == "sync":
            with httpx.Client(transport=self.transport) as client:
                return client.request(method, url, **more)

        async def sent() -> httpx.Response:
            async with httpx.AsyncClient(transport=self.transport) as client:
                return await client.request(method, url, **more)

        return self.runner.run(sent())

    def codes(self) -> list[str]:
        return [each.code for each in self.transport.violations]


@pytest.fixture(params=["sync", "async"])
def through(request: pytest.FixtureRequest) -> Iterator[Callable[..., Side]]:
    with asyncio.Runner() as runner:
        kind = ContractTransport if request.param == "sync" else AsyncContractTransport
        yield lambda **options: Side(request.param, runner, kind(**options))


def test_what_conforms_leaves_nothing(through: Callable[..., Side], canned: Canned, video: dict[str, Any]) -> None:
    canned.say(video)
    side = through(on_violation="raise")
    assert side.send("GET", f"{canned.url}/videos/{video['id']}").json() == video
    side.transport.assert_conforms()


def test_both_the_request_and_its_answer_are_judged(
    through: Callable[..., Side], canned: Canned, video: dict[str, Any]
) -> None:
    canned.say({**video, "size": "1x1"})
    side = through()
    side.send("POST", f"{canned.url}/videos", json={"prompt": "another", "seconds": 4})
    assert side.codes() == ["body.seconds.type", "body.size.enum", "body.prompt.asked-prompt"]
    first = side.transport.violations[0]
    assert (first.operation, first.status, first.origin) == ("create", None, canned.url.removesuffix("/v1"))
    assert side.transport.violations[1].status == 200
    with pytest.raises(
        NotConformingError, match=r"create: seconds: found 4.*\[body\.seconds\.type\]\ncreate answered by"
    ):
        side.transport.assert_conforms()


def test_a_function_hears_of_each_and_what_it_raises_passes_through(
    through: Callable[..., Side], canned: Canned
) -> None:
    canned.say({"error": "no"})
    canned.status = 404
    told: list[Violation] = []
    side = through(on_violation=told.append)
    side.send("GET", f"{canned.url}/videos/v")
    assert told == side.transport.violations
    assert [each.code for each in told] == ["body.error.type"]

    def refuse(violation: Violation) -> None:
        raise LookupError(violation.code)

    with pytest.raises(LookupError, match=r"body\.error\.type"):
        through(on_violation=refuse).send("GET", f"{canned.url}/videos/v")
    with pytest.raises(NotConformingError, match=r"error: found 'no'"):
        through(on_violation="raise").send("GET", f"{canned.url}/videos/v")
    with pytest.warns(openvideos.ContractWarning, match=r"retrieve answered by .*: error: found 'no'"):
        through(on_violation="warn").send("GET", f"{canned.url}/videos/v")
    with pytest.raises(ValueError, match="on_violation: found 'shout'"):
        through(on_violation="shout")


def test_a_form_is_judged_and_goes_out_as_it_is(
    through: Callable[..., Side], canned: Canned, video: dict[str, Any]
) -> None:
    canned.say({**video, "prompt": "ünïcode"})
    side = through()
    picture = ("a.png", b"\x89PNG" + b"x" * 100_000, "image/png")
    side.send("POST", f"{canned.url}/videos", data={"prompt": "ünïcode"}, files={"input_reference": picture})
    assert side.codes() == []
    assert picture[1] in canned.bodies[0]
    side.send("POST", f"{canned.url}/videos", data={"prompt": ""}, files={"input_reference": picture})
    assert side.codes()[0] == "body.prompt.minLength"


def test_a_request_body_that_is_a_stream_is_sent_once_and_judged(canned: Canned, video: dict[str, Any]) -> None:
    canned.say(video)
    taken = []

    def pieces() -> Iterator[bytes]:
        for piece in (b'{"prompt": ', b'"x" * 7', b"}"):
            taken.append(piece)
            yield piece

    transport = ContractTransport()
    with httpx.Client(transport=transport) as client:
        client.post(f"{canned.url}/videos", content=pieces(), headers=JSON)
    assert canned.bodies == [b"".join(taken)]
    assert [each.code for each in transport.violations][:1] == ["body.json"]


def test_packed_answers_are_judged_unpacked(
    through: Callable[..., Side], canned: Canned, video: dict[str, Any]
) -> None:
    canned.say(gzip.compress(json.dumps({**video, "size": "1x1"}).encode()), **{"content-encoding": "gzip"})
    side = through()
    side.send("GET", f"{canned.url}/videos/{video['id']}")
    assert side.codes() == ["body.size.enum"]


def test_media_go_through_piece_by_piece(canned: Canned) -> None:
    read = threading.Semaphore(1)
    canned.pieces = [b"x" * 100_000] * 20
    canned.headers = {"content-type": "video/mp4"}
    # each piece is sent only when the one before has been read: who waits for all of them waits for ever
    canned.before = lambda _: read.acquire(timeout=20) or pytest.fail("nobody reads")
    transport = ContractTransport(on_violation="raise")
    seen = 0
    with httpx.Client(transport=transport) as client, client.stream("GET", f"{canned.url}/videos/v/content") as answer:
        for piece in answer.iter_bytes(100_000):
            seen += len(piece)
            read.release()
    assert seen == 2_000_000


def test_an_answer_that_nobody_reads_is_judged_by_its_head(canned: Canned) -> None:
    canned.say(b"<html>" * 1000, **{"content-type": "text/html"})
    transport = ContractTransport()
    with httpx.Client(transport=transport) as client, client.stream("GET", f"{canned.url}/videos/v"):
        pass
    assert [each.code for each in transport.violations] == ["body.contentType"]
    canned.status = 202
    canned.headers = {"content-type": "application/json"}
    with httpx.Client(transport=transport) as client, client.stream("GET", f"{canned.url}/videos/v"):
        pass
    assert [each.code for each in transport.violations][1:] == ["status.undeclared"]


def test_what_goes_elsewhere_passes_unjudged(through: Callable[..., Side], canned: Canned) -> None:
    canned.say({"any": "thing"})
    side = through(on_violation="raise")
    assert side.send("GET", f"{canned.url}/models").json() == {"any": "thing"}
    other = through(on_violation="raise", base_url="https://videos.example/v1")
    assert other.send("GET", f"{canned.url}/videos/v").json() == {"any": "thing"}


def test_what_is_too_large_passes_unjudged(
    through: Callable[..., Side], canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "LONGEST", 1000)
    canned.say({"object": "x" * 2000})
    side = through()
    assert len(side.send("GET", f"{canned.url}/videos/v").content) > 2000
    assert side.codes() == []


def test_looks_at_a_job_are_compared_with_those_before(
    through: Callable[..., Side], canned: Canned, video: dict[str, Any]
) -> None:
    side = through()
    for progress in (10, 40, 30):
        canned.say({**video, "status": "in_progress", "progress": progress})
        side.send("GET", f"{canned.url}/videos/{video['id']}")
    assert side.codes() == ["body.progress.progress-forward"]
    canned.say({**video, "id": "another"})
    side.send("GET", f"{canned.url}/videos/another")
    assert len(side.codes()) == 1


def test_looks_that_overtake_each_other_are_no_departure(canned: Canned, video: dict[str, Any]) -> None:
    transport = ContractTransport()
    with httpx.Client(transport=transport) as client:
        canned.say({**video, "progress": 10})
        with client.stream("GET", f"{canned.url}/videos/{video['id']}") as early:
            canned.say({**video, "progress": 40})
            client.get(f"{canned.url}/videos/{video['id']}")
            early.read()
    assert transport.violations == []


def test_a_key_is_in_no_violation(through: Callable[..., Side], canned: Canned) -> None:
    canned.say({"id": "v", "status": "x" * 70 + KEY, "size": KEY}, **{"content-type": f"text/{KEY}"})
    side = through()
    side.send("GET", f"{canned.url}/videos/v", headers={"Authorization": f"Bearer {KEY}"})
    assert side.codes()
    assert KEY[:8] not in str(side.transport.violations)


@pytest.mark.filterwarnings("ignore:The Sora API is scheduled:DeprecationWarning")
def test_it_goes_under_the_official_sdk_and_under_our_client(emulator: "Emulator") -> None:
    transport = ContractTransport(on_violation="raise")
    http: Any = httpx.Client(transport=transport)
    clients: list[Any] = [
        openai.OpenAI(base_url=emulator.base_url, api_key="none", http_client=http),
        openvideos.OpenVideos(base_url=emulator.base_url, http_client=http),
    ]
    for client in clients:
        made = client.videos.create_and_poll(prompt="A paper boat", poll_interval_ms=5)
        assert made.status == "completed"
        assert client.videos.download_content(made.id).read()[4:8] == b"ftyp"
        assert client.videos.delete(made.id).deleted
    http.close()
    assert transport.violations == []


def test_a_response_is_asserted_to_conform(canned: Canned, video: dict[str, Any]) -> None:
    canned.say(video)
    url = f"{canned.url}/videos/{video['id']}"
    assert_conforms(httpx.get(url))
    assert_conforms(httpx.post(f"{canned.url}/videos", json={"prompt": video["prompt"]}))
    with httpx.Client() as client, client.stream("GET", url) as unread:
        assert_conforms(unread)
    with pytest.raises(NotConformingError, match="asked-id") as caught:
        assert_conforms(httpx.get(f"{canned.url}/videos/another"))
    assert [each.code for each in caught.value.violations] == ["body.id.asked-id"]
    with pytest.raises(AssertionError, match="status-forward"):
        assert_conforms(httpx.get(url), previous={**video, "status": "completed"})
    with pytest.raises(ValueError, match=r"url: found 'http.*/models'; allowed: that of an operation"):
        assert_conforms(httpx.get(f"{canned.url}/models"))


def test_the_answers_of_a_mock_are_judged_too(through: Callable[..., Side]) -> None:
    mock = httpx.MockTransport(lambda request: httpx.Response(200, json={"error": "no"}))
    side = through(transport=mock)
    side.send("GET", "http://videos.example/v1/videos/v")
    assert "body.id.required" in side.codes()


class Raw(httpx.SyncByteStream):
    """A body in pieces, as a socket gives it."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces


def mocked(headers: dict[str, str], *pieces: bytes, status: int = 200, **options: Any) -> ContractTransport:
    mock = httpx.MockTransport(lambda request: httpx.Response(status, headers=headers, stream=Raw(*pieces)))
    return ContractTransport(mock, **options)


AT = "http://x.example/v1/videos/video_1"


@pytest.mark.parametrize(
    ("url", "status", "kind", "codes"),
    [
        (f"{AT}/content", 200, "video/mp4", []),
        (f"{AT}/content", 200, "image/webp", []),
        (f"{AT}/content", 200, "video/webm", ["body.contentType"]),
        (f"{AT}/content", 200, "application/octet-stream", ["body.contentType"]),
        (f"{AT}/content", 206, "multipart/byteranges; boundary=x", []),
        (f"{AT}/content", 200, "multipart/byteranges; boundary=x", ["body.contentType"]),
        (AT, 200, "video/mp4", ["body.contentType"]),
        (AT, 404, "image/png", ["body.contentType"]),
    ],
)
def test_the_label_of_media_is_judged_although_they_are_not_read(
    url: str, status: int, kind: str, codes: list[str]
) -> None:
    transport = mocked({"content-type": kind}, b"\0\0\0\x18ftyp", status=status)
    with httpx.Client(transport=transport) as client:
        client.get(url)
    assert [each.code for each in transport.violations] == codes


def test_what_is_packed_in_a_way_that_nobody_here_knows_is_not_judged() -> None:
    transport = mocked({"content-type": "application/json", "content-encoding": "aes128gcm"}, b"\x8b\x02\x80{")
    with httpx.Client(transport=transport) as client:
        client.get(AT)
    assert transport.violations == []


def test_what_unpacks_to_more_than_is_looked_at_is_not_unpacked_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing, "LONGEST", 100_000)
    bomb = gzip.compress(b"[" * 50_000_000)
    transport = mocked({"content-type": "application/json", "content-encoding": "gzip"}, bomb)
    tracemalloc.start()
    with httpx.Client(transport=transport) as client, client.stream("GET", AT) as answer:
        for _ in answer.iter_raw():
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert transport.violations == []
    assert peak < 30_000_000


def test_what_ends_the_reading_of_an_answer_is_not_hidden_by_what_was_off_in_it() -> None:
    transport = mocked({"content-type": "text/html"}, b"<html>", b"</html>", on_violation="raise")
    with httpx.Client(transport=transport) as client:
        with pytest.raises(ZeroDivisionError), client.stream("GET", AT):
            raise ZeroDivisionError
        assert [each.code for each in transport.violations] == ["body.contentType"]
        with pytest.raises(NotConformingError), client.stream("GET", AT):
            pass
        try:
            raise KeyError
        except KeyError:
            with pytest.raises(NotConformingError):  # it was read to its end, in whatever an application handles
                client.get(AT)


@pytest.mark.parametrize("base_url", ["http://[", "videos", "", "/v1", "http://u:secret-word@[/v1?key=secret-word"])
def test_a_base_url_that_is_none_is_refused_when_the_transport_is_made(base_url: str) -> None:
    for kind in (ContractTransport, AsyncContractTransport):
        with pytest.raises(ValueError, match=r"^base_url: found ") as caught:
            kind(base_url=base_url)
        assert "secret" not in str(caught.value)


def test_an_answer_that_has_to_be_awaited_is_told_of() -> None:
    async def ask() -> None:
        mock = httpx.MockTransport(lambda request: httpx.Response(200, content=_pieces()))
        async with httpx.AsyncClient(transport=mock) as client, client.stream("GET", AT) as answer:
            assert_conforms(answer)

    with pytest.raises(ValueError, match=r"not read; allowed: one after `await response.aread"):
        asyncio.run(ask())


async def _pieces() -> AsyncIterator[bytes]:
    yield b"{}"
