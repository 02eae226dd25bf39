import json
from typing import Any

import pytest

from openvideos.contract import Contract

JSON = {"Content-Type": "application/json"}
ERROR = {"error": {"message": "No.", "type": "invalid_request_error", "param": None, "code": None}}


def codes(contract: Contract, operation: str, **response: Any) -> list[str]:
    return [each.code for each in contract.check_response(operation, **response)]


@pytest.mark.parametrize("encoded", [True, False], ids=["bytes", "decoded"])
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="as it is"),
        pytest.param({"seconds": "37"}, id="seconds are open"),
        pytest.param({"model": "somebody-elses"}, id="model is open"),
        pytest.param({"fps": 24, "urls": ["https://a.example"]}, id="extra members"),
        # JSON doesn't tell 5.0 from 5, and JSON Schema calls both an integer: so do we
        pytest.param({"progress": 5.0}, id="5.0 is an integer"),
        pytest.param({"error": {"code": "c", "message": "m"}, "status": "failed"}, id="failed"),
    ],
)
def test_a_conforming_job_gives_nothing(
    contract: Contract, video: dict[str, Any], changes: dict[str, Any], encoded: bool
) -> None:
    video.update(changes)
    body = json.dumps(video).encode() if encoded else video
    assert contract.check_response("retrieve", status=200, headers=JSON, body=body) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"progress": 5.5}, "progress: found 5.5; allowed: an integer"),
        ({"progress": "5"}, "progress: found '5'; allowed: an integer"),
        ({"completed_at": "soon"}, "completed_at: found 'soon'; allowed: an integer or null"),
        ({"object": "clip"}, "object: found 'clip'; allowed: video"),
        ({"status": "done"}, "status: found 'done'; allowed: queued, in_progress, completed, failed"),
        ({"size": None}, "size: found null; allowed: a string, one of 720x1280, 1280x720, 1024x1792, 1792x1024"),
        ({"seconds": 4}, "seconds: found 4; allowed: a string"),
        ({"error": "boom"}, "error: found 'boom'; allowed: an object or null"),
        ({"error": {"code": 5, "message": "m"}}, "error.code: found 5; allowed: a string"),
    ],
    ids=lambda value: value.partition(":")[0] if isinstance(value, str) else "",
)
def test_a_job_outside_the_contract_is_named_in_one_line(
    contract: Contract, video: dict[str, Any], changes: dict[str, Any], message: str
) -> None:
    found = contract.check_response("retrieve", status=200, headers=JSON, body={**video, **changes})
    assert [each.message for each in found] == [message]
    assert (found[0].operation, found[0].status) == ("retrieve", 200)


def test_missing_members_are_named_by_themselves(contract: Contract, video: dict[str, Any]) -> None:
    del video["prompt"]
    video["error"] = {"message": "m"}
    found = contract.check_response("create", status=200, body=video)
    assert {(each.code, each.pointer) for each in found} == {
        ("body.prompt.required", "/prompt"),
        ("body.error.code.required", "/error/code"),
    }


def test_an_item_of_a_list_is_told_by_its_place_but_not_by_its_code(contract: Contract, video: dict[str, Any]) -> None:
    page = {
        "object": "list",
        "data": [video, {**video, "size": "1x1"}],
        "first_id": video["id"],
        "last_id": video["id"],
    }
    found = contract.check_response("list", status=200, body={**page, "has_more": False})
    assert [(each.code, each.pointer, each.field) for each in found] == [
        ("body.data.size.enum", "/data/1/size", "data.size")
    ]
    assert found[0].message.startswith("data[1].size: found '1x1'; allowed: ")


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        pytest.param({"status": 202}, ["status.undeclared"], id="undeclared success"),
        pytest.param({"status": 204, "headers": {}, "body": b""}, ["status.undeclared"], id="no content"),
        pytest.param({"status": 302, "headers": {"Location": "x"}, "body": b"<a>"}, [], id="redirect"),
        pytest.param({"status": 200, "headers": {}, "body": b"<p>"}, ["body.contentType"], id="no media type"),
        pytest.param(
            {"status": 200, "headers": {"content-type": "text/html"}, "body": b"<p>"},
            ["body.contentType"],
            id="HTML is not looked into",
        ),
        pytest.param({"status": 200, "headers": JSON, "body": b"<p>"}, ["body.json"], id="HTML labelled JSON"),
        pytest.param({"status": 200, "headers": JSON, "body": b""}, ["body.required"], id="empty"),
        pytest.param({"status": 404, "headers": JSON, "body": ERROR}, [], id="error"),
        pytest.param({"status": 418, "headers": JSON, "body": ERROR}, [], id="undeclared error"),
        pytest.param({"status": 404, "headers": JSON, "body": {"detail": []}}, ["body.error.required"], id="detail"),
        pytest.param({"status": 418, "headers": JSON, "body": {"detail": 1}}, ["body.error.required"], id="also there"),
        pytest.param({"status": 404, "headers": JSON, "body": {"error": "x"}}, ["body.error.type"], id="text"),
        pytest.param(
            {"status": 429, "headers": {"Content-Type": "text/plain"}, "body": b"slow down"},
            ["body.contentType"],
            id="error as text",
        ),
        pytest.param({"status": 200}, [], id="what isn't given isn't looked at"),
    ],
)
def test_status_media_type_and_envelope_are_judged(
    contract: Contract, response: dict[str, Any], expected: list[str]
) -> None:
    assert codes(contract, "create", **response) == expected


