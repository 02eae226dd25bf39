"""Recorded traffic, judged: exchange by exchange, each look at a job compared with the one before."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs

from .check import Contract
from .exchange import origin_of
from .recording import Recorded, RecordingError, read_json, recorded
from .seen import Seen
from .violation import Violation

__all__ = ["Entry", "replay"]


@attrs.frozen(kw_only=True)
class Entry:
    """What was found in one entry of a file; judged says whether it was one of the contract's operations."""

    place: str
    judged: bool
    violations: tuple[Violation, ...] = ()


def replay(contract: Contract, data: bytes, base_url: str | None = None) -> Iterator[Entry]:
    """Judge a file: a HAR, exchanges (one a line), or one JSON body that says by `object` what it is.

    base_url is the server, with its prefix, that is looked at; by default every URL that ends as an operation's does.
    Raises RecordingError where it comes to what is broken, ValueError for what is none of these.
    """
    document = _document(data)
    found = recorded(data, document)
    if found is not None:
        yield from _Replay(contract, base_url).entries(found)
    else:
        violations = contract.check_schema(_schema(contract, document), data)
        yield Entry(place="", judged=True, violations=tuple(violations))


def _document(data: bytes) -> Any:
    """What a file decodes to; None for several documents, one a line."""
    try:
        return read_json(data)
    except RecordingError:
        first, line, _ = data.lstrip().partition(b"\n")
        try:
            if line and isinstance(read_json(first), dict):
                return None
        except RecordingError:
            pass
        raise


def _schema(contract: Contract, document: Any) -> str:
    """The schema whose member `object` has the word that the document's has."""
    kinds: dict[str, str] = {
        schema["properties"]["object"]["const"]: name
        for name, schema in contract.document.get("components", {}).get("schemas", {}).items()
        if "const" in schema.get("properties", {}).get("object", {})
    }
    word = document.get("object") if isinstance(document, dict) else None
    if not isinstance(word, str) or word not in kinds:
        raise ValueError(
            f"found no HAR, no exchanges, and no object that is {', '.join(kinds)}; allowed: these, or --schema, or "
            "--operation"
        )
    return kinds[word]


class _Replay:
    def __init__(self, contract: Contract, base_url: str | None) -> None:
        self._contract = contract
        self._base_url = base_url
        self._seen = Seen()
        self._open: list[tuple[datetime, str, Any]] = []

    def entries(self, found: Iterator[Recorded]) -> Iterator[Entry]:
        for each in found:
            exchange = each.exchange
            asked = self._contract.match(exchange.method, exchange.url, self._base_url)
            # browsers write 0 for an answer that never came
            if asked is None or not exchange.status:
                yield Entry(place=each.place, judged=False)
                continue
            self._close(each.began)
            origin = origin_of(exchange.url)
            previous = self._seen.previous(asked.operation.id, origin, asked.path)
            violations = tuple(self._contract.check_exchange(exchange, asked=asked, previous=previous))
            if each.ended is None:
                self._seen.note_body(origin, exchange.response_body)
            else:
                self._open.append((each.ended, origin, exchange.response_body))
            yield Entry(place=each.place, judged=True, violations=violations)

    def _close(self, now: datetime | None) -> None:
        """Count as seen what had been answered by now: answers overtake each other."""
        still = []
        for ended, origin, body in self._open:
            if now is None or _over(ended, now):
                self._seen.note_body(origin, body)
            else:
                still.append((ended, origin, body))
        self._open = still


def _over(ended: datetime, now: datetime) -> bool:
    try:
        return ended <= now
    except TypeError:  # one has a time zone and one has none
        return True
