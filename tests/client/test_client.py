"""The clients themselves: what they are made of, copies, closing."""

import asyncio
import gc
import inspect
import pickle
import warnings
from pathlib import Path
from typing import Any

import httpx
import pytest

import openvideos
from openvideos import AsyncOpenVideos, ConfigurationError, OpenVideos, RequestValidationError, omit

NEAR, FAR = "http://127.0.0.1:8000/v1", "https://videos.example/v1"


def test_what_was_given_can_be_read(kit: Any) -> None:
    client = kit.client(
        FAR,
        api_key="k",
        organization="o",
        project="p",
        webhook_secret="w",
        timeout=5,
        max_retries=7,
        default_headers={"X": "1"},
        default_query={"q": 1},
    )
    assert isinstance(client.base_url, httpx.URL)
    assert str(client.base_url) == f"{FAR}/"
    assert (client.api_key, client.organization, client.project, client.webhook_secret) == ("k", "o", "p", "w")
    assert (client.timeout, client.max_retries) == (5, 7)
    assert (client.default_headers, client.default_query) == ({"X": "1"}, {"q": 1})
    assert client.videos is client.videos


def test_nothing_is_positional_and_the_async_client_takes_the_same(kit: Any) -> None:
    parameters = inspect.signature(OpenVideos).parameters
    assert {each.kind for each in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert inspect.signature(AsyncOpenVideos) == inspect.signature(OpenVideos)
    official = ["api_key", "organization", "project", "webhook_secret", "base_url", "timeout", "max_retries"]
    assert set(official) | {"default_headers", "default_query", "http_client"} <= set(parameters)


def test_a_repr_shows_the_server_and_no_secret(kit: Any) -> None:
    shown = repr(kit.client("https://videos.example/v1?key=secret", api_key="secret", default_headers={"a": "secret"}))
    assert shown == f"{type(kit.made[0]).__name__}(base_url='https://videos.example/v1/')"


@pytest.mark.parametrize(("value", "error"), [(None, TypeError), (-1, ValueError)])
def test_retries_are_checked_at_construction_and_in_copies(kit: Any, value: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="max_retries"):
        kit.client(max_retries=value)
    with pytest.raises(error, match="max_retries"):
        kit.client().with_options(max_retries=value)


def test_settings_can_be_assigned_and_a_key_of_the_environment_stays_with_its_server(
    kit: Any, clean: pytest.MonkeyPatch
) -> None:
    clean.setenv("OPENVIDEOS_BASE_URL", FAR)
    clean.setenv("OPENVIDEOS_API_KEY", "key-of-ours")
    client: Any = (OpenVideos if kit.kind == "sync" else AsyncOpenVideos)()
    assert client.api_key == "key-of-ours"
    with pytest.raises(ConfigurationError, match="no API key"):
        client.base_url = "https://elsewhere.example"
    assert str(client.base_url) == f"{FAR}/"
    client.base_url = "http://localhost:1"
    assert (str(client.base_url), client.api_key) == ("http://localhost:1/", None)
    client.api_key, client.organization, client.project, client.timeout = "given", "o", "p", 3.0
    assert (client.api_key, client.organization, client.project, client.timeout) == ("given", "o", "p", 3.0)


def test_a_copy_shares_the_connections_and_changes_what_is_asked(kit: Any) -> None:
    served: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        served.append(request)
        return httpx.Response(404)

    client = kit.recorded(answer, api_key="k", default_headers={"X": "1"}, default_query={"q": 1}, max_retries=3)
    copy = client.with_options(max_retries=0, default_headers={"Y": "2"}, set_default_query={"z": 1}, timeout=None)
    assert (copy.max_retries, client.max_retries, copy.timeout) == (0, 3, None)
    assert (copy.default_headers, copy.default_query) == ({"X": "1", "Y": "2"}, {"z": 1})
    assert client.default_headers == {"X": "1"}
    assert copy.api_key == "k"
    with pytest.raises(openvideos.NotFoundError):
        kit.do(copy.videos.retrieve("video_1"))
    assert served[0].headers["y"] == "2"
    with pytest.raises(ValueError, match="default_headers: found together with set_default_headers"):
        client.copy(default_headers={}, set_default_headers={})
    kit.do(copy.close())
    assert client.is_closed()


def test_a_copy_with_another_server_takes_no_key_of_the_environment(kit: Any, clean: pytest.MonkeyPatch) -> None:
    clean.setenv("OPENAI_BASE_URL", FAR)
    clean.setenv("OPENAI_API_KEY", "key-of-theirs")
    client = (OpenVideos if kit.kind == "sync" else AsyncOpenVideos)()
    assert client.with_options(timeout=1).api_key == "key-of-theirs"
    assert client.with_options(base_url=NEAR).api_key is None
    with pytest.raises(ConfigurationError):
        client.with_options(base_url="https://elsewhere.example")


def test_a_closed_client_says_so(kit: Any) -> None:
    client = kit.client()
    assert not client.is_closed()
    kit.do(client.close())
    assert client.is_closed()
    with pytest.raises(RuntimeError, match="closed"):
        kit.do(client.videos.retrieve("video_1"))


def test_a_client_is_closed_by_with() -> None:
    with OpenVideos(base_url=NEAR) as client:
        assert not client.is_closed()
    assert client.is_closed()

    async def use() -> AsyncOpenVideos:
        async with AsyncOpenVideos(base_url=NEAR) as client:
            assert not client.is_closed()
        return client

    assert asyncio.run(use()).is_closed()


def test_a_client_that_nobody_closes_leaves_no_warning(serve: Any, as_json: Any, video: Any) -> None:
    url = serve(lambda request: as_json(video))
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        OpenVideos(base_url=url).videos.retrieve("video_1")
        gc.collect()

        async def use() -> None:
            await AsyncOpenVideos(base_url=url).videos.retrieve("video_1")
            gc.collect()
            await asyncio.sleep(0)
            await asyncio.sleep(0)

        asyncio.run(use())
        gc.collect()
    assert [str(each.message) for each in given] == []


def test_an_http_client_of_another_kind_is_refused() -> None:
    wrong: Any = httpx.AsyncClient()
    with pytest.raises(TypeError, match=r"http_client: found a AsyncClient; allowed: an httpx\.Client"):
        OpenVideos(base_url=NEAR, http_client=wrong)


def test_the_timeout_is_ours_unless_somebody_says_otherwise(kit: Any) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(404)

    seen: list[dict[str, float | None]] = []
    ours = {"connect": 5.0, "read": 600.0, "write": 600.0, "pool": 600.0}
    all_of = dict.fromkeys(ours)
    table: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any], Any]] = [
        ({}, {}, {}, ours),
        ({"timeout": 7}, {}, {}, {**ours, "connect": 7, "read": 7, "write": 7, "pool": 7}),
        ({}, {"timeout": 9}, {}, {"connect": 9, "read": 9, "write": 9, "pool": 9}),
        ({"timeout": 7}, {}, {"timeout": None}, all_of),
        ({}, {}, {"timeout": httpx.Timeout(3)}, {"connect": 3, "read": 3, "write": 3, "pool": 3}),
    ]
    for given, http, call, wanted in table:
        client = kit.client(http_client=kit.http(answer, **http), **given)
        with pytest.raises(openvideos.NotFoundError):
            kit.do(client.videos.retrieve("v", **call))
        assert seen[-1] == wanted


