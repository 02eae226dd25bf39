"""What goes to stdout, as data, and to stderr, as talk: nothing raw in either, and no key in the latter."""

import errno
import io
import json
import os
import re
import sys
from typing import Any, Literal, TextIO

from openvideos.escape import escape

__all__ = [
    "Format",
    "OutputFailed",
    "Stderr",
    "Stdout",
    "as_json",
    "failed",
    "stdout_is_terminal",
    "write_json",
    "write_line",
]

Format = Literal["pretty", "json"]
# what json.dumps leaves in a text though a terminal would act on it, or though UTF-8 can't write it
_CANDIDATE = re.compile(r"[^\n -~]")
_LONG_KEY = 8
_LONGEST_LINE = 2000


class OutputFailed(Exception):  # noqa: N818 - named by what happened
    """stdout doesn't take what is written; quiet says that its reader went away, which is nobody's fault."""

    def __init__(self, reason: str, *, quiet: bool = False) -> None:
        super().__init__(f"stdout: {reason}")
        self.quiet = quiet


def as_json(data: Any, form: Format, *, ascii_only: bool = False) -> str:
    """JSON for people (pretty) or on one line (json); what can't be printed is escaped in either."""
    text = json.dumps(data, indent=2 if form == "pretty" else None, ensure_ascii=ascii_only)
    return _CANDIDATE.sub(_as_escape, text)


def _as_escape(match: re.Match[str]) -> str:
    char = match[0]
    return char if char.isprintable() else json.dumps(char)[1:-1]


def write_json(data: Any, form: Format | None) -> None:
    """Write data to stdout, by default pretty to a terminal and as one line to anything else. Raises OutputFailed."""
    out = _stdout()
    ascii_only = out.encoding.lower().replace("-", "") != "utf8"
    chosen = form or ("pretty" if out.isatty() else "json")
    _write(f"{as_json(data, chosen, ascii_only=ascii_only)}\n".encode())


def write_line(text: str) -> None:
    """Write a line of our own to stdout, at once. Raises OutputFailed."""
    _write(f"{text}\n".encode(_stdout().encoding, "backslashreplace"))


class Stdout(io.RawIOBase):
    """stdout as an open binary file: each write is seen through, and fails with OutputFailed."""

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Write all of it."""
        _write(data)
        return len(data)


def _write(data: bytes) -> None:
    out = _stdout()
    try:
        out.buffer.write(data)
        out.buffer.flush()
    except OSError as error:
        raise failed(error) from error


def stdout_is_terminal() -> bool:
    """Whether what is written to stdout is looked at by a person."""
    return _stdout().isatty()


def _stdout() -> TextIO:
    if sys.stdout is None:  # that is what Python makes of a closed one
        raise OutputFailed("it is closed")
    return sys.stdout


def failed(error: OSError) -> OutputFailed:
    """What it is that a write to stdout ended in, by the system's error; nothing more is written."""
    # or else the interpreter tries once more when it ends, and complains
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _stdout().fileno())
    os.close(nowhere)
    return OutputFailed((error.strerror or str(error)).lower(), quiet=error.errno == errno.EPIPE)


class Stderr:
    """Lines for people. A key that it was told of is never in them; without a stderr there are none.

    debug says whether everything is to be told.
    """

    def __init__(self, stream: TextIO | None, *, debug: bool = False) -> None:
        self.stream = stream
        self.debug = debug
        self._keys: list[re.Pattern[str]] = []

    def hide(self, key: str | None) -> None:
        """Hide a key in everything that comes."""
        if key:
            # a short one could be a part of any word
            pattern = re.escape(key)
            self._keys.append(re.compile(pattern if len(key) >= _LONG_KEY else rf"(?<!\w){pattern}(?!\w)"))

    @property
    def is_terminal(self) -> bool:
        """Whether a person may be watching."""
        return self.stream is not None and self.stream.isatty()

    def line(self, text: str) -> None:
        """One line, escaped and shortened."""
        for key in self._keys:
            text = key.sub("***", text)
        self.raw(f"{escape(text, _LONGEST_LINE)}\n")

    def raw(self, text: str) -> None:
        """Write text as it is: our own only."""
        if self.stream is None:
            return
        try:
            self.stream.write(text)
            self.stream.flush()
        except OSError:
            pass  # whoever doesn't listen is not told
