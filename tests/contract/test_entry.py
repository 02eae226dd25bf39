"""What is read of an entry of a recording, in whatever form it has; what it doesn't hold is not known."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from openvideos.contract import Contract, Exchange, FilePart
from openvideos.contract.entry import exchange_in, times_in
from openvideos.contract.replay import replay

VIDEOS = "https://api.example/v1/videos"
URL = f"{VIDEOS}/video_1"
START = datetime(2026, 1, 1, tzinfo=UTC)
FORM = "multipart/form-data; boundary=b"


def entry(*, request: Any = None, response: Any = None, **more: Any) -> dict[str, Any]:
    """An entry of a HAR with this in its request and its response."""
    asked = {"method": "GET", "url": URL, "headers": []}
    return {"request": asked | (request or {}), "response": {"status": 200, "headers": []} | (response or {}), **more}


def one(given: Any) -> Exchange:
    found = exchange_in(given)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ({"text": "ü"}, "ü".encode()),
        ({"text": ""}, b""),
        ({"text": base64.b64encode(b"\xff\0").decode(), "encoding": "base64"}, b"\xff\0"),
        ({"text": "", "encoding": "base64"}, b""),
        ({"text": "eA==", "encoding": "other"}, b"eA=="),
        ({"text": "\ud800"}, b"\xed\xa0\x80"),
        ({"text": "/w\r\nA=\n", "encoding": "base64"}, b"\xff\0"),
        ({"text": "", "size": 0}, b""),
        ({"text": "", "size": 5}, None),
        ({"text": "", "size": 5, "encoding": "base64"}, None),
        ({"text": "", "size": -1}, None),
        ({"size": 0}, None),
        ({"size": 0, "text": None}, None),
        ({"size": 0, "mimeType": "application/json", "comment": "Response bodies are not included."}, None),
        ({"size": 5}, None),
        ({"size": -1, "_file": "a.bin"}, None),
        ({"text": None, "size": 5}, None),
        ({}, None),
        (None, None),
        ("text", None),
    ],
    ids=str,
)
def test_a_body_that_was_answered_is_bytes_or_not_known(content: Any, body: bytes | None) -> None:
    assert one(entry(response={"content": content})).response_body == body
    assert one(entry()).response_body is None


@pytest.mark.parametrize(
    ("length", "content", "body"),
    [
        ("0", {"size": 0}, b""),
        (" 0 ", {"size": 0, "text": None}, b""),
        ("0", {}, b""),
        ("17", {"size": 0}, None),
        ("17", {"size": 0, "text": ""}, None),
        ("many", {"size": 0, "text": ""}, None),
    ],
    ids=str,
)
def test_a_body_that_is_not_there_is_empty_where_its_length_says_so(
    length: str, content: Any, body: bytes | None
) -> None:
    headers = [{"name": "Content-Length", "value": length}]
    # a browser's word for its cache
    assert one(entry(response={"content": content, "headers": headers, "bodySize": 0})).response_body == body


@pytest.mark.parametrize("packed", ["gzip", "br", "zstd", "deflate", "gzip, br"])
def test_a_har_has_bodies_unpacked_already(contract: Contract, video: dict[str, Any], packed: str) -> None:
    headers = [("content-type", "application/json"), ("content-encoding", packed), ("content-length", "9")]
    posted = {"mimeType": "application/json", "text": '{"prompt": "A paper boat"}'}
    response = {"content": {"text": json.dumps({**video, "id": "video_1"})}, "headers": headers}
    looked = entry(response=response, request={"headers": headers})
    made = entry(response=response, request={"headers": headers, "postData": posted, "method": "POST", "url": VIDEOS})
    found = replay(contract, json.dumps({"log": {"entries": [looked, made]}}).encode())
    codes = [[each.code for each in judged.violations] for judged in found]
    assert codes == [[], ["body.prompt.asked-prompt"]]


@pytest.mark.parametrize(
    ("posted", "body"),
    [
        ({"text": "ü"}, "ü".encode()),
        ({"text": "a", "params": [{"name": "b", "value": "c"}]}, b"a"),
        ({"text": "", "params": [{"name": "b", "value": "c"}]}, {"b": "c"}),
        ({"text": "/wA=", "encoding": "base64"}, b"\xff\0"),
        ({"mimeType": FORM, "text": "--b\n\ufffd", "params": [{"name": "b", "value": "c"}]}, {"b": "c"}),
        ({"mimeType": FORM, "text": "--b\n\ufffd", "params": []}, b"--b\n\xef\xbf\xbd"),
        ({"mimeType": FORM, "text": "--b--", "params": [{"name": "b", "value": "c"}]}, b"--b--"),
        ({"mimeType": "text/plain", "text": "--b", "params": [{"name": "b", "value": "c"}]}, b"--b"),
        ({"params": [{"name": "a", "contentType": "image/png"}]}, {"a": FilePart(name=None, type="image/png")}),
        ({"params": [{"name": "a", "contentType": "text/plain", "value": "b"}]}, {"a": "b"}),
        ({"params": [{"name": "a", "fileName": 5, "contentType": [5]}]}, {"a": FilePart(name=None)}),
        ({"params": [{"name": "a", "value": "b"}, {"name": "a", "value": "c"}]}, {"a": ["b", "c"]}),
        ({"params": [{"name": "a[b]", "value": "c"}]}, {"a": {"b": "c"}}),
        ({"params": [{"name": "a"}]}, {"a": ""}),
        ({"params": [{"name": "a", "fileName": "b.png"}]}, {"a": FilePart(name="b.png")}),
        (
            {"params": [{"name": "a", "fileName": "b.png", "contentType": "image/png", "value": "x"}]},
            {"a": FilePart(name="b.png", type="image/png")},
        ),
        ({"params": [5, {}, {"name": 5}, {"value": "b"}, {"name": "c", "value": "d"}]}, {"c": "d"}),
        ({"params": [{"name": "a", "value": None}]}, {"a": ""}),
        ({"params": [5]}, None),
        ({"params": []}, None),
        ({"params": "a=b"}, None),
        ({"text": ""}, None),
        ({"text": None}, None),
        ({}, None),
        (None, None),
        ([], None),
    ],
    ids=str,
)
def test_a_body_that_was_sent_is_bytes_or_a_form_or_not_known(posted: Any, body: Any) -> None:
    assert one(entry(request={"postData": posted})).request_body == body


@pytest.mark.parametrize(
    ("headers", "posted", "kinds"),
    [
        ([], {"mimeType": FORM}, [FORM]),
        ([{"name": "CONTENT-TYPE", "value": "a/b"}], {"mimeType": FORM}, ["a/b"]),
        ([], {"mimeType": ""}, []),
        ([], {"mimeType": None}, []),
        ([], None, []),
    ],
    ids=["named with the body", "named twice", "empty", "null", "nowhere"],
)
def test_a_media_type_is_taken_from_where_it_stands(headers: Any, posted: Any, kinds: list[str]) -> None:
    found = one(entry(request={"headers": headers, "postData": posted}))
    assert [value for name, value in found.request_headers if name.lower() == "content-type"] == kinds


HEADERS = [("A", "b"), ("A", "c")]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([{"name": "A", "value": "b", "comment": ""}, {"name": "A", "value": "c"}], HEADERS),
        ([["A", "b"], ["A", "c"]], HEADERS),
        ({"A": ["b", "c"]}, HEADERS),
        ({"A": "b"}, HEADERS[:1]),
        ({"A": 5}, [("A", "5")]),
    ],
    ids=["as HAR has them", "pairs", "an object", "an object of lists", "a number"],
)
def test_headers_are_read_in_each_of_their_forms(given: Any, found: list[tuple[str, str]]) -> None:
    exchange = one(entry(request={"headers": given}, response={"headers": given}))
    assert exchange.request_headers == exchange.response_headers == found


@pytest.mark.parametrize("headers", [{}, {"headers": None}, {"headers": []}, {"headers": {}}], ids=str)
def test_headers_that_are_not_there_are_not_known(headers: dict[str, Any]) -> None:
    bare = one({"request": {"method": "GET", "url": URL, **headers}, "response": {"status": 200, **headers}})
    assert bare.request_headers == []
    assert bare.response_headers is None


@pytest.mark.parametrize(
    ("given", "found"),
    [({"a": [1]}, {"a": [1]}), ([], []), ("ü", "ü".encode()), ("", b""), (None, None), (5, 5)],
    ids=["an object", "an array", "text", "empty text", "null", "a number"],
)
def test_the_bodies_of_a_line_are_json_or_text(given: Any, found: Any) -> None:
    exchange = one(entry(request={"body": given}, response={"body": given}))
    assert exchange.request_body == exchange.response_body == found


def test_a_body_that_is_null_is_not_known(contract: Contract) -> None:
    answer = {"status": 200, "headers": {"content-type": "application/json"}, "body": None}
    line = json.dumps({"request": {"method": "POST", "url": VIDEOS, "body": None}, "response": answer}).encode()
    assert [each.violations for each in replay(contract, line + b"\n" + line)] == [(), ()]


@pytest.mark.parametrize(
    ("times", "began", "lasted"),
    [
        ({"startedDateTime": "2026-01-01T00:00:00.000Z", "time": 250.5}, START, 250.5),
        ({"startedDateTime": "2026-01-01T05:30:00+05:30", "time": 0}, START, 0),
        ({"startedDateTime": "2025-12-31T12:00:00.000000-12:00", "time": 1}, START, 1),
        ({"startedDateTime": "2026-01-01T00:00:00Z", "time": -1}, START, 0),
        ({"startedDateTime": "2026-01-01T00:00:00Z"}, START, 0),
        ({"startedDateTime": "2026-01-01T00:00:00", "time": 1}, START.replace(tzinfo=None), 1),
        ({"startedDateTime": "2026-01-01T00:00:00Z", "time": None}, START, None),
        ({"startedDateTime": "2026-01-01T00:00:00Z", "time": "1"}, START, None),
        ({"startedDateTime": "2026-01-01T00:00:00Z", "time": float("nan")}, START, 0),
        ({"startedDateTime": "2026-01-01T00:00:00Z", "time": 1e300}, START, None),
        ({"startedDateTime": "yesterday", "time": 1}, None, None),
        ({"startedDateTime": 5, "time": 1}, None, None),
        ({"time": 1}, None, None),
    ],
    ids=str,
)
def test_when_an_exchange_was_is_read_as_far_as_it_is_told(
    times: dict[str, Any], began: datetime | None, lasted: float | None
) -> None:
    ended = None if began is None or lasted is None else began + timedelta(milliseconds=lasted)
    assert times_in(entry(**times)) == (began, ended)


def test_times_with_a_zone_and_without_are_no_fault(contract: Contract, video: dict[str, Any]) -> None:
    answer = {"content": {"text": json.dumps({**video, "id": "video_1"})}}
    answer["headers"] = [{"name": "content-type", "value": "application/json"}]  # type: ignore[assignment]
    times = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00", None, "2026-01-01T02:00:00+02:00"]
    entries = [entry(response=answer, startedDateTime=each, time=5000) for each in times]
    data = json.dumps({"log": {"entries": entries}}).encode()
    assert [each.violations for each in replay(contract, data)] == [()] * 4


BARE: list[dict[str, Any]] = [{}, {"response": None}, {"response": {}}]


@pytest.mark.parametrize(
    ("given", "status"),
    [(200, 200), (200.0, 200), (999, 999), (None, None)],
    ids=str,
)
def test_a_status_is_a_whole_number_or_not_known(given: Any, status: int | None) -> None:
    found = one(entry(response={"status": given}))
    assert (found.status, type(found.status)) == (status, type(status))
    bare: dict[str, Any] = {"request": {"method": "GET", "url": URL}}
    assert [one({**bare, **more}).status for more in BARE] == [None] * 3


def test_of_an_answer_that_is_not_there_its_request_is_judged(contract: Contract) -> None:
    asked = {"method": "POST", "url": VIDEOS, "body": {"prompt": ""}}
    for more in BARE:
        (found,) = replay(contract, json.dumps({"request": asked, **more}).encode())
        assert [each.code for each in found.violations] == ["body.prompt.minLength"]


@pytest.mark.parametrize("status", [0, -1, 0.0])
def test_a_request_that_was_never_answered_is_passed_over(contract: Contract, status: Any) -> None:
    broken = {"headers": 5, "content": {"text": "?", "encoding": "base64"}, "status": status}
    (found,) = replay(contract, json.dumps(entry(response=broken)).encode())
    assert (found.judged, found.broken) == (False, None)
