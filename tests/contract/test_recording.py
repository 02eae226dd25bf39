"""What is read of a recording, in whatever form it has, and what bad input gets: an answer in a line, soon."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from openvideos.contract import Contract, Exchange, FilePart
from openvideos.contract.recording import Recorded, RecordingError, read_json, recorded
from openvideos.contract.replay import replay

URL = "https://api.example/v1/videos/video_1"
START = datetime(2026, 1, 1, tzinfo=UTC)
FORM = "multipart/form-data; boundary=b"


def entry(*, request: Any = None, response: Any = None, **more: Any) -> dict[str, Any]:
    """An entry of a HAR with this in its request and its response."""
    asked = {"method": "GET", "url": URL, "headers": []}
    return {"request": asked | (request or {}), "response": {"status": 200, "headers": []} | (response or {}), **more}


def read(*exchanges: dict[str, Any], har: bool = True) -> list[Recorded]:
    if har:
        return list(recorded(b"", {"log": {"entries": list(exchanges)}}) or ())
    data = "\n".join(map(json.dumps, exchanges)).encode()
    return list(recorded(data, None) or ())


def one(exchange: dict[str, Any], *, har: bool = True) -> Exchange:
    (found,) = read(exchange, har=har)
    return found.exchange


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ({"text": "ü"}, "ü".encode()),
        ({"text": ""}, b""),
        ({"text": base64.b64encode(b"\xff\0").decode(), "encoding": "base64"}, b"\xff\0"),
        ({"text": "", "encoding": "base64"}, b""),
        ({"text": "eA==", "encoding": "other"}, b"eA=="),
        ({"text": "\ud800"}, b"\xed\xa0\x80"),
        ({"size": 0}, b""),
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
    ("posted", "body"),
    [
        ({"text": "ü"}, "ü".encode()),
        ({"text": "a", "params": [{"name": "b", "value": "c"}]}, b"a"),
        ({"text": "", "params": [{"name": "b", "value": "c"}]}, {"b": "c"}),
        ({"params": [{"name": "a", "value": "b"}, {"name": "a", "value": "c"}]}, {"a": ["b", "c"]}),
        ({"params": [{"name": "a[b]", "value": "c"}]}, {"a": {"b": "c"}}),
        ({"params": [{"name": "a"}]}, {"a": ""}),
        ({"params": [{"name": "a", "fileName": "b.png"}]}, {"a": FilePart(name="b.png")}),
        (
            {"params": [{"name": "a", "fileName": "b.png", "contentType": "image/png", "value": "x"}]},
            {"a": FilePart(name="b.png", type="image/png")},
        ),
        ({"params": [5, {}, {"name": 5}, {"value": "b"}, {"name": "c", "value": "d"}]}, {"c": "d"}),
        ({"params": [{"name": "a", "value": None}]}, {"a": None}),
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
        ({"A": "b"}, HEADERS[:1]),
        ([], []),
        ({}, []),
    ],
    ids=["as HAR has them", "pairs", "an object", "no pairs", "an empty object"],
)
def test_headers_are_read_in_each_of_their_forms(given: Any, found: list[tuple[str, str]]) -> None:
    for har in (True, False):
        exchange = one(entry(request={"headers": given}, response={"headers": given}), har=har)
        assert exchange.request_headers == exchange.response_headers == found


def test_headers_that_a_line_has_not_are_not_known_and_those_of_a_har_are_none() -> None:
    bare = {"request": {"method": "GET", "url": URL}, "response": {"status": 200}}
    assert one(bare, har=False).response_headers is None
    assert one(bare).response_headers == []


@pytest.mark.parametrize(
    ("given", "found"),
    [({"a": [1]}, {"a": [1]}), ([], []), ("ü", "ü".encode()), ("", b""), (None, None), (5, 5)],
    ids=["an object", "an array", "text", "empty text", "null", "a number"],
)
def test_the_bodies_of_a_line_are_json_or_text(given: Any, found: Any) -> None:
    exchange = one(entry(request={"body": given}, response={"body": given}), har=False)
    assert exchange.request_body == exchange.response_body == found


def test_an_entry_of_a_har_may_stand_on_a_line() -> None:
    assert one(entry(response={"content": {"text": "a"}}), har=False).response_body == b"a"


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
    (found,) = read(entry(**times))
    ended = None if began is None or lasted is None else began + timedelta(milliseconds=lasted)
    assert (found.began, found.ended) == (began, ended)


def test_times_with_a_zone_and_without_are_no_fault(contract: Contract, video: dict[str, Any]) -> None:
    answer = {"content": {"text": json.dumps({**video, "id": "video_1"})}}
    answer["headers"] = [{"name": "content-type", "value": "application/json"}]  # type: ignore[assignment]
    times = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00", None, "2026-01-01T02:00:00+02:00"]
    entries = [entry(response=answer, startedDateTime=each, time=5000) for each in times]
    data = json.dumps({"log": {"entries": entries}}).encode()
    assert [each.violations for each in replay(contract, data)] == [()] * 4


GET = json.dumps({"request": {"method": "GET", "url": URL}, "response": {"status": 202}}).encode()


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (GET, [""]),
        (json.dumps(json.loads(GET), indent=2).encode(), [""]),
        (b"\n \n" + GET + b"\n\n", [""]),
        (GET + b"\n" + GET, ["line 1", "line 2"]),
        (GET + b"\r\n\r\n" + GET + b"\r\n", ["line 1", "line 3"]),
        (b"\n\n" + GET + b"\n" + GET + b"\n\n\n", ["line 3", "line 4"]),
        (b"\xef\xbb\xbf" + GET + b"\n" + GET, ["line 1", "line 2"]),
        (b'{"log": {"entries": []}}', []),
    ],
    ids=["one", "over many lines", "with empty lines", "two", "CRLF", "empty lines around", "a mark", "an empty HAR"],
)
def test_exchanges_are_told_by_their_places(contract: Contract, data: bytes, places: list[str]) -> None:
    found = list(replay(contract, data))
    assert [each.place for each in found] == places
    assert all([each.code for each in entry.violations] == ["status.undeclared"] for entry in found)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (GET + b"\n" + GET[:-9], 2),
        (GET + b"\n\n\n" + GET[:-9] + b"\n" + GET, 4),
        (GET + b"\r\n\xff", 2),
        (GET + b"\n" + b"[" * 100_000, 2),
        (GET + b'\n{"a": ' + b"9" * 5000 + b"}", 2),
        (GET + b"\n\x1f\x8b", 2),
        (GET[:-9], 1),
        (GET[:-9] + b"\n" + GET, 1),
    ],
    ids=["the last", "one within", "no UTF-8", "deep", "a long number", "gzip", "the only one", "the first"],
)
def test_a_broken_line_is_told_by_its_number(contract: Contract, data: bytes, line: int) -> None:
    with pytest.raises(RecordingError, match=rf"\bline {line}\b"):
        list(replay(contract, data))


@pytest.mark.parametrize(
    ("exchange", "message"),
    [
        ({"request": 5}, "request: found 5; allowed: an object"),
        ({"request": {"method": "GET", "url": URL}, "response": None}, "response: found null; allowed: an object"),
        ({"request": {"method": "GET"}, "response": {"status": 200}}, "request.url: found nothing; allowed: text"),
        (entry(request={"method": None}), "request.method: found null; allowed: text"),
        (entry(request={"url": ["\x1b"]}), "request.url: found ['\\x1b']; allowed: text"),
        (entry(response={"status": True}), "response.status: found true; allowed: a whole number"),
        (entry(response={"status": 200.5}), "response.status: found 200.5; allowed: a whole number"),
        (
            entry(request={"headers": [["a", "b", "c"]]}),
            "request.headers: found something else; allowed: names with values, both text",
        ),
        (
            entry(response={"headers": "a: b"}),
            "response.headers: found something else; allowed: names with values, both text",
        ),
        (
            entry(response={"content": {"text": "e*A==", "encoding": "base64"}}),
            "response.content.text: found no base64, which it says it is",
        ),
        (
            entry(response={"content": {"text": "ü", "encoding": "base64"}}),
            "response.content.text: found no base64, which it says it is",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_part_that_is_missing_or_of_another_kind_is_told_with_its_place(
    exchange: dict[str, Any], message: str
) -> None:
    for har, place in ((True, "entry 2"), (False, "line 2")):
        with pytest.raises(RecordingError) as caught:
            read(entry(), exchange, har=har)
        assert str(caught.value) == f"{place}: {message}"


@pytest.mark.parametrize("place", ["", "line 7"])
def test_what_is_read_is_json_and_its_place_is_told(place: str) -> None:
    assert read_json(b'\xef\xbb\xbf{"a": NaN}', place).keys() == {"a"}
    with pytest.raises(RecordingError, match=rf"^{place + ': ' if place else ''}found no JSON \(Expecting value, "):
        read_json(b"", place)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rb'{"object": "video", "id": "\ud800"}', id="a lone surrogate"),
        pytest.param(b'{"object": "video", "id": Infinity}', id="no number"),
        pytest.param(b'{"object": "video", "id": 1e999}', id="a huge number"),
        pytest.param(b'{"object": "video", "id": 1, "id": 1}', id="a name twice"),
        pytest.param(b'{"object": "video", "a": ' + b"[" * 300 + b"]" * 300 + b"}", id="nested deeper than may be"),
    ],
)
def test_text_that_readers_differ_on_is_a_violation_wherever_it_stands(contract: Contract, body: bytes) -> None:
    texts = {"content": {"text": body.decode()}}
    headers = {"headers": [{"name": "Content-Type", "value": "application/json"}]}
    har = json.dumps({"log": {"entries": [entry(response=texts | headers)]}}).encode()
    line = json.dumps(entry(response={"body": body.decode()} | headers)).encode()
    for data in (body, har, line):
        (found,) = replay(contract, data)
        assert [each.code for each in found.violations] == ["body.json"]


MEBI = 2**20
LARGE: dict[str, Callable[[], bytes]] = {
    "brackets": lambda: b"[" * 50 * MEBI,
    "objects in one another": lambda: b'{"a":' * 10 * MEBI,
    "zeros": lambda: bytes(50 * MEBI),
    "empty lines": lambda: b"\n" * 50 * MEBI,
    "digits": lambda: b"9" * 50 * MEBI,
    "a text": lambda: b'"' + b"x" * 50 * MEBI + b'"',
    "no UTF-8": lambda: b"\xff" * 50 * MEBI,
    "a line, and brackets": lambda: GET + b"\n" + b"[" * 50 * MEBI,
}


@pytest.mark.parametrize("large", LARGE.values(), ids=LARGE)
def test_much_of_nothing_is_refused_in_a_line(contract: Contract, large: Callable[[], bytes]) -> None:
    with pytest.raises(ValueError, match=r"found|byte") as caught:
        list(replay(contract, large()))
    assert len(str(caught.value)) < 200
    assert str(caught.value).isprintable()


def test_megabytes_that_depart_everywhere_give_the_first_hundred_and_a_count(
    contract: Contract, video: dict[str, Any]
) -> None:
    jobs = ",".join([json.dumps({**video, "size": "1x1"})] * 30_000)
    page = f'{{"object": "list", "data": [{jobs}], "first_id": null, "last_id": null, "has_more": false}}'
    assert len(page) > 8 * MEBI
    (found,) = replay(contract, page.encode())
    assert [each.code for each in found.violations[:101]] == ["body.data.size.enum"] * 100 + ["body.more"]
    assert len(found.violations) < 110


def test_the_limit_of_recursion_is_nobodys_to_meet(contract: Contract, video: dict[str, Any]) -> None:
    for depth in (*range(100, 1300, 100), 100_000):
        nested = b'{"a": ' * depth + b"1" + b"}" * depth
        body = json.dumps({**video, "id": "video_1"}).encode()[:-1] + b', "more": ' + nested + b"}"
        line = b'{"request": {"method": "GET", "url": "%s"}, "response": {"status": 200, "body": %s}}'
        for data in (nested, body, line % (URL.encode(), body), b'{"log": {"entries": [%s]}}' % nested):
            try:
                assert all(len(each.violations) < 110 for each in replay(contract, data))
            except ValueError as error:
                assert str(error).isprintable()  # noqa: PT017 - either is an answer
