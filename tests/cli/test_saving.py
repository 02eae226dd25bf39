"""A file is written whole or left as it was, and a place that can't be written to is found out first."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openvideos.cli.refused import Refused
from openvideos.cli.saving import check_destination

Run = Callable[..., Any]
MP4 = b"\0\0\0\x18ftypisom" + b"\0" * 5000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "old").write_bytes(b"old")
    return tmp_path


@pytest.mark.parametrize("output", [None, "-", "new", "old", "folder/new", os.devnull])
def test_places_that_can_be_written_to(output: str | None) -> None:
    check_destination(output)


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("", "no name of a file"),
        ("a\0b", "no name of a file"),
        ("folder", "a directory"),
        ("folder/", "a directory"),
        ("new/", "a directory"),
        ("no/new", "no such directory"),
        ("old/new", "not a directory"),
        ("x" * 300, "file name too long"),
    ],
)
def test_places_that_cannot(output: str, reason: str) -> None:
    with pytest.raises(Refused, match="allowed: a file that can be written") as refused:
        check_destination(output)
    assert f"({reason})" in refused.value.message


def test_a_place_that_cannot_be_written_to_is_found_out_before_a_job_is_made(canned: Any, run: Run) -> None:
    done = run("create", "--prompt", "x", "--wait", "-o", "no/such/clip.mp4")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "openvideos: --output: found 'no/such/clip.mp4' (no such directory); allowed: a file that can be written\n"
    )
    assert canned.requests == []


def test_a_file_is_as_readable_as_the_umask_says(canned: Any, run: Run, folder: Path) -> None:
    canned.bytes(MP4)
    before = os.umask(0o027)
    try:
        assert run("download-content", "a", "-o", "new").code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "new").stat().st_mode) == 0o640
    assert (folder / "new").read_bytes() == MP4


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        pytest.param((MP4, "video/mp4", 200, len(MP4) + 10), 2, "broken off", id="cut short"),
        pytest.param((b'{"error": {"message": "not yet"}}', "application/json", 200, None), 2, "not yet", id="JSON"),
        pytest.param((b"<!doctype html><p>hello", "text/html", 200, None), 2, "HTML", id="HTML"),
        pytest.param(
            (b'{"error": {"message": "not yet"}}', "application/json", 404, None), 1, "404 Not Found: not yet", id="404"
        ),
        pytest.param((b"", "video/mp4", 200, None), 2, "", id="nothing"),
    ],
)
def test_a_download_that_fails_leaves_the_old_file_alone(
    canned: Any, run: Run, folder: Path, *, answer: Any, code: int, said: str
) -> None:
    body, kind, status, length = answer
    canned.bytes(body, kind, status, length)
    done = run("download-content", "a", "-o", "old", "--max-retries", "0")
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert done.err.count("\n") == 1
    assert (folder / "old").read_bytes() == b"old"
    assert sorted(os.listdir(folder)) == ["folder", "old"]


def test_a_device_is_written_as_it_is(canned: Any, run: Run) -> None:
    canned.bytes(MP4)
    assert run("download-content", "a", "-o", "/dev/full").code == 2
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_a_name_with_control_characters_is_shown_escaped(canned: Any, run: Run, folder: Path) -> None:
    canned.bytes(MP4)
    done = run("download-content", "a", "-o", "new\x1b[2J.mp4")
    assert done.err == "Wrote output to: new\\x1b[2J.mp4\n"
    assert (folder / "new\x1b[2J.mp4").exists()
