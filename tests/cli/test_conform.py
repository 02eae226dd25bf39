"""`openvideos conform`: its exit codes, what it says before and after, and what is left when it is ended."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from openvideos.emulator import Emulator

LISTENING = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"


def faulty(base_url: str, fault: str) -> str:
    return base_url.replace("/v1", f"/faults/{fault}/v1")


def test_a_server_that_meets_what_is_asked_ends_in_0(run: Callable[..., Any], emulator: "Emulator") -> None:
    done = run("conform", emulator.base_url, "--only", "VID-REQUEST-003", "--only", "VID-LIFE-002")
    assert (done.code, "met: all 2 judged" in done.out) == (0, True)
    assert done.err.startswith("2 requirements; ")
    assert httpx.get(f"{emulator.base_url}/videos").json()["data"] == []


def test_a_must_that_is_not_met_ends_in_1_with_all_that_shows_it(run: Callable[..., Any], emulator: "Emulator") -> None:
    url = faulty(emulator.base_url, "create-with-empty-prompt")
    done = run("conform", url.removesuffix("/v1"), "--only", "VID-REQUEST-003")
    assert done.code == 1
    for said in (
        "A create request with an empty prompt is refused.",
        "a refusal (status 4XX)",
        "curl -i",
        "videos.yaml",
    ):
        assert said in done.out


@pytest.mark.parametrize(("level", "code"), [("must", 0), ("should", 1), ("may", 1)])
def test_a_should_counts_from_its_level_up(
    run: Callable[..., Any], emulator: "Emulator", level: str, code: int
) -> None:
    url = faulty(emulator.base_url, "create-with-size-in-capitals")
    assert run("conform", url, "--only", "VID-REQUEST-013", "--level", level).code == code


def test_reports_are_written_by_their_suffix(run: Callable[..., Any], emulator: "Emulator", tmp_path: Path) -> None:
    files = [tmp_path / f"report.{suffix}" for suffix in ("json", "xml", "html")]
    reports = [word for file in files for word in ("--report", str(file))]
    done = run("conform", emulator.base_url, "--only", "VID-REQUEST-003", "--api-key", "a-key-of-a-report", *reports)
    assert done.code == 0
    assert [line for line in done.err.splitlines() if "report" in line] == [
        f"Wrote report to: {file}" for file in files
    ]
    for file in files:
        assert "a-key-of-a-report" not in file.read_text()
    assert json.loads(files[0].read_text())


def test_a_plan_and_the_list_ask_nobody(run: Callable[..., Any]) -> None:
    done = run("conform", "https://videos.example", "--dry-run", "--only", "VID-PARALLEL-002")
    *rows, videos = done.out.splitlines()
    assert (done.code, [row.split()[:2] for row in rows]) == (0, [["VID-PARALLEL-002", "MUST"]])
    assert rows[0].endswith("(skipped: budget)")
    assert videos == "1 requirement; 0 of 50 videos will be made, as 20 may be (--max-videos); skipped for that: 1"
    few = run("conform", "https://videos.example", "--dry-run", "--max-videos", "2", "--only", "VID-REMIX").out
    assert re.search(r"; 2 of \d+ videos will be .* 2 may be \(--max-videos\); skipped for that: \d+ or more$", few)
    listed = run("conform", "--list")
    assert (listed.code, "VID-REQUEST-001" in listed.out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "URL: missing"),
        (["nonsense"], "URL: found 'nonsense'; allowed: an http"),
        (["http://127.0.0.1:1"], "no answer from 'http://127.0.0.1:1': ConnectError"),
        (["http://127.0.0.1:1", "--only", "VID-NOPE"], "--only: found 'VID-NOPE'; allowed: the id"),
        (["http://127.0.0.1:1", "--only", "VID-LIFE", "--skip", "VID"], "--only and --skip: they leave no requirement"),
        (["http://127.0.0.1:1", "--header", "secret-word"], "--header: found one without a name and a colon"),
        (["http://127.0.0.1:1", "--header", "X-Key: a\nb"], "--header: X-Key: character 2 is a line break"),
        (["http://127.0.0.1:1", "--api-key", "a\nb"], "--api-key: character 2 is a line break"),
        (["http://127.0.0.1:1", "--api-key", "a", "--no-api-key"], "--api-key and --no-api-key: found both"),
        (["http://127.0.0.1:1", "--size", "big"], "--size: found 'big'; allowed: WIDTHxHEIGHT"),
        (["http://127.0.0.1:1", "--seconds", "4.5"], "--seconds: found '4.5'; allowed: a whole number"),
        (["http://127.0.0.1:1", "--report", "a.txt"], "--report: found 'a.txt'; allowed: a file that ends in .json"),
        (["http://127.0.0.1:1", "--max-videos", "0"], "0 is not in the range x>=1"),
    ],
)
def test_what_cannot_be_judged_is_one_line_and_ends_in_2(
    run: Callable[..., Any], arguments: list[str], said: str
) -> None:
    done = run("conform", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert "secret" not in done.err


def test_a_budget_skips_what_is_left(run: Callable[..., Any], emulator: "Emulator") -> None:
    done = run("conform", emulator.base_url, "--only", "VID-PARALLEL-002", "--max-videos", "3")
    assert done.code == 2  # nothing was judged
    assert "budget: 1" in done.out


def test_ctrl_c_leaves_nothing_behind_and_writes_the_report(emulator: "Emulator", tmp_path: Path) -> None:
    url, report = faulty(emulator.base_url, "jobs-never-finish"), tmp_path / "report.json"
    command = [sys.executable, "-m", "openvideos", "conform", url, "--only", "VID-LIFE-002", "--report", str(report)]
    with subprocess.Popen(
        [sys.executable, "-c", LISTENING, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        while not httpx.get(f"{url}/videos").json()["data"]:
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "interrupted" in out
    assert {each["reason"] for each in json.loads(report.read_text())["requirements"]} == {"interrupted"}


def test_what_random_requests_may_make_is_said_beforehand(run: Callable[..., Any]) -> None:
    here = run("conform", "http://127.0.0.1:8000", "--dry-run", "--only", "VID-FUZZ", "--max-videos", "500")
    assert "up to 301 more by random requests" in here.out
    little = run("conform", "http://127.0.0.1:8000", "--dry-run", "--only", "VID-FUZZ", "--max-videos", "11")
    assert "up to 10 more by random requests" in little.out
    for arguments in (
        ["https://videos.example", "--max-videos", "500"],
        ["http://127.0.0.1:8000", "--fuzz-seconds", "0"],
        ["http://127.0.0.1:8000", "--skip", "VID-FUZZ", "--only", "VID-LIFE"],
    ):
        assert "random" not in run("conform", *arguments[:1], "--dry-run", *arguments[1:], "--only", "VID").out


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_ended_while_it_fuzzes_leaves_nothing_behind(
    emulator: "Emulator", tmp_path: Path, signum: int, code: int
) -> None:
    url, report = emulator.base_url, tmp_path / "report.json"
    command = [sys.executable, "-m", "openvideos", "conform", url, "--only", "VID-FUZZ", "--report", str(report)]
    with subprocess.Popen(
        [sys.executable, "-c", LISTENING, *command, "--fuzz-seconds", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        # more than what is made to see how quick it is
        while len(httpx.get(f"{url}/videos", params={"limit": 100}).json()["data"]) < 5:
            assert running.poll() is None
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        os.killpg(running.pid, signum)
        out, err = running.communicate(timeout=60)
    assert running.returncode == code, err
    assert children
    assert [each for each in children if Path("/proc", each).exists()] == []
    assert "interrupted" in out
    assert len(json.loads(report.read_text())["requirements"]) > 1
    assert httpx.get(f"{url}/videos").json()["data"] == []
