"""What of the contract was seen in a run's answers, and what wasn't: per operation, media type and status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import attrs

from openvideos.contract import Contract
from openvideos.contract.document import Operation, media_type

from .answer import Answer

__all__ = ["CLASSES", "Class", "Coverage", "Covered", "Row", "Seen", "covered"]

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
class Seen:
    """What counts of a request and its answer: the operation, "" for none, the media types, and the status."""

    operation: str
    sent: str
    status: int
    received: str

    @classmethod
    def of(cls, answer: Answer) -> Seen:
        """What counts of one."""
        return cls(
            operation=answer.operation or "",
            sent=_sent(answer),
            status=answer.status,
            received=(answer.media_type[:_LONGEST_TYPE] or _UNNAMED) if answer.body else "",
        )


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

    `fuzzed` is what was seen of random requests, which are in none of the others but `succeeded`.
    """

    id: str
    method: str
    path: str
    answers: int
    departing: int
    succeeded: bool
    rows: tuple[Row, ...]
    fuzzed: tuple[Row, ...] = ()

    @property
    def seen(self) -> tuple[Row, ...]:
        """What came."""
        return tuple(each for each in self.rows if each.seen)

    @property
    def unseen(self) -> tuple[Row, ...]:
        """What the contract has, and what didn't come."""
        random = {(each.status, each.media_type) for each in self.fuzzed}
        return tuple(each for each in self.rows if not each.seen and (each.status, each.media_type) not in random)


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
        return tuple(each.id for each in self.operations if (each.answers or each.fuzzed) and not each.succeeded)

    @property
    def unasked(self) -> tuple[str, ...]:
        """Those that nothing was asked of."""
        return tuple(each.id for each in self.operations if not each.answers and not each.fuzzed)

    @property
    def conformance_class(self) -> Class:
        """The class of a server that has what was seen to succeed."""
        found = set(self.succeeded)
        if len(found) == len(self.operations):
            return "full"
        classes: list[Class] = [name for name, needed in CLASSES.items() if found.issuperset(needed)]
        return classes[-1] if classes else "none"


def covered(answers: Iterable[Answer], contract: Contract, fuzzed: Mapping[Seen, int] | None = None) -> Coverage:
    """What was seen in a run's answers; fuzzed counts those to random requests."""
    asked: dict[str, list[Answer]] = {name: [] for name in contract.operations}
    random: dict[str, Counter[Seen]] = {name: Counter() for name in ("", *contract.operations)}
    for seen, count in (fuzzed or {}).items():
        random[seen.operation][seen] += count
    others = random[""].total()
    for answer in answers:
        if answer.operation is None:
            others += 1
        else:
            asked[answer.operation].append(answer)
    found = (_covered(contract.operations[name], of, random[name]) for name, of in asked.items())
    return Coverage(operations=tuple(found), others=others)


def _covered(operation: Operation, answers: list[Answer], random: Counter[Seen]) -> Covered:
    seen = Counter(map(Seen.of, answers))
    return Covered(
        id=operation.id,
        method=operation.method,
        path=operation.path,
        answers=len(answers),
        departing=sum(bool(each.violations) for each in answers),
        succeeded=any(200 <= each.status < 300 for each in seen | random),
        rows=_rows(operation, seen),
        fuzzed=tuple(each for each in _rows(operation, random) if each.seen),
    )


def _rows(operation: Operation, seen: Counter[Seen]) -> tuple[Row, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for each, count in seen.items():
        if operation.bodies:
            counts["", each.sent] += count
        counts[_received(operation, each)] += count
    declared = [("", kind) for kind in operation.bodies]
    for status, response in operation.responses.items():
        declared += [(status, kind) for kind in response.content] or [(status, "")]
    others = sorted(counts.keys() - set(declared))[:_MOST_ROWS]
    rows = [Row(status=status, media_type=kind, declared=True, seen=counts[status, kind]) for status, kind in declared]
    rows += [Row(status=status, media_type=kind, declared=False, seen=counts[status, kind]) for status, kind in others]
    return tuple(sorted(rows, key=lambda row: row.status))


def _sent(answer: Answer) -> str:
    if not answer.request_body:
        return ""
    named = [media_type(value) for name, value in answer.request_headers if name.lower() == "content-type"]
    return named[0][:_LONGEST_TYPE] if named else _UNNAMED


def _received(operation: Operation, seen: Seen) -> tuple[str, str]:
    response, kind = operation.response(seen.status), seen.received
    if response is None:
        return str(seen.status), kind
    return response.status, (response.media_type(kind) or kind) if kind else ""
