"""remix, edit, extend and create-character, and what --dry-run shows of them and of create."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
CLIP = b"\0\0\0\x18ftypmp42, as far as anybody looks here"
FILE = {"file": "a.mp4", "type": "video/mp4", "bytes": len(CLIP)}


@pytest.fixture(scope="module")
def source(emulator: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A completed video of four seconds: its id, and its file."""
    from openvideos import OpenVideos

    with OpenVideos(base_url=emulator.base_url, api_key="x") as client:
        video = client.videos.create_and_poll(prompt="x")
        file = tmp_path_factory.mktemp("source") / "source.mp4"
        client.videos.download_content(video.id).write_to_file(file)
    return video.id, file


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_remix_names_its_source(to: str, run: Run, source: tuple[str, Path]) -> None:
    for asked in ([source[0]], ["--video-id", source[0]]):
        done = run("remix", *asked, "--prompt", "at night")
        assert (done.code, done.err, done.json["remixed_from_video_id"]) == (0, "", source[0])


@pytest.mark.parametrize("form", ["{id}", '{{"id": "{id}"}}', "@{file}", "{file}"])
@pytest.mark.parametrize("words", [["edit"], ["extend", "--seconds", "20"]], ids=lambda words: words[0])
def test_edit_and_extend_take_an_id_an_object_or_a_file(
    to: str, run: Run, source: tuple[str, Path], form: str, words: list[str]
) -> None:
    done = run(*words, "--video", form.format(id=source[0], file=source[1]), "--prompt", "redder")
    assert (done.code, done.err) == (0, "")
    assert done.json["seconds"] == {"edit": "4", "extend": "24"}[words[0]]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (["remix", "a"], "/v1/videos/a/remix"),
        (["edit", "--video", "a"], "/v1/videos/edits"),
        (["extend", "--video", "a", "--seconds", "4"], "/v1/videos/extensions"),
    ],
    ids=lambda each: each[0] if isinstance(each, list) else "",
)
def test_a_reference_by_id_travels_as_json(canned: Any, run: Run, words: list[str], path: str) -> None:
    canned.video()
    assert run(*words, "--prompt", "x").code == 0
    _, asked, headers, body = canned.requests[0]
    assert (asked, headers["Content-Type"]) == (path, "application/json")
    assert json.loads(body).get("video", {"id": "a"}) == {"id": "a"}


def test_a_file_travels_as_a_form(canned: Any, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(CLIP)
    canned.video()
    assert run("edit", "--video", str(tmp_path / "a.mp4"), "--prompt", "x").code == 0
    _, _, headers, body = canned.requests[0]
    assert headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'filename="a.mp4"\r\nContent-Type: video/mp4\r\n\r\n' + CLIP in body


@pytest.mark.parametrize("words", [["remix", "{id}"], ["edit", "--video", "{id}"]], ids=lambda words: words[0])
def test_a_derived_job_can_be_seen_through(
    to: str, run: Run, source: tuple[str, Path], tmp_path: Path, words: list[str]
) -> None:
    named = [word.format(id=source[0]) for word in words]
    done = run(*named, "--prompt", "at night", "--wait", "-o", str(tmp_path / "a.mp4"))
    assert (done.code, done.json["status"]) == (0, "completed")
    assert (tmp_path / "a.mp4").read_bytes()[4:8] == b"ftyp"


def test_a_derived_job_that_fails_is_reported_with_its_id(to: str, run: Run, source: tuple[str, Path]) -> None:
    done = run("remix", source[0], "--prompt", "[[fail]]", "--wait")
    assert (done.code, done.json["status"]) == (1, "failed")
    assert f"{done.json['id']} failed: failed_on_request" in done.err


def test_a_job_whose_id_is_no_text_is_shown_all_the_same(canned: Any, run: Run) -> None:
    canned.json({**canned.job, "id": 7})
    done = run("create", "--prompt", "x", "--wait")
    assert (done.code, done.json["id"]) == (2, 7)
    assert "create: the answer has no id that is text, so that there is nothing to wait for" in done.err
    assert run("create", "--prompt", "x", "--wait", "-o", "-").out == ""


def test_a_character_is_made_from_a_file_and_found_again(to: str, run: Run, source: tuple[str, Path]) -> None:
    made = run("create-character", "--name", "Miro", "--video", str(source[1]))
    assert (made.code, made.err, list(made.json)) == (0, "", ["id", "name", "created_at"])
    for asked in ([made.json["id"]], ["--character-id", made.json["id"]]):
        assert run("get-character", *asked).json == made.json


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["edit", "--prompt", "x"], "--video: missing; required: the video to edit, as a file or by reference"),
        (
            ["edit", "--prompt", "x", "--video", ""],
            "--video: found '' (no such file); allowed: @FILE or an existing file, an id, a JSON object",
        ),
        (
            ["edit", "--prompt", "x", "--video", "@no.mp4"],
            "--video: found 'no.mp4' (no such file); allowed: @FILE or an existing file, an id, a JSON object",
        ),
        (
            ["extend", "--prompt", "x", "--video", "a", "--seconds", "5"],
            "--seconds: found '5'; allowed: 4, 8, 12, 16, 20; for a server that takes others: --no-check-requests",
        ),
        (
            ["create-character", "--name", "Miro", "--video", "video_1"],
            "--video: found 'video_1' (no such file); allowed: @FILE or an existing file",
        ),
        (["remix", "", "--prompt", "x"], "--video-id: found ''; allowed: an id"),
        (
            ["edit", "--video", "a", "--prompt", "x", "-o", "a.mp4"],
            "--output: found it without --wait; allowed: both, as a new job has no video yet",
        ),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_bad_input_is_one_line(canned: Any, run: Run, words: list[str], line: str) -> None:
    done = run(*words)
    assert (done.code, done.out, done.err) == (2, "", f"openvideos: {line}\n")
    assert canned.requests == []


