"""Recorded traffic is judged entry by entry; what is no recording is told in a line."""

import base64
import gzip
import json
import sys
from typing import Any

import pytest

from openvideos.contract import Contract
from openvideos.contract.recording import RecordingError
from openvideos.contract.replay import Entry, replay

URL = "https://videos.example/v1/videos"
JSON = {"content-type": "application/json"}


def har_entry(method: str, url: str, body: Any, **more: Any) -> Any:
    status, at = more.pop("status", 200), more.pop("at", None)
    text = body if isinstance(body, str) else json.dumps(body)
    headers = [{"name": "Content-Type", "value": "application/json"}]
    request = {"method": method, "url": url, "headers": [], **more.pop("request", {})}
    response = {"status": status, "headers": headers, "content": {"text": text}, **more.pop("response", {})}
    times = {} if at is None else {"startedDateTime": f"2026-01-01T00:00:{at:06.3f}Z", "time": more.pop("took", 100)}
    return {"request": request, "response": response, **times, **more}


def har(*entries: Any) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}}).encode()


def line(method: str, url: str, body: Any, sent: Any = None, **response: Any) -> Any:
    request = {"method": method, "url": url, "headers": JSON, "body": sent}
    return {"request": request, "response": {"status": 200, "headers": JSON, "body": body, **response}}


def lines(*exchanges: Any) -> bytes:
    return "\n".join(map(json.dumps, exchanges)).encode()


def codes(contract: Contract, data: bytes, **options: Any) -> list[list[str]]:
    return [[each.code for each in entry.violations] for entry in replay(contract, data, **options)]


def test_entries_of_a_har_are_judged_in_their_places(contract: Contract, video: dict[str, Any]) -> None:
    data = har(
        har_entry("GET", "https://elsewhere.example/app.js", "let x"),
        har_entry("GET", f"{URL}/{video['id']}", {**video, "size": 7}),
        har_entry("GET", f"{URL}/v", "", status=0),
    )
    first, second, third = replay(contract, data)
    assert (first, third) == (Entry(place="entry 1", judged=False), Entry(place="entry 3", judged=False))
    assert (second.place, second.judged) == ("entry 2", True)
    assert [(each.code, each.origin) for each in second.violations] == [("body.size.type", "https://videos.example")]


def test_a_server_can_be_named(contract: Contract) -> None:
    data = har(har_entry("GET", f"{URL}/v", {}), har_entry("GET", "https://other.example/v1/videos/v", {}))
    judged = [entry.judged for entry in replay(contract, data, "https://videos.example/v1/")]
    assert judged == [True, False]
    assert [entry.judged for entry in replay(contract, data, "https://videos.example/v2")] == [False, False]


def test_what_a_har_does_not_hold_is_not_looked_at(contract: Contract, video: dict[str, Any]) -> None:
    unknown = {"response": {"content": {"size": 700}}}
    assert codes(contract, har(har_entry("POST", URL, "", **unknown))) == [[]]
    for content in ({"size": 700, "text": ""}, {"size": 0}, {}, None):
        dropped = {"response": {"content": content, "bodySize": 0}}
        assert codes(contract, har(har_entry("GET", f"{URL}/v", "", **dropped))) == [[]], content
    assert codes(contract, har(har_entry("GET", f"{URL}/v", ""))) == [["body.required"]]


def test_bodies_of_a_har_are_read_in_each_of_its_ways(contract: Contract, video: dict[str, Any]) -> None:
    packed = base64.b64encode(json.dumps({**video, "prompt": "y"}).encode()).decode()
    answer = {"response": {"content": {"text": packed, "encoding": "base64"}}}
    form = "multipart/form-data; boundary=b"
    text = '--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nx\r\n--b--\r\n'
    parts = [{"name": "prompt", "value": "x"}, {"name": "input_reference", "fileName": "a.png"}]
    for posted in (
        {"mimeType": "application/json", "text": '{"prompt": "x"}'},
        {"mimeType": form, "text": text},
        {"mimeType": form, "params": parts},
    ):
        entry = har_entry("POST", URL, "", request={"postData": posted}, **answer)
        assert codes(contract, har(entry)) == [["body.prompt.asked-prompt"]], posted


