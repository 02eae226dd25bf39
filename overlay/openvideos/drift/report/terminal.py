"""The report for a terminal: what it comes to first, then what breaks, a line each, then the rest."""

from collections.abc import Iterator

from openvideos.drift.change import Change
from openvideos.drift.findings import Comparison, Findings
from openvideos.escape import escape

from .words import about, also, headline, sections, tolerated, values, witness

__all__ = ["terminal"]

_LONGEST = 1200
_LONGEST_NAME = 200


def terminal(findings: Findings, *, verbose: bool = False) -> str:
    """Findings as lines of text, without any control character; verbose shows what is only counted otherwise."""
    names = [line for each in findings.comparisons for line in (_names(each), *_notes(each))]
    if len(findings.comparisons) == 1:
        lines = [f"{headline(findings)}: {names[0]}", *names[1:]]
    else:
        lines = [headline(findings), *(f"  {each}" for each in names)]
    for section in sections(findings, verbose=verbose):
        lines += ["", f"{section.title} ({section.count})"]
        for group in section.groups:
            lines += ["", escape(group.subject, _LONGEST_NAME), *(f"  {_line(each)}" for each in group.changes)]
    if verbose:
        lines += _accepted(findings)
    for title, told in tolerated(findings).items():
        lines += ["", f"{title} ({len(told)})", "", *(f"  {escape(each, _LONGEST)}" for each in told)]
    return "\n".join(lines)


def _names(comparison: Comparison) -> str:
    name = f"{escape(comparison.name, _LONGEST_NAME)}: " if comparison.name else ""
    if comparison.problem:
        return f"{name}not compared: {escape(comparison.problem, _LONGEST)}"
    return f"{name}{escape(comparison.base, _LONGEST_NAME)} -> {escape(comparison.revised, _LONGEST_NAME)}"


def _notes(comparison: Comparison) -> Iterator[str]:
    return (f"  {escape(each, _LONGEST)}" for each in comparison.notes)


def _line(change: Change) -> str:
    """A change in one line."""
    level = f"{change.level}," if change.surface == "sdk" else ""
    start = " ".join(filter(None, (change.rule, level, change.direction))).rstrip(",")
    where = f"{escape(change.pointer, _LONGEST_NAME)}: " if change.pointer else ""
    others = f" ({escape(also(change), 600)})" if change.also else ""
    message = f"{escape(about(change), 400)}{others}"
    told = "; ".join(filter(None, (message, values(change), witness(change))))
    place = f" ({escape(str(change.source), _LONGEST_NAME)})" if change.source is not None else ""
    return f"{start} {where}{told}{place}"


def _accepted(findings: Findings) -> Iterator[str]:
    found = [tolerated for each in findings.comparisons for tolerated in each.accepted]
    if found:
        yield from ("", f"Accepted ({len(found)})", "")
    for each in found:
        until = escape(f"accepted until {each.by.until}: {each.by.reason}", _LONGEST)
        yield f"  {_line(each.change)}; {until}"
