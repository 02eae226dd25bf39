"""A request and its answer: retries, redirects, connections that fail, and what is logged."""

import json
import logging
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest

from openvideos import APIConnectionError, APIError, APIStatusError, APITimeoutError, ConfigurationError, OpenVideos
from openvideos.client.transport import Answer

SEE = "https://videos.example/v1/videos/v"


def get(method: str = "GET") -> httpx.Request:
    return httpx.Request(method, SEE, headers={"Authorization": "Bearer key-secret"})


class Answers:
    """Gives these answers one by one: a status, a status with headers, or an exception to raise."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        return httpx.Response(status, headers=headers, json={})


AGAIN: dict[str, tuple[list[Any], int, list[float]]] = {
    "at once": ([200], 0, []),
    "after a failure": ([503, 200], 1, [0.5]),
    "after two": ([httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), 200], 2, [0.5, 1.0]),
    "as long as asked": ([(429, {"retry-after": "7"}), 200], 1, [7.0]),
    "not a third time": ([500, 502, 503], 2, [0.5, 1.0]),
    "not if it is not worth it": ([(503, {"retry-after": "600"})], 0, []),
    "not what will not pass": ([404], 0, []),
}


@pytest.mark.parametrize(("answers", "taken", "slept"), AGAIN.values(), ids=AGAIN)
def test_a_read_is_sent_again(kit: Any, answers: list[Any], taken: int, slept: list[float]) -> None:
    served = Answers(*answers)
    driver, pauses = kit.driver(served)
    answer: Answer = kit.do(driver.send(get, max_retries=2))
    assert (answer.retries, pauses, served.asked) == (taken, slept, len(answers))
    assert answer.response.is_closed


@pytest.mark.parametrize("answer", [503, httpx.ConnectError("refused"), httpx.ReadTimeout("slow")], ids=str)
def test_what_creates_is_sent_once(kit: Any, answer: Any) -> None:
    served = Answers(answer, 200)
    driver, pauses = kit.driver(served)
    if isinstance(answer, int):
        assert kit.do(driver.send(lambda: get("POST"), max_retries=5)).response.status_code == answer
    else:
        with pytest.raises(APIConnectionError):
            kit.do(driver.send(lambda: get("POST"), max_retries=5))
    assert (served.asked, pauses) == (1, [])


def test_jitter_takes_up_to_a_quarter_away(kit: Any) -> None:
    driver, pauses = kit.driver(Answers(503, 200), random=1.0)
    kit.do(driver.send(get, max_retries=2))
    assert pauses == [0.375]


class Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that knows whether it was closed."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.closed = False
        self.breaks = breaks

    def __iter__(self) -> Iterator[bytes]:
        yield b"{}"
        if self.breaks:
            raise httpx.ReadError("broken off")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


@pytest.mark.parametrize("status", [200, 404, 503, 302])
def test_every_answer_is_closed(kit: Any, status: int) -> None:
    streams: list[Stream] = []

    def answer(request: httpx.Request) -> httpx.Response:
        streams.append(Stream())
        headers = {"location": "/v1/elsewhere"} if status == 302 and len(streams) < 3 else {}
        return httpx.Response(200 if status == 302 and not headers else status, stream=streams[-1], headers=headers)

    driver, _ = kit.driver(answer)
    kit.do(driver.send(get, max_retries=2))
    assert len(streams) == {200: 1, 404: 1, 503: 3, 302: 3}[status]
    assert all(stream.closed for stream in streams)


def test_an_answer_that_breaks_off_is_closed_and_asked_for_again(kit: Any) -> None:
    streams = [Stream(breaks=True), Stream(breaks=True), Stream(breaks=True)]
    left = iter(streams)
    driver, _ = kit.driver(lambda request: httpx.Response(200, stream=next(left)))
    with pytest.raises(APIConnectionError):
        kit.do(driver.send(get, max_retries=2))
    assert [stream.closed for stream in streams] == [True, True, True]


def test_a_stream_is_left_open_if_it_is_no_error(kit: Any) -> None:
    driver, _ = kit.driver(lambda request: httpx.Response(200, stream=Stream()))
    answer = kit.do(driver.send(get, max_retries=0, stream=True))
    assert not answer.response.is_closed
    kit.do(answer.response.close() if kit.kind == "sync" else answer.response.aclose())
    driver, _ = kit.driver(lambda request: httpx.Response(404, stream=Stream()))
    assert kit.do(driver.send(get, max_retries=0, stream=True)).response.is_closed


def test_no_answer_is_an_error_that_names_the_server_and_no_key(kit: Any) -> None:
    driver, _ = kit.driver(Answers(httpx.ConnectError("[Errno 111] Connection\nrefused")))
    with pytest.raises(APIConnectionError) as caught:
        kit.do(driver.send(get, max_retries=0))
    error = caught.value
    assert str(error) == error.message == "Connection error."
    assert error.hint == "https://videos.example: [Errno 111] Connection\\nrefused"
    assert error.__notes__ == [error.hint]
    assert isinstance(error.__cause__, httpx.ConnectError)
    assert error.request.headers["authorization"] == "***"
    assert error.__cause__.request.headers["authorization"] == "***"
    assert (error.body, error.code, error.exit_code) == (None, None, 2)


def test_no_answer_in_time_is_an_error_of_its_own(kit: Any) -> None:
    driver, _ = kit.driver(Answers(httpx.ReadTimeout("")))
    with pytest.raises(APITimeoutError) as caught:
        kit.do(driver.send(get, max_retries=0))
    assert str(caught.value) == "Request timed out."
    assert caught.value.hint == "https://videos.example: ReadTimeout"


def test_a_server_that_is_not_there_is_an_error(kit: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        port = taken.getsockname()[1]
        client = kit.client(f"http://127.0.0.1:{port}/v1", max_retries=0)
        with pytest.raises(APIConnectionError, match="Connection error") as caught:
            kit.do(client.videos.retrieve("video_1"))
    assert caught.value.hint.startswith(f"http://127.0.0.1:{port}: ")
    assert caught.value.hint.endswith("is the server running? `openvideos serve` starts one")


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed", "; a certificate of your own is trusted by SSL_CERT_FILE"),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number", ""),
    ],
    ids=["a certificate", "no TLS"],
)
def test_a_server_that_runs_is_not_asked_to_be_started(kit: Any, reason: str, advice: str) -> None:
    driver, _ = kit.driver(Answers(httpx.ConnectError(reason)))
    with pytest.raises(APIConnectionError) as caught:
        kit.do(driver.send(lambda: httpx.Request("GET", "https://localhost:1/v1"), max_retries=0))
    assert caught.value.hint == f"https://localhost:1: {reason}{advice}"


def test_what_a_users_hook_raises_passes_through(kit: Any) -> None:
    asked = []

    def hook(request: httpx.Request) -> None:
        asked.append(request)
        raise LookupError("mine")

    async def async_hook(request: httpx.Request) -> None:
        hook(request)

    http = kit.http(
        lambda request: httpx.Response(200), event_hooks={"request": [hook if kit.kind == "sync" else async_hook]}
    )
    with pytest.raises(LookupError, match="mine"):
        kit.do(kit.client(http_client=http).videos.retrieve("video_1"))
    assert len(asked) == 1


class Recorder:
    """A canned server's answers, and the requests that it got."""

    def __init__(self, answer: Callable[[Any], Any]) -> None:
        self.answer = answer
        self.requests: list[Any] = []

    def __call__(self, request: Any) -> Any:
        self.requests.append(request)
        return self.answer(request)


