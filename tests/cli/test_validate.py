"""`openvideos validate`, and `--on-violation` of the commands that ask a server."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

DELETED = {"object": "video.deleted", "id": "video_1", "deleted": "yes"}
LINE = "deleted: found 'yes'; allowed: true or false [body.deleted.type, line"
EXCHANGE = {
    "request": {"method": "DELETE", "url": "https://videos.example/v1/videos/video_1"},
    "response": {"status": 200, "body": DELETED},
}
ELSEWHERE = {"request": {"method": "GET", "url": "https://cdn.example/x.js"}, "response": {"status": 200}}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Writes a file into a folder of its own, in which the test then is."""
    monkeypatch.chdir(tmp_path)

    def keep(name: str, *data: Any) -> str:
        (tmp_path / name).write_text("\n".join(map(json.dumps, data)))
        return name

    return keep


def test_a_body_is_judged_line_by_line(run: Run, kept: Callable[..., str]) -> None:
    done = run("validate", kept("deleted.json", DELETED))
    assert (done.code, done.err) == (1, "1 violation in 1 checked\n")
    assert done.out.startswith(f"deleted.json: {LINE} ")
    assert done.out.endswith(" of the contract]\n")
    fine = run("validate", kept("fine.json", {**DELETED, "deleted": True}))
    assert (fine.code, fine.out, fine.err) == (0, "", "0 violations in 1 checked\n")


def test_several_files_are_judged_together(run: Run, kept: Callable[..., str]) -> None:
    first, second = kept("a.jsonl", EXCHANGE, ELSEWHERE, EXCHANGE), kept("b.json", DELETED)
    done = run("validate", first, second)
    assert [line.partition(LINE)[0] for line in done.out.splitlines()] == [
        "a.jsonl: line 1: delete 200: ",
        "a.jsonl: line 3: delete 200: ",
        "b.json: ",
    ]
    assert (done.code, done.err) == (1, "3 violations in 3 checked; 1 of others passed over\n")


def test_as_json_each_violation_is_an_object_on_a_line(run: Run, kept: Callable[..., str]) -> None:
    done = run("validate", "--format", "json", kept("a.jsonl", EXCHANGE, EXCHANGE))
    first, second = map(json.loads, done.out.splitlines())
    assert (first["file"], first["entry"], second["entry"]) == ("a.jsonl", "line 1", "line 2")
    assert (first["code"], first["pointer"], first["operation"], first["status"], first["origin"]) == (
        "body.deleted.type",
        "/deleted",
        "delete",
        200,
        "https://videos.example",
    )
    assert first["message"].startswith("deleted: found 'yes'")


def test_it_is_said_what_a_body_is(run: Run, kept: Callable[..., str]) -> None:
    error = kept("error.json", {"error": "no"})
    assert run("validate", error).code == 2
    schema = run("validate", "--schema", "ErrorResponse", error)
    assert (schema.code, schema.out.partition(" [")[0]) == (1, "error.json: error: found 'no'; allowed: an object")
    answer = run("validate", "--operation", "create", "--status", "404", error)
    assert answer.out.startswith("error.json: create 404: error: found 'no'")
    request = run("validate", "--operation", "create", error)
    assert request.out.startswith("error.json: create request: prompt: missing; required [body.prompt.required")


def test_a_server_can_be_named(run: Run, kept: Callable[..., str]) -> None:
    file = kept("a.jsonl", EXCHANGE, ELSEWHERE)
    assert run("validate", "--base-url", "https://videos.example/v1", file).code == 1
    done = run("validate", "--base-url", "https://other.example/v1", file)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1] == (
        "openvideos: found no exchange with an operation of the contract; allowed: at least one"
    )


def test_an_entry_that_is_broken_is_a_line_and_the_others_are_judged(
    run: Run, kept: Callable[..., str], tmp_path: Path
) -> None:
    entries = [EXCHANGE, {"request": {"method": "GET"}}, ELSEWHERE | {"response": "\x1b"}, EXCHANGE | {"response": 5}]
    har = kept("a.har", {"log": {"entries": [*entries, EXCHANGE]}})
    (tmp_path / "b.jsonl").write_text("\n".join([json.dumps(EXCHANGE), '{"requ', json.dumps(EXCHANGE)]))
    for form in ("pretty", "json"):
        done = run("validate", "--format", form, har, "b.jsonl")
        assert len(done.out.splitlines()) == 4
        assert done.err.splitlines() == [
            "openvideos: a.har: entry 2: request.url: found nothing; allowed: text",
            "openvideos: a.har: entry 4: response: found 5; allowed: an object",
            "openvideos: b.jsonl: line 2: found no JSON (Unterminated string starting at, column 2); allowed: JSON",
            "4 violations in 4 checked; 1 of others passed over; 3 broken",
        ]
        assert done.code == 2


def test_a_file_that_is_broken_is_a_line_and_the_others_are_judged(
    run: Run, kept: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "cut\x1b.har").write_text('{"log": {"entr')
    good, other = kept("good.json", {**DELETED, "deleted": True}), kept("other.json", DELETED)
    done = run("validate", "cut\x1b.har", good, "none.har", ".")
    assert done.err.splitlines() == [
        "openvideos: cut\\x1b.har: found no JSON (Unterminated string starting at, line 1, column 10); allowed: JSON",
        "openvideos: none.har: no such file or directory",
        "openvideos: .: is a directory",
        "0 violations in 1 checked; 3 files not read",
    ]
    assert (done.code, done.out) == (2, "")
    done = run("validate", "none.har", other)
    assert (done.code, done.out.count(LINE)) == (2, 1)
    assert done.err.splitlines()[1:] == ["1 violation in 1 checked; 1 file not read"]


