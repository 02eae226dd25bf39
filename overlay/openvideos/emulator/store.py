"""What outlives a request: jobs in SQLite, uploads and media in files beside it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import attrs

from .errors import EmulatorError, StoreError
from .jobs import Job

__all__ = ["Store"]

_FORMAT = 1
_SCHEMA = """
create table jobs (
    position integer primary key autoincrement,
    id text not null unique,
    record text not null
) strict
"""


class Store:
    """A data directory: `jobs.sqlite`, `references/`, `media/`, and `unfinished/` for files that are being written.

    A file appears in its place whole or not at all. Paths are made of ids that this store gave out, never of a
    request's. Raises EmulatorError if the directory cannot be used, StoreError later.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._unfinished = directory / "unfinished"
        try:
            for folder in (directory, directory / "references", directory / "media", self._unfinished):
                folder.mkdir(parents=True, exist_ok=True)
            self._database = _open(directory / "jobs.sqlite")
        except OSError as error:
            reason = "not a directory" if isinstance(error, FileExistsError) else error.strerror or str(error)
            message = f"data directory {str(directory)!r}: {reason}"
            raise EmulatorError(message) from error
        except sqlite3.DatabaseError as error:
            reason = (
                "in use by another emulator" if "locked" in str(error) else f"its database cannot be used ({error})"
            )
            message = f"data directory {str(directory)!r}: {reason}"
            raise EmulatorError(message) from error
        # only now is this process the directory's one user
        for leftover in self._unfinished.iterdir():
            with contextlib.suppress(OSError):
                leftover.unlink()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def add(self, job: Job) -> None:
        """Keep a new job."""
        with _as_store_error(), self._database:
            record = json.dumps(attrs.asdict(job), ensure_ascii=False)
            self._database.execute("insert into jobs (id, record) values (?, ?)", (job.id, record))

    def get(self, job_id: str) -> Job | None:
        """Look a job up; None if there is none of this id, whatever the id is."""
        try:
            job_id.encode()
        except UnicodeEncodeError:  # which no stored id has
            return None
        with _as_store_error():
            row = self._database.execute("select record from jobs where id = ?", (job_id,)).fetchone()
        return None if row is None else Job(**json.loads(row[0]))

    def reference(self, job: Job) -> Path:
        """Where a job's reference image is, or is to be."""
        return self._directory / "references" / f"{job.id}.jpeg"

    def media(self, job: Job, variant: str) -> Path:
        """Where a variant of a job's content is, or is to be."""
        return self._directory / "media" / f"{job.id}.{variant}"

    def unfinished(self) -> Path:
        """A fresh path to write a file to, before it is moved into its place."""
        return self._unfinished / secrets.token_hex(8)

    def write(self, target: Path, data: bytes) -> None:
        """Put a file into its place, whole."""
        path = self.unfinished()
        with _as_store_error():
            try:
                path.write_bytes(data)
                os.replace(path, target)
            except OSError:
                path.unlink(missing_ok=True)
                raise


def _open(path: Path) -> sqlite3.Connection:
    # one thread at a time uses it: the server's event loop, and the one that opens and closes
    database = sqlite3.connect(path, timeout=0.2, check_same_thread=False)
    try:
        # exclusive: a second emulator on the same directory is refused, and no shared memory file is needed
        database.execute("pragma locking_mode = exclusive")
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = normal")
        (found,) = database.execute("pragma user_version").fetchone()
        if found not in (0, _FORMAT):
            message = f"its format is {found}, this emulator's is {_FORMAT}"
            raise sqlite3.DatabaseError(message)
        with database:
            database.execute("begin exclusive")
            if found == 0:
                database.execute(_SCHEMA)
                database.execute(f"pragma user_version = {_FORMAT}")
    except sqlite3.Error:
        database.close()
        raise
    return database


@contextlib.contextmanager
def _as_store_error() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        message = "the data directory cannot be read or written"
        raise StoreError(message) from error
