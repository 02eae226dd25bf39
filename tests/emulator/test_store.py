"""What is kept in a data directory."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from openvideos.emulator import jobs
from openvideos.emulator.errors import EmulatorError, StoreError
from openvideos.emulator.jobs import Job
from openvideos.emulator.store import Store


def job(name: str = "video_1", prompt: str = "Кораблик 纸船 🚤") -> Job:
    return jobs.plan(id=name, prompt=prompt, model="m", seconds="4", size="720x1280", now=1e9, time_scale=1)


def test_jobs_and_files_are_still_there_when_it_is_opened_again(tmp_path: Path) -> None:
    with contextlib.closing(Store(tmp_path / "a" / "b")) as store:
        store.add(job())
        store.write(store.reference(job()), b"picture")
    with contextlib.closing(Store(tmp_path / "a" / "b")) as store:
        assert store.get("video_1") == job()
        assert store.reference(job()).read_bytes() == b"picture"


@pytest.mark.parametrize("name", ["", "video_2", "../jobs", "%", "video_1\0", "\ud800", "v" * 100_000], ids=ascii)
def test_an_id_that_was_not_given_out_names_nothing(tmp_path: Path, name: str) -> None:
    with contextlib.closing(Store(tmp_path)) as store:
        store.add(job())
        assert store.get(name) is None


def test_a_second_emulator_on_the_same_directory_is_refused_in_one_line(tmp_path: Path) -> None:
    with contextlib.closing(Store(tmp_path)), pytest.raises(EmulatorError, match=r"in use by another emulator$"):
        Store(tmp_path)


def test_a_directory_of_another_format_is_refused(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "jobs.sqlite")) as database:
        database.execute("pragma user_version = 99")
    with pytest.raises(EmulatorError, match="its format is 99, this emulator's is 1"):
        Store(tmp_path)


def test_a_database_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "jobs.sqlite").write_bytes(b"not a database " * 1000)
    with pytest.raises(EmulatorError, match="cannot be used"):
        Store(tmp_path)


def test_a_file_in_the_directory_s_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmulatorError, match=r"(?i)not a directory"):
        Store(tmp_path / "file")


def test_what_was_left_unfinished_is_swept_up(tmp_path: Path) -> None:
    with contextlib.closing(Store(tmp_path)) as store:
        left = store.unfinished()
        left.write_bytes(b"half")
    with contextlib.closing(Store(tmp_path)):
        assert not left.exists()


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with contextlib.closing(Store(tmp_path)) as store:
        with pytest.raises(StoreError):
            store.write(tmp_path / "no" / "such" / "folder", b"data")
        assert list((tmp_path / "unfinished").iterdir()) == []
