"""A job's media, streamed: checked as they come, to a file or to whatever is open."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING

from openvideos.errors import DownloadError
from openvideos.omit import Omit, omit

from .first_bytes import LONGEST
from .saving import save, shown_target

if TYPE_CHECKING:
    import httpx

    from . import OpenVideos

__all__ = ["Progress", "download_to"]

Progress = Callable[[int, int | None], object]
"""Called with the bytes so far, and all of them where the server said how many."""


def download_to(
    client: OpenVideos,
    video_id: str,
    target: str | os.PathLike[str] | IO[bytes],
    *,
    variant: str | Omit = omit,
    progress: Progress | None = None,
) -> int:
    """Stream a job's media to a file or to an open binary one, never whole in memory; returns the number of bytes.

    A path is written as `save` has it. Raises what `download_content` raises, DownloadError for a stream that breaks
    off or a file that can't be written, and OSError for an open file that can't be.
    """
    with client.videos._open_content(video_id, variant) as (response, report):
        chunks = _checked(response, report, shown_target(target), progress)
        if isinstance(target, str | os.PathLike):
            return save(chunks, target)
        size = 0
        for chunk in chunks:
            target.write(chunk)
            size += len(chunk)
        return size


def _checked(
    response: httpx.Response, report: Callable[[], None], name: str, progress: Progress | None
) -> Iterator[bytes]:
    import httpx

    from .problems import refuse_no_media, unanswered

    length = response.headers.get("content-length", "")
    encoded = response.headers.get("content-encoding", "identity").lower() != "identity"
    total = int(length) if length.isdecimal() and len(length) < 19 and not encoded else None
    size = 0
    try:
        for number, chunk in enumerate(_held_back(response.iter_bytes())):
            if not number:
                refuse_no_media(response, chunk)
                report()
            size += len(chunk)
            yield chunk
            if progress is not None:
                progress(size, total)
    except (httpx.TransportError, httpx.DecodingError) as error:
        cause = unanswered(response.request, error, timed_out=isinstance(error, httpx.TimeoutException))
        of = f" of {total}" if total is not None else ""
        raise DownloadError(f"{name}: broken off after {size}{of} bytes ({cause.hint}); nothing was saved") from cause
    if total is not None and size != total:
        raise DownloadError(f"{name}: {size} bytes came where {total} were announced; nothing was saved")


def _held_back(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of a stream, together until there is as much as is looked at; of an empty stream one without bytes."""
    held = b""
    for piece in pieces:
        held += piece
        if len(held) >= LONGEST:
            break
    yield held
    yield from pieces
