"""The report as GitHub's workflow commands: an annotation for each change, at its file and line."""

import re
from collections.abc import Iterator
from pathlib import Path

from openvideos.drift.change import Change, Level
from openvideos.drift.findings import Findings
from openvideos.escape import escape

from .words import about, headline, sections, tolerated, values, witness

__all__ = ["github"]

_COMMANDS: dict[Level, str] = {"breaking": "error", "compatible": "warning", "info": "notice"}
_LONGEST = 1000
_DATA = re.compile(r"[%\r\n]")
_PROPERTY = re.compile(r"[%\r\n:,]")


def github(findings: Findings, *, verbose: bool = False, folder: Path | None = None) -> str:
    """Findings as lines for a workflow's log; files are named as they are from a folder, the current one by default."""
    lines = [headline(findings)]
    lines += [
        _command("error", "not compared", f"{each.name}: {each.problem}".removeprefix(": "))
        for each in findings.comparisons
        if each.problem
    ]
    for section in sections(findings, verbose=verbose):
        for group in section.groups:
            lines += [_annotation(each, group.subject, folder or Path.cwd()) for each in group.changes]
    for title, told in tolerated(findings).items():
        lines += [_command("error" if findings.exit_code else "warning", title, each) for each in told]
    return "\n".join(lines)


def _annotation(change: Change, subject: str, folder: Path) -> str:
    unproven = "" if change.certain else ", unproven"
    title = f"{change.rule} {change.level}{unproven}: {subject}"
    message = "\n".join(filter(None, (about(change), values(change), witness(change))))
    return _command(_COMMANDS[change.level], title, message, dict(_where(change, folder)))


def _where(change: Change, folder: Path) -> Iterator[tuple[str, str]]:
    """The file and the line, if the source is a file below a folder: others are none that GitHub could show."""
    if change.source is None:
        return
    try:
        path = (folder / change.source.name).resolve()
        inside = path.relative_to(folder.resolve())
        is_file = path.is_file()
    except (OSError, ValueError):
        return
    if is_file:
        yield "file", inside.as_posix()
        if change.source.line is not None:
            yield "line", str(change.source.line)


def _command(name: str, title: str, message: str, place: dict[str, str] | None = None) -> str:
    told = {**(place or {}), "title": escape(title, 200)}
    properties = ",".join(f"{key}={_PROPERTY.sub(_encoded, escape(value))}" for key, value in told.items())
    lines = "\n".join(escape(line, _LONGEST) for line in message.split("\n"))
    return f"::{name} {properties}::{_DATA.sub(_encoded, lines)}"


def _encoded(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"
