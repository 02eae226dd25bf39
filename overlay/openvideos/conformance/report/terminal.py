"""The report for a terminal: the summary first, then what is not met, what couldn't be judged, and what was seen."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from openvideos.conformance.answer import Answer
from openvideos.conformance.curl import curl
from openvideos.conformance.requirement import LEVELS
from openvideos.conformance.runner import Run
from openvideos.conformance.sources import line_of
from openvideos.conformance.verdict import Result
from openvideos.escape import escape

from .exchanges import Exchanges, request_type, shown
from .facts import Facts
from .rows import in_words
from .summary import (
    OUTCOMES,
    class_line,
    counts,
    headline,
    is_counted,
    plural,
    random_answers,
    unmade_line,
    videos_line,
)

__all__ = ["terminal"]

_WIDTH = 120
_LONGEST = 400
_LONGEST_CURL = 4000
_MOST_EXCHANGES = 3
_MOST_IDS = 20
_LONGEST_ID = 200
_OFTEN = 5
_LONGEST_BODY = 64 * 1024


def terminal(run: Run, facts: Facts, *, verbose: bool = False) -> str:
    """A run as lines of text, without any control character; verbose shows each requirement and each exchange too."""
    exchanges = Exchanges(run, facts)
    lines = [*_summary(run, facts), *_failed(run, exchanges), *_errors(run), *_skipped(run), *_coverage(facts)]
    if verbose:
        lines += [*_requirements(run, exchanges), *_exchanges(exchanges)]
    return "\n".join(lines)


def _summary(run: Run, facts: Facts) -> Iterator[str]:
    yield escape(f"{facts.base_url}: {headline(run)}", _LONGEST)
    yield ""
    yield " " * 10 + "".join(f"{name:>9}" for name in OUTCOMES.values())
    for level, by_outcome in counts(run.results).items():
        yield f"{level:<10}" + "".join(f"{number:>9}" for number in by_outcome.values())
    yield ""
    told = {
        "class": class_line(run, facts),
        "level": f"{run.settings.level}; the exit code counts {', '.join(_counted(run))}",
        "videos": videos_line(facts),
        "time": f"{facts.seconds:.1f} s, {plural(len(facts.answers), 'answer')}{random_answers(facts)}",
        "with": f"openvideos {facts.openvideos}, contract {facts.contract}, seed {facts.seed}",
    }
    if unmade := unmade_line(run, facts):
        told["video"] = escape(unmade, _LONGEST)
    if facts.left:
        ids = ", ".join(escape(each, _LONGEST_ID) for each in facts.left[:_MOST_IDS])
        more = f" and {len(facts.left) - _MOST_IDS} more" if len(facts.left) > _MOST_IDS else ""
        told["left"] = f"{ids}{more} could not be deleted"
    for name, text in told.items():
        yield from _hanging(f"{name:<10}", text)


def _counted(run: Run) -> list[str]:
    return list(LEVELS[: LEVELS.index(run.settings.level) + 1])


def _failed(run: Run, exchanges: Exchanges) -> Iterator[str]:
    failed = [each for each in run.results if each.outcome == "failed"]
    yield from _often(failed)
    if failed:
        yield from ("", "Not met")
    for result in failed:
        requirement = result.requirement
        uncounted = "" if is_counted(requirement, run.settings.level) else " (not counted)"
        yield ""
        yield from _hanging(f"{requirement.id} {requirement.level}{uncounted}  ", requirement.says, margin=2)
        yield f"  expected  {escape(result.expected, _LONGEST)}"
        yield f"  found     {escape(result.found, _LONGEST)}"
        line = line_of(requirement.source)
        yield f"  source    {requirement.source}{f' (line {line} of videos.yaml)' if line else ''}"
        for answer in result.answers[:_MOST_EXCHANGES]:
            yield f"  request   {exchanges.number(answer)}: {_shortly(answer)}"
            yield f"  curl      {_curl(answer)}"
        if len(result.answers) > _MOST_EXCHANGES:
            yield f"  and       {plural(len(result.answers) - _MOST_EXCHANGES, 'request')} more"


def _often(failed: Sequence[Result]) -> Iterator[str]:
    """What many requirements fail with may be one cause."""
    same: dict[tuple[str, str], list[str]] = {}
    for each in failed:
        same.setdefault((each.expected, each.found), []).append(each.requirement.id)
    often = sorted((each for each in same.items() if len(each[1]) >= _OFTEN), key=lambda each: -len(each[1]))
    if often:
        yield from ("", "Found again and again, perhaps for one reason")
    for (expected, found), ids in often:
        yield from ("", *_hanging(f"{len(ids)} x  ", ", ".join(ids), margin=2))
        yield f"  expected  {escape(expected, _LONGEST)}"
        yield f"  found     {escape(found, _LONGEST)}"


def _curl(answer: Answer) -> str:
    line = curl(answer)
    # half of a line would do something else
    return line if len(line) <= _LONGEST_CURL else f"a line of {len(line)} characters, which --report FILE.json has"


def _shortly(answer: Answer) -> str:
    return f"{escape(answer.method, 20)} {escape(answer.url, 200)}: {answer.status}"


def _errors(run: Run) -> Iterator[str]:
    wrong = [each for each in run.results if each.outcome == "error"]
    if wrong:
        yield from ("", "Errors of ours: the check itself went wrong, and says nothing about the server", "")
    for result in wrong:
        yield f"{result.requirement.id}  {escape(result.reason, _LONGEST)}"


def _skipped(run: Run) -> Iterator[str]:
    skipped = sorted((each for each in run.results if each.outcome == "skipped"), key=lambda each: each.reason)
    if skipped:
        yield from ("", "Skipped", "")
    for reason, of in groupby(skipped, key=lambda each: each.reason):
        ids = [each.requirement.id for each in of]
        yield escape(f"{reason}: {len(ids)}", _LONGEST)
        yield from _hanging("  ", ", ".join(ids))


def _coverage(facts: Facts) -> Iterator[str]:
    yield from ("", "Coverage: what was seen of the contract, and what wasn't")
    for each in facts.coverage.operations:
        departing = f", departing from the contract: {each.departing}" if each.departing else ""
        yield ""
        yield f"{each.id}  {each.method} {each.path}: {plural(each.answers, 'answer')}{departing}"
        if not each.answers and not each.fuzzed:
            continue
        for name, rows in {"seen": each.seen, "random": each.fuzzed, "not seen": each.unseen}.items():
            if told := "; ".join(in_words(rows)):
                yield from _hanging(f"  {name:<8}  ", told)
    if facts.coverage.others:
        yield from ("", f"no operation of the contract: {plural(facts.coverage.others, 'answer')}")


def _requirements(run: Run, exchanges: Exchanges) -> Iterator[str]:
    yield from ("", "Requirements", "")
    for result in run.results:
        numbers = ", ".join(str(exchanges.number(each)) for each in result.answers)
        of = f" (exchanges {numbers})" if numbers else ""
        requirement = result.requirement
        start = f"{requirement.id}  {OUTCOMES[result.outcome]}, {result.seconds:.3f} s{of}: "
        yield from _hanging(start, requirement.says, margin=2)


def _exchanges(exchanges: Exchanges) -> Iterator[str]:
    yield from ("", "Exchanges")
    for answer in exchanges.all:
        yield from ("", f"{exchanges.number(answer)}  {_shortly(answer)} after {answer.seconds:.3f} s", "")
        yield from _message(answer.request_headers, answer.request_body, request_type(answer), ">")
        yield "  "
        yield from _message(answer.headers, answer.body, answer.media_type, "<")
        for violation in answer.violations:
            yield f"  ! {escape(f'{violation.message} [{violation.code}]')}"


def _message(headers: Sequence[tuple[str, str]], body: bytes, kind: str, mark: str) -> Iterator[str]:
    for name, value in headers:
        yield f"  {mark} {escape(name)}: {escape(value, _LONGEST_BODY)}"
    for line in shown(body, kind, _LONGEST_BODY):
        yield f"  {mark} {line}"


def _hanging(start: str, text: str, *, margin: int | None = None) -> Iterator[str]:
    yield from textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=start,
        subsequent_indent=" " * (len(start) if margin is None else margin),
        break_long_words=False,
        break_on_hyphens=False,
    )
