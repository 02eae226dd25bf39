"""A key is in no error, wherever it went out: in a header of its own, in the query, in the base URL."""

import asyncio
import json
import logging
from typing import Any

import httpx
import pytest

import openvideos

KEY = "tenant7/9f8e+7d6c5b4a"
WAYS: dict[str, dict[str, Any]] = {
    "api_key": {"api_key": KEY},
    "a gateway's header": {"api_key": openvideos.omit, "default_headers": {"x-litellm-api-key": KEY}},
    "api-key": {"api_key": openvideos.omit, "default_headers": {"api-key": KEY}},
    "query": {"api_key": openvideos.omit, "default_query": {"api_key": KEY}},
    "password": {"base_url": f"http://me:{KEY.replace('/', '%2F')}@127.0.0.1:1/v1"},
}


def seen(error: BaseException) -> str:
    """All that a person finds on an error."""
    response = getattr(error, "response", None)
    request = response.request if response is not None else getattr(error, "request", None)
    parts: list[Any] = [error, getattr(error, "__notes__", ""), getattr(error, "body", ""), error.__cause__]
    parts += [getattr(error, name, "") for name in ("message", "request_id", "violations", "hint")]
    if request is not None:
        parts += [request.url, dict(request.headers)]
    if response is not None:
        following = response.next_request
        parts += [following and (following.url, dict(following.headers))]
    return "\n".join(map(repr, parts)) + "\n".join(map(str, parts))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("status", [200, 401, 500])
def test_a_key_that_a_server_repeats_is_on_no_error(kit: Any, way: dict[str, Any], status: int) -> None:
    said = {"error": {"message": f"bad key {KEY}", "type": KEY, "code": [KEY], "param": None}, "id": [KEY]}
    answer = httpx.Response(status, json=said, headers={"x-request-id": KEY})
    client = kit.recorded(lambda request: answer, max_retries=0, **way)
    with pytest.raises(openvideos.APIError) as caught:
        kit.do(client.videos.retrieve("v", on_violation="raise"))
    assert "tenant7" not in seen(caught.value)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_key_is_on_no_error_without_an_answer(kit: Any, way: dict[str, Any]) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"no way to {request.url} with {KEY}", request=request)

    client = kit.recorded(fail, max_retries=0, **way)
    with pytest.raises(openvideos.APIConnectionError) as caught:
        kit.do(client.videos.retrieve("v"))
    caught.value.__cause__ = None  # its words are the network's own
    assert "tenant7" not in seen(caught.value)


@pytest.mark.parametrize("escaped", [json.dumps(KEY).replace("/", "\\/"), json.dumps(KEY).replace("t", "\\u0074")])
def test_a_key_in_other_letters_is_not_quoted(kit: Any, escaped: str) -> None:
    answer = httpx.Response(200, content=f"[{escaped}]".encode(), headers={"content-type": "application/json"})
    client = kit.recorded(lambda request: answer, api_key=KEY)
    with pytest.raises(openvideos.APIResponseValidationError) as caught:
        kit.do(client.videos.retrieve("v"))
    assert "9f8e" not in str(caught.value)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_who_sent_a_key_is_not_told_that_none_was_sent(kit: Any, way: dict[str, Any]) -> None:
    client = kit.recorded(lambda request: httpx.Response(401, json={"error": {"message": "no"}}), **way)
    with pytest.raises(openvideos.AuthenticationError) as caught:
        kit.do(client.videos.retrieve("v"))
    assert "no API key was sent" not in str(caught.value)