def test_each_look_is_compared_with_the_one_before(contract: Contract, video: dict[str, Any]) -> None:
    looks = [{**video, "progress": progress} for progress in (10, 40, 30)]
    url = f"{URL}/{video['id']}"
    assert codes(contract, lines(*[line("GET", url, look) for look in looks])) == [
        [],
        [],
        ["body.progress.progress-forward"],
    ]
    # asked before the other was answered: nobody knows which look was first
    entries = [har_entry("GET", url, look, at=at, took=400) for look, at in zip(looks, (1, 2, 2.1), strict=True)]
    assert codes(contract, har(*entries)) == [[], [], []]
    entries[2] = har_entry("GET", url, looks[2], at=3)
    assert codes(contract, har(*entries)) == [[], [], ["body.progress.progress-forward"]]


def looks(video: dict[str, Any], *given: tuple[float | None, float, int], zone: str = "Z") -> list[Any]:
    """Looks at a job, as entries of a HAR: when it was asked for, how long that took, and its progress."""
    url, entries = f"{URL}/{video['id']}", []
    for at, took, progress in given:
        entries.append(har_entry("GET", url, {**video, "progress": progress}, at=at, took=took))
        if at is not None:
            entries[-1]["startedDateTime"] = entries[-1]["startedDateTime"].replace("Z", zone)
    return entries


BACK = ["body.progress.progress-forward"]
SHUFFLED = [
    [(10.0, 100, 60), (12, 100, 50), (1, 100, 10), (5, 100, 20)],
    [(12.0, 100, 50), (10, 100, 60), (5, 100, 20), (1, 100, 10)],
    [(1.0, 100, 10), (10, 100, 60), (12, 100, 50), (5, 100, 20)],
    [(12.0, 100, 50), (None, 100, 0), (10, 100, 60), (None, 100, 0), (1, 100, 10)],
]


@pytest.mark.parametrize("given", SHUFFLED, ids=["shuffled", "backwards", "one late", "some without a time"])
def test_entries_of_a_har_are_looked_at_in_the_order_in_which_they_began(
    contract: Contract, video: dict[str, Any], given: list[Any]
) -> None:
    found = {entry.place: entry.violations for entry in replay(contract, har(*looks(video, *given)))}
    back = f"entry {given.index((12, 100, 50)) + 1}"
    assert {place: [each.code for each in some] for place, some in found.items() if some} == {back: BACK}


def test_a_look_is_compared_with_the_last_answer_that_came_before_it(contract: Contract, video: dict[str, Any]) -> None:
    # the first is asked for first and comes last
    overtaken = looks(video, (1, 10_000, 10), (2, 1000, 40), (5, 100, 30), (12, 100, 20), (13, 100, 15))
    assert codes(contract, har(*overtaken)) == [[], [], BACK, [], BACK]
    # asked for as soon as the other had come
    assert codes(contract, har(*looks(video, (1, 1000, 40), (2, 1000, 30)))) == [[], BACK]


def test_a_line_that_was_written_late_is_compared_with_nothing(contract: Contract, video: dict[str, Any]) -> None:
    entries = looks(video, (1, 100, 10), (10, 100, 60), (12, 100, 70), (5, 100, 20), (13, 100, 65), (6, 8000, 1))
    assert codes(contract, lines(*entries)) == [[], [], [], [], BACK, []]
    # it came last, so that the next is compared with it
    assert codes(contract, lines(*entries, *looks(video, (15, 100, 0)))) == [[], [], [], [], BACK, [], BACK]
    entries = looks(video, (1, 100, 70), (4, 5000, 80), (2, 100, 20), (5, 100, 65))
    assert codes(contract, lines(*entries)) == [[], [], [], BACK]


def test_times_that_nobody_can_compare_are_not_compared(contract: Contract, video: dict[str, Any]) -> None:
    here, there = looks(video, (10, 100, 50), (20, 100, 60)), looks(video, (1, 100, 20), (30, 100, 10), zone="")
    unknown = looks(video, (None, 0, 5))
    for entries in ([*here, *there, *unknown], [*there[:1], *here, *unknown], [here[0], *there[:1], here[1]]):
        assert codes(contract, har(*entries)) == codes(contract, lines(*entries)) == [[]] * len(entries)
    assert codes(contract, lines(*there)) == [[], BACK]
    assert codes(contract, lines(*looks(video, (None, 0, 50), (None, 0, 20)))) == [[], BACK]


def test_many_answers_on_their_way_cost_no_more_than_their_number(contract: Contract, video: dict[str, Any]) -> None:
    def calls(many: int) -> int:
        data = har(*looks(video, *[(second % 60, 10**9, 0) for second in range(many)]))
        count = 0

        def called(_frame: object, event: str, _of: object) -> None:
            nonlocal count
            count += event == "call"

        before = sys.getprofile()
        sys.setprofile(called)
        try:
            assert all(entry.judged for entry in replay(contract, data))
        finally:
            sys.setprofile(before)
        return count

    calls(10)  # what is made once
    assert calls(2000) < 2.5 * calls(1000)


