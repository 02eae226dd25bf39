"""Findings in words, the same in each report: how a value is cut, what a witness says, what it all comes to."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from openvideos.drift.accepted import Accepted
from openvideos.drift.change import LEVELS, NOTHING, Change, Level
from openvideos.drift.findings import Comparison, Findings
from openvideos.drift.rules import RULES
from openvideos.escape import escape

__all__ = ["Group", "Section", "about", "also", "headline", "plural", "sections", "tolerated", "values", "witness"]

LONGEST_VALUE = 80
_MOST_NAMED: dict[Level, int] = {"breaking": 10, "compatible": 3, "info": 3}
# whose operation is what moved
_OF_ONE = frozenset({"R01", "R02", "R03"})


@attrs.frozen(kw_only=True)
class Group:
    """Changes that stand together: what they are about, which is an operation, or the document."""

    subject: str
    changes: tuple[Change, ...]


@attrs.frozen(kw_only=True)
class Section:
    """Changes under a title, by what they are about; count is how many there are, those told at once too."""

    title: str
    groups: tuple[Group, ...]
    count: int


def sections(findings: Findings, *, verbose: bool, at_once: bool = True) -> Iterator[Section]:
    """What is to be shown, the gravest first; verbose shows what is info, and names that don't count.

    at_once tells the same change of several operations once, at the first of them.
    """
    wanted: list[tuple[str, Callable[[Change], bool]]] = [
        ("Breaking", lambda each: each.level == "breaking" and each.certain),
        ("Breaking, but unproven", lambda each: each.level == "breaking" and not each.certain),
        ("Compatible", lambda each: each.level == "compatible"),
    ]
    if verbose:
        wanted.append(("Info", lambda each: each.level == "info"))
    counted = [(each, change) for each in findings.comparisons for change in findings.counted(each)]
    for title, fits in wanted:
        of_level = [pair for pair in counted if pair[1].surface == "wire" and fits(pair[1])]
        yield from _section(title, of_level, at_once=at_once)
    names = [pair for pair in counted if pair[1].surface == "sdk"]
    yield from _section("Names in generated code", names, at_once=at_once)
    if verbose:
        others = [(each, change) for each in findings.comparisons for change in findings.uncounted(each)]
        yield from _section("Names in generated code, not counted (--surface sdk)", others, at_once=at_once)


def _section(title: str, chosen: list[tuple[Comparison, Change]], *, at_once: bool) -> Iterator[Section]:
    found: dict[str, list[Change]] = {}
    for comparison, change in _at_once(chosen) if at_once else chosen:
        subject = change.operation or "the document"
        found.setdefault(f"{subject} ({comparison.name})" if comparison.name else subject, []).append(change)
    if found:
        groups = tuple(Group(subject=subject, changes=tuple(changes)) for subject, changes in found.items())
        yield Section(title=title, groups=groups, count=len(chosen))


def _at_once(chosen: list[tuple[Comparison, Change]]) -> list[tuple[Comparison, Change]]:
    """The changes, the same one of several operations as one of the first, which names the others."""
    groups: dict[Any, list[tuple[Comparison, Change]]] = {}
    seen: Counter[Any] = Counter()
    for comparison, change in chosen:
        said = (change.rule, change.level, change.direction, change.message)
        use: Any = (comparison.name, *said, repr(change.base), repr(change.revised))
        if not change.operation or change.rule in _OF_ONE:
            use = (use, change.operation)
        # what one operation has twice are two changes
        seen[use, change.operation] += 1
        groups.setdefault((use, seen[use, change.operation]), []).append((comparison, change))
    found = []
    for (comparison, first), *more in groups.values():
        others = (name for _, each in more for name in (each.operation, *each.also) if name != first.operation)
        found.append((comparison, attrs.evolve(first, also=tuple(dict.fromkeys((*first.also, *others))))))
    return found


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
    """What may be sent that the other side doesn't take, as a sentence; empty where nothing is known, or to be said."""
    if change.witness is NOTHING or change.of is None:
        return ""
    shown, of = _value(change.witness, limit), escape(change.of, limit)
    if of:
        shown = f"{of}: {shown}" if of.startswith('"') else f"{shown} as {of}"
    if change.level != "breaking":
        return f"such as {shown}"
    return f"client may send {shown}" if change.direction == "request" else f"server may now send {shown}"


def about(change: Change) -> str:
    """What a change is: the message, or the rule's words where there is none."""
    rule = RULES.get(change.rule)
    return change.message or (rule.change if rule else "")


def also(change: Change) -> str:
    """Which other operations have a change too: all of a few where it breaks something, or else the first of them."""
    most, number = _MOST_NAMED[change.level], len(change.also)
    named = f"{', '.join(change.also[:most])}{', ...' * (number > most)}"
    return f"also in {named}" if number == 1 else f"also in {number} more operations: {named}" if number else ""


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