SECRETS = {"api-key": "secret-2", "X-LiteLLM-API-Key": "secret-3", "Cookie": "secret-4", "X-Own": "secret-5"}


def test_no_header_that_could_be_a_key_follows_a_redirect_to_another_server(
    kit: Any, serve: Any, as_json: Any, video: dict[str, Any]
) -> None:
    far = Recorder(lambda request: as_json(video))
    elsewhere = serve(far)
    near = Recorder(lambda request: (302, {"location": f"{elsewhere}/signed"}, b""))
    client = kit.client(serve(near), api_key="secret-1", organization="secret-6", default_headers=SECRETS)
    assert kit.do(client.videos.retrieve("video_1")).id == "video_1"
    assert near.requests[0].headers["authorization"] == "Bearer secret-1"
    assert near.requests[0].headers["x-own"] == "secret-5"
    assert far.requests[0].path == "/v1/signed"
    assert "secret" not in str(far.requests[0].headers)
    assert far.requests[0].headers["accept"] == "application/json"


@pytest.mark.parametrize("own", [False, True], ids=["our header", "an own http client's"])
def test_the_key_does_not_come_back_when_the_other_server_redirects_to_the_first(
    kit: Any, serve: Any, own: bool
) -> None:
    places: dict[str, str] = {}
    far = serve(lambda request: (302, {"location": f"{places['near']}/stolen"}, b""))

    def answer(request: Any) -> Any:
        return (404, {}, b"") if "stolen" in request.path else (302, {"location": f"{far}/x"}, b"")

    near = Recorder(answer)
    places["near"] = serve(near)
    kind = httpx.Client if kit.kind == "sync" else httpx.AsyncClient
    options = {"http_client": kind(auth=("user", "secret-1"))} if own else {"api_key": "secret-1"}
    with pytest.raises(APIStatusError, match="404"):
        kit.do(kit.client(places["near"], **options).videos.retrieve("video_1"))
    assert "authorization" in near.requests[0].headers
    assert "authorization" not in near.requests[-1].headers