def test_a_job_under_an_undeclared_success_is_judged_as_the_declared_one(
    contract: Contract, video: dict[str, Any]
) -> None:
    assert codes(contract, "create", status=202, headers=JSON, body={**video, "size": ""}) == [
        "status.undeclared",
        "body.size.enum",
    ]


def test_json_under_another_name_is_still_looked_into(contract: Contract, video: dict[str, Any]) -> None:
    body = json.dumps({**video, "size": ""}).encode()
    found = codes(contract, "create", status=200, headers={"content-type": "text/plain"}, body=body)
    assert found == ["body.contentType", "body.size.enum"]


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        pytest.param({"status": 200, "headers": {"Content-Type": "video/mp4"}, "body": b"\0ftyp"}, [], id="MP4"),
        pytest.param({"status": 206, "headers": {"Content-Type": "image/webp"}, "body": b"{"}, [], id="a part"),
        pytest.param({"status": 200, "body": b"\xff"}, [], id="no headers given"),
        pytest.param({"status": 200, "headers": {"Content-Type": "video/mp4"}}, [], id="an MP4 that nobody read"),
        pytest.param({"status": 200, "headers": JSON}, ["body.contentType"], id="JSON that nobody read"),
        pytest.param({"status": 200, "headers": {}}, [], id="no media type, and no body that it could be missing for"),
        pytest.param(
            {"status": 200, "headers": JSON, "body": b'{"status": "queued"}'}, ["body.contentType"], id="JSON instead"
        ),
    ],
)
def test_media_are_judged_by_their_type_alone(
    contract: Contract, response: dict[str, Any], expected: list[str]
) -> None:
    assert codes(contract, "download_content", **response) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"openai-poll-after-ms": "1000"}, []),
        ({"openai-poll-after-ms": "0050"}, []),
        ({"OpenAI-Poll-After-MS": "soon"}, ["header.openai-poll-after-ms.type"]),
        ({"openai-poll-after-ms": "-1"}, ["header.openai-poll-after-ms.minimum"]),
        ({"x-anything": "else"}, []),
        ({b"openai-poll-after-ms": b"1000"}, []),
        ({b"OpenAI-Poll-After-MS": b"soon"}, ["header.openai-poll-after-ms.type"]),
    ],
    ids=["a number", "zeros before it", "text", "below the least", "unknown", "in bytes", "text in bytes"],
)
def test_headers_that_the_contract_knows_are_judged(
    contract: Contract, video: dict[str, Any], headers: dict[Any, Any], expected: list[str]
) -> None:
    assert codes(contract, "retrieve", status=200, headers={**JSON, **headers}, body=video) == expected


def test_the_seed_pages_example_alone_gives_nothing(contract: Contract) -> None:
    # the page's facts: each member with a value of the page's type
    page = {
        "id": "id",
        "completed_at": 0,
        "created_at": 0,
        "error": {"code": "code", "message": "message"},
        "expires_at": 0,
        "model": "string",
        "object": "video",
        "progress": 0,
        "prompt": "prompt",
        "remixed_from_video_id": "remixed_from_video_id",
        "seconds": "string",
        "size": "720x1280",
        "status": "queued",
    }
    assert contract.check_schema("Video", page) == []
    assert contract.check_schema("Video", json.dumps(page).encode()) == []


def test_an_unknown_schema_is_refused_with_those_that_there_are(contract: Contract) -> None:
    with pytest.raises(ValueError, match=r"schema: found 'Clip'; allowed: Video, "):
        contract.check_schema("Clip", {})


@pytest.mark.parametrize(
    "status", [0, 99, 1000, -1, "200", None, pytest.param(10**6000, id="6,000 digits"), 200.5], ids=repr
)
def test_what_is_no_status_is_refused(contract: Contract, status: Any) -> None:
    with pytest.raises(ValueError, match=r"^status: found .*; allowed: a whole number from 100 to 999$"):
        contract.check_response("retrieve", status=status, body={})


def test_odd_values_of_headers_and_of_what_was_asked_are_judged(contract: Contract, video: dict[str, Any]) -> None:
    found = codes(contract, "retrieve", status=200, headers={"content-type": 5}, body=video)
    assert found == ["body.contentType"]
    found = codes(contract, "create", status=200, body=video, request={"seconds": 10**5000})
    assert found == ["body.seconds.asked-seconds"]
