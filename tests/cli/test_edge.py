"""Whatever a command line ends in: the right exit code, one line on stderr, and no key in it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import click
import pytest

from openvideos.cli import edge
from openvideos.cli.help import Group

Run = Callable[..., Any]
KEY = "sk-secret-12345678"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        pytest.param(["craete"], "openvideos: No such command 'craete'. Did you mean 'create'?", id="a near miss"),
        pytest.param(
            ["videos", "wiat"], "openvideos videos: No such command 'wiat'. Did you mean 'wait'?", id="deeper"
        ),
        pytest.param(["zzz"], "openvideos: No such command 'zzz'", id="no command at all"),
        pytest.param(["z\x1b[2J"], r"openvideos: No such command 'z\x1b[2J'", id="control characters"),
        pytest.param(
            ["create", "--promt", "x"],
            "openvideos create: No such option '--promt'. (Did you mean one of: '--format', '--project', '--prompt'?)",
            id="a near miss of an option",
        ),
        pytest.param(
            ["retrieve", "a", "stray"],
            "openvideos retrieve: Got unexpected extra argument (stray)",
            id="a stray argument",
        ),
        pytest.param(
            ["retrieve", "a", "--max-retries", "x"],
            "openvideos retrieve: Invalid value for '--max-retries': 'x' is not a valid integer range",
            id="no number",
        ),
        pytest.param(
            ["retrieve", "a", "--format", "xml"],
            "openvideos retrieve: Invalid value for '--format': 'xml' is not one of 'pretty', 'json'",
            id="no format",
        ),
    ],
)
def test_bad_usage_is_one_line_that_names_the_help_page(run: Run, words: list[str], line: str) -> None:
    done = run(*words)
    path = line.partition(":")[0]
    assert (done.code, done.out, done.err) == (2, "", f"{line}; see '{path} --help'\n")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        pytest.param(
            ["retrieve", "a"], ["no base URL", "--base-url", "OPENVIDEOS_BASE_URL", "openvideos serve"], id="url"
        ),
        pytest.param(["retrieve", "a", "--base-url", "https://a.example/v1"], ["no API key", "--api-key"], id="key"),
        pytest.param(
            ["retrieve", "a", "--base-url", "ftp://a.example"],
            ["--base-url: found 'ftp://a.example'", "http://"],
            id="no http",
        ),
        pytest.param(
            ["retrieve", "a", "--base-url", "http://127.0.0.1:1/v1", "--max-retries", "0"],
            ["http://127.0.0.1:1"],
            id="nobody there",
        ),
        pytest.param(
            ["retrieve", "a", "--base-url", "http://127.0.0.1:1", "--api-key", f"{KEY}\n"],
            ["--api-key", "not shown"],
            id="a key that can't be sent",
        ),
    ],
)
def test_where_there_is_no_answer_it_ends_with_2(run: Run, words: list[str], parts: list[str]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("openvideos: ")
    assert [part for part in parts if part not in done.err] == []
    assert done.err.count("\n") == 1
    assert KEY not in done.err


def test_a_server_that_answers_html_is_told_of(canned: Any, run: Run) -> None:
    canned.bytes(b"<!doctype html><title>hello</title>", "text/html")
    done = run("create", "--prompt", "x")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "HTML" in done.err


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (404, '{"error": {"message": "no such video"}}', "404 Not Found: no such video"),
        (400, '{"error": {"message": "a\\u001b[2Jb\\nc"}}', r"400 Bad Request: a\x1b[2Jb\nc"),
        (
            422,
            '{"detail": [{"loc": ["body", "prompt"], "msg": "too short"}]}',
            f"422 {HTTPStatus(422).phrase}: prompt: too short",  # which Python 3.13 renamed
        ),
        (418, "", "418 I'm a Teapot"),
        (599, "{}", "599"),
    ],
    ids=["404", "control characters", "detail", "no body", "a status without a name"],
)
def test_an_error_status_is_a_line_with_the_request_and_ends_with_1(
    canned: Any, run: Run, status: int, body: str, said: str
) -> None:
    canned.json(body, status)
    done = run("retrieve", "a b", "--max-retries", "0")
    assert (done.code, done.out) == (1, "")
    assert done.err.lower() == f'GET "{canned.base_url}/videos/a%20b": {said}\n'.lower()


def test_a_401_where_no_key_was_given_says_how_to_give_one(canned: Any, run: Run) -> None:
    canned.json({"error": {"message": "Who is asking?"}}, 401)
    done = run("retrieve", "a")
    assert done.code == 1
    assert "401 Unauthorized: Who is asking?" in done.err
    assert "--api-key" in done.err


@pytest.mark.parametrize("debug", [[], ["--debug"]], ids=["quietly", "with --debug"])
@pytest.mark.parametrize("key", [KEY, "a b"])
@pytest.mark.parametrize("variable", [False, True], ids=["typed", "from the environment"])
def test_no_key_is_in_what_is_said(
    canned: Any, run: Run, monkeypatch: pytest.MonkeyPatch, *, debug: list[str], key: str, variable: bool
) -> None:
    canned.json({"error": {"message": f"bad key {key}"}}, 401, **{"x-echo": f"Bearer {key}"})
    monkeypatch.setenv("OPENVIDEOS_API_KEY", key)
    done = run("retrieve", "a", *debug, *([] if variable else ["--api-key", key]))
    assert canned.requests[0][2]["Authorization"] == f"Bearer {key}"
    assert done.code == 1
    assert "bad key ***" in done.err
    assert key not in done.err


@pytest.mark.parametrize("debug", [[], ["--debug"]], ids=["quietly", "with --debug"])
def test_nothing_of_a_base_url_that_lets_one_in_is_said(canned: Any, run: Run, debug: list[str]) -> None:
    canned.json({"error": {"message": "no"}}, 403)
    url = canned.base_url.replace("http://", "http://name:word-of-mine@") + f"?key={KEY}"
    done = run("retrieve", "a", "--base-url", url, *debug)
    assert f"key={KEY}" in canned.requests[0][1]
    assert canned.requests[0][2]["Authorization"].startswith("Basic ")
    assert done.code == 1
    assert "word-of-mine" not in done.err
    assert KEY not in done.err


def test_debug_shows_each_request_and_answer(canned: Any, run: Run) -> None:
    canned.video()
    canned.answers[0][1]["x-request-id"] = "req_\x01"
    done = run("retrieve", "a", "--api-key", KEY, "--debug")
    assert done.code == 0
    said = done.err.splitlines()
    assert said[0] == f"> GET {canned.base_url}/videos/a"
    assert ">   authorization: Bearer ***" in said
    assert any(line.startswith("< 200 OK (") for line in said)
    assert r"<   x-request-id: req_\x01" in said
    assert done.json["id"] == "video_1"


def broken() -> Group:
    def fail() -> None:
        raise ZeroDivisionError("a\nb")

    return Group("openvideos", makers={"fail": lambda: click.Command("fail", callback=fail)}, sections=[])


@pytest.mark.parametrize("debug", [False, True])
def test_what_nobody_thought_of_is_one_line_and_with_debug_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, debug: bool
) -> None:
    monkeypatch.setattr(edge, "application", broken)  # no command of ours fails like this on purpose
    done = run("fail")
    assert (done.code, done.err) == (2, "openvideos: internal error: ZeroDivisionError: a\\nb; --debug shows where\n")


@pytest.mark.parametrize("words", [[], ["videos"]], ids=["openvideos", "openvideos videos"])
def test_without_a_command_the_help_page_goes_to_stderr(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err == run(*words, "--help").out


def test_the_version_is_shown(run: Run) -> None:
    from openvideos import __version__

    done = run("--version")
    assert (done.code, done.out, done.err) == (0, f"openvideos {__version__}\n", "")


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "1e300", "soon"])
def test_a_timeout_that_no_socket_takes_is_bad_usage(run: Run, seconds: str) -> None:
    done = run("retrieve", "a", "--timeout", seconds)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "--timeout" in done.err
    assert "internal error" not in done.err


@pytest.mark.parametrize("given", ["", " "])
def test_an_empty_base_url_is_refused_and_the_environments_is_not_taken(canned: Any, run: Run, given: str) -> None:
    done = run("retrieve", "a", "--base-url", given)
    assert (done.code, done.out, canned.requests) == (2, "", [])
    assert "--base-url" in done.err


@pytest.mark.parametrize("levels", [250, 900, 100_000])
def test_an_answer_that_is_nested_without_end_is_refused_and_its_job_named(canned: Any, run: Run, levels: int) -> None:
    canned.json('{"id": "a", "x": ' + "[" * levels + "]" * levels + "}")
    done = run("retrieve", "a")
    assert (done.code, done.out) == (2, "")
    assert all(line in done.err.splitlines()[0] for line in ("JSON", "status 200", '\'{"id": "a"'))
    assert done.err.splitlines()[1:] == ["the answer is about a"]
