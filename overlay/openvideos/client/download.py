"""Media to a file: whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from openvideos.errors import DownloadError
from openvideos.escape import escape
from openvideos.omit import Omit, omit

if TYPE_CHECKING:
    import httpx

    from . import OpenVideos

__all__ = ["Progress", "download_to", "save"]

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
    with client.videos._open_content(video_id, variant) as response:
        chunks = _checked(response, _name(target), progress)
        if isinstance(target, str | os.PathLike):
            return save(chunks, target)
        size = 0
        for chunk in chunks:
            target.write(chunk)
            size += len(chunk)
        return size


def save(chunks: Iterable[bytes], file: str | os.PathLike[str]) -> int:
    """Write chunks to a file; returns the number of bytes.

    They go to a file beside it, which then takes its place (and keeps its mode), so that a failure leaves the old file
    as it was. What is no ordinary file (a pipe, a device) is written as it is. Raises DownloadError.
    """
    name = _name(file)
    # the file that a symbolic link names is replaced, not the link
    path = Path(os.path.realpath(os.fsdecode(os.fspath(file))))
    try:
        mode = path.stat().st_mode if path.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            with path.open("wb") as special:
                return _write(special, chunks)
        return _replace(path, chunks, mode)
    except DownloadError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DownloadError(f"{name}: {escape(reason, 200)}; nothing was saved") from error


def _replace(path: Path, chunks: Iterable[bytes], mode: int | None) -> int:
    beside = path.with_name(f".openvideos-{secrets.token_hex(8)}.part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as opened:
            if mode is not None:
                os.chmod(beside, stat.S_IMODE(mode))
            size = _write(opened, chunks)
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    return size


def _write(opened: IO[bytes], chunks: Iterable[bytes]) -> int:
    size = 0
    for chunk in chunks:
        opened.write(chunk)
        size += len(chunk)
    return size


def _checked(response: httpx.Response, name: str, progress: Progress | None) -> Iterator[bytes]:
    import httpx

    from .decode import refuse_no_media, unanswered

    length = response.headers.get("content-length", "")
    encoded = response.headers.get("content-encoding", "identity").lower() != "identity"
    total = int(length) if length.isdecimal() and len(length) < 19 and not encoded else None
    size = 0
    try:
        for chunk in response.iter_bytes():
            if not size:
                refuse_no_media(response, chunk)
            size += len(chunk)
            yield chunk
            if progress is not None:
                progress(size, total)
    except (httpx.TransportError, httpx.DecodingError) as error:
        cause = unanswered(response.request, error, timed_out=isinstance(error, httpx.TimeoutException))
        of = f" of {total}" if total is not None else ""
        raise DownloadError(f"{name}: broken off after {size}{of} bytes ({cause.hint}); nothing was saved") from cause
    if not size:
        refuse_no_media(response, b"")
    if total is not None and size != total:
        raise DownloadError(f"{name}: {size} bytes came where {total} were announced; nothing was saved")


def _name(target: object) -> str:
    if isinstance(target, str | os.PathLike):
        return escape(os.fsdecode(os.fspath(target)), 400)
    return "the open file"