NOTHING: dict[str, tuple[bytes, str]] = {
    "null": (b"null", "found no HAR, no exchanges, and no object that is video, "),
    "an array": (b"[]\n", "found no HAR, "),
    "a number": (b"5", "found no HAR, "),
    "an empty text": (b'""', "found no HAR, "),
    "nothing": (b"", "found nothing; allowed: a HAR, exchanges (one a line), or one JSON body"),
    "white space": (b" \n\r\n\t", "found nothing; allowed: a HAR, "),
}


@pytest.mark.parametrize(("data", "message"), NOTHING.values(), ids=NOTHING)
def test_a_file_of_next_to_nothing_is_one_line(
    run: Run, kept: Callable[..., str], tmp_path: Path, data: bytes, message: str
) -> None:
    (tmp_path / "file").write_bytes(data)
    done = run("validate", "file")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(f"openvideos: file: {message}")


REFUSED: dict[str, tuple[list[str], str]] = {
    "no file": ([], "Missing argument 'FILE...'"),
    "a file that is not there": (["none.json"], "none.json: no such file or directory"),
    "a folder": (["."], ".: is a directory"),
    "both": (["--schema", "Video", "--operation", "create", "a"], "--schema and --operation: found both"),
    "an operation whose request has no body": (
        ["--operation", "retrieve", "cut.jsonl"],
        "--operation retrieve: found no --status; allowed: one, as its request has no body",
    ),
    "a server, of a body": (
        ["--base-url", "http://x/v1", "--schema", "Video", "a"],
        "--base-url and --schema: found both",
    ),
    "a server, of an operation": (
        ["--base-url", "http://x/v1", "--operation", "create", "a"],
        "--base-url and --operation: found both; allowed: one of them",
    ),
    **{
        f"a server that is {url}": (
            ["--base-url", url, "none.har"],
            f"openvideos: --base-url: found '{shown}'; allowed: an http:// or https:// URL such as http://",
        )
        for url, shown in {
            "http://[": "http://[",
            "nonsense": "nonsense",
            "": "",
            "ftp://x": "ftp://x",
            "https:///v1": "https:///v1",
            "http://x:port/v1": "http://x:port/v1",
            "http://user:key@[\x1b": "http://[\\x1b",
        }.items()
    },
    "a status alone": (["--status", "200", "a"], "--status: found it without --operation; allowed: both"),
    "another schema": (["--schema", "Vidoe", "a"], "'Vidoe' is not one of 'Video'"),
    "text": (["text.txt"], "text.txt: found no JSON (Expecting value, line 1, column 1); allowed: JSON"),
    "a line cut short": (["cut.jsonl"], "cut.jsonl: line 2: found no JSON"),
}


@pytest.mark.parametrize(("words", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_one_line_and_exit_code_2(
    run: Run, kept: Callable[..., str], tmp_path: Path, words: list[str], message: str
) -> None:
    (tmp_path / "text.txt").write_text("hello")
    (tmp_path / "cut.jsonl").write_text(json.dumps(EXCHANGE) + '\n{"requ')
    done = run("validate", *words)
    assert done.code == 2
    assert message in done.err
    assert "none.har" not in done.err
    assert "Traceback" not in done.err


def test_options_of_a_client_before_its_name_are_refused(run: Run) -> None:
    assert run("--api-key", "k", "validate", "a").code == 2


def test_what_a_server_said_reaches_the_terminal_escaped(run: Run, kept: Callable[..., str]) -> None:
    done = run("validate", kept("a\x1b[31m.json", {**DELETED, "deleted": "\x1b[2J\u202e", "object": "video.deleted"}))
    assert done.code == 1
    assert all(line.isprintable() for line in done.out.splitlines())
    assert "\\x1b[2J\\u202e" in done.out
    assert done.out.startswith("a\\x1b[31m.json: ")


def test_stdin_is_a_file_too(process: Run) -> None:
    done = process("validate", "-", input=json.dumps(DELETED).encode())
    assert (done.returncode, done.stdout.decode().partition(" [")[0]) == (
        1,
        "-: deleted: found 'yes'; allowed: true or false",
    )


def test_a_closed_stdin_is_a_file_that_cannot_be_read(
    run: Run, kept: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)  # that is what Python makes of a closed one
    done = run("validate", "-", kept("deleted.json", DELETED))
    assert (done.code, done.out.count(LINE)) == (2, 1)
    assert done.err.startswith("openvideos: -: found no stdin; allowed: one that is open, or a file\n")


def test_a_reader_that_goes_away_is_nobodys_fault(process: Run, kept: Callable[..., str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = process("validate", kept("many.jsonl", *[EXCHANGE] * 500), stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (2, b"")


def test_a_departure_is_a_line_on_stderr_for_each(run: Run, canned: Any) -> None:
    canned.video(size="1x1", fps=24)
    done = run("retrieve", "video_1")
    assert (done.code, done.json["size"], done.json["fps"]) == (0, "1x1", 24)
    server = canned.base_url.removesuffix("/v1")
    assert done.err.startswith(f"openvideos: warning: retrieve answered by {server}: size: found")
    assert done.err.count("\n") == 1


def test_a_departure_can_be_a_failure_or_nothing(run: Run, canned: Any) -> None:
    canned.video(size="1x1", seconds=4)
    done = run("create", "--prompt", "x", "--on-violation", "raise")
    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    assert [line.partition(": found")[0].rpartition(" ")[2] for line in lines[:2]] == ["size", "seconds"]
    assert lines[2:] == ["the answer is about video_1"]
    quiet = run("--on-violation", "ignore", "retrieve", "video_1")
    assert (quiet.code, quiet.err) == (0, "")
    assert run("retrieve", "video_1", "--on-violation", "shout").code == 2