def test_credentials_of_an_own_http_client_do_not_follow_either(kit: Any, serve: Any, as_json: Any, video: Any) -> None:
    far = Recorder(lambda request: as_json(video))
    elsewhere = serve(far)
    near = serve(lambda request: (307, {"location": f"{elsewhere}/x"}, b""))
    kind = httpx.Client if kit.kind == "sync" else httpx.AsyncClient
    client = kit.client(near, http_client=kind(auth=("user", "secret"), follow_redirects=True))
    kit.do(client.videos.retrieve("video_1"))
    assert "authorization" not in far.requests[0].headers


def test_a_redirect_on_the_same_server_keeps_the_key_and_the_body(
    kit: Any, serve: Any, as_json: Any, video: Any
) -> None:
    def answer(request: Any) -> Any:
        moved = not request.path.endswith("/")
        return (307, {"location": f"{request.path}/"}, b"") if moved else as_json(video)

    server = Recorder(answer)
    client = kit.client(serve(server), api_key="secret-1")
    kit.do(client.videos.create(prompt="x", input_reference=b"\x89PNG\r\n\x1a\n"))
    first, second = server.requests
    assert (second.command, second.body) == ("POST", first.body)
    assert second.headers["authorization"] == "Bearer secret-1"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("other", [True, False], ids=["another server", "the same server"])
def test_a_post_is_redirected_nowhere_else_and_never_becomes_a_get(
    kit: Any, serve: Any, as_json: Any, status: int, other: bool
) -> None:
    if not other and status in {307, 308}:
        status = 303
    far = Recorder(lambda request: as_json({}))
    target = f"{serve(far)}/videos" if other else "/v1/other"
    near = Recorder(lambda request: (status, {"location": target}, b""))
    client = kit.client(serve(near), api_key="secret-1")
    with pytest.raises(APIStatusError, match=rf"^Error code: {status} - redirected to .*; is the base URL right\?"):
        kit.do(client.videos.create(prompt="x"))
    assert len(near.requests) == 1
    assert far.requests == []


@pytest.mark.parametrize(
    "location",
    [
        *(
            "javascript:alert(1)",
            "data:text/plain,hi",
            "http://xn--/",
            f"http://{'a' * 300}/",
            "http://[::1",
            "ftp://x/",
        ),
        *("file:///etc/passwd", "http://a b/", "/\x01", "http://127.0.0.1:99999/", "http://\xfc..\xfc/"),
    ],
)
def test_a_redirect_to_what_is_no_address_is_one_error(kit: Any, serve: Any, location: str) -> None:
    base_url = serve(lambda request: (302, {"location": location}, b""))
    client = kit.client(base_url, max_retries=0)
    for operation, keywords in (("download_content", {"video_id": "v"}), ("create", {"prompt": "x"})):
        with pytest.raises(APIError) as caught:
            kit.do(getattr(client.videos, operation)(**keywords))
        assert "Connection error" in str(caught.value) or "redirected to" in str(caught.value)