def test_a_request_id_that_is_the_key_is_not_logged(
    kit: Any, video: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    client = kit.recorded(lambda request: httpx.Response(200, json=video, headers={"x-request-id": KEY}), api_key=KEY)
    with caplog.at_level(logging.DEBUG, "openvideos"):
        kit.do(client.videos.retrieve("video_1"))
    assert "request id ***" in caplog.text


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_key_is_not_on_the_request_that_a_redirect_asks_for(kit: Any, way: dict[str, Any]) -> None:
    answer = httpx.Response(303, headers={"location": "/v1/videos/video_1"}, json={})
    client = kit.recorded(lambda request: answer, **way)
    with pytest.raises(openvideos.APIStatusError) as caught:
        kit.do(client.videos.create(prompt="x"))
    assert "tenant7" not in seen(caught.value)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("said", [f'{{"id": "video_{KEY}", "size": 1}}', f'["id", "{KEY}"]', f'{{"id": "{KEY}", "x": '])
def test_a_key_that_is_a_jobs_id_is_not_named(kit: Any, way: dict[str, Any], said: str) -> None:
    answer = httpx.Response(200, content=said.encode(), headers={"content-type": "application/json"})
    client = kit.recorded(lambda request: answer, **way)
    with pytest.raises(openvideos.APIError) as caught:
        kit.do(client.videos.create(prompt="x", on_violation="raise"))
    assert "tenant7" not in seen(caught.value) + repr(caught.value.video_id)


def test_a_key_as_a_media_type_is_not_told_in_small_letters(kit: Any, video: dict[str, Any]) -> None:
    key = "Tenant7-9F8E7D6C"
    answer = httpx.Response(200, json=video, headers={"content-type": key})
    client = kit.recorded(lambda request: answer, api_key=key, on_violation="raise")
    for call in (client.videos.retrieve, client.videos.download_content):
        with pytest.raises(openvideos.APIResponseValidationError) as caught:
            kit.do(call("video_1"))
        assert "tenant7" not in seen(caught.value).lower()


@pytest.mark.parametrize(
    "quoted",
    [
        {"message": '{"key": "' + KEY.replace("/", "\\/") + '"}'},
        {"message": '{"key": "' + KEY.replace("t", "\\u0074") + '"}'},
        "no JSON: " + KEY.replace("/", "\\/"),
    ],
)
def test_a_key_within_quoted_json_is_on_no_error(kit: Any, quoted: Any) -> None:
    client = kit.recorded(lambda request: httpx.Response(400, json={"error": quoted}), api_key=KEY)
    with pytest.raises(openvideos.BadRequestError) as caught:
        kit.do(client.videos.retrieve("v"))
    assert not any(piece in seen(caught.value) for piece in ("9f8e", "7d6c5b4a"))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_key_that_is_a_jobs_id_is_not_named_when_nobody_waits_any_more(
    kit: Any, video: dict[str, Any], way: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    client = kit.recorded(lambda request: httpx.Response(200, json={**video, "id": f"video_{KEY}"}), **way)
    ended = asyncio.CancelledError() if kit.kind == "async" else KeyboardInterrupt()

    async def cancelled(seconds: float) -> None:
        raise ended

    def interrupted(seconds: float) -> None:
        raise ended

    client.videos._sleep = cancelled if kit.kind == "async" else interrupted
    with caplog.at_level(logging.WARNING, "openvideos"), pytest.raises(type(ended)) as caught:
        kit.do(client.videos.create_and_poll(prompt="x", on_violation="ignore"))
    notes = getattr(caught.value, "__notes__", None) or getattr(ended, "__notes__", [])
    assert "nobody waits any more for the job video_***" in notes
    assert "tenant7" not in caplog.text + repr(notes) + repr(getattr(ended, "video_id", ""))


def test_many_cookies_cost_little(kit: Any, video: dict[str, Any]) -> None:
    cookies = "; ".join(f"name{number}=value{number}" for number in range(600))
    page = {"object": "list", "data": [{**video, "size": f"value{number}"} for number in range(60)]}
    client = kit.recorded(lambda request: httpx.Response(200, json=page), default_headers={"Cookie": cookies})
    told: list[Any] = []
    kit.do(_first(client.videos.list(on_violation=told.append)))
    assert {each.found for each in told if each.code == "body.data.size.enum"} == {"'***'"}


def _first(listing: Any) -> Any:
    async def wait() -> Any:
        return await listing

    return wait() if hasattr(listing, "__await__") else listing
