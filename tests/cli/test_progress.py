"""A bar on one line of a terminal."""

import io

import pytest

from openvideos.cli.output import Stderr
from openvideos.cli.progress import Bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def bar(stream: io.StringIO) -> Bar:
    times = iter([0.0, 1.2, 61.0])
    return Bar(Stderr(stream), clock=lambda: next(times))


@pytest.mark.parametrize(
    ("word", "done", "text"),
    [
        ("queued", 0.0, "queued       [------------------------------]   0% 1 s"),
        ("in_progress", 0.5, "in_progress  [###############---------------]  50% 1 s"),
        ("completed", 7.0, "completed    [##############################] 100% 1 s"),
        ("odd", -1.0, "odd          [------------------------------]   0% 1 s"),
        ("odd", float("nan"), "odd          1 s"),
        ("unknown", None, "unknown      1 s"),
        ("a\x1b[2J\r", 0.0, r"a\x1b[2J\r   [------------------------------]   0% 1 s"),
    ],
)
def test_it_shows_word_share_and_time(monkeypatch: pytest.MonkeyPatch, word: str, done: float, text: str) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    stream = Terminal()
    bar(stream).show(word, done)
    assert stream.getvalue() == f"\r{text}"


def test_a_shorter_line_covers_a_longer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    stream = Terminal()
    shown = bar(stream)
    shown.show("in_progress", 0.5)
    first = len(stream.getvalue()) - 1
    shown.show("done", None)
    shown.end()
    assert stream.getvalue().split("\r")[2] == f"{'done         61 s':<{first}}\n"


def test_a_narrow_terminal_gets_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    stream = Terminal()
    bar(stream).show("in_progress", 0.5)
    assert len(stream.getvalue()) == 1 + 19


def test_without_a_terminal_nothing_is_drawn() -> None:
    stream = io.StringIO()
    shown = bar(stream)
    shown.show("queued", 0.5)
    shown.end()
    assert stream.getvalue() == ""
