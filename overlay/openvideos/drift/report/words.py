"""Findings in words, the same in each report: how a value is cut, what a witness says, what it all comes to."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from openvideos.drift.accepted import Accepted
from openvideos.drift.change import LEVELS, NOTHING, Change
from openvideos.drift.findings import Comparison, Findings
from openvideos.drift.rules import RULES
from openvideos.escape import escape

__all__ = ["Group", "Section", "about", "headline", "plural", "sections", "tolerated", "values", "witness"]

LONGEST_VALUE = 80
# a message begins with the member that it is about: `error.code: ...`
_MEMBER = re.compile(r"(?:[^\s:]*\.)?([A-Za-z_][\w-]*): ")


@attrs.frozen(kw_only=True)
class Group:
    """Changes that stand together: what they are about, which is an operation, or the document."""

    subject: str
    changes: tuple[Change, ...]


@attrs.frozen(kw_only=True)
class Section:
    """Changes under a title, by what they are about."""

    title: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(len(each.changes) for each in self.groups)


def sections(findings: Findings, *, verbose: bool) -> Iterator[Section]:
    """What is to be shown, the gravest first; verbose shows what is info, and names that don't count."""
    wanted: list[tuple[str, Callable[[Change], bool]]] = [
        ("Breaking", lambda each: each.level == "breaking" and each.certain),
        ("Breaking, but unproven", lambda each: each.level == "breaking" and not each.certain),
        ("Compatible", lambda each: each.level == "compatible"),
    ]
    if verbose:
        wanted.append(("Info", lambda each: each.level == "info"))
    counted = [(each, change) for each in findings.comparisons for change in findings.counted(each)]
    for title, fits in wanted:
        yield from _section(title, [pair for pair in counted if pair[1].surface == "wire" and fits(pair[1])])
    yield from _section("Names in generated code", [pair for pair in counted if pair[1].surface == "sdk"])
    if verbose:
        others = [(each, change) for each in findings.comparisons for change in findings.uncounted(each)]
        yield from _section("Names in generated code, not counted (--surface sdk)", others)


def _section(title: str, chosen: list[tuple[Comparison, Change]]) -> Iterator[Section]:
    found: dict[str, list[Change]] = {}
    for comparison, change in chosen:
        subject = change.operation or "the document"
        found.setdefault(f"{subject} ({comparison.name})" if comparison.name else subject, []).append(change)
    if found:
        groups = tuple(Group(subject=subject, changes=tuple(changes)) for subject, changes in found.items())
        yield Section(title=title, groups=groups)


def headline(findings: Findings) -> str:
    """Findings in one line."""
    changes = findings.changes
    count = Counter(each.level for each in changes)
    words = [f"{count[level]} {level}" for level in reversed(LEVELS) if count[level]]
    if unproven := sum(not each.certain for each in changes if each.level == "breaking"):
        words[0] += f" ({unproven} unproven)"
    nothing = "no drift" if any(not each.problem for each in findings.comparisons) else "nothing was compared"
    told = ", ".join(words) or nothing
    if changes and findings.surface == "sdk":
        told += ", names in generated code among them"
    names = sum(len(findings.uncounted(each)) for each in findings.comparisons)
    parts = [
        told,
        f"{names} of names in generated code, not counted" if names else "",
        *(
            f"{number} {what}"
            for what, number in (
                ("accepted", sum(len(each.accepted) for each in findings.comparisons)),
                ("accepted but expired", sum(len(each.expired) for each in findings.comparisons)),
                ("accepted but gone", sum(len(each.gone) for each in findings.comparisons)),
                ("not compared", sum(bool(each.problem) for each in findings.comparisons)),
            )
            if number
        ),
    ]
    return "; ".join(filter(None, parts))


def plural(number: int, noun: str) -> str:
    """A number of things."""
    return f"{number} {noun}{'s' * (number != 1)}"


def _value(value: Any, limit: int) -> str:
    return "nothing" if value is NOTHING else escape(json.dumps(value, ensure_ascii=False), limit)


def values(change: Change, limit: int = LONGEST_VALUE) -> str:
    """What a change is from and to, cut where it is long; empty where there is neither."""
    if change.base is NOTHING and change.revised is NOTHING:
        return ""
    return f"{_value(change.base, limit)} -> {_value(change.revised, limit)}"


def witness(change: Change, limit: int = LONGEST_VALUE) -> str:
    """What may be sent that the other side doesn't take, as a sentence; empty where nothing is known."""
    if change.witness is NOTHING:
        return ""
    shown = _value(change.witness, limit)
    if member := _MEMBER.match(change.message):
        shown = f"{_value(member[1], limit)}: {shown}"
    if change.level != "breaking":
        return f"such as {shown}"
    return f"client may send {shown}" if change.direction == "request" else f"server may now send {shown}"


def about(change: Change) -> str:
    """What a change is: the message, or the rule's words where there is none."""
    rule = RULES.get(change.rule)
    message = change.message or (rule.change if rule else "")
    also = f" (also in {', '.join(change.also[:3])}{', ...' * (len(change.also) > 3)})" if change.also else ""
    return message + also


def tolerated(findings: Findings) -> dict[str, list[str]]:
    """Of accepted drifts, what there is to be said: titles, and a line for each that is expired or gone."""
    expired = [
        f"{_entry(each.by)}: expired on {each.by.until}, so that it counts again; {each.by.reason}"
        for comparison in findings.comparisons
        for each in comparison.expired
    ]
    gone = [
        f"{_entry(each)}: no such change is there; remove it; {each.reason}"
        for comparison in findings.comparisons
        for each in comparison.gone
    ]
    told = {"Accepted, but expired": expired, "Accepted, but gone": gone}
    return {title: lines for title, lines in told.items() if lines}


def _entry(by: Accepted) -> str:
    """An accepted drift, shortly: where it is written, and for what."""
    return " ".join(filter(None, (f"{by.place}:", by.against, by.rule, by.direction, by.operation, by.pointer)))