def test_a_line_has_headers_and_bodies_in_several_forms(contract: Contract, video: dict[str, Any]) -> None:
    pairs = [["Content-Type", "application/json"]]
    listed = [{"name": "Content-Type", "value": "application/json"}]
    for headers in (JSON, pairs, listed):
        for body in (video, json.dumps(video)):
            exchange = line("GET", f"{URL}/{video['id']}", body, headers=headers)
            assert codes(contract, lines(exchange, exchange)) == [[], []]
    bare = {"request": {"method": "GET", "url": f"{URL}/v"}, "response": {"status": 202}}
    assert codes(contract, json.dumps(bare, indent=2).encode()) == [["status.undeclared"]]
    assert codes(contract, b"\n" + lines(bare, bare).replace(b"\n", b"\r\n\r\n")) == [["status.undeclared"]] * 2
    entry = har_entry("GET", f"{URL}/v", {"id": "v"}, status=404)
    assert codes(contract, lines(entry, entry)) == [["body.error.required"]] * 2


def test_one_body_is_known_by_its_object(contract: Contract, video: dict[str, Any]) -> None:
    assert codes(contract, json.dumps(video).encode()) == [[]]
    assert codes(contract, b'{"object": "video.deleted", "id": "v", "deleted": 1}') == [["body.deleted.type"]]
    # read as a recording it may be; as a body it is not what every reader takes
    assert codes(contract, b'\xef\xbb\xbf{"object": "video.deleted"}') == [["body.json"]]
    assert codes(contract, b'{"object": "video", "id": NaN}') == [["body.json"]]
    assert codes(contract, b'{"object": "video", "id": 1, "id": 2}') == [["body.json"]]


DEEP = b"[" * 100_000
BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "^found nothing; allowed: a HAR, exchanges .one a line., or one JSON body$"),
    "white space": (b" \r\n\t\n", "^found nothing; allowed: a HAR"),
    "a mark alone": (b"\xef\xbb\xbf", "^found no JSON"),
    "null": (b"null", "^found no HAR, no exchanges, and no object that is video"),
    "a number": (b"5\n", "^found no HAR"),
    "an empty text": (b'""', "^found no HAR"),
    "an empty array": (b"[]", "^found no HAR"),
    "an empty object": (b"{}", "^found no HAR"),
    "two nulls": (b"null\nnull", r"^found no JSON \(Extra data, line 2, column 1\)"),
    "two HARs": (har() + b"\n" + har(), r"^found no JSON \(Extra data, line 2, column 1\)"),
    "a HAR cut short": (json.dumps(json.loads(har({})), indent=1)[:-9].encode(), r"^found no JSON \(.*, line \d+, col"),
    "text": (b"hello\nworld", r"^found no JSON \(Expecting value, line 1, column 1\)"),
    "gzip": (gzip.compress(b"{}"), r"^found gzip; allowed: the file unpacked"),
    "UTF-16": ('{"log": {}}'.encode("utf-16"), "^found UTF-16; allowed: UTF-8$"),
    "another encoding": (b'{"log": "\xe9"}', r"^byte 9 is not UTF-8"),
    "deep": (DEEP, "nested too deep"),
    "a long number": (b'{"log": ' + b"9" * 10_000 + b"}", "an integer of too many digits"),
    "another object": (b'{"object": "car"}', "^found no HAR, no exchanges, and no object that is video, list, video"),
    "an object that is no word": (b'{"object": {}}', "^found no HAR"),
    "an array": (b"[1]", "^found no HAR"),
    "a HAR of another form": (b'{"log": []}', r"^log: found an array; allowed: an object$"),
    "a HAR without entries": (b'{"log": {}}', r"^log\.entries: found nothing; allowed: an array$"),
}


@pytest.mark.parametrize(("data", "message"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_recording_is_one_line(contract: Contract, data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        list(replay(contract, data))
    assert str(caught.value).isprintable()
    assert isinstance(caught.value, RecordingError)


def test_urls_that_nobody_can_read_are_passed_over(contract: Contract) -> None:
    urls = ["", "videos", "http://[", "http://x:99999/v1/videos", "https://a.example/v1/videos/v\u0000/content"]
    data = lines(*[line("DELETE", url, {}) for url in urls])
    assert [entry.judged for entry in replay(contract, data)] == [False] * len(urls)
