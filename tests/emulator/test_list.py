"""Pages of jobs: which, in which order, and what comes behind."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from openvideos.contract import Contract
from openvideos.emulator import Emulator


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    """A client of an emulator that has jobs with the prompts 0 to 29, the last one the newest."""
    with Emulator(time_scale=1000) as emulator, httpx.Client(base_url=emulator.base_url) as client:
        for number in range(30):
            client.post("/videos", json={"prompt": str(number)})
        yield client


def page(http: httpx.Client, **query: Any) -> dict[str, Any]:
    answer = http.get("/videos", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert Contract.load().check_response("list", status=200, headers=answer.headers, body=found) == []
    return found


def prompts(found: dict[str, Any]) -> list[int]:
    return [int(video["prompt"]) for video in found["data"]]


@pytest.mark.parametrize(
    ("query", "shown", "more"),
    [
        ({}, range(29, 9, -1), True),
        ({"order": "desc"}, range(29, 9, -1), True),
        ({"order": "asc"}, range(20), True),
        ({"limit": 3}, [29, 28, 27], True),
        ({"limit": 3, "order": "asc"}, [0, 1, 2], True),
        ({"limit": 30}, range(29, -1, -1), False),
        ({"limit": 100}, range(29, -1, -1), False),
        ({"limit": 0}, [], True),
        ({"unknown": "x"}, range(29, 9, -1), True),
    ],
    ids=str,
)
def test_a_page_is_newest_first_and_of_twenty_unless_asked_otherwise(
    http: httpx.Client, query: dict[str, Any], shown: range | list[int], more: bool
) -> None:
    found = page(http, **query)
    assert (prompts(found), found["has_more"]) == (list(shown), more)


def test_first_and_last_id_are_those_of_the_page(http: httpx.Client) -> None:
    found = page(http, limit=4)
    assert (found["first_id"], found["last_id"]) == (found["data"][0]["id"], found["data"][3]["id"])
    empty = page(http, limit=0)
    assert (empty["first_id"], empty["last_id"]) == (None, None)


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_all_pages_together_have_each_job_once(http: httpx.Client, order: str) -> None:
    seen: list[int] = []
    query: dict[str, Any] = {"limit": 7, "order": order}
    while True:
        found = page(http, **query)
        seen += prompts(found)
        if not found["has_more"]:
            break
        query["after"] = found["last_id"]
    assert seen == sorted(range(30), reverse=order == "desc")


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=x", "limit"),
        ("limit=", "limit"),
        ("limit=1.5", "limit"),
        ("limit=1&limit=2", "limit"),
        ("order=newest", "order"),
        ("order=", "order"),
        ("after=video_0", "after"),
        ("after=", "after"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(http: httpx.Client, query: str, param: str) -> None:
    answer = http.get(f"/videos?{query}")
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_jobs_that_come_while_pages_are_read_shift_nothing(http: httpx.Client) -> None:
    with Emulator(time_scale=1000) as emulator, httpx.Client(base_url=emulator.base_url) as own:
        for number in range(4):
            own.post("/videos", json={"prompt": str(number)})
        first = page(own, limit=2)
        own.post("/videos", json={"prompt": "9"})
        second = page(own, limit=2, after=first["last_id"])
    assert (prompts(first), prompts(second)) == ([3, 2], [1, 0])


def test_whoever_deletes_what_a_page_shows_can_go_on_behind_it(http: httpx.Client) -> None:
    with Emulator(time_scale=100_000) as emulator, httpx.Client(base_url=emulator.base_url) as own:
        for number in range(5):
            name = own.post("/videos", json={"prompt": str(number)}).json()["id"]
            while own.get(f"/videos/{name}").json()["status"] != "completed":
                pass
        query: dict[str, Any] = {"limit": 2}
        deleted: list[int] = []
        while (found := page(own, **query))["data"]:
            for video in found["data"]:
                assert own.delete(f"/videos/{video['id']}").status_code == 200
            deleted += prompts(found)
            query["after"] = found["last_id"]
        assert deleted == [4, 3, 2, 1, 0]
