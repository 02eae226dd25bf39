"""create, retrieve and download-content, against the emulator and against a server of our own words."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.mark.parametrize("command", [["videos", "create"], ["create"]], ids=" ".join)
def test_the_pages_command_prints_the_pages_object(to: str, run: Run, page: list[str], command: list[str]) -> None:
    done = run(*command, "--api-key", "My API Key", "--prompt", "x")
    assert (done.code, done.err) == (0, "")
    video = done.json
    assert list(video) == page
    assert (video["object"], video["prompt"], video["model"]) == ("video", "x", "sora-2")
    assert (video["seconds"], video["size"]) == ("4", "720x1280")
    assert [name for name in page if video[name] is None] == [
        "completed_at",
        "error",
        "expires_at",
        "remixed_from_video_id",
    ]


def test_what_is_given_is_sent_and_nothing_else(canned: Any, run: Run) -> None:
    canned.video()
    done = run("create", "--prompt", "a boat", "--seconds", "8", "--size", "1280x720", "--model", "their-own")
    assert done.code == 0
    (method, path, _, body) = canned.requests[0]
    assert (method, path) == ("POST", "/v1/videos")
    names = [line.split(b'name="')[1].split(b'"')[0] for line in body.split(b"\r\n") if b'name="' in line]
    assert names == [b"prompt", b"model", b"seconds", b"size"]
    assert b"\r\n\r\ntheir-own\r\n" in body


def test_retrieve_prints_the_same_object_by_argument_and_by_flag(to: str, run: Run, page: list[str]) -> None:
    video_id = run("create", "--prompt", "x").json["id"]
    for asked in ([video_id], ["--video-id", video_id]):
        done = run("retrieve", *asked)
        assert (done.code, done.err, done.json["id"], list(done.json)) == (0, "", video_id, page)


@pytest.mark.parametrize("place", ["before", "between", "behind"])
def test_options_of_the_server_stand_before_or_behind_the_command(canned: Any, run: Run, place: str) -> None:
    canned.video()
    words = ["videos", "create", "--prompt", "x"]
    words[{"before": 0, "between": 1, "behind": 4}[place] : 0] = ["--api-key", "key-12345678", "--max-retries", "0"]
    assert run(*words).code == 0
    assert canned.requests[0][2]["Authorization"] == "Bearer key-12345678"


def test_the_innermost_of_two_options_counts(canned: Any, run: Run) -> None:
    canned.video()
    assert run("--api-key", "outer", "create", "--prompt", "x", "--api-key", "inner").code == 0
    assert canned.requests[0][2]["Authorization"] == "Bearer inner"


def test_who_is_asking_is_sent(canned: Any, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENVIDEOS_API_KEY", "from-the-environment")
    canned.video()
    assert run("retrieve", "a", "--organization", "o", "--project", "p").code == 0
    assert run("retrieve", "a", "--no-api-key").code == 0
    headers = [request[2] for request in canned.requests]
    assert headers[0]["Authorization"] == "Bearer from-the-environment"
    assert (headers[0]["OpenAI-Organization"], headers[0]["OpenAI-Project"]) == ("o", "p")
    assert "Authorization" not in headers[1]


@pytest.mark.parametrize(("words", "requests"), [(["--max-retries", "0"], 1), (["--max-retries", "1"], 2)])
def test_a_read_is_sent_again_as_often_as_is_said(canned: Any, run: Run, words: list[str], requests: int) -> None:
    canned.json({}, 503, **{"retry-after-ms": "1"})
    assert run("retrieve", "a", *words).code == 1
    assert len(canned.requests) == requests


@pytest.mark.parametrize("given", ["@ref.png", "ref.png"])
def test_a_reference_file_is_uploaded(to: str, run: Run, tmp_path: Path, monkeypatch: Any, given: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ref.png").write_bytes(PNG)
    done = run("create", "--prompt", "x", "--input-reference", given)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("https://images.example/a.png", {"image_url": "https://images.example/a.png"}),
        ("file-abc", {"file_id": "file-abc"}),
        ('{"file_id": "x"}', {"file_id": "x"}),
    ],
    ids=["url", "id", "object"],
)
def test_a_reference_travels_as_json(canned: Any, run: Run, given: str, sent: Any) -> None:
    canned.video()
    assert run("create", "--prompt", "x", "--input-reference", given).code == 0
    _, _, headers, body = canned.requests[0]
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"prompt": "x", "input_reference": sent}


@pytest.mark.parametrize(
    ("words", "line"),
    [
        pytest.param(
            ["--prompt", "x", "--size", "13x37"],
            "--size: found '13x37'; allowed: 720x1280, 1280x720, 1024x1792, 1792x1024; "
            "for a server that takes others: --no-check-requests",
            id="a size that is none",
        ),
        pytest.param(
            ["--prompt", ""],
            "--prompt: found ''; allowed: 1 to 32000 characters; for a server that takes others: --no-check-requests",
            id="an empty prompt",
        ),
        pytest.param(
            ["--prompt", "x" * 32_001],
            "--prompt: found 32001 characters; allowed: 1 to 32000 characters; "
            "for a server that takes others: --no-check-requests",
            id="a prompt of 32,001 characters",
        ),
        pytest.param([], "--prompt: missing; required: what the video is to show", id="no prompt"),
        pytest.param(
            ["--prompt", "x", "--input-reference", "@no.png"],
            "--input-reference: found 'no.png' (no such file); allowed: @FILE or an existing file, "
            "a URL (https://, http://, data:), an id (file-..., file_...), a JSON object",
            id="a reference file that does not exist",
        ),
        pytest.param(
            ["--prompt", "x", "--input-reference", '{"image_url": "https://a.example/", "file_id": "f"}'],
            "--input-reference: found image_url and file_id; allowed: exactly one of image_url, file_id; "
            "for a server that takes others: --no-check-requests",
            id="two references at once",
        ),
        pytest.param(
            ["--prompt", "x", "-o", "a.mp4"],
            "--output: found it without --wait; allowed: both, as a new job has no video yet",
            id="an output without waiting",
        ),
        pytest.param(
            ["--prompt", "x", "--api-key", "a", "--no-api-key"],
            "--api-key and --no-api-key: found both; allowed: one of them",
            id="a key and none",
        ),
    ],
)
def test_bad_input_is_refused_in_one_line_before_anything_is_sent(
    canned: Any, run: Run, words: list[str], line: str
) -> None:
    done = run("create", *words)
    assert (done.code, done.out, done.err) == (2, "", f"openvideos: {line}\n")
    assert canned.requests == []


def test_with_no_check_requests_the_server_decides(canned: Any, run: Run) -> None:
    canned.video(size="13x37")
    done = run("create", "--prompt", "x", "--size", "13x37", "--no-check-requests")
    assert (done.code, done.json["size"]) == (0, "13x37")
    assert b"\r\n\r\n13x37\r\n" in canned.requests[0][3]


@pytest.mark.parametrize("given", ["", ".", ".."])
def test_what_can_be_no_id_is_refused(canned: Any, run: Run, given: str) -> None:
    done = run("retrieve", given)
    assert (done.code, done.err) == (2, f"openvideos: --video-id: found '{given}'; allowed: an id\n")


def test_an_id_twice_is_refused(canned: Any, run: Run) -> None:
    done = run("retrieve", "a", "--video-id", "b")
    assert (done.code, done.err) == (
        2,
        "openvideos: --video-id: found it twice; allowed: once, by itself or with the flag\n",
    )


def test_members_that_only_the_server_has_stand_behind(canned: Any, run: Run, page: list[str]) -> None:
    canned.video(fps=24)
    done = run("retrieve", "video_1")
    assert list(done.json) == [*page, "fps"]


def test_what_an_answer_departs_in_is_a_line_and_no_error(canned: Any, run: Run) -> None:
    canned.video(progress="most of it")
    done = run("retrieve", "video_1")
    assert (done.code, done.json["progress"]) == (0, "most of it")
    assert done.err.startswith("openvideos: warning: ")
    assert "progress" in done.err
    assert done.err.count("\n") == 1


def test_each_variant_goes_to_a_file(to: str, run: Run, tmp_path: Path) -> None:
    video_id = run("create", "--prompt", "x", "--wait").json["id"]
    path = tmp_path / "media"
    for words, kind in (
        ([], b"ftyp"),
        (["--variant", "thumbnail"], b"WEBP"),
        (["--variant", "spritesheet"], b"WEBP"),
        (["--variant", "video"], b"ftyp"),
    ):
        done = run("download-content", video_id, "-o", str(path), *words)
        assert (done.code, done.out, done.err) == (0, "", f"Wrote output to: {path}\n")
        assert kind in path.read_bytes()[:12]


@pytest.mark.parametrize("words", [[], ["-o", "-"]], ids=["by itself", "when asked to"])
def test_media_go_to_a_stdout_that_is_no_terminal(canned: Any, process: Run, words: list[str]) -> None:
    mp4 = b"\0\0\0\x18ftypisom" + bytes(range(256)) * 4000
    canned.bytes(mp4)
    done = process("download-content", "video_1", *words)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == mp4


def test_a_variant_that_is_none_is_refused(to: str, run: Run) -> None:
    done = run("download-content", "a", "--variant", "gif", "-o", os.devnull)
    assert done.code == 2
    assert done.err.startswith("openvideos: --variant: found 'gif'; allowed: video, thumbnail, spritesheet")
