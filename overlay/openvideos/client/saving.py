"""Bytes to a file: all of them, or the old file stays."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

from openvideos.errors import DownloadError
from openvideos.escape import escape

__all__ = ["save", "shown_target"]


def save(chunks: Iterable[bytes], file: str | os.PathLike[str]) -> int:
    """Write chunks to a file; returns the number of bytes.

    They go to a file beside it, which then takes its place (and keeps its mode), so that a failure leaves the old file
    as it was. What is no ordinary file (a pipe, a device) is written as it is. Raises DownloadError.
    """
    name = shown_target(file)
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


def shown_target(target: object) -> str:
    """The target of a download as messages name it."""
    if isinstance(target, str | os.PathLike):
        return escape(os.fsdecode(os.fspath(target)), 400)
    return "the open file"
