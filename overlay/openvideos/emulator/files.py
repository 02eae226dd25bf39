"""Files of a data directory: what was uploaded, what was rendered, and what is being written."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sqlite3
from collections.abc import Container, Iterator
from pathlib import Path

from .errors import StoreError, has_no_room

__all__ = ["Files", "as_store_error"]


_OURS = re.compile(r"(?:video|char)_[0-9a-f]{32}\.(?:jpeg|mp4|video|thumbnail|spritesheet)|[0-9a-f]{16}")


class Files:
    """`uploads/`, `media/`, and `unfinished/` for files that are being written.

    A file appears in its place whole or not at all. Its name is an id that the store gave out, never text of a request.
    Methods that write raise StoreError.
    """

    def __init__(self, directory: Path) -> None:
        self._uploads = directory / "uploads"
        self._media = directory / "media"
        self._unfinished = directory / "unfinished"

    def make(self) -> None:
        """Make the folders. Raises OSError."""
        for folder in (self._uploads, self._media, self._unfinished):
            folder.mkdir(parents=True, exist_ok=True)

    def image(self, owner: str) -> Path:
        """Where the reference image of a job is, or is to be."""
        return self._uploads / f"{owner}.jpeg"

    def video(self, owner: str) -> Path:
        """Where the video that a job or a character was made from is, or is to be."""
        return self._uploads / f"{owner}.mp4"

    def media(self, owner: str, variant: str) -> Path:
        """Where a variant of a job's content is, or is to be."""
        return self._media / f"{owner}.{variant}"

    @contextlib.contextmanager
    def unfinished(self) -> Iterator[Path]:
        """A path to write a file to before it is moved into its place; gone at the end if it was not."""
        path = self._unfinished / secrets.token_hex(8)
        try:
            yield path
        finally:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def place(self, unfinished: Path, target: Path) -> None:
        """Move a finished file into its place."""
        with as_store_error():
            os.replace(unfinished, target)

    def write(self, target: Path, data: bytes) -> None:
        """Put a file into its place, whole."""
        with self.unfinished() as path:
            with as_store_error():
                path.write_bytes(data)
            self.place(path, target)

    def drop(self, owner: str) -> None:
        """Remove all files of a job; what can't be removed now is swept at the next start."""
        for folder in (self._uploads, self._media):
            for path in folder.glob(f"{owner}.*"):
                with contextlib.suppress(OSError):
                    path.unlink()

    def drop_media(self, owner: str) -> None:
        """Remove what was rendered for a job, and can be again."""
        for path in self._media.glob(f"{owner}.*"):
            with contextlib.suppress(OSError):
                path.unlink()

    def sweep(self, owners: Container[str]) -> None:
        """Remove what nobody owns: leftovers of writing, and files whose owner is gone or was never recorded.

        Only what has a name as this class gives it is touched.
        """
        for folder in (self._unfinished, self._uploads, self._media):
            for path in folder.iterdir():
                if _OURS.fullmatch(path.name) and path.stem not in owners:
                    with contextlib.suppress(OSError):
                        path.unlink()


@contextlib.contextmanager
def as_store_error() -> Iterator[None]:
    """Turn what the system or the database says into StoreError."""
    try:
        yield
    except OSError as error:
        message = "the data directory cannot be read or written"
        raise StoreError(message, full=has_no_room(error)) from error
    except sqlite3.Error as error:
        message = "the data directory's database cannot be read or written"
        raise StoreError(message, full=has_no_room(error)) from error
