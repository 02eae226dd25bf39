"""A job that was made is named on whatever ends the call that made it."""

import asyncio
import gzip
import json
import logging
from typing import Any

import httpx
import pytest

import openvideos
from openvideos.client.named import id_in, name_job
from openvideos.contract import AsyncContractTransport, ContractTransport, NotConformingError

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"id": "video_1", "status": "que', "video_1"),
        (b'{"object":"video","id" : "video_1"', "video_1"),
        (b'{"model": {"id": "sora"}, "list": [{"id": "x"}], "id": "video_1", ', "video_1"),
        (b'{"id": 12345, "x": NaN}', "12345"),
        (b'{"model": {"id": "sora"}, "stat', None),
        (b'{"prompt": "\\"id\\": \\"x\\"", "id": "video_1"', "video_1"),
        (b'{"name": "id", "other": "video_2", "id": "video_1"', "video_1"),
        (b'{"id": null, "object": "video"', None),
        (b'{"id": {"id": "x"}, "object": "video"', None),
        (b'{"id": "vid', None),
        (b'{"id": "a\\u0062"', "ab"),
        (b'{"\\u0069d": "v\\/1", "pro', "v/1"),
        (b'{"id": "v\\', None),
        (b'{"prompt": "' + b"x" * 200_000 + b'", "id": "video_1", "x', "video_1"),
        (b'{"id":"' + b'\\"' * 60_000, None),
        (b'{"id": ""', None),
        (b'[{"id": "x"}]', None),
        (b'{"id": "' + b"x" * 301 + b'"', None),
        (b'"id": "x"', None),
        (b"}}}}", None),
        (b'{"x": ' + b"[" * 60_000, None),
        (b"", None),
    ],
)
def test_the_id_of_an_object_that_cannot_be_read_is_its_own(body: bytes, found: str | None) -> None:
    assert id_in(body) == found


class Slotted(BaseException):
    __slots__ = ()

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(name)


@pytest.mark.parametrize("kind", [Slotted, KeyboardInterrupt, openvideos.OpenVideosError])
@pytest.mark.parametrize("named", ["video_1", 7, "", None, True, ["x"]], ids=repr)
def test_naming_a_job_never_fails(kind: type[BaseException], named: object) -> None:
    error = kind()
    name_job(error, named, "about")
    wanted = str(named) if named in ("video_1", 7) and kind is not Slotted else "None"
    assert str(getattr(error, "video_id", None)) == wanted


class Breaking(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that breaks off behind its first bytes."""

    def __init__(self, begun: bytes) -> None:
        self.begun = begun

    def __iter__(self) -> Any:
        yield self.begun
        raise httpx.ReadError("broke off")

    async def __aiter__(self) -> Any:
        yield self.begun
        raise httpx.ReadError("broke off")


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("operation", ["create", "remix"])
def test_an_answer_that_breaks_off_still_names_its_job(kit: Any, operation: str, *, packed: bool) -> None:
    begun = b'{"model": {"id": "sora-2"}, "id": "video_1", "prompt": "' + b"".join(
        b"%d " % each for each in range(9000)
    )
    headers = {**JSON, "content-encoding": "gzip"} if packed else JSON
    stream = Breaking(gzip.compress(begun)[:-100] if packed else begun)
    client = kit.recorded(lambda request: httpx.Response(200, headers=headers, stream=stream))
    words = ("video_0",) if operation == "remix" else ()
    with pytest.raises(openvideos.APIConnectionError) as caught:
        kit.do(getattr(client.videos, operation)(*words, prompt="x"))
    assert caught.value.video_id == "video_1"


def test_an_id_that_is_the_key_is_not_named(kit: Any) -> None:
    stream = Breaking(b'{"id": "a-key-of-ours", "status": ')
    client = kit.recorded(lambda request: httpx.Response(200, headers=JSON, stream=stream), api_key="a-key-of-ours")
    with pytest.raises(openvideos.APIConnectionError) as caught:
        kit.do(client.videos.create(prompt="x"))
    assert caught.value.video_id is None


def test_a_job_whose_id_is_a_number_is_named_by_it(kit: Any, video: dict[str, Any]) -> None:
    client = kit.recorded(lambda request: httpx.Response(200, json={**video, "id": 12345}))
    with pytest.raises(openvideos.APIResponseValidationError) as caught:
        kit.do(client.videos.create(prompt="x", on_violation="raise"))
    assert caught.value.video_id == "12345"


def test_what_a_transport_raises_about_a_new_job_names_it(kit: Any, video: dict[str, Any]) -> None:
    class Whole(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Any:
            yield json.dumps({**video, "size": "1x1"}).encode()

        async def __aiter__(self) -> Any:
            for each in self:
                yield each

    mock = httpx.MockTransport(lambda request: httpx.Response(200, headers=JSON, stream=Whole()))
    if kit.kind == "sync":
        http: Any = httpx.Client(transport=ContractTransport(mock, on_violation="raise"))
    else:
        http = httpx.AsyncClient(transport=AsyncContractTransport(mock, on_violation="raise"))
    client = kit.client(http_client=http)
    with pytest.raises(NotConformingError) as caught:
        kit.do(client.videos.create(prompt="x"))
    assert caught.value.video_id == "video_1"  # type: ignore[attr-defined]


def test_a_job_that_nobody_waits_for_any_more_is_logged(
    kit: Any, video: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    client = kit.recorded(lambda request: httpx.Response(200, json=video))

    async def run() -> None:
        started = asyncio.Event()

        async def sleep(seconds: float) -> None:
            started.set()
            await asyncio.Event().wait()

        client.videos._sleep = sleep
        task = asyncio.ensure_future(client.videos.create_and_poll(prompt="x"))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    if kit.kind == "async":
        with caplog.at_level(logging.WARNING, "openvideos"):
            kit.do(run())
        assert "video_1" in caplog.text


@pytest.mark.parametrize("status", [302, 303])
def test_a_redirect_that_is_a_job_names_it(kit: Any, video: dict[str, Any], status: int) -> None:
    answer = httpx.Response(status, json=video, headers={"location": "/v1/videos/video_1"})
    client = kit.recorded(lambda request: answer)
    with pytest.raises(openvideos.APIStatusError) as caught:
        kit.do(client.videos.create(prompt="x"))
    assert caught.value.video_id == "video_1"
