"""What is read of a file of recorded traffic, and what bad input gets: an answer in a line, soon."""

import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from openvideos.contract import Contract
from openvideos.contract.recording import Alone, Broken, Recorded, RecordingError, read_json, recorded
from openvideos.contract.replay import replay

VIDEOS = "https://api.example/v1/videos"
URL = f"{VIDEOS}/video_1"


def entry(*, request: Any = None, response: Any = None, **more: Any) -> dict[str, Any]:
    """An entry of a HAR with this in its request and its response."""
    asked = {"method": "GET", "url": URL, "headers": []}
    return {"request": asked | (request or {}), "response": {"status": 200, "headers": []} | (response or {}), **more}


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
    ("data", "broken", "lines"),
    [
        (GET + b"\n" + GET[:-9], [2], 2),
        (GET + b"\n\n\n" + GET[:-9] + b"\n" + GET, [4], 3),
        (GET + b"\r\n\xff", [2], 2),
        (GET + b"\n" + b"[" * 100_000 + b"\n" + GET, [2], 3),
        (GET + b'\n{"a": ' + b"9" * 5000 + b"}\n" + GET, [2], 3),
        (GET + b"\n\x1f\x8b\n" + GET, [2], 3),
        (GET[:-9] + b"\n" + GET, [1], 2),
        (GET[:-9] + b"\nx\n" + GET + b"\n" + GET[9:], [1, 2, 4], 4),
        (b"null\n" + GET + b"\n[]\n5\n{}", [1, 3, 4, 5], 5),
    ],
    ids=[
        "the last",
        "one within",
        "no UTF-8",
        "deep",
        "a long number",
        "gzip",
        "the first",
        "most",
        "what is no exchange",
    ],
)
def test_a_broken_line_is_told_by_its_number_and_the_others_are_judged(
    contract: Contract, data: bytes, broken: list[int], lines: int
) -> None:
    found = list(replay(contract, data))
    assert len(found) == lines
    assert [each.place for each in found if each.broken] == [f"line {number}" for number in broken]
    others = [each for each in found if not each.broken]
    assert all([each.code for each in entry.violations] == ["status.undeclared"] for entry in others)


def test_of_lines_one_is_decoded_at_a_time() -> None:
    line = GET[:-1] + b', "comment": "' + "\U0001f6a2".encode() * 25_000 + b'"}\n'
    data = b"x\n" + line * 40
    assert len(data) > 4_000_000
    for given, kind in ((data[2:], Recorded), (data, Broken)):
        tracemalloc.start()
        try:
            found = recorded(given)
            assert not isinstance(found, Alone)
            assert type(next(found)) is kind
            assert sum(isinstance(each, Recorded) for each in found) >= 39
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        # a first line that is broken has all of it read once, as one document
        assert most < (1_000_000 if kind is Recorded else 6 * len(data))


def test_the_only_line_cut_short_is_no_json() -> None:
    with pytest.raises(RecordingError, match=r"^found no JSON \(.*, line 1, column \d+\); allowed: JSON$"):
        recorded(GET[:-9])


HEADERS_BROKEN = "headers: found something else; allowed: names with values, both text"


