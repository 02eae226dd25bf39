"""JSON that no terminal acts on, and lines without keys."""

import io
import json

import pytest

from openvideos.cli.output import Format, Stderr, as_json

NASTY = "\x1b]0;title\x07\x7f\x9b31m\u202e\u2028\ud800\U000e0041 Größe 日本 🎬"


@pytest.mark.parametrize("form", ["pretty", "json"])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_json_holds_what_came_and_nothing_that_a_terminal_acts_on(form: Format, ascii_only: bool) -> None:
    data = {"prompt": NASTY, NASTY: [NASTY, 1.5, None, True]}
    text = as_json(data, form, ascii_only=ascii_only)
    assert json.loads(text) == data
    assert text.replace("\n", "").isprintable()
    assert text.isascii() is ascii_only
    assert ("\n" in text) is (form == "pretty")


def test_what_can_be_printed_stays_readable() -> None:
    assert as_json({"prompt": "Größe 日本 🎬"}, "json") == '{"prompt": "Größe 日本 🎬"}'


@pytest.mark.parametrize(
    ("key", "text", "shown"),
    [
        pytest.param("sk-12345678", "bad key sk-12345678!", "bad key ***!", id="a key"),
        pytest.param("sk-12345678", "xsk-12345678x", "x***x", id="a key within a word"),
        pytest.param("abc", "the key abc, not abcd", "the key ***, not abcd", id="a key that could be a word's part"),
        pytest.param("a(b+c)\\d*", "found a(b+c)\\d*", "found ***", id="a key of special characters"),
        pytest.param("", "nothing", "nothing", id="an empty key"),
        pytest.param(None, "nothing", "nothing", id="no key"),
    ],
)
def test_no_line_has_a_key_in_it(key: str | None, text: str, shown: str) -> None:
    stream = io.StringIO()
    stderr = Stderr(stream)
    stderr.hide(key)
    stderr.line(text)
    assert stream.getvalue() == f"{shown}\n"


def test_a_line_is_one_line_of_printable_text() -> None:
    stream = io.StringIO()
    Stderr(stream).line("a\nb\x1b[2J" + "x" * 10_000)
    said = stream.getvalue()
    assert said.startswith(r"a\nb\x1b[2Jxxx")
    assert said.endswith("...\n")
    assert said[:-1].isprintable()
    assert len(said) < 2100


def test_without_a_stderr_nothing_is_said_and_nothing_fails() -> None:
    stderr = Stderr(None)
    stderr.line("anybody?")
    assert not stderr.is_terminal
