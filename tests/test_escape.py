"""What somebody else wrote, on one line of a terminal."""

import pytest

from openvideos.escape import escape


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain Größe 日本 🎬", "plain Größe 日本 🎬", id="what can be printed"),
        pytest.param("a\nb\r\tc", r"a\nb\r\tc", id="lines and tabs"),
        pytest.param("\x1b[31mred\x1b]0;t\x07", r"\x1b[31mred\x1b]0;t\x07", id="terminal sequences"),
        pytest.param("\x00\x7f\x85\x9b", r"\x00\x7f\x85\x9b", id="C0, DEL and C1"),
        pytest.param("\u202eevil\u2066\u200b", r"\u202eevil\u2066\u200b", id="what turns or hides text"),
        pytest.param("\u2028\ud800", r"\u2028\ud800", id="line separators and lone surrogates"),
        pytest.param("\U000e0041", r"\U000e0041", id="tags"),
    ],
)
def test_what_cannot_be_printed_is_escaped(text: str, shown: str) -> None:
    assert escape(text) == shown
    assert escape(text).isprintable()


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [("abc", 3, "abc"), ("abcd", 3, "abc..."), ("\n\n\n", 2, r"\n\n..."), ("", 0, "")],
)
def test_a_long_text_is_cut(text: str, limit: int, shown: str) -> None:
    assert escape(text, limit) == shown
