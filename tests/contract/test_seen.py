"""The last look at each job, to compare the next with: of each server's own, and no more than so many."""

import json
import threading
import time
from typing import Any

import pytest

from openvideos.contract.seen import Seen

HERE, THERE = "https://here.example", "https://there.example"


def job(video_id: str = "v", **more: Any) -> dict[str, Any]:
    return {"id": video_id, "status": "queued", "progress": 0, "expires_at": None, **more}


def kept(seen: Seen, *ids: str) -> list[bool]:
    return [seen.before(HERE, video_id) is not None for video_id in ids]


def test_the_last_look_counts_and_what_no_rule_asks_for_is_not_kept() -> None:
    seen = Seen()
    assert seen.before(HERE, "v") is None
    seen.note(HERE, job(prompt="a secret plan", size="1x1"))
    assert seen.before(HERE, "v") == {"status": "queued", "progress": 0, "expires_at": None}
    seen.note(HERE, {"id": "v", "status": "in_progress", "progress": 50})
    assert seen.before(HERE, "v") == {"status": "in_progress", "progress": 50, "expires_at": None}


def test_a_look_is_of_one_server() -> None:
    seen = Seen()
    seen.note(HERE, job())
    assert seen.before(THERE, "v") is None
    seen.note(THERE, job(status="failed"))
    assert [(seen.before(origin, "v") or {})["status"] for origin in (HERE, THERE)] == ["queued", "failed"]


def test_a_page_is_a_look_at_each_of_its_jobs() -> None:
    seen = Seen()
    seen.note(HERE, {"object": "list", "data": [job("a"), None, 5, {"id": "c"}, job("b")]})
    assert kept(seen, "a", "b", "c") == [True, True, False]


@pytest.mark.parametrize(
    "data",
    [
        None,
        5,
        "v",
        [job()],
        {},
        {"id": "v"},
        {"id": "v", "status": None},
        {"id": 5, "status": "queued"},
        {"id": None, "status": "queued"},
        {"data": None},
        {"data": 5},
        {"data": {"id": "v", "status": "queued"}},
        {"data": [{"data": [job()]}]},
    ],
    ids=str,
)
def test_what_is_no_job_is_no_look(data: Any) -> None:
    seen = Seen()
    seen.note(HERE, data)
    seen.note_body(HERE, data)
    assert seen.before(HERE, "v") is None
    odd: list[Any] = [5, None, []]
    assert [seen.before(HERE, video_id) for video_id in odd] == [None] * 3


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (json.dumps(job()).encode(), True),
        (job(), True),
        (json.dumps({"data": [job()]}).encode(), True),
        (b"", False),
        (b"<p>", False),
        (b"\xff", False),
        (b"[" * 100_000, False),
        # what not every reader takes is nothing to compare with
        (b'{"id": "v", "id": "v", "status": "queued"}', False),
        (None, False),
    ],
    ids=["JSON", "decoded", "a page", "nothing", "HTML", "no text", "deep", "a name twice", "not known"],
)
def test_a_body_may_be_decoded_or_not(body: Any, *, found: bool) -> None:
    seen = Seen()
    seen.note_body(HERE, body)
    assert kept(seen, "v") == [found]


def test_the_jobs_that_were_looked_at_last_are_kept() -> None:
    seen = Seen(most=3)
    for video_id in ("a", "b", "c", "a", "d"):
        seen.note(HERE, job(video_id))
    assert kept(seen, "a", "b", "c", "d") == [True, False, True, True]
    seen.note(HERE, {"data": [job(f"p{number}") for number in range(100)]})
    assert kept(seen, "a", "c", "d", "p96", "p97", "p98", "p99") == [False, False, False, False, True, True, True]


class Id(str):
    """An id during whose every look-up another thread may go on."""

    __slots__ = ()

    def __hash__(self) -> int:
        time.sleep(0)  # hands over to another thread, in the middle of whatever looks the id up; waits for nothing
        return super().__hash__()

    __eq__ = str.__eq__


def test_many_threads_may_look_at_once() -> None:
    seen, failed, start = Seen(most=2), [], threading.Barrier(4)

    def look(name: str) -> None:
        try:
            start.wait()
            for number in range(200):
                seen.note(HERE, job(Id(f"{name if number % 2 else 'shared'}-{number % 3}")))
                seen.before(HERE, "shared-0")
        except Exception as error:  # noqa: BLE001 - it is looked at below: here it would end a thread
            failed.append(error)

    threads = [threading.Thread(target=look, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sum(kept(seen, *(f"{name}-{number}" for name in (*"abcd", "shared") for number in range(3)))) == 2
