"""What of the contract was seen in a run's answers, and what wasn't: per operation, media type and status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import attrs

from openvideos.contract import Contract
from openvideos.contract.document import Operation, media_type

from .answer import Answer

__all__ = ["CLASSES", "Class", "Coverage", "Covered", "Row", "covered"]

Class: TypeAlias = Literal["none", "core", "standard", "full"]

CLASSES: dict[Class, tuple[str, ...]] = {
    "core": ("create", "retrieve", "download_content"),
    "standard": ("create", "retrieve", "download_content", "list", "delete"),
}
"""The operations that a server of a class has at least; one with all of the contract's is `full`."""

_UNNAMED = "?"
_LONGEST_TYPE = 80
_MOST_ROWS = 40
"""Of what isn't declared; a server can think of any number of media types."""


@attrs.frozen(kw_only=True)
class Row:
    """A media type of an operation's requests (status is ""), or a status and a media type of its answers.

    `declared` says whether the contract has it, and `seen` how often it came. "" as the media type is no body,
    "?" a body that was said to be of none.
    """

    status: str
    media_type: str
    declared: bool
    seen: int


@attrs.frozen(kw_only=True)
class Covered:
    """What was seen of an operation: how many answers, how many that depart from the contract, and one that succeeds
    at all.

    fuzzed counts the answers to random requests by status, of which nothing else is kept.
    """

    id: str
    method: str
    path: str
    answers: int
    departing: int
    succeeded: bool
    rows: tuple[Row, ...]
    fuzzed: Mapping[str, int] = attrs.field(factory=dict)

    @property
    def seen(self) -> tuple[Row, ...]:
        """What came."""
        return tuple(each for each in self.rows if each.seen)

    @property
    def unseen(self) -> tuple[Row, ...]:
        """What the contract has, and what didn't come."""
        return tuple(each for each in self.rows if not each.seen)


@attrs.frozen(kw_only=True)
class Coverage:
    """What was seen of each operation, in the contract's order; `others` counts the answers to what is none."""

    operations: tuple[Covered, ...]
    others: int

    @property
    def succeeded(self) -> tuple[str, ...]:
        """The operations that succeeded at least once."""
        return tuple(each.id for each in self.operations if each.succeeded)

    @property
    def unsuccessful(self) -> tuple[str, ...]:
        """Those that were asked for, and never succeeded."""
        return tuple(each.id for each in self.operations if each.answers and not each.succeeded)

    @property
    def unasked(self) -> tuple[str, ...]:
        """Those that nothing was asked of."""
        return tuple(each.id for each in self.operations if not each.answers)

    @property
    def conformance_class(self) -> Class:
        """The class of a server that has what was seen to succeed."""
        found = set(self.succeeded)
        if len(found) == len(self.operations):
            return "full"
        classes: list[Class] = [name for name, needed in CLASSES.items() if found.issuperset(needed)]
        return classes[-1] if classes else "none"


def covered(
    answers: Iterable[Answer], contract: Contract, fuzzed: Mapping[tuple[str, int], int] | None = None
) -> Coverage:
    """What was seen in a run's answers; fuzzed counts those to random requests, by operation and status."""
    by_operation: dict[str, dict[str, int]] = {name: {} for name in contract.operations}
    for (operation, status), count in sorted((fuzzed or {}).items()):
        if operation in by_operation:
            by_operation[operation][str(status)] = count
    asked: dict[str, list[Answer]] = {name: [] for name in contract.operations}
    others = 0
    for answer in answers:
        if answer.operation is None:
            others += 1
        else:
            asked[answer.operation].append(answer)
    found = (
        attrs.evolve(_covered(contract.operations[name], of), fuzzed=by_operation[name]) for name, of in asked.items()
    )
    return Coverage(operations=tuple(found), others=others)


def _covered(operation: Operation, answers: list[Answer]) -> Covered:
    counts: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        if operation.bodies:
            counts["", _sent(answer)] += 1
        counts[_received(operation, answer)] += 1
    declared = [("", kind) for kind in operation.bodies]
    for status, response in operation.responses.items():
        declared += [(status, kind) for kind in response.content] or [(status, "")]
    others = sorted(counts.keys() - set(declared))[:_MOST_ROWS]
    rows = [Row(status=status, media_type=kind, declared=True, seen=counts[status, kind]) for status, kind in declared]
    rows += [Row(status=status, media_type=kind, declared=False, seen=counts[status, kind]) for status, kind in others]
    return Covered(
        id=operation.id,
        method=operation.method,
        path=operation.path,
        answers=len(answers),
        departing=sum(bool(each.violations) for each in answers),
        succeeded=any(200 <= each.status < 300 for each in answers),
        rows=tuple(sorted(rows, key=lambda row: row.status)),
    )


def _sent(answer: Answer) -> str:
    if not answer.request_body:
        return ""
    named = [media_type(value) for name, value in answer.request_headers if name.lower() == "content-type"]
    return named[0][:_LONGEST_TYPE] if named else _UNNAMED


def _received(operation: Operation, answer: Answer) -> tuple[str, str]:
    response = operation.response(answer.status)
    kind = answer.media_type
    if response is None:
        return str(answer.status), (kind[:_LONGEST_TYPE] or _UNNAMED) if answer.body else ""
    return response.status, (response.media_type(kind) or kind[:_LONGEST_TYPE] or _UNNAMED) if answer.body else ""
