"""What goes out to a server and what doesn't, and how much of an answer is read and for how long."""

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from openvideos.conformance.answer import Answer
from openvideos.conformance.fuzz.fence import Fence
from openvideos.conformance.fuzz.finding import Finding
from openvideos.conformance.fuzz.judge import Judge
from openvideos.conformance.fuzz.task import Task
from openvideos.conformance.fuzz.world import World

KEY = "a-key-of-the-fence's-tests"
JSON = {"Content-Type": "application/json"}
ERROR = json.dumps({"error": {"message": "no", "type": "invalid", "param": None, "code": None}}).encode()
JOB: dict[str, Any] = {"id": "ours", "object": "video", "status": "completed", "progress": 100}
BOAT, NOTHING = {"prompt": "A boat"}, {"prompt": ""}


class Way:
    """A way to a server, and what came of it."""

    def __init__(self, base_url: str, **task: Any) -> None:
        self.findings: list[Finding] = []
        self.answers: list[Answer] = []
        told = Task(**{"base_url": base_url, "api_key": KEY, "valid_creates": True, "videos": 9, **task})
        self.world = World(told.known)
        judge = Judge(told, self.world)
        self.fence = Fence(told, self.world, judge, deadline=time.monotonic() + told.seconds, passed=self.passed)
        self.base_url = base_url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount("http://", self.fence)

    def passed(self, answer: Answer, asked: object, found: list[Finding]) -> None:
        self.answers.append(answer)
        self.findings += found

    def ask(self, method: str, path: str, **how: Any) -> int:
        """The status, be it the server's or one of the fence's."""
        how = {"headers": {"Authorization": f"Bearer {KEY}"}, "allow_redirects": False, "stream": True, **how}
        return self.session.request(method, f"{self.base_url}{path}", **how).status_code

    @property
    def kinds(self) -> list[str]:
        return [each.kind for each in self.findings]


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set when the test is over, so that nobody waits any longer."""
    event = threading.Event()
    yield event
    event.set()


def endless(pause: float = 0.0) -> Iterator[bytes]:
    for _ in itertools.count():
        yield b"[" * (1 if pause else 65536)
        time.sleep(pause)


def test_a_server_that_never_answers_is_told_of(serve: Callable[..., str], over: threading.Event) -> None:
    def hang(*_: Any) -> Any:
        over.wait()
        return 0, {}, b""

    way = Way(serve(hang), answer_timeout=0.2)
    with pytest.raises(requests.ReadTimeout):
        way.ask("GET", "/videos")
    assert way.kinds == ["unanswered"]
    assert "curl -i http://127.0.0.1" in way.findings[0].found
    assert KEY not in way.findings[0].found


def test_media_may_take_as_long_as_they_take(serve: Callable[..., str], over: threading.Event) -> None:
    def hang(*_: Any) -> Any:
        over.wait()
        return 0, {}, b""

    way = Way(serve(hang), answer_timeout=0.2)
    with pytest.raises(requests.ReadTimeout):
        way.ask("GET", "/videos/a/content")
    assert way.kinds == []


def test_an_answer_that_comes_for_ever_byte_by_byte_is_told_of(serve: Callable[..., str]) -> None:
    way = Way(serve(lambda *_: (200, JSON, endless(0.01))), answer_timeout=0.3)
    with pytest.raises(requests.ReadTimeout):
        way.ask("GET", "/videos")
    assert way.kinds == ["unanswered"]


def test_of_an_answer_without_an_end_a_part_is_read_and_it_is_told_of(serve: Callable[..., str]) -> None:
    way = Way(serve(lambda *_: (200, JSON, endless())))
    assert way.ask("GET", "/videos") == 200
    assert way.kinds == ["answer", "unanswered"]


def test_media_may_be_larger_than_what_is_read(serve: Callable[..., str]) -> None:
    way = Way(serve(lambda *_: (200, {"Content-Type": "video/mp4"}, endless())))
    assert way.ask("GET", "/videos/a/content") == 200
    assert way.kinds == []


def test_a_connection_that_is_closed_each_time_is_told_of(serve: Callable[..., str]) -> None:
    way = Way(serve(lambda *_: (0, {}, b"")))
    with pytest.raises(requests.ConnectionError):
        way.ask("POST", "/videos", json=BOAT)
    assert way.kinds == ["unanswered"]


def test_one_that_is_closed_once_is_not(serve: Callable[..., str]) -> None:
    answers = iter([(0, {}, b""), (404, JSON, ERROR)])
    way = Way(serve(lambda *_: next(answers)))
    assert way.ask("GET", "/videos/a") == 404
    assert way.kinds == []


def test_an_answer_has_asterisks_for_the_key_and_says_that_it_had_it(serve: Callable[..., str]) -> None:
    way = Way(serve(lambda _method, _target, headers, _body: (404, JSON, json.dumps(headers).encode())))
    way.ask("GET", "/videos/a")
    assert "key" in way.kinds
    assert KEY not in repr([each.to_json() for each in way.findings])
    assert KEY.encode() not in way.answers[0].body
    assert b"***" in way.answers[0].body


def test_what_leads_elsewhere_is_not_sent(serve: Callable[..., str]) -> None:
    asked: list[str] = []

    def other(method: str, *_: Any) -> Any:
        asked.append(method)
        return 400, JSON, ERROR

    elsewhere = serve(other)
    way = Way(serve(lambda *_: (307, {"Location": f"{elsewhere}/videos"}, b"")))
    assert way.ask("GET", "/videos") == 307
    assert way.ask("GET", "/videos", allow_redirects=True) == 409
    assert (asked, way.fence.withheld) == ([], {"elsewhere": 1})


def shared(method: str, target: str, *_: Any) -> Any:
    if method == "DELETE":
        return 404, JSON, ERROR
    job = {**JOB, "id": "theirs" if method == "GET" else "ours"}
    page = {"object": "list", "data": [job], "first_id": "theirs", "last_id": "theirs", "has_more": False}
    return 200, JSON, json.dumps(page if target == "/v1/videos" and method == "GET" else job).encode()


def test_only_jobs_that_were_made_here_or_that_nobody_knows_are_deleted(serve: Callable[..., str]) -> None:
    way = Way(serve(shared), known=["known"])
    way.ask("GET", "/videos")
    way.ask("POST", "/videos", json=BOAT)
    found = {name: way.ask("DELETE", f"/videos/{name}") for name in ("theirs", "known", "ours", "nobodys")}
    assert found == {"theirs": 409, "known": 409, "ours": 404, "nobodys": 404}
    assert way.fence.withheld == {"others": 2}


def test_where_videos_are_dear_only_what_no_server_takes_is_sent(serve: Callable[..., str]) -> None:
    way = Way(serve(lambda *_: (400, JSON, ERROR)), valid_creates=False)
    taken = [BOAT, {**BOAT, "size": None}, {**BOAT, "style": "oil"}, {**BOAT, "input_reference": {"image_url": "x"}}]
    assert [way.ask("POST", "/videos", json=each) for each in taken] == [409] * 4
    assert [way.ask("POST", "/videos", json=each) for each in (NOTHING, {**BOAT, "size": "1x1"})] == [400] * 2
    assert way.ask("POST", "/videos", json=BOAT, headers={"Idempotency-Key": ""}) == 409
    assert way.ask("POST", "/videos/a/remix", json=BOAT) == 409
    assert way.fence.withheld == {"valid": 6}


def test_no_more_videos_are_made_than_may_be_those_wrongly_made_among_them(serve: Callable[..., str]) -> None:
    way = Way(serve(shared), videos=2)
    assert [way.ask("POST", "/videos", json=each) for each in (BOAT, NOTHING, BOAT, NOTHING)] == [200, 200, 409, 409]
    assert way.ask("GET", "/videos") == 200
    assert way.fence.withheld == {"budget": 2}


def test_what_a_server_lacks_is_not_asked_for_and_media_not_without_end(serve: Callable[..., str]) -> None:
    way = Way(serve(lambda *_: (200, {"Content-Type": "video/mp4"}, b"mp4")), lacking=["list"], known=["known"])
    assert way.ask("GET", "/videos") == 409
    assert {way.ask("GET", "/videos/known/content") for _ in range(30)} == {200, 409}
    assert way.fence.withheld["lacking"] == 1
    assert way.fence.withheld["downloads"] > 0


def test_nothing_is_sent_when_the_time_is_up(serve: Callable[..., str]) -> None:
    way = Way(serve(lambda *_: (404, JSON, ERROR)), seconds=0.0)
    assert way.ask("GET", "/videos/a") == 409
    assert way.fence.withheld == {"over": 1}
