"""Answers to requests for a part of a file, against the whole of it: RFC 9110, sections 14 and 15.3.7."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openvideos.conformance.answer import Answer
from openvideos.conformance.verdict import Failed
from openvideos.contract.found import show

__all__ = ["expect_any_parts", "expect_beyond", "expect_part", "expect_whole", "rows"]

_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)", re.ASCII)
_BOUNDARY = re.compile(r'boundary="?([^";]+)')


def rows(size: int) -> list[tuple[str, int, int]]:
    """Parts of a file of so many bytes, larger than 100: as they are asked for, with their first and last byte."""
    end = size - 1
    return [
        ("0-0", 0, 0),
        ("10-99", 10, 99),
        (f"{end}-{end}", end, end),
        (f"{size - 60}-", size - 60, end),
        (f"{size - 60}-{size + 999}", size - 60, end),
        ("-50", size - 50, end),
        (f"-{size + 50}", 0, end),
    ]


def expect_whole(answer: Answer, whole: Answer) -> None:
    """Raise Failed where an answer isn't all bytes of a file."""
    if answer.expect(200).body != whole.body:
        raise Failed(
            f"all {len(whole.body)} bytes", f"{len(answer.body)} bytes, {_where(answer, whole)}", answer, whole
        )


def expect_part(answer: Answer, whole: Answer, first: int, last: int) -> bool:
    """Whether an answer is the bytes from the first to the last that were asked for; all bytes are no part.

    Raises Failed where it is neither.
    """
    if answer.status == 200:  # a server may ignore what part is asked for
        expect_whole(answer, whole)
        return False
    answer.expect(206)
    size = len(whole.body)
    allowed = [f"bytes {first}-{last}/{size}", f"bytes {first}-{last}/*"]
    if answer.header("content-range") not in allowed:
        raise Failed(f"Content-Range: {allowed[0]}", show(answer.header("content-range")), answer, whole)
    if answer.body != whole.body[first : last + 1]:
        found = f"{len(answer.body)} bytes, {_where(answer, whole)}"
        raise Failed(f"the {last + 1 - first} bytes from {first} to {last}", found, answer, whole)
    if answer.media_type != whole.media_type:
        raise Failed(f"Content-Type: {whole.media_type}", show(answer.header("content-type")), answer, whole)
    return True


def expect_beyond(answer: Answer, whole: Answer) -> None:
    """Raise Failed where an answer to a range behind the end is neither 416 nor all bytes."""
    if answer.status == 200:
        expect_whole(answer, whole)
        return
    said = answer.expect(416).header("content-range")
    if said not in {None, f"bytes */{len(whole.body)}"}:
        raise Failed(f"Content-Range: bytes */{len(whole.body)}", show(said), answer, whole)


def expect_any_parts(answer: Answer, whole: Answer) -> None:
    """Raise Failed where an answer is no refusal, not the whole file, and not parts of it that are where it says."""
    if 400 <= answer.status < 500:
        return
    if answer.status == 200:
        expect_whole(answer, whole)
        return
    answer.expect(206)
    for content_range, data in _parts(answer):
        match = _RANGE.fullmatch(content_range)
        if match is None or match[3] not in {"*", str(len(whole.body))}:
            raise Failed(f"Content-Range: bytes FIRST-LAST/{len(whole.body)}", show(content_range), answer, whole)
        if data != whole.body[int(match[1]) : int(match[2]) + 1]:
            raise Failed(f"the bytes of {content_range}", f"{len(data)} bytes that are others", answer, whole)


def _parts(answer: Answer) -> Iterator[tuple[str, bytes]]:
    """What each part says of where it is, with its bytes; one part stands by itself (RFC 9110, section 14.6)."""
    if answer.media_type != "multipart/byteranges":
        yield answer.header("content-range") or "", answer.body
        return
    boundary = _BOUNDARY.search(answer.header("content-type") or "")
    if boundary is None:
        raise Failed("multipart/byteranges with a boundary", show(answer.header("content-type")), answer)
    delimiter = b"\r\n--" + boundary[1].encode()
    parts = (b"\r\n" + answer.body).split(delimiter)[1:-1]
    if not parts:
        raise Failed("parts between the boundaries that Content-Type names", "none", answer)
    for part in parts:
        head, _, data = part.partition(b"\r\n\r\n")
        for line in head.decode("latin-1").split("\r\n"):
            name, _, value = line.partition(":")
            if name.strip().lower() == "content-range":
                yield value.strip(), data
                break
        else:
            raise Failed("a Content-Range in each part", show(head.decode("latin-1")), answer)


def _where(answer: Answer, whole: Answer) -> str:
    """Where in a file an answer's bytes are."""
    place = whole.body.find(answer.body) if answer.body else -1
    return "which it doesn't have" if place < 0 else f"which begin at {place}"
