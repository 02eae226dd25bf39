"""Reports as files."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from openvideos.conformance.coverage import Seen
from openvideos.conformance.report import SUFFIXES, check_path, facts_of, terminal, write

KEY = "a-key-of-the-conformance-tests"


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("report.json", "{\n"),
        ("report.xml", "<?xml version="),
        ("report.html", "<!DOCTYPE html>\n<html"),
        ("R.HTML", "<!DOCTYPE html>\n<html"),
    ],
)
def test_the_suffix_says_which_report_it_is(tmp_path: Path, plain: Any, name: str, start: str) -> None:
    write(tmp_path / name, *plain)
    assert (tmp_path / name).read_text().startswith(start)
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("name", ["report.txt", "report", ".json", "report.json.gz", "\x1b[31m.pdf", ""])
def test_another_suffix_is_refused_in_a_line(tmp_path: Path, plain: Any, name: str) -> None:
    for refuses in (check_path, lambda path: write(path, *plain)):
        with pytest.raises(
            ValueError, match=r"^found .*; allowed: a file that ends in \.json, \.xml, \.html$"
        ) as raised:
            refuses(os.path.join(tmp_path, name))
        assert str(raised.value).isprintable()
    assert os.listdir(tmp_path) == []


def test_a_place_that_can_not_be_written_to_is_told_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    found = {}
    for name in ("folder.json", "pipe.json", "none/report.json", "folder.json/a.json", f"{'x' * 300}.json", "new.json"):
        try:
            check_path(tmp_path / name)
        except ValueError as error:
            found[name[:20]] = str(error).partition(" (")[2]
    allowed = "allowed: a file that can be written"
    assert found == {
        "folder.json": f"a directory); {allowed}",
        "pipe.json": f"no regular file); {allowed}",
        "none/report.json": f"no such directory); {allowed}",
        "x" * 20: f"file name too long); {allowed}",
    }


def test_a_new_report_takes_the_place_of_an_old_one_with_its_permissions(tmp_path: Path, plain: Any) -> None:
    old, link = tmp_path / "old.json", tmp_path / "link.json"
    old.write_text("old")
    old.chmod(0o640)
    link.symlink_to(old)
    write(link, *plain)
    assert old.read_text().startswith("{")
    assert old.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(os.listdir(tmp_path)) == ["link.json", "old.json"]


@pytest.mark.parametrize("suffix", [*SUFFIXES, "terminal"])
def test_no_report_has_a_key(
    tmp_path: Path, make: Callable[..., Any], exchange: Callable[..., Any], judged: Any, suffix: str
) -> None:
    leaking = exchange(body=KEY.encode(), headers=[("X-Key", KEY), ("Content-Type", "text/plain")])
    told = {"expected": KEY, "found": f"{KEY} and another-key-of-theirs", "answers": (leaking,)}
    headers = (("Proxy-Authorization", "Bearer another-key-of-theirs"), ("X-Trace", "not-a-secret"))
    leaked = make(("failed", "MUST", told), ("skipped", "MUST", {"reason": KEY}), answers=(leaking,), headers=headers)
    for run, facts in (leaked, judged):
        if suffix == "terminal":
            text = terminal(run, facts, verbose=True)
        else:
            write(tmp_path / f"report{suffix}", run, facts)
            text = (tmp_path / f"report{suffix}").read_text()
        assert KEY not in text
        assert "another-key-of-theirs" not in text
        assert "***" in text or facts is not leaked[1]


def test_the_facts_have_no_password(finished: Any) -> None:
    settings = attrs.evolve(finished.run.settings, base_url="http://me:pass-word@127.0.0.1:8000/v1")
    run = attrs.evolve(finished.run, settings=settings)
    assert facts_of(attrs.evolve(finished, run=run)).base_url == "http://***@127.0.0.1:8000/v1"


def test_the_facts_are_those_of_the_run(judged: Any) -> None:
    run, facts = judged
    assert facts.base_url == run.settings.base_url
    assert (facts.budget, facts.seed, facts.left) == (50, 1, ())
    assert facts.videos == run.videos > 0
    assert facts.seconds > 0
    assert sum(each.answers for each in facts.coverage.operations) + facts.coverage.others == len(facts.answers)
    assert KEY not in repr(attrs.evolve(facts))


def test_each_report_says_what_random_requests_have_shown_and_made(
    make: Callable[..., Any], exchange: Callable[..., Any], tmp_path: Path
) -> None:
    shown = exchange()
    refused = exchange(operation="create", status=400, request_headers=[("Content-Type", "text/plain")])
    run, facts = make(("passed", "MUST", {}), answers=(shown,), random={Seen.of(refused): 41})
    line = "3 made, 1 of them by random requests; 2 planned, and up to 9 by random requests; 20 at most"
    said = {".txt": terminal(run, facts)}
    for suffix in (".json", ".xml", ".html"):
        write(tmp_path / f"report{suffix}", run, facts)
        said[suffix] = (tmp_path / f"report{suffix}").read_text()
    assert all(line in said[suffix] for suffix in (".txt", ".xml", ".html"))
    for suffix in (".txt", ".html"):
        assert "1 answer, 41 answers to random requests" in said[suffix]
        assert "application/json 400 x41" in said[suffix]
        assert "text/plain x41" in said[suffix]
    data = json.loads(said[".json"])
    fuzzing = {"planned": 9, "made": 1}
    assert data["videos"] == {"planned": 2, "made": 3, "fuzzing": fuzzing, "budget": 20, "left": []}
    assert data["coverage"]["operations"][0]["fuzzed"] == [
        {"status": "", "media_type": "text/plain", "declared": False, "seen": 41},
        {"status": "400", "media_type": "application/json", "declared": True, "seen": 41},
    ]