@pytest.mark.parametrize(
    ("exchange", "message"),
    [
        (5, "found 5; allowed: an object with a request and a response"),
        (None, "found null; allowed: an object with a request and a response"),
        ({}, "request: found nothing; allowed: an object"),
        ({"request": 5}, "request: found 5; allowed: an object"),
        ({"request": {"method": "GET"}, "response": {"status": 200}}, "request.url: found nothing; allowed: text"),
        (entry(request={"method": None}), "request.method: found null; allowed: text"),
        (entry(request={"url": ["\x1b"]}), "request.url: found an array; allowed: text"),
        ({"request": {"method": "GET", "url": URL}, "response": 5}, "response: found 5; allowed: an object"),
        *(
            (
                entry(response={"status": status}),
                f"response.status: found {shown}; allowed: a whole number from 100 to 999, or 0",
            )
            for status, shown in (
                (True, "true"),
                (False, "false"),
                (200.5, "200.5"),
                ("200", "'200'"),
                (99, "99"),
                (1e300, "1e+300"),
                (float("nan"), "NaN"),
                (float("-inf"), "-Infinity"),
            )
        ),
        (entry(request={"headers": [["a", "b", "c"]]}), f"request.{HEADERS_BROKEN}"),
        (entry(request={"headers": [{"name": "a", "value": None}]}), f"request.{HEADERS_BROKEN}"),
        (entry(request={"headers": [{}]}), f"request.{HEADERS_BROKEN}"),
        (entry(request={"headers": {"a": True}}), f"request.{HEADERS_BROKEN}"),
        (entry(response={"headers": ["ab"]}), f"response.{HEADERS_BROKEN}"),
        (entry(response={"headers": "a: b"}), f"response.{HEADERS_BROKEN}"),
        (
            entry(request={"postData": {"text": "e*A==", "encoding": "base64"}}),
            "request.postData.text: found no base64, which it says it is",
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
def test_a_part_that_is_missing_or_of_another_kind_is_told_and_the_rest_goes_on(
    contract: Contract, exchange: Any, message: str
) -> None:
    fine, odd = GET.decode(), json.dumps(exchange)
    har, lines = f'{{"log": {{"entries": [{fine}, {odd}, {fine}]}}}}', f"{fine}\n{odd}\n{fine}"
    for data, place in ((har, "entry 2"), (lines, "line 2")):
        first, second, third = replay(contract, data.encode())
        assert (second.place, second.broken, second.judged, second.violations) == (place, message, False, ())
        assert [each.code for each in first.violations] == ["status.undeclared"]
        assert third.violations == first.violations


ODD: dict[str, Any] = {
    "a data URL": entry(request={"url": "data:text/plain,/v1/videos"}, response={"headers": [5]}),
    "a blob": entry(request={"url": "blob:https://api.example/v1/videos"}),
    "an extension": entry(request={"url": "Chrome-Extension://abc/v1/videos"}),
    "a websocket": entry(request={"url": "wss://api.example/v1/videos"}, response={"status": 101}),
    "a status of text": entry(request={"url": "https://cdn.example/x"}, response={"status": "ok"}),
    "a fraction": entry(request={"url": "https://cdn.example/x"}, response={"status": 200.5}),
    "no status": {"request": {"method": "GET", "url": "https://cdn.example/x"}, "response": {}},
    "no response": {"request": {"method": "GET", "url": "https://cdn.example/x"}},
    "a response that is none": {"request": {"method": "GET", "url": "https://cdn.example/x"}, "response": 5},
    "no base64": entry(request={"url": ""}, response={"content": {"text": "?", "encoding": "base64"}}),
    "headers of numbers": entry(request={"url": "about:blank", "headers": [{"name": "a", "value": {}}]}),
    "another method": entry(request={"method": "OPTIONS", "headers": 5}),
    "a lone surrogate": entry(request={"url": "https://\ud800.example/\ud800"}, response={"status": None}),
}


@pytest.mark.parametrize("other", ODD.values(), ids=ODD)
def test_what_goes_elsewhere_is_passed_over_whatever_it_looks_like(contract: Contract, other: Any) -> None:
    fine = json.loads(GET)
    har = json.dumps({"log": {"entries": [other, fine]}}).encode()
    lines = (json.dumps(other) + "\n" + GET.decode()).encode()
    for data in (har, lines):
        first, second = replay(contract, data)
        assert (first.judged, first.broken, first.violations) == (False, None, ())
        assert second.judged


def test_what_is_read_is_json() -> None:
    assert read_json(b'\xef\xbb\xbf{"a": NaN, "a": 1e999}').keys() == {"a"}
    with pytest.raises(RecordingError, match=r"^found no JSON \(Expecting value, line 1, column 1\); allowed: JSON$"):
        read_json(b"")
    with pytest.raises(RecordingError, match=r"^found no JSON \(Expecting value, column 1\); allowed: JSON$"):
        read_json(b"", line=True)


def test_a_har_is_read_where_readers_differ(contract: Contract) -> None:
    asked = rf'{{"method": "GET", "url": "{URL}/\ud800", "url": "{VIDEOS}"}}'
    answered = r'{"status": 200, "headers": [{"name": "\udfff", "value": "\ud800"}]}'
    only = rf'{{"time": NaN, "startedDateTime": "\ud800", "request": {asked}, "response": {answered}}}'
    (found,) = replay(contract, f'{{"log": 5, "log": {{"entries": [5], "entries": [{only}]}}}}'.encode())
    assert (found.judged, found.broken) == (True, None)


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
}


@pytest.mark.parametrize("large", LARGE.values(), ids=LARGE)
def test_much_of_nothing_is_refused_in_a_line(contract: Contract, large: Callable[[], bytes]) -> None:
    with pytest.raises(ValueError, match=r"found|byte") as caught:
        list(replay(contract, large()))
    assert len(str(caught.value)) < 200
    assert str(caught.value).isprintable()


def test_much_of_nothing_on_a_line_is_one_broken_line(contract: Contract) -> None:
    _, found, last = replay(contract, GET + b"\n" + b"[" * 50 * MEBI + b"\n" + GET)
    assert (found.place, found.broken) == ("line 2", "found JSON nested too deep to be read; allowed: a recording")
    assert last.judged


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
