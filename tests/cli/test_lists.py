"""list and delete."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from openvideos.emulator import Emulator

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def listed() -> Iterator[tuple[str, list[str]]]:
    """An emulator's base URL, and the ids of its seven jobs, the newest first."""
    with Emulator(time_scale=1_000_000) as emulator:
        made = [httpx.post(f"{emulator.base_url}/videos", json={"prompt": f"{n}"}).json()["id"] for n in range(7)]
        yield emulator.base_url, made[::-1]


@pytest.fixture
def jobs(listed: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the jobs of the environment's server."""
    monkeypatch.setenv("OPENVIDEOS_BASE_URL", listed[0])
    return listed[1]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ([], slice(None)),
        (["--limit", "2"], slice(None)),
        (["--max-items", "3"], slice(3)),
        (["--max-items", "3", "--limit", "2"], slice(3)),
        (["--max-items", "100"], slice(None)),
        (["--order", "asc"], slice(None, None, -1)),
    ],
    ids=str,
)
def test_list_goes_through_all_pages_a_job_a_line(jobs: list[str], run: Run, words: list[str], shown: slice) -> None:
    done = run("list", *words)
    assert (done.code, done.err) == (0, "")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == jobs[shown]


def test_list_begins_behind_a_job(jobs: list[str], run: Run) -> None:
    done = run("list", "--after", jobs[4], "--format", "pretty")
    decoder = json.JSONDecoder()
    first, end = decoder.raw_decode(done.out)
    second, _ = decoder.raw_decode(done.out[end:].lstrip())
    assert [first["id"], second["id"]] == jobs[5:]


def test_a_page_is_shown_before_the_next_one_is_asked_for(canned: Any, run: Run) -> None:
    canned.json({"object": "list", "data": [canned.job], "has_more": True, "first_id": "video_1", "last_id": "video_1"})
    canned.json({"error": {"message": "no", "type": "t", "param": None, "code": None}}, 403)
    done = run("list")
    assert (done.code, done.json["id"]) == (1, "video_1")
    assert "403 Forbidden: no" in done.err


def test_what_is_no_job_in_a_page_is_shown_as_it_came(canned: Any, run: Run) -> None:
    canned.json({"object": "list", "data": [canned.job, "b", 7], "has_more": False})
    done = run("list")
    assert (done.code, [json.loads(line) for line in done.out.splitlines()][1:]) == (0, ["b", 7])


@pytest.mark.parametrize("most", ["0", "-1", "x"])
def test_the_most_items_are_a_number_above_zero(jobs: list[str], run: Run, most: str) -> None:
    done = run("list", "--max-items", most)
    assert (done.code, done.out) == (2, "")
    assert "--max-items" in done.err


def test_a_reader_who_has_seen_enough_is_no_error(jobs: list[str]) -> None:
    listing = f"{sys.executable} -m openvideos list --limit 1 | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", listing], capture_output=True, text=True, check=True)
    line, code = done.stdout.splitlines()
    assert (json.loads(line)["id"], done.stderr) == (jobs[0], "")
    assert code in {"0", "2"}  # by whether it was done before its reader went away


def test_delete_removes_a_job(to: str, run: Run) -> None:
    for flag in ([], ["--video-id"]):
        job = run("create", "--prompt", "x", "--wait").json["id"]
        done = run("delete", *flag, job)
        assert (done.code, done.err) == (0, "")
        assert done.json == {"id": job, "object": "video.deleted", "deleted": True}
        again = run("delete", *flag, job)
        assert (again.code, again.out) == (1, "")
        assert again.err.startswith("DELETE ")
        assert job not in run("list").out
