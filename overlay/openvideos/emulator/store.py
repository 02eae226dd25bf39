"""What outlives a request: jobs, characters and idempotency keys in SQLite, files beside it."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from pathlib import Path
from typing import Any

import attrs

from .errors import EmulatorError, StoreError
from .files import Files, as_store_error
from .jobs import Character, Job

__all__ = ["Keyed", "Store"]

_DATABASE = "jobs.sqlite"
_FORMAT = 2
_NAMES = 100
_MARKS = 30
_SCHEMA = """
create table jobs (
    position integer primary key autoincrement,
    id text not null unique,
    record text,
    deleted integer not null default 0,
    source text
) strict;
create index derived on jobs (source) where source is not null;
create table characters (
    position integer primary key autoincrement,
    id text not null unique,
    record text not null,
    folded text not null
) strict;
create table keys (
    key text primary key,
    fingerprint text not null,
    made text not null
) strict;
"""


@attrs.frozen(kw_only=True)
class Keyed:
    """What an idempotency key was used for: the request's fingerprint, and the id of what it made."""

    key: str
    fingerprint: str
    made: str = ""


class Store:
    """A data directory: `jobs.sqlite` and `files`, for one process at a time.

    A job that is deleted is gone for everybody but for jobs that were made from it: its record and its files are kept
    until the last of them is gone. Raises EmulatorError if the directory cannot be used, StoreError later.
    """

    def __init__(self, directory: Path) -> None:
        self.files = Files(directory)
        try:
            directory.mkdir(parents=True, exist_ok=True)
            if not (directory / _DATABASE).exists() and (found := _somebody_elses(directory)):
                message = (
                    f"data directory {str(directory)!r}: found {found!r} in it; allowed: an emulator's or an empty one"
                )
                raise EmulatorError(message)
            self._database = _open(directory / _DATABASE)
            try:
                # only now is this process the directory's one user
                self.files.make()
                self.files.sweep(self._owners())
            except BaseException:
                self._database.close()
                raise
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

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def add(self, job: Job, keyed: Keyed | None = None) -> None:
        """Keep a new job, and what it was asked for with."""
        with as_store_error(), self._database:
            self._database.execute(
                "insert into jobs (id, record, source) values (?, ?, ?)", (job.id, _record(job), job.source_id)
            )
            self._keep_key(keyed, job.id)

    def get(self, job_id: str) -> Job | None:
        """Look a job up; None if there is none of this id, whatever the id is."""
        return self._job("select record from jobs where id = ? and deleted = 0", job_id)

    def source(self, job_id: str) -> Job | None:
        """Look a job up that others were made from, deleted or not."""
        return self._job("select record from jobs where id = ? and record is not null", job_id)

    def page(self, *, after: str | None, limit: int, newest_first: bool) -> tuple[list[Job], bool] | None:
        """At most `limit` jobs behind the one with the id `after`, and whether there are more; None: no such id.

        A job that is deleted keeps its place, so that whoever deletes what a page shows can go on behind it.
        """
        with as_store_error():
            position = None
            if after is not None:
                row = self._one("select position from jobs where id = ?", after)
                if row is None:
                    return None
                position = row[0]
            where = "position < ?" if newest_first else "position > ?"
            rows = self._database.execute(
                f"select record from jobs where deleted = 0 and (? or {where}) "  # noqa: S608 - two texts of ours
                f"order by position {'desc' if newest_first else 'asc'} limit ?",
                (position is None, position, limit + 1),
            ).fetchall()
        return [Job.of(json.loads(record)) for (record,) in rows[:limit]], len(rows) > limit

    def delete(self, job: Job) -> None:
        """Delete a job and, as far as no other needs them, its record and its files."""
        try:
            gone = self._delete(job)
        except StoreError as error:
            if not error.full:
                raise
            self.files.drop_media(job.id)  # room for the record of its deletion
            gone = self._delete(job)
        for owner in gone:
            self.files.drop(owner)

    def _delete(self, job: Job) -> list[str]:
        gone = []
        with as_store_error(), self._database:
            self._database.execute("update jobs set deleted = 1 where id = ?", (job.id,))
            last: str | None = job.id
            while last is not None and (row := self._unneeded(last)) is not None:
                self._database.execute("update jobs set record = null, source = null where id = ?", (last,))
                gone.append(last)
                last = row[0]
        return gone

    def add_character(self, character: Character, keyed: Keyed | None = None) -> None:
        """Keep a new character, and what it was asked for with."""
        with as_store_error(), self._database:
            self._database.execute(
                "insert into characters (id, record, folded) values (?, ?, ?)",
                (character.id, _record(character), _folded(character.name)),
            )
            self._keep_key(keyed, character.id)

    def character(self, character_id: str) -> Character | None:
        """Look a character up; None if there is none of this id, whatever the id is."""
        with as_store_error():
            row = self._one("select record from characters where id = ?", character_id)
        return None if row is None else Character(**json.loads(row[0]))

    def named_in(self, prompt: str, *, most: int) -> list[Character]:
        """The characters whose names stand in a prompt as words of it, in its order; of one name, the newest."""
        with as_store_error():
            if self._database.execute("select 1 from characters").fetchone() is None:
                return []
            text = _folded(prompt)
            # a prompt that has more names than that has too many to be shown anyway
            rows = self._database.execute(
                "select folded, record from (select * from characters where instr(?, folded) > 0 "
                "order by position desc limit ?) order by position",
                (text, _NAMES),
            ).fetchall()
        found = {}
        for folded, record in rows:
            if place := re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", text):
                found[folded] = (place.start(), record)
        return [Character(**json.loads(record)) for _, record in sorted(found.values())[:most]]

    def newest(self) -> float:
        """When the newest job was accepted, in unix seconds; 0 if there is none."""
        with as_store_error():
            row = self._database.execute(
                "select record from jobs where record is not null order by position desc limit 1"
            ).fetchone()
        return 0.0 if row is None else float(json.loads(row[0])["created_at"])

    def keyed(self, key: str) -> Keyed | None:
        """What an idempotency key was used for; None if for nothing."""
        with as_store_error():
            row = self._one("select fingerprint, made from keys where key = ?", key)
        return None if row is None else Keyed(key=key, fingerprint=row[0], made=row[1])

    def _job(self, query: str, job_id: str) -> Job | None:
        with as_store_error():
            row = self._one(query, job_id)
        return None if row is None else Job.of(json.loads(row[0]))

    def _one(self, query: str, text: str) -> Any:
        try:
            text.encode()
        except UnicodeEncodeError:  # which nothing that is stored has
            return None
        return self._database.execute(query, (text,)).fetchone()

    def _unneeded(self, job_id: str) -> Any:
        """A row with the source of a job that is deleted and that no other is made from; else None."""
        return self._one(
            "select source from jobs as it where id = ? and deleted = 1 and record is not null "
            "and not exists (select 1 from jobs where source = it.id)",
            job_id,
        )

    def _keep_key(self, keyed: Keyed | None, made: str) -> None:
        if keyed is not None:
            self._database.execute("insert into keys values (?, ?, ?)", (keyed.key, keyed.fingerprint, made))

    def _owners(self) -> set[str]:
        query = "select id from jobs where record is not null union all select id from characters"
        return {owner for (owner,) in self._database.execute(query)}


def _record(thing: Any) -> str:
    return json.dumps(attrs.asdict(thing), ensure_ascii=False)


def _folded(text: str) -> str:
    """A text in which what looks the same is the same; of many combining marks in a row, the first ones."""
    kept = []
    marks = 0  # bounded, because normalizing takes the square of them
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS:
            kept.append(character)
    return unicodedata.normalize("NFKC", "".join(kept)).casefold()


def _somebody_elses(directory: Path) -> str | None:
    """Something in a directory that is not its file system's own."""
    return next((path.name for path in directory.iterdir() if path.name != "lost+found"), None)


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
                if database.execute("select 1 from sqlite_master").fetchone():
                    message = "it is no emulator's"
                    raise sqlite3.DatabaseError(message)
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    database.execute(statement)
                database.execute(f"pragma user_version = {_FORMAT}")
    except sqlite3.Error:
        database.close()
        raise
    return database
