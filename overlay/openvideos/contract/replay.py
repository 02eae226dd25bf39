"""Recorded traffic, judged: exchange by exchange, each look at a job compared with the one before."""

import re
from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush
from typing import Any

import attrs

from .check import Contract
from .exchange import origin_of
from .recording import Alone, Broken, Read, Recorded, RecordingError, recorded
from .seen import Seen
from .violation import Violation

__all__ = ["Entry", "replay"]

# data:, blob:, wss:, ...: their paths may end as an operation's does
_NO_HTTP = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Entry:
    """What was found in one entry of a file.

    judged says whether it was one of the contract's operations, and answered; broken says, in words, why it can't be
    read, if it can't.
    """

    place: str
    judged: bool
    violations: tuple[Violation, ...] = ()
    broken: str | None = None


def replay(contract: Contract, data: bytes, base_url: str | None = None) -> Iterator[Entry]:
    """Judge a file: a HAR, exchanges (one a line), or one JSON body that says by `object` what it is.

    base_url is the server, with its prefix, that is looked at; by default every URL that ends as an operation's does.
    What goes elsewhere is passed over, whatever it looks like. Raises RecordingError for what is none of these.
    """
    found = recorded(data)
    if isinstance(found, Alone):
        violations = contract.check_schema(_schema(contract, found.document), data)
        yield Entry(place="", judged=True, violations=tuple(violations))
    else:
        yield from _Replay(contract, base_url).entries(found)


def _schema(contract: Contract, document: Any) -> str:
    """The schema whose member `object` has the word that the document's has."""
    kinds: dict[str, str] = {
        schema["properties"]["object"]["const"]: name
        for name, schema in contract.document.get("components", {}).get("schemas", {}).items()
        if "const" in schema.get("properties", {}).get("object", {})
    }
    word = document.get("object") if isinstance(document, dict) else None
    if not isinstance(word, str) or word not in kinds:
        raise RecordingError(
            f"found no HAR, no exchanges, and no object that is {', '.join(kinds)}; allowed: these, or --schema, or "
            "--operation"
        )
    return kinds[word]


class _Replay:
    def __init__(self, contract: Contract, base_url: str | None) -> None:
        self._contract = contract
        self._base_url = base_url
        self._seen = Seen()
        self._answers = _Answers(self._seen)

    def entries(self, found: Iterator[Read]) -> Iterator[Entry]:
        for each in found:
            if isinstance(each, Broken):
                yield Entry(place=each.place, judged=False, broken=each.reason)
                continue
            try:
                yield self._entry(each)
            except RecordingError as error:
                yield Entry(place=each.place, judged=False, broken=str(error))

    def _entry(self, found: Recorded) -> Entry:
        elsewhere = _NO_HTTP.match(found.url) is not None
        asked = None if elsewhere else self._contract.match(found.method, found.url, self._base_url)
        exchange = None if asked is None else found.exchange()
        if asked is None or exchange is None:
            return Entry(place=found.place, judged=False)
        origin = origin_of(found.url)
        in_order = self._answers.come_until(found.began)
        previous = self._seen.previous(asked.operation.id, origin, asked.path) if in_order else None
        violations = self._contract.check_exchange(exchange, asked=asked, previous=previous)
        self._answers.add(found.ended, origin, exchange.response_body, in_order=in_order)
        return Entry(place=found.place, judged=True, violations=tuple(violations))


class _Answers:
    """Answers on their way, which overtake each other: a look is compared with what had come when it was asked for."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._now: datetime | None = None
        # the first to come first; the number keeps two that come at once in their order
        self._open: list[tuple[datetime, int, str, Any]] = []
        self._number = 0

    def come_until(self, began: datetime | None) -> bool:
        """Count as seen what had come when a request began; whether what is seen by now may be compared with.

        It may not where it could have come later: of a line that was written late, or where times can't be compared.
        Where there are no times at all, the order of the file is theirs.
        """
        if self._now is not None and not self._is_behind(began):
            return False
        if began is not None:
            self._now = began
            while self._open and self._open[0][0] <= began:
                _, _, origin, body = heappop(self._open)
                self._seen.note_body(origin, body)
        return True

    def add(self, ended: datetime | None, origin: str, body: Any, *, in_order: bool) -> None:
        """An answer that came then; when that was is not known of one without a time, if it was in order."""
        if ended is not None and self._is_behind(ended):
            self._number += 1
            heappush(self._open, (ended, self._number, origin, body))
        elif in_order:
            self._seen.note_body(origin, body)

    def _is_behind(self, time: datetime | None) -> bool:
        if time is None or self._now is None or (time.tzinfo is None) != (self._now.tzinfo is None):
            return False
        return time >= self._now
