"""The report as GitHub's workflow commands: an annotation for each change, at its file and line."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from openvideos.drift.change import Change, Level
from openvideos.drift.findings import Findings
from openvideos.escape import escape

from .words import about, also, headline, sections, tolerated, values, witness

__all__ = ["github"]

_COMMANDS: dict[Level, str] = {"breaking": "error", "compatible": "warning", "info": "notice"}
_LONGEST = 1000
_DATA = re.compile(r"[%\r\n]")
_PROPERTY = re.compile(r"[%\r\n:,]")


def github(findings: Findings, *, verbose: bool = False, folder: Path | None = None) -> str:
    """Findings as lines for a workflow's log.

    Files are looked for from a folder, the current one by default, and named as they are from there, or from the top of
    the checkout where GitHub says which that is.
    """
    here = folder or Path.cwd()
    tops = [Path(top) for top in (os.environ.get("GITHUB_WORKSPACE"),) if top]
    lines = [headline(findings)]
    lines += [
        _command("error", "not compared", f"{each.name}: {each.problem}".removeprefix(": "))
        for each in findings.comparisons
        if each.problem
    ]
    lines += [
        _command("notice", "compared", f"{each.name}: {note}".removeprefix(": "))
        for each in findings.comparisons
        for note in each.notes
    ]
    for section in sections(findings, verbose=verbose, at_once=False):
        for group in section.groups:
            lines += [_annotation(each, group.subject, here, tops) for each in group.changes]
    for title, told in tolerated(findings).items():
        lines += [_command("error" if findings.exit_code else "warning", title, each) for each in told]
    return "\n".join(lines)


def _annotation(change: Change, subject: str, folder: Path, tops: list[Path]) -> str:
    unproven = "" if change.certain else ", unproven"
    title = f"{change.rule} {change.level}{unproven}: {subject}"
    message = about(change) + (f" ({also(change)})" if change.also else "")
    message = "\n".join(filter(None, (message, values(change), witness(change))))
    return _command(_COMMANDS[change.level], title, message, dict(_where(change, folder, tops)))


def _where(change: Change, folder: Path, tops: list[Path]) -> Iterator[tuple[str, str]]:
    """The file and the line, if the source is a file below a top or the folder: GitHub could show no other."""
    if change.source is None:
        return
    try:
        path = (folder / change.source.name).resolve()
        top = next((each for each in map(Path.resolve, (*tops, folder)) if path.is_relative_to(each)), None)
        is_shown = top is not None and path.is_file()
    except (OSError, ValueError):
        return
    if top is not None and is_shown:
        yield "file", path.relative_to(top).as_posix()
        if change.source.line is not None:
            yield "line", str(change.source.line)


def _command(name: str, title: str, message: str, place: dict[str, str] | None = None) -> str:
    told = {**(place or {}), "title": escape(title, 200)}
    properties = ",".join(f"{key}={_PROPERTY.sub(_encoded, escape(value))}" for key, value in told.items())
    lines = "\n".join(escape(line, _LONGEST) for line in message.split("\n"))
    return f"::{name} {properties}::{_DATA.sub(_encoded, lines)}"


def _encoded(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"