def test_a_client_is_not_pickled(kit: Any) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(kit.client())


@pytest.mark.parametrize("value", ["loud", None, 3])
def test_what_to_do_about_violations_is_checked(kit: Any, value: Any) -> None:
    with pytest.raises(ValueError, match=r'on_violation: found .*; allowed: "warn"'):
        kit.client(on_violation=value)


BAD_INPUT: dict[str, tuple[dict[str, Any], dict[str, Any], type[Exception], str]] = {
    "no base URL": ({"base_url": None}, {}, ConfigurationError, "no base URL"),
    "no key": ({"base_url": FAR}, {}, ConfigurationError, "no API key for https://videos.example/v1/"),
    "a size": ({}, {"size": "13x37"}, RequestValidationError, "size: found '13x37'; allowed: "),
    "an empty prompt": ({}, {"prompt": ""}, RequestValidationError, "prompt: found ''"),
    "a long prompt": ({}, {"prompt": "x" * 32_001}, RequestValidationError, "prompt: found 32001 characters"),
    "a path as text": ({}, {"input_reference": "no.png"}, RequestValidationError, "input_reference: found 'no.png'"),
    "no such file": (
        {},
        {"input_reference": Path("no.png")},
        openvideos.InputFileError,
        "input_reference: no such file: no.png",
    ),
}


@pytest.mark.parametrize(("client", "call", "kind", "line"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_is_one_line_and_nothing_is_sent(
    kit: Any, client: dict[str, Any], call: dict[str, Any], kind: type[Exception], line: str
) -> None:
    sent = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(500)

    with pytest.raises(kind) as caught:
        kit.do(kit.recorded(answer, **client).videos.create(**{"prompt": "x", **call}))
    assert str(caught.value).startswith(line)
    assert str(caught.value).isprintable()
    assert getattr(caught.value, "exit_code", None) == 2
    assert sent == []


def test_omit_removes_the_authorization_of_one_call(kit: Any) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert "authorization" not in request.headers
        return httpx.Response(404)

    with pytest.raises(openvideos.NotFoundError):
        kit.do(kit.recorded(answer, api_key="k").videos.retrieve("v", extra_headers={"Authorization": omit}))
