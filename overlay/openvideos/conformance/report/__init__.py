"""Reports of a run: as text for a terminal, and as files by their suffix."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from openvideos.conformance.runner import Run
from openvideos.contract.found import hide, show
from openvideos.contract.keys import keys_sent

from .facts import Facts, facts_of
from .terminal import terminal as _terminal

__all__ = ["SUFFIXES", "Facts", "check_path", "facts_of", "terminal", "write"]

_SHORTEST_KEY = 8  # a shorter one could be a part of anything

Text: TypeAlias = Callable[[Run, Facts], str]


def _json(run: Run, facts: Facts) -> str:
    from .json_report import json_report

    return json_report(run, facts)


def _junit(run: Run, facts: Facts) -> str:
    from .junit import junit

    return junit(run, facts)


def _html(run: Run, facts: Facts) -> str:
    from .html import html

    return html(run, facts)


SUFFIXES: dict[str, Text] = {".json": _json, ".xml": _junit, ".html": _html}
"""What makes the text of a report, by the suffix of its file."""


def terminal(run: Run, facts: Facts, *, verbose: bool = False) -> str:
    """A run as lines of text, without any control character; verbose shows each requirement and each exchange too."""
    return _without_keys(_terminal(run, facts, verbose=verbose), run)


def check_path(path: str | os.PathLike[str]) -> None:
    """Raise ValueError, in one line, for a file that no report can be written to: before a run rather than after it."""
    _kind(path)
    if problem := _problem(Path(os.path.realpath(path))):
        raise ValueError(f"found {show(os.fspath(path))} ({problem}); allowed: a file that can be written")


def write(path: str | os.PathLike[str], run: Run, facts: Facts) -> None:
    """Write the report that the suffix of a file names: .json, .xml (JUnit) or .html.

    What was in the file stays there if that fails. Raises ValueError for another suffix, OSError.
    """
    text = _without_keys(_kind(path)(run, facts), run)
    _replace(Path(os.path.realpath(path)), text.encode("utf-8"))


def _without_keys(text: str, run: Run) -> str:
    """A report without the run's keys, wherever one may have come to stand all the same."""
    settings = run.settings
    keys = [settings.api_key or "", *keys_sent(settings.headers)]
    found: str = hide(text, [each for each in keys if len(each) >= _SHORTEST_KEY])
    return found


def _kind(path: str | os.PathLike[str]) -> Text:
    found = SUFFIXES.get(Path(path).suffix.lower())
    if found is None:
        raise ValueError(f"found {show(os.fspath(path))}; allowed: a file that ends in {', '.join(SUFFIXES)}")
    return found


def _problem(path: Path) -> str | None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG
    except (OSError, ValueError) as error:
        return str(getattr(error, "strerror", None) or error).lower()
    if stat.S_ISDIR(mode):
        return "a directory"
    if not stat.S_ISREG(mode):
        return "no regular file"
    if not path.parent.is_dir():
        return "no such directory"
    return None if os.access(path.parent, os.W_OK | os.X_OK) else "a directory that can't be written"


def _replace(path: Path, data: bytes) -> None:
    """Put a new file in the place of an old one, with its permissions, or of none."""
    beside = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