def test_a_dry_run_shows_the_request_without_its_key_and_sends_nothing(canned: Any, run: Run) -> None:
    done = run("create", "--prompt", "a boat", "--seconds", "8", "--api-key", "sk-12345678", "--dry-run")
    assert (done.code, done.err, canned.requests) == (0, "", [])
    shown = done.json
    assert (shown["method"], shown["url"]) == ("POST", f"{canned.base_url}/videos")
    assert shown["headers"]["authorization"] == "Bearer ***"
    assert shown["headers"]["content-type"] == "multipart/form-data"
    assert (shown["body"], shown["violations"]) == ({"prompt": "a boat", "seconds": "8"}, [])
    assert "sk-12345678" not in done.out


def test_a_dry_run_says_what_is_off_and_exits_with_1(canned: Any, run: Run) -> None:
    done = run("create", "--prompt", "", "--size", "13x37", "--dry-run")
    assert (done.code, canned.requests) == (1, [])
    assert [each["code"] for each in done.json["violations"]] == ["body.prompt.minLength", "body.size.enum"]
    assert set(done.json["violations"][0]) == {"code", "location", "pointer", "found", "allowed", "message"}


def test_what_nothing_can_write_is_refused_in_a_dry_run_as_in_earnest(canned: Any, run: Run) -> None:
    words = ["remix", "a", "--prompt", "a\udcff"]
    done = run(*words, "--dry-run")
    assert (done.code, done.err) == (2, run(*words).err)
    assert "--prompt: found 'a\\udcff'; allowed: text without lone surrogates" in done.err


@pytest.mark.parametrize(
    ("words", "sent"),
    [
        (["remix", "a/b", "--prompt", "x"], ("application/json", {"prompt": "x"})),
        (["edit", "--video", "a", "--prompt", "x"], ("application/json", {"video": {"id": "a"}, "prompt": "x"})),
        (["edit", "--video", "a.mp4", "--prompt", "x"], ("multipart/form-data", {"prompt": "x", "video": FILE})),
        (
            ["create-character", "--video", "a.mp4", "--name", "Miro"],
            ("multipart/form-data", {"name": "Miro", "video": FILE}),
        ),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_a_dry_run_shows_the_body_that_would_be_sent(
    canned: Any, run: Run, here: Path, words: list[str], sent: tuple[str, Any]
) -> None:
    (here / "a.mp4").write_bytes(CLIP)
    done = run(*words, "--dry-run")
    assert (done.code, done.err, canned.requests) == (0, "", [])
    assert (done.json["headers"]["content-type"], done.json["body"]) == sent


def test_a_dry_run_needs_no_server(run: Run) -> None:
    done = run("create", "--prompt", "x", "--dry-run")
    assert (done.code, done.json["url"]) == (0, "http://127.0.0.1:8000/v1/videos")
    assert done.err == "no server is named; shown as for http://127.0.0.1:8000/v1\n"
    assert run("create", "--prompt", "x").code == 2


def test_a_dry_run_is_what_is_sent_in_earnest(canned: Any, run: Run) -> None:
    canned.video()
    words = ["create", "--prompt", "x", "--input-reference", "file-abc", "--organization", "o"]
    shown = run(*words, "--dry-run").json
    assert run(*words).code == 0
    method, path, headers, body = canned.requests[0]
    assert (shown["method"], shown["url"]) == (method, re.sub("/v1.*", path, canned.base_url))
    assert shown["body"] == json.loads(body)
    assert {name.lower(): value for name, value in headers.items()} == shown["headers"]
