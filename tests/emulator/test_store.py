"""What is kept in a data directory."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from openvideos.emulator import jobs
from openvideos.emulator.errors import EmulatorError, StoreError
from openvideos.emulator.files import as_store_error
from openvideos.emulator.jobs import Character, Job, Source
from openvideos.emulator.store import Keyed, Store


def job(name: str = "video_1", prompt: str = "Кораблик 纸船 🚤", source: str | None = None) -> Job:
    return jobs.plan(
        id=name,
        prompt=prompt,
        model="m",
        seconds="4",
        size="720x1280",
        now=1e9,
        time_scale=1,
        source=None if source is None else Source(id=source, seconds=4, size="720x1280"),
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with contextlib.closing(Store(tmp_path)) as opened:
        yield opened


def names(directory: Path) -> set[str]:
    return {path.name for folder in ("uploads", "media", "unfinished") for path in (directory / folder).iterdir()}


def test_jobs_and_files_are_still_there_when_it_is_opened_again(tmp_path: Path) -> None:
    with contextlib.closing(Store(tmp_path / "a" / "b")) as store:
        store.add(job(), Keyed(key="k", fingerprint="f"))
        store.files.write(store.files.image("video_1"), b"picture")
    with contextlib.closing(Store(tmp_path / "a" / "b")) as store:
        assert store.get("video_1") == job()
        assert store.keyed("k") == Keyed(key="k", fingerprint="f", made="video_1")
        assert store.files.image("video_1").read_bytes() == b"picture"


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
    with pytest.raises(EmulatorError, match="its format is 99, this emulator's is 2"):
        Store(tmp_path)


def test_a_database_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "jobs.sqlite").write_bytes(b"not a database " * 1000)
    with pytest.raises(EmulatorError, match="cannot be used"):
        Store(tmp_path)


def test_a_file_in_the_directory_s_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmulatorError, match=r"(?i)not a directory"):
        Store(tmp_path / "file")


def test_what_nobody_owns_is_swept_up_when_it_is_opened(tmp_path: Path) -> None:
    kept, gone, named = f"video_{'1' * 32}", f"video_{'2' * 32}", f"char_{'3' * 32}"
    with contextlib.closing(Store(tmp_path)) as store:
        store.add(job(kept))
        store.add_character(Character(id=named, name="Miro", created_at=1e9))
        for owner in (kept, gone, named):  # the second was never recorded
            store.files.write(store.files.video(owner), b"video")
            store.files.write(store.files.media(owner, "thumbnail"), b"still")
        (tmp_path / "unfinished" / ("a" * 16)).write_bytes(b"half")
        for folder in ("uploads", "media", "unfinished"):
            (tmp_path / folder / "photo.jpeg").write_bytes(b"somebody's")
    with contextlib.closing(Store(tmp_path)):
        ours = {f"{owner}.{kind}" for owner in (kept, named) for kind in ("mp4", "thumbnail")}
        assert names(tmp_path) == {*ours, "photo.jpeg"}


@pytest.mark.parametrize("name", ["media", "notes.txt"])
def test_a_directory_of_somebody_elses_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(EmulatorError, match=f"found '{name}' in it; allowed: an emulator's or an empty one$"):
        Store(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_database_of_somebody_elses_is_refused_and_left_alone(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "jobs.sqlite")) as database:
        database.execute("create table their_own (id)")
    with pytest.raises(EmulatorError, match=r"cannot be used \(it is no emulator's\)$"):
        Store(tmp_path)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, store: Store) -> None:
    with pytest.raises(StoreError):
        store.files.write(tmp_path / "no" / "such" / "folder", b"data")
    assert names(tmp_path) == set()


def test_a_full_disk_is_named_as_such(tmp_path: Path, store: Store) -> None:
    with pytest.raises(StoreError) as caught, as_store_error(), open("/dev/full", "wb", buffering=0) as file:
        file.write(b"data")
    assert caught.value.full


def test_a_full_database_is_named_as_such(store: Store) -> None:
    store._database.execute("pragma max_page_count = 1")
    with pytest.raises(StoreError) as caught:
        store.add(job(prompt="x" * 30_000))
    assert caught.value.full
    assert store.get("video_1") is None


def test_a_deleted_job_is_gone_with_its_files(tmp_path: Path, store: Store) -> None:
    store.add(job())
    store.files.write(store.files.media("video_1", "video"), b"video")
    store.delete(job())
    assert store.get("video_1") is store.source("video_1") is None
    assert store.page(after=None, limit=9, newest_first=True) == ([], False)
    assert names(tmp_path) == set()


def test_a_deleted_source_is_kept_until_the_last_job_that_was_made_from_it_is_gone(
    tmp_path: Path, store: Store
) -> None:
    chain = [job("video_1"), job("video_2", source="video_1"), job("video_3", source="video_2")]
    for each in chain:
        store.add(each)
        store.files.write(store.files.media(each.id, "video"), b"video")
    store.delete(chain[0])
    store.delete(chain[1])
    assert [store.get(each.id) is None for each in chain] == [True, True, False]
    assert [store.source(each.id) == each for each in chain] == [True, True, True]
    store.delete(chain[2])
    assert [store.source(each.id) for each in chain] == [None, None, None]
    assert names(tmp_path) == set()


@pytest.mark.parametrize(
    ("after", "limit", "newest_first", "answer"),
    [
        (None, 2, True, ([5, 4], True)),
        (None, 2, False, ([1, 2], True)),
        (None, 5, True, ([5, 4, 3, 2, 1], False)),
        (None, 0, True, ([], True)),
        ("video_4", 2, True, ([3, 2], True)),
        ("video_4", 2, False, ([5], False)),
        ("video_1", 2, True, ([], False)),
        ("video_2", 0, True, ([], True)),
    ],
)
def test_a_page_is_what_comes_behind_a_job(
    store: Store, after: str | None, limit: int, newest_first: bool, answer: tuple[list[int], bool]
) -> None:
    for number in range(1, 6):
        store.add(job(f"video_{number}"))
    page = store.page(after=after, limit=limit, newest_first=newest_first)
    assert page is not None
    assert ([int(each.id[-1]) for each in page[0]], page[1]) == answer


def test_a_deleted_job_still_marks_a_place_in_the_list(store: Store) -> None:
    for number in range(1, 4):
        store.add(job(f"video_{number}"))
    store.delete(job("video_2"))
    page = store.page(after="video_2", limit=9, newest_first=True)
    assert page is not None
    assert [each.id for each in page[0]] == ["video_1"]
    assert store.page(after="video_9", limit=9, newest_first=True) is None


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("Miro walks", ["char_3"]),
        ("miro and ANNA", ["char_3", "char_2"]),
        ("Anna, then Miro", ["char_2", "char_3"]),
        ("Miroslav walks", []),
        ("the miro", ["char_3"]),
        ("\uff08\uff2d\uff49\uff52\uff4f\uff09", ["char_3"]),
        ("die STRASSE", ["char_4"]),
        ("a.b", ["char_5"]),
        ("axb", []),
        ("nobody", []),
    ],
)
def test_a_prompt_names_a_character_by_its_name_as_a_word(store: Store, prompt: str, found: list[str]) -> None:
    for number, name in enumerate(["Miro", "Anna", "Miro", "straße", "a.b"], start=1):
        store.add_character(Character(id=f"char_{number}", name=name, created_at=1e9))
    assert [each.id for each in store.named_in(prompt, most=4)] == found
    assert [each.id for each in store.named_in(prompt, most=1)] == found[:1]


def test_a_prompt_of_nothing_but_marks_is_looked_at_in_no_time(store: Store) -> None:
    store.add_character(Character(id="char_1", name="e\u0301", created_at=1e9))
    marks = "a" + "\u0301" * 1_000_000 + "\u0316" * 1_000_000  # whose normal form takes hours
    assert store.named_in(f"{marks} \u00e9", most=4) != []


def test_a_job_can_be_deleted_though_there_is_no_room(tmp_path: Path, store: Store) -> None:
    store.add(job(prompt="x" * 30_000))
    store.files.write(store.files.media("video_1", "video"), b"video")
    dropped = store.files.drop_media

    def make_room(owner: str) -> None:
        dropped(owner)
        store._database.execute("pragma max_page_count = 100000")

    store.files.drop_media = make_room  # type: ignore[method-assign]  # the disk has room again
    (pages,) = store._database.execute("pragma page_count").fetchone()
    store._database.execute(f"pragma max_page_count = {pages}")
    store.delete(job())
    assert store.get("video_1") is None
