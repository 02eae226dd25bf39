"""Files of recorded traffic -> their entries: a HAR, or JSON Lines."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias

import attrs

from .entry import RecordingError, asked_in, exchange_in, member, times_in
from .exchange import Exchange

__all__ = ["Alone", "Broken", "Recorded", "RecordingError", "read_json", "recorded"]

# a line of which there is something, from where it begins
_LINE = re.compile(rb"\S[^\n]*")
_MAYBE_EXCHANGE = re.compile(rb'^[ \t]*\{[^\n]*"request"[^\n]*', re.MULTILINE)


@attrs.frozen(kw_only=True)
class Recorded:
    """An entry of a file: its place, what was asked, and when it began and ended, where that is known."""

    place: str
    method: str
    url: str = attrs.field(repr=False)
    began: datetime | None
    ended: datetime | None
    _entry: Any = attrs.field(repr=False)

    def exchange(self) -> Exchange | None:
        """The whole of it; None where no answer ever came. Raises RecordingError for what is broken."""
        return exchange_in(self._entry)


@attrs.frozen(kw_only=True)
class Broken:
    """An entry of which nobody can say what was asked; the reason says what was found and what is allowed."""

    place: str
    reason: str


@attrs.frozen(kw_only=True)
class Alone:
    """A file of one JSON document that is no recording."""

    document: Any = attrs.field(repr=False)


Read: TypeAlias = Recorded | Broken


def recorded(data: bytes) -> Iterator[Read] | Alone:
    """The entries of a file: those of a HAR in the order in which they began, lines one by one.

    Raises RecordingError for what is no JSON, or a HAR of another form.
    """
    first, second = (*islice(_LINE.finditer(data), 2), None, None)[:2]
    if first is None:
        raise RecordingError("found nothing; allowed: a HAR, exchanges (one a line), or one JSON body")
    # so lines are never all decoded at once
    if second is not None and _is_line(first[0]):
        return _lines(data)
    try:
        document = read_json(data)
    except RecordingError:
        if second is not None and any(_is_exchange(line[0]) for line in _MAYBE_EXCHANGE.finditer(data)):
            return _lines(data)
        raise
    if isinstance(document, dict) and "log" in document:
        return iter(_har(document))
    if isinstance(document, dict) and "request" in document:
        return iter([_read("", document)])
    return Alone(document=document)


def read_json(data: bytes, *, line: bool = False) -> Any:
    """Decode a recording, or a line of one. Raises RecordingError."""
    if data.startswith(b"\x1f\x8b"):
        raise RecordingError("found gzip; allowed: the file unpacked (gunzip)")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RecordingError("found UTF-16; allowed: UTF-8")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RecordingError(f"byte {error.start} is not UTF-8; allowed: JSON in UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"column {error.colno}" if line else f"line {error.lineno}, column {error.colno}"
        raise RecordingError(f"found no JSON ({error.msg}, {where}); allowed: JSON") from None
    except RecursionError:
        raise RecordingError("found JSON nested too deep to be read; allowed: a recording") from None
    except ValueError:
        raise RecordingError("found an integer of too many digits; allowed: JSON") from None


def _is_line(line: bytes) -> bool:
    """Whether the first line of a file is a document of its own, of which there are to be more."""
    try:
        document = read_json(line)
    except RecordingError:
        return False
    return isinstance(document, dict) and "log" not in document


def _is_exchange(line: bytes) -> bool:
    try:
        return "request" in read_json(line)
    except RecordingError:
        return False


def _lines(data: bytes) -> Iterator[Read]:
    number, last = 1, 0
    for line in _LINE.finditer(data):
        number += data.count(b"\n", last, line.start())
        last = line.start()
        place = f"line {number}"
        try:
            entry = read_json(line[0], line=True)
        except RecordingError as error:
            yield Broken(place=place, reason=str(error))
        else:
            yield _read(place, entry)


def _har(document: dict[str, Any]) -> Sequence[Read]:
    entries = member(member(document, "log", dict), "entries", list, "log.")
    found = [_read(f"entry {number}", entry) for number, entry in enumerate(entries, 1)]
    # tools write entries in the order in which they ended, or a page at a time
    times = [each.began if isinstance(each, Recorded) else None for each in found]
    first = next((time for time in times if time is not None), None)
    if first is None:
        return found
    order = [time or first for time in times]
    try:
        return [found[index] for index in sorted(range(len(found)), key=order.__getitem__)]
    except TypeError:  # some have a time zone and some have none
        return found


def _read(place: str, entry: Any) -> Read:
    try:
        method, url = asked_in(entry)
    except RecordingError as error:
        return Broken(place=place, reason=str(error))
    began, ended = times_in(entry)
    return Recorded(place=place, method=method, url=url, began=began, ended=ended, entry=entry)
