"""Streams that are copied as they pass, and what the copy of a body says without its Content-Encoding."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx

__all__ = ["LONGEST", "Copy", "Stream", "decoded"]

LONGEST = 64 * 1024 * 1024
"""Bytes of a body; what is larger passes all the same, and is not judged."""

_PIECE = 4 * 1024


class Copy:
    """The bytes that passed, if they are no more than longest (LONGEST by default).

    `complete` says whether the stream came to its end.
    """

    def __init__(self, longest: int | None = None) -> None:
        self._longest = LONGEST if longest is None else longest
        self._pieces: list[bytes] = []
        self._size = 0
        self.complete = False

    def add(self, piece: bytes) -> None:
        """Keep a piece, or none from here on."""
        self._size += len(piece)
        if self._size <= self._longest:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    def begun(self) -> bytes:
        """What is kept of them so far."""
        return b"".join(self._pieces)

    def content(self) -> bytes | None:
        """All of them; None where some are missing."""
        return b"".join(self._pieces) if self.complete and self._size <= self._longest else None


class Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A stream that is copied as it is read; at its end, and when it is closed before that, `ended` is called."""

    def __init__(self, stream: Any, copy: Copy, ended: Callable[[], None]) -> None:
        self._stream = stream
        self._copy = copy
        self._ended = ended

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            self._copy.add(piece)
            yield piece
        self._copy.complete = True
        self._ended()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            self._copy.add(piece)
            yield piece
        self._copy.complete = True
        self._ended()

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()
        self._ended()

    async def aclose(self) -> None:
        """Close the stream."""
        await self._stream.aclose()
        self._ended()


def decoded(response: httpx.Response, body: bytes | None) -> bytes | None:
    """A body without its Content-Encoding; as it came where it is broken, None where it isn't known or too large."""
    if not body or response.headers.get("content-encoding", "identity").lower() == "identity":
        return body
    found, size = [], 0
    try:
        # piece by piece: a small body may unpack to more than there is memory
        pieces = (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))
        for piece in httpx.Response(200, headers=response.headers, content=pieces).iter_bytes():
            found.append(piece)
            size += len(piece)
            if size > LONGEST:
                return None
    except httpx.DecodingError:
        return body
    unpacked = b"".join(found)
    # of an encoding that it has no library for, httpx hands out what came
    return None if unpacked == body else unpacked
