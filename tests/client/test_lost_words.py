"""What a server said is told whole: no word too many because of a key, none lost with an odd answer."""

import json
from typing import Any

import httpx
import pytest

import openvideos
from openvideos.contract import Contract, Exchange


def answered(kit: Any, answer: dict[str, Any], operation: str, *words: str, **options: Any) -> Any:
    call = options.pop("call", {})
    client = kit.recorded(lambda request: httpx.Response(**answer), max_retries=0, **options)
    return kit.do(getattr(client.videos, operation)(*words, **call))


@pytest.mark.parametrize("key", ["test", "video", "a"])
def test_a_key_that_is_an_ordinary_word_makes_no_departure(kit: Any, video: dict[str, Any], key: str) -> None:
    told: list[Any] = []
    answer = {"status_code": 200, "json": {**video, "prompt": "a test", "size": "1x1"}}
    answered(kit, answer, "create", call={"prompt": "a test"}, api_key=key, on_violation=told.append)
    assert [each.code for each in told] == ["body.size.enum"]


def test_a_key_in_other_letters_is_not_shown(kit: Any, video: dict[str, Any]) -> None:
    key = "tenant7-9f8e7d6c5b4a"
    spelled = "".join(f"\\u{ord(char):04x}" for char in key)
    bodies = [json.dumps({"a": key, **video}).encode("utf-16"), f'{{"a": "{spelled}", "x": NaN, "id": "v"}}'.encode()]
    for body in bodies:
        made = answered(
            kit,
            {"status_code": 200, "content": body, "headers": {"content-type": "application/json"}},
            "retrieve",
            "video_1",
            api_key=key,
            on_violation=lambda each: None,
        )
        assert [each.code for each in made.violations] == ["body.json"]
        shown = str(made.violations)
        assert spelled[:20] not in shown.replace("\\\\", "\\")
        assert "t\\x00e" not in shown


@pytest.mark.parametrize("named", [None, "", {}], ids=repr)
def test_a_job_without_an_id_is_handed_back_with_what_was_said(kit: Any, named: Any) -> None:
    said = {"error": {"message": "quota exceeded"}} | ({} if named is None else {"id": named})
    made = answered(
        kit, {"status_code": 200, "json": said}, "create_and_poll", call={"prompt": "x"}, on_violation="ignore"
    )
    assert made.error.message == "quota exceeded"


def test_a_job_whose_id_is_a_number_is_polled_by_it(kit: Any, video: dict[str, Any]) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, json={**video, "id": 7, "status": "failed"})

    client = kit.recorded(answer, on_violation="ignore")
    assert kit.do(client.videos.create_and_poll(prompt="x", poll_interval_ms=0)).id == 7
    assert asked == ["/v1/videos", "/v1/videos/7"]


@pytest.mark.parametrize("levels", [250, 900, 5000])
def test_a_job_that_is_nested_too_deep_is_named(kit: Any, levels: int) -> None:
    body = b'{"id": "video_1", "x": ' + b"[" * levels + b"]" * levels + b"}"
    with pytest.raises(openvideos.APIResponseValidationError, match="nested deeper than 200 levels") as caught:
        answered(kit, {"status_code": 200, "content": body}, "create", call={"prompt": "x"})
    assert caught.value.video_id == "video_1"


def test_the_items_of_a_bare_array_are_judged_too(kit: Any, video: dict[str, Any]) -> None:
    told: list[Any] = []
    items = [{**video, "size": "1x1"}]
    client = kit.recorded(lambda request: httpx.Response(200, json=items), on_violation=told.append)

    async def first() -> Any:
        return await client.videos.list()

    page = client.videos.list() if kit.kind == "sync" else kit.runner.run(first())
    assert [(each.code, each.pointer) for each in told] == [("body.type", ""), ("body.data.size.enum", "/data/0/size")]
    assert [each.code for each in page.data[0].violations] == ["body.data.size.enum"]


def test_an_error_knows_how_its_answer_departs(kit: Any) -> None:
    told: list[Any] = []
    answer = {"status_code": 404, "json": {"detail": "no such video"}}
    for option in (told.append, "warn", "raise"):
        with pytest.raises(openvideos.NotFoundError, match="no such video") as caught:
            answered(kit, answer, "retrieve", "video_1", on_violation=option)
        assert [each.code for each in caught.value.violations] == ["body.error.required"]
    assert [each.code for each in told] == ["body.error.required"]


def test_what_is_only_found_without_the_key_is_no_violation_of_an_exchange(video: dict[str, Any]) -> None:
    exchange = Exchange(
        method="GET",
        url="http://x.example/v1/videos/video_1",
        request_headers=[("authorization", "Bearer video")],
        status=200,
        response_headers=[("content-type", "application/json")],
        response_body={**video, "size": "1x1"},
    )
    assert [each.code for each in Contract.load().check_exchange(exchange)] == ["body.size.enum"]


KEY = "tenant7-9f8e7d6c5b4a"


def test_a_key_in_an_error_is_in_none_of_its_violations(kit: Any) -> None:
    told: list[Any] = []
    said = {"message": "m", "type": "t", "param": None, "code": [KEY]}
    for option in ("warn", "raise", told.append):
        with pytest.raises(openvideos.AuthenticationError) as caught:
            answered(
                kit, {"status_code": 401, "json": {"error": said}}, "retrieve", "v", api_key=KEY, on_violation=option
            )
        assert [each.code for each in caught.value.violations] == ["body.error.code.type"]
        assert KEY[:8] not in str(caught.value.violations)
    assert len(told) == 1
    assert KEY[:8] not in str(told)


@pytest.mark.parametrize("charset", ["rot13", "base64", "hex", "utf-16", "undefined", "idna"])
def test_an_error_in_a_charset_that_is_none_is_still_an_error(kit: Any, charset: str) -> None:
    headers = {"content-type": f"application/json; charset={charset}"}
    answer = {"status_code": 500, "content": b'{"error": {}} ', "headers": headers}
    with pytest.raises(openvideos.InternalServerError):
        answered(kit, answer, "retrieve", "v")


@pytest.mark.parametrize("levels", [300, 500, 950, 5000])
def test_an_error_that_is_nested_without_end_is_still_an_error(kit: Any, levels: int) -> None:
    with pytest.raises(openvideos.InternalServerError):
        answered(kit, {"status_code": 500, "content": b"[" * levels + b"]" * levels}, "retrieve", "v")