def test_a_redirect_in_circles_ends(kit: Any) -> None:
    served = []

    def circle(request: httpx.Request) -> httpx.Response:
        served.append(request)
        return httpx.Response(302, headers={"location": "/v1/videos/v"})

    with pytest.raises(APIConnectionError) as caught:
        kit.do(kit.recorded(circle, max_retries=2).videos.retrieve("video_1"))
    assert "redirected more than 20 times" in caught.value.hint
    assert len(served) == 20


def test_the_log_tells_neither_urls_nor_bodies_nor_keys(kit: Any, caplog: pytest.LogCaptureFixture, video: Any) -> None:
    caplog.set_level(logging.DEBUG, logger="openvideos")
    answers = iter([httpx.Response(503, headers={"retry-after-ms": "1"}), httpx.Response(200, json=video)])

    def answer(request: httpx.Request) -> httpx.Response:
        response = next(answers)
        response.headers["x-request-id"] = "req-\x1b7"
        return response

    client = kit.recorded(answer, api_key="key-secret", base_url="http://127.0.0.1:1/path-secret")
    kit.do(client.videos.retrieve("id-secret", on_violation="ignore"))
    ours = [record.getMessage() for record in caplog.records if record.name == "openvideos"]
    assert ours == [
        "GET attempt 1: 503, request id req-\\x1b7",
        "GET is sent again in 0.001 s (1 of 2)",
        "GET attempt 2: 200, request id req-\\x1b7",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("HTTP_PROXY", "nonsense://user:secret@h"), ("SSL_CERT_FILE", "/no/such/secret.pem"), ("ALL_PROXY", "socks4://x")],
)
def test_an_environment_that_cannot_be_used_is_one_line(clean: pytest.MonkeyPatch, name: str, value: str) -> None:
    clean.setenv(name, value)
    with (
        OpenVideos(base_url="http://videos.example/v1", api_key="k") as client,
        pytest.raises(ConfigurationError, match=name) as caught,
    ):
        client.videos.retrieve("video_1")
    assert "user:secret" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_proxy_of_the_environment_is_used(
    kit: Any, clean: pytest.MonkeyPatch, serve: Any, as_json: Any, video: Any
) -> None:
    proxy = Recorder(lambda request: as_json(video))
    clean.setenv("HTTP_PROXY", serve(proxy).removesuffix("/v1"))
    clean.delenv("NO_PROXY", raising=False)
    client = kit.client("http://videos.example/v1", api_key="k")
    assert kit.do(client.videos.retrieve("video_1")).id == "video_1"
    assert proxy.requests[0].path == "http://videos.example/v1/videos/video_1"


@pytest.mark.parametrize("host", ["xn--a.example", "a..example", "a" * 64 + ".example"], ids=lambda host: host[:20])
def test_a_base_url_whose_host_is_none_is_one_line(kit: Any, host: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^base_url: found 'http://{re.escape(host)}"):
        kit.do(kit.client(f"http://{host}/v1", api_key="k").videos.retrieve("video_1"))


def test_a_base_url_may_be_an_ipv6_address(kit: Any) -> None:
    with pytest.raises(APIConnectionError):
        kit.do(kit.client("http://[::1]:1/v1", max_retries=0).videos.retrieve("video_1"))


def test_a_body_is_sent_as_it_was_made(kit: Any, serve: Any, as_json: Any, video: Any) -> None:
    server = Recorder(lambda request: as_json(video))
    client = kit.client(serve(server))
    kit.do(client.videos.create(prompt="x", input_reference={"file_id": "file-1"}))
    assert json.loads(server.requests[0].body) == {"prompt": "x", "input_reference": {"file_id": "file-1"}}
