"""What a run comes to, in numbers and in a line: the same in each report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

from openvideos.conformance.coverage import CLASSES, Class
from openvideos.conformance.requirement import LEVELS, Level, Requirement
from openvideos.conformance.runner import Run
from openvideos.conformance.verdict import Outcome, Result

from .facts import Facts

__all__ = [
    "OUTCOMES",
    "Verdict",
    "class_line",
    "conformance_class",
    "counts",
    "headline",
    "is_counted",
    "plural",
    "random_answers",
    "unmade_line",
    "verdict",
    "videos_line",
]

Verdict: TypeAlias = Literal["met", "not met", "interrupted", "nothing judged", "error"]
OUTCOMES: dict[Outcome, str] = {"passed": "met", "failed": "not met", "skipped": "skipped", "error": "error"}
"""How an outcome is called."""


def counts(results: Sequence[Result]) -> dict[Level, dict[Outcome, int]]:
    """How many requirements of each level came to what."""
    found = Counter((each.requirement.level, each.outcome) for each in results)
    return {level: {outcome: found[level, outcome] for outcome in OUTCOMES} for level in LEVELS}


def is_counted(requirement: Requirement, level: Level) -> bool:
    """Whether a requirement counts at a level."""
    return LEVELS.index(requirement.level) <= LEVELS.index(level)


def verdict(run: Run) -> Verdict:
    """What a run comes to at its level: what isn't met is said first, and nothing is met that nobody judged."""
    outcomes = {each.outcome for each in run.results}
    if run.failures(run.settings.level):
        return "not met"
    if run.interrupted:
        return "interrupted"
    if "error" in outcomes:
        return "error"
    return "met" if outcomes & {"passed", "failed"} else "nothing judged"


def headline(run: Run) -> str:
    """A run in a line."""
    found = Counter(each.outcome for each in run.results)
    failed = Counter(each.requirement.level for each in run.results if each.outcome == "failed")
    judged = found["passed"] + found["failed"]
    by_level = ", ".join(f"{failed[each]} {each}" for each in LEVELS if failed[each])
    not_met = f"{found['failed']} of {judged} judged ({by_level})"
    if not judged:
        words = [f"nothing judged of {plural(len(run.results), 'requirement')}"]
    elif run.failures(run.settings.level):
        words = [f"not met: {not_met}"]
    elif failed:
        words = [f"met at level {run.settings.level}: all but {not_met}"]
    else:
        words = [f"met: all {judged} judged"]
    words += [f"{found['skipped']} skipped"] if found["skipped"] else []
    words += [plural(found["error"], "error") + " of ours"] if found["error"] else []
    before = {"interrupted": ["interrupted"], "error": ["no verdict"]}
    return "; ".join([*before.get(verdict(run), []), *words])


def conformance_class(run: Run, facts: Facts) -> Class | None:
    """The class of the server by what succeeded; None where only a part was judged, so that nobody knows."""
    settings = run.settings
    return None if run.interrupted or settings.only or settings.skip else facts.conformance_class


def class_line(run: Run, facts: Facts) -> str:
    """The class of the server, and by what; what was not seen is said beside it."""
    name, coverage = conformance_class(run, facts), facts.coverage
    if name is None:
        return "not told: only a part was judged"
    words = [f"{name}: {', '.join(coverage.succeeded) or 'no operation'} succeeded"]
    if name == "none":
        words.append(f"core takes {', '.join(CLASSES['core'])}")
    if coverage.unsuccessful:
        words.append(f"never succeeded: {', '.join(coverage.unsuccessful)}")
    if coverage.unasked:
        words.append(f"not asked for: {', '.join(coverage.unasked)}")
    return "; ".join(words)


def videos_line(facts: Facts) -> str:
    """How many videos were made, of which by random requests, and how many that was to be."""
    planned, fuzzed = facts.planned
    made, to_be = f"{facts.videos} made", f"{planned} planned"
    if fuzzed or facts.fuzzed:
        made += f", {facts.fuzzed} of them by random requests"
        to_be += f", and up to {fuzzed} by random requests"
    return f"{made}; {to_be}; {facts.budget} at most"


def unmade_line(run: Run, facts: Facts) -> str:
    """What the first request for a video was answered with, where none was ever made; "" where one was."""
    asked = [each for each in facts.answers if each.operation == "create"]
    if not asked or any(200 <= each.status < 300 for each in asked):
        return ""
    hint = "" if run.settings.model else "; perhaps it wants a model (--model NAME)"
    return f"none could be made: {asked[0].status} {asked[0].excerpt()}{hint}"


def random_answers(facts: Facts) -> str:
    """How many random requests were answered; "" for none."""
    count = sum(row.seen for each in facts.coverage.operations for row in each.fuzzed if row.status)
    return f", {plural(count, 'answer')} to random requests" if count else ""


def plural(number: int, noun: str) -> str:
    """A number of things."""
    return f"{number} {noun}{'s' * (number != 1)}"
