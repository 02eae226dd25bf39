"""A job is looked at until it has ended; whatever happens, its id is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from openvideos.cli.connection import connect
from openvideos.cli.output import Stderr
from openvideos.cli.wait import until_ended

Run = Callable[..., Any]
MP4 = b"\0\0\0\x18ftypisom" + b"\0" * 5000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_prompt_goes_in_and_an_mp4_comes_out(to: str, run: Run, folder: Path) -> None:
    done = run("create", "--prompt", "x", "--size", "1280x720", "--wait", "-o", "clip.mp4")
    assert (done.code, done.err) == (0, "Wrote output to: clip.mp4\n")
    assert (done.json["status"], done.json["progress"], done.json["size"]) == ("completed", 100, "1280x720")
    assert (folder / "clip.mp4").read_bytes()[4:8] == b"ftyp"


def test_a_job_that_was_created_elsewhere_is_picked_up(to: str, run: Run, folder: Path) -> None:
    video_id = run("create", "--prompt", "x").json["id"]
    done = run("videos", "wait", video_id, "-o", "clip.mp4")
    assert (done.code, done.json["id"], done.json["status"]) == (0, video_id, "completed")
    assert (folder / "clip.mp4").exists()


def test_a_job_that_failed_is_shown_and_told(to: str, run: Run, folder: Path) -> None:
    done = run("create", "--prompt", "a [[fail]]", "--wait", "-o", "clip.mp4")
    error = done.json["error"]
    assert (done.code, done.json["status"]) == (1, "failed")
    assert done.err == f"openvideos: {done.json['id']} failed: {error['code']}: {error['message']}\n"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ({"code": "c", "message": "a\x1b[2Jb\nc"}, r"c: a\x1b[2Jb\nc"),
        ({"code": None, "message": "m"}, "m"),
        ("just text", "just text"),
        (None, "no reason given"),
        ({}, "no reason given"),
    ],
    ids=["control characters", "no code", "text", "none", "empty"],
)
def test_a_reason_is_told_in_whatever_form_it_comes(canned: Any, run: Run, error: Any, said: str) -> None:
    canned.video(status="failed", error=error)
    done = run("wait", "video_1")
    assert done.code == 1
    assert done.err.splitlines()[-1] == f"openvideos: video_1 failed: {said}"
    assert done.json["error"] == ({"code": None, "message": None} if error == {} else error)


def test_a_status_that_nobody_knows_ends_it(canned: Any, run: Run, folder: Path) -> None:
    canned.json({"id": "video_1", "status": "explo\x1bded"})
    done = run("wait", "video_1", "-o", "clip.mp4")
    assert (done.code, done.json["status"]) == (1, "explo\x1bded")
    assert done.err.splitlines()[-1] == (
        r"openvideos: video_1: found the status 'explo\x1bded'; known: queued, in_progress, completed, failed"
    )
    assert len(canned.requests) == 1
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("hint", "pauses"),
    [({"openai-poll-after-ms": "2500"}, [0.0, 2.5, 2.5]), ({}, [0.0, 1.0, 1.0])],
    ids=["hint", "none"],
)
def test_the_first_look_is_at_once_and_the_servers_hint_says_when_the_next_are(
    canned: Any, hint: dict[str, str], pauses: list[float]
) -> None:
    for status in ("queued", "in_progress", "completed"):
        ended = {"progress": 100, "completed_at": 1790000042} if status == "completed" else {}
        canned.json({**canned.job, "status": status, **ended}, **hint)
    slept: list[float] = []
    with connect(click.Context(click.Command("wait"), obj=Stderr(None))) as connection:
        video = until_ended(connection, "video_1", sleep=slept.append)
    assert (video.status, slept) == ("completed", pauses)


PICK_UP = "to pick job video_1 up again: openvideos wait video_1"


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        pytest.param(None, 2, "openvideos: ", id="no answer"),
        pytest.param((401, {}, b'{"error": {"message": "who?"}}'), 1, 'GET "', id="a 401"),
        pytest.param((200, {"content-type": "text/html"}, b"<html>"), 2, "openvideos: ", id="HTML"),
    ],
)
def test_a_job_that_was_made_is_told_when_the_waiting_fails(
    canned: Any, run: Run, answer: Any, code: int, said: str
) -> None:
    canned.video()
    canned.answers.append(answer)
    done = run("create", "--prompt", "x", "--wait", "-o", "a clip.mp4", "--max-retries", "0")
    assert (done.code, done.out) == (code, "")
    line, note = done.err.splitlines()
    assert line.startswith(said)
    assert note == f"{PICK_UP} -o 'a clip.mp4'"


def test_the_command_that_picks_a_job_up_has_what_was_typed_but_no_key(canned: Any, run: Run) -> None:
    canned.video()
    canned.answers.append(None)
    secret = canned.base_url.replace("http://", "http://user:hidden-password@")
    words = ["--base-url", canned.base_url, "--project", "my project", "--max-retries", "0"]
    done = run("create", "--prompt", "x", "--wait", "--api-key", "key-12345678", *words)
    assert done.err.splitlines()[-1] == f"{PICK_UP} --base-url {canned.base_url} --project 'my project'"
    canned.requests.clear()
    done = run("create", "--prompt", "x", "--wait", "--base-url", secret, "--max-retries", "0")
    assert done.err.splitlines()[-1] == f"{PICK_UP} --base-url {canned.base_url}"
    assert "hidden" not in done.err


def test_an_id_that_was_typed_is_not_told_again_when_the_server_does_not_know_it(to: str, run: Run) -> None:
    done = run("wait", "nope")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err.startswith(f'GET "{to}/videos/nope": 404 Not Found: ')


def test_a_server_that_gives_no_id_is_told_of(canned: Any, run: Run) -> None:
    canned.json({"status": "queued"})
    done = run("create", "--prompt", "x", "--wait")
    assert done.code == 2
    assert (
        done.err.splitlines()[-1]
        == "openvideos: create: the answer has no id that is text, so that there is nothing to wait for"
    )


def test_a_download_that_fails_after_the_wait_says_how_to_try_again(canned: Any, run: Run, folder: Path) -> None:
    canned.video(status="completed", progress=100, completed_at=1790000001, expires_at=1790009999)
    canned.bytes(MP4, length=9999)
    done = run("wait", "video_1", "-o", "clip.mp4")
    assert (done.code, done.json["status"]) == (2, "completed")
    assert done.err.splitlines()[-1] == f"{PICK_UP} -o clip.mp4"
    assert list(folder.iterdir()) == []


def test_with_a_dash_the_video_alone_goes_to_stdout(to: str, process: Run) -> None:
    done = process("create", "--prompt", "x", "--wait", "-o", "-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout[4:8] == b"ftyp"
