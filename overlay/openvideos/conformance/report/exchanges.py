"""The exchanges of a run, numbered, and what of their bodies is shown."""

from __future__ import annotations

import base64

import attrs

from openvideos.conformance.answer import Answer
from openvideos.conformance.runner import Run
from openvideos.contract.document import media_type
from openvideos.escape import escape

from .facts import Facts

__all__ = ["Body", "Exchanges", "body_of", "request_type", "shown"]

_MEDIA = ("video/", "image/", "audio/")


@attrs.frozen(kw_only=True)
class Body:
    """A body of `size` bytes: text if it is text, else base64, else neither (media); `cut`: some is missing."""

    size: int
    text: str | None = None
    base64: str | None = None
    cut: bool = False


class Exchanges:
    """Each answer of a run by its number, from 1: those in order, and others that a result looks at behind them."""

    def __init__(self, run: Run, facts: Facts) -> None:
        looked_at = (answer for result in run.results for answer in result.answers)
        self.all: tuple[Answer, ...] = tuple(dict.fromkeys((*facts.answers, *looked_at)))
        self._numbers = {answer: number for number, answer in enumerate(self.all, 1)}

    def number(self, answer: Answer) -> int:
        """The number of an answer."""
        return self._numbers[answer]


def request_type(answer: Answer) -> str:
    """The media type of the request's body, without parameters; "" for none."""
    named = [value for name, value in answer.request_headers if name.lower() == "content-type"]
    return media_type(named[0]) if named else ""


def shown(data: bytes, kind: str, limit: int) -> list[str]:
    """The lines of a body, what can't be printed escaped, with what is left out told; media are only counted."""
    body = body_of(data, kind, limit)
    if not body.size:
        return []
    if body.text is None and body.base64 is None:
        return [f"({body.size} bytes of {escape(kind, 80)})"]
    text = data[:limit].decode("utf-8", "backslashreplace") if body.text is None else body.text
    lines = [escape(line) for line in text.replace("\r\n", "\n").split("\n")]
    return [*lines, f"(the first {limit} of {body.size} bytes)"] if body.cut else lines


def body_of(data: bytes, kind: str, limit: int) -> Body:
    """A body of a media type, at most so many bytes of it."""
    short = data[:limit]
    cut = len(data) > limit
    try:
        # a character that the limit has cut is left out
        text = short.decode("utf-8") if not cut else _whole(short)
    except UnicodeDecodeError:
        if kind.startswith(_MEDIA):
            return Body(size=len(data), cut=bool(data))
        return Body(size=len(data), base64=base64.b64encode(short).decode(), cut=cut)
    return Body(size=len(data), text=text, cut=cut)


def _whole(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(data) - 3:
            raise
        return data[: error.start].decode("utf-8")
