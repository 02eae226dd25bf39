"""Reports of a run: as text for a terminal, and as files by their suffix."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeAlias

from openvideos import report_file
from openvideos.conformance.runner import Run
from openvideos.contract.found import hide
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
    report_file.suffix(path, SUFFIXES)
    report_file.check_path(path)


def write(path: str | os.PathLike[str], run: Run, facts: Facts) -> None:
    """Write the report that the suffix of a file names: .json, .xml (JUnit) or .html.

    What was in the file stays there if that fails. Raises ValueError for another suffix, OSError.
    """
    text = SUFFIXES[report_file.suffix(path, SUFFIXES)](run, facts)
    report_file.replace(path, _without_keys(text, run).encode("utf-8"))


def _without_keys(text: str, run: Run) -> str:
    """A report without the run's keys, wherever one may have come to stand all the same."""
    settings = run.settings
    keys = [settings.api_key or "", *keys_sent(settings.headers)]
    found: str = hide(text, [each for each in keys if len(each) >= _SHORTEST_KEY])
    return found
