"""The report as Markdown, for a comment on a pull request: whatever stands in it is text, and links to nobody."""

import re
from collections.abc import Iterator
from itertools import groupby

from openvideos.drift.change import Change
from openvideos.drift.findings import Findings
from openvideos.escape import escape

from .words import Section, about, also, headline, sections, tolerated, values, witness

__all__ = ["markdown"]

_OPEN_ROWS = 20
# how many rows of a section are shown: less where the whole would be too long for a comment
_MOST_ROWS = (200, 50, 20, 5)
_LONGEST_COMMENT = 60_000
_LONGEST = 300
# a word that Markdown, or GitHub's way with it, takes for itself only
_PLAIN = re.compile(r"[('\"]*[A-Za-z0-9'-]*[.,;:()'\"]*")
_SPECIAL = re.compile(r"(?i)-\d|\b[0-9a-f]{7,}\b|^\d+[.)]$|^-|--")


def markdown(findings: Findings, *, verbose: bool = False) -> str:
    """Findings in Markdown, the gravest first; long lists are folded, and cut where a comment can't be as long."""
    for most in _MOST_ROWS:
        found = "\n".join([*_lines(findings, most, verbose=verbose), ""])
        if len(found) <= _LONGEST_COMMENT:
            break
    return found


def _lines(findings: Findings, most: int, *, verbose: bool) -> Iterator[str]:
    yield from (f"### Drift: {headline(findings)}", "")
    for each in findings.comparisons:
        name = f"{_text(each.name)}: " if each.name else ""
        told = (
            f"not compared: {_text(each.problem)}" if each.problem else f"{_code(each.base)} to {_code(each.revised)}"
        )
        yield f"- {name}{told}"
        yield from (f"- {name}{_text(note)}" for note in each.notes)
    for section in sections(findings, verbose=verbose):
        yield from ("", f"#### {section.title} ({section.count})", "", *_section(section, most))
    for title, told_of in tolerated(findings).items():
        yield from ("", f"#### {title} ({len(told_of)})", "")
        yield from (f"- {_text(each)}" for each in told_of[:most])


def _section(section: Section, most: int) -> Iterator[str]:
    rows = [(group.subject, change) for group in section.groups for change in group.changes]
    opened = min(_OPEN_ROWS, most)
    folded = rows[opened:most]
    yield from _tables(rows[:opened])
    if folded:
        yield from ("", f"<details><summary>{len(folded)} more</summary>", "", *_tables(folded), "", "</details>")
    if len(rows) > most:
        yield from ("", f"And {len(rows) - most} more.")


def _tables(rows: list[tuple[str, Change]]) -> Iterator[str]:
    for number, (subject, of) in enumerate(groupby(rows, key=lambda row: row[0])):
        yield from ([""] if number else [])
        yield from (f"**{_text(subject)}**", "", "| rule | side | what | where |", "|---|---|---|---|")
        for _, change in of:
            yield f"| {' | '.join(_cells(change))} |"


def _cells(change: Change) -> Iterator[str]:
    yield change.rule if change.surface == "wire" else f"{change.rule} {change.level}"
    yield change.direction
    moved, shown = values(change), witness(change)
    others = f" {_text(f'({also(change)})', 600)}" if change.also else ""
    yield "<br>".join(filter(None, (_text(about(change)) + others, moved and _code(moved), shown and _text(shown))))
    yield "<br>".join(_code(each) for each in (change.pointer, str(change.source or "")) if each)


def _text(text: str, limit: int = _LONGEST) -> str:
    """Words as they are, and as code what Markdown could take for more than words."""
    parts = []
    for plain, words in groupby(escape(text, limit).split(), key=_is_plain):
        joined = " ".join(words)
        parts.append(joined if plain else _code(joined))
    return " ".join(parts)


def _is_plain(word: str) -> bool:
    return _PLAIN.fullmatch(word) is not None and _SPECIAL.search(word) is None


def _code(text: str) -> str:
    """Text as code, of which no character does anything, in a table either."""
    shown = escape(text, _LONGEST)
    if not re.search(r"[`|]", shown) and shown.strip():
        return f"`{shown}`"
    # in backticks, a backslash before | would have to be doubled or not, as a table is around it or not
    return f"<code>{re.sub(r'[^A-Za-z0-9 ]', lambda found: f'&#{ord(found[0])};', shown)}</code>"
