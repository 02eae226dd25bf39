"""Reports of findings: as text in a format, and as files by their suffix."""

import os
from collections.abc import Callable
from typing import Final, Literal

from openvideos import report_file
from openvideos.drift.findings import Findings

__all__ = ["FORMATS", "SUFFIXES", "Format", "check_path", "text", "write"]

Format = Literal["terminal", "json", "markdown", "github"]


def _terminal(findings: Findings, verbose: bool) -> str:
    from .terminal import terminal

    return terminal(findings, verbose=verbose) + "\n"


def _json(findings: Findings, verbose: bool) -> str:  # noqa: ARG001 - it has all of it
    from .json_report import json_report

    return json_report(findings)


def _markdown(findings: Findings, verbose: bool) -> str:
    from .markdown import markdown

    return markdown(findings, verbose=verbose)


def _github(findings: Findings, verbose: bool) -> str:
    from .github import github

    return github(findings, verbose=verbose) + "\n"


FORMATS: Final[dict[Format, Callable[[Findings, bool], str]]] = {
    "terminal": _terminal,
    "json": _json,
    "markdown": _markdown,
    "github": _github,
}
SUFFIXES: Final[dict[str, Format]] = {".json": "json", ".md": "markdown", ".txt": "terminal"}
"""The format of a report, by the suffix of its file."""


def text(findings: Findings, form: Format, *, verbose: bool = False) -> str:
    """Findings in a format, with a line's end at its end; verbose shows what is only counted otherwise."""
    return FORMATS[form](findings, verbose)


def check_path(path: str | os.PathLike[str]) -> None:
    """Raise ValueError, in one line, for a file that no report can be written to: before any work."""
    report_file.suffix(path, SUFFIXES)
    report_file.check_path(path)


def write(path: str | os.PathLike[str], findings: Findings, *, verbose: bool = False) -> None:
    """Write the report that the suffix of a file names. Raises ValueError for another suffix, OSError."""
    form = SUFFIXES[report_file.suffix(path, SUFFIXES)]
    report_file.replace(path, text(findings, form, verbose=verbose).encode())
