"""The processes that render."""

import asyncio
import os
import resource
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from openvideos.contract import Contract
from openvideos.emulator.clip import Clip, ReadVideo
from openvideos.emulator.errors import ApiError, RenderError, StoreError, UnreadableVideoError
from openvideos.emulator.pool import RenderPool

LARGE = Clip(id="video_1", prompt="x", model="m", width=1792, height=1024, seconds=12)
SIZES = Contract.load().enum("VideoSize")
MIDDLE = Clip(id="video_3", prompt="x", model="m", width=720, height=480, seconds=2)
SMALL = Clip(id="video_2", prompt="x", model="m", width=64, height=64, seconds=1)


def run(test: Callable[[RenderPool], Coroutine[Any, Any, None]], **given: Any) -> None:
    """Runs a test with a pool that is closed in the end."""
    pool = RenderPool(**given)

    async def whole() -> None:
        async with asyncio.timeout(60):
            await test(pool)

    try:
        asyncio.run(whole())
    finally:
        pool.close()


async def at_work(pool: RenderPool, target: Path) -> int:
    """The id of the one process, when it has begun to write."""
    while not (pool.process_ids and target.exists()):
        await asyncio.sleep(0)
    (process,) = pool.process_ids
    return process


def test_all_who_wait_are_told_when_it_closes(tmp_path: Path) -> None:
    async def test(pool: RenderPool) -> None:
        waiting = [asyncio.create_task(pool.render(LARGE, "video", tmp_path / str(number))) for number in range(3)]
        await at_work(pool, tmp_path / "0")
        await asyncio.to_thread(pool.close)
        assert all(isinstance(end, RenderError) for end in await asyncio.gather(*waiting, return_exceptions=True))
        with pytest.raises(RenderError):
            await pool.render(SMALL, "video", tmp_path / "late")

    run(test, workers=1)


def test_ctrl_c_in_the_terminal_does_not_reach_a_render(tmp_path: Path) -> None:
    async def test(pool: RenderPool) -> None:
        task = asyncio.create_task(pool.render(LARGE, "video", tmp_path / "clip"))
        os.kill(await at_work(pool, tmp_path / "clip"), signal.SIGINT)
        await task
        assert (tmp_path / "clip").stat().st_size > 10_000

    run(test, workers=1)


def test_a_process_that_died_is_replaced(tmp_path: Path) -> None:
    async def test(pool: RenderPool) -> None:
        task = asyncio.create_task(pool.render(LARGE, "video", tmp_path / "clip"))
        process = await at_work(pool, tmp_path / "clip")
        os.kill(process, signal.SIGKILL)
        with pytest.raises(RenderError):
            await task
        assert pool.process_ids == []
        await pool.render(SMALL, "video", tmp_path / "next")
        assert pool.process_ids != [process]

    run(test, workers=1)


def test_a_render_without_end_is_ended(tmp_path: Path) -> None:
    async def test(pool: RenderPool) -> None:
        with pytest.raises(RenderError):
            await pool.render(LARGE, "video", tmp_path / "clip")

    run(test, workers=1, timeout=0.01)


def test_a_process_is_kept_for_the_next_clip_and_survives_a_broken_one(tmp_path: Path) -> None:
    async def test(pool: RenderPool) -> None:
        await pool.render(SMALL, "thumbnail", tmp_path / "clip")
        first = pool.process_ids
        with pytest.raises(RenderError):
            await pool.render(SMALL, "video", tmp_path / "no" / "such" / "folder")
        await pool.render(SMALL, "video", tmp_path / "clip")
        assert pool.process_ids == first

    run(test, workers=1)


def test_too_many_who_wait_are_refused_for_now(tmp_path: Path) -> None:
    async def test(pool: RenderPool) -> None:
        waiting = [asyncio.create_task(pool.render(SMALL, "video", tmp_path / str(number))) for number in range(3)]
        ends = await asyncio.gather(*waiting, return_exceptions=True)
        assert ends[:2] == [None, None]
        assert isinstance(ends[2], ApiError)
        assert (ends[2].status, ends[2].code, ends[2].headers) == (503, "overloaded", {"Retry-After": "5"})

    run(test, workers=1, waiting=1)


def test_an_upload_is_read_by_a_process(tmp_path: Path, mp4: Callable[..., bytes]) -> None:
    (tmp_path / "upload").write_bytes(mp4())

    async def test(pool: RenderPool) -> None:
        assert await pool.read_video(tmp_path / "upload", tmp_path / "video", SIZES) == ReadVideo(
            seconds=2, size="1280x720"
        )
        with pytest.raises(UnreadableVideoError, match="found an empty file; allowed: MP4, MOV, MKV or WebM"):
            await pool.read_video(Path(os.devnull), tmp_path / "video", SIZES)
        (process,) = pool.process_ids
        most, _ = resource.prlimit(process, resource.RLIMIT_AS)
        assert 0 < most <= 2 * 1024**3, "bytes of memory, whatever an upload asks for"

    run(test, workers=1)


def test_an_upload_that_takes_too_long_is_refused(tmp_path: Path, mp4: Callable[..., bytes]) -> None:
    (tmp_path / "long").write_bytes(mp4(size=(64, 48), seconds=120, rate=12))

    async def test(pool: RenderPool) -> None:
        with pytest.raises(UnreadableVideoError, match="too much time or memory"):
            await pool.read_video(tmp_path / "long", tmp_path / "video", SIZES)
        assert pool.process_ids == []

    run(test, workers=1, timeout=0.05)


def test_an_upload_that_its_process_dies_of_is_refused_but_not_when_the_pool_closes(
    tmp_path: Path, mp4: Callable[..., bytes]
) -> None:
    (tmp_path / "long").write_bytes(mp4(size=(64, 48), seconds=120, rate=12))
    (tmp_path / "short").write_bytes(mp4(size=(64, 48), seconds=0.5))

    async def test(pool: RenderPool) -> None:
        task = asyncio.create_task(pool.read_video(tmp_path / "long", tmp_path / "first", SIZES))
        os.kill(await at_work(pool, tmp_path / "first"), signal.SIGKILL)
        with pytest.raises(UnreadableVideoError, match="too much time or memory"):
            await task
        await pool.read_video(tmp_path / "short", tmp_path / "second", SIZES)
        task = asyncio.create_task(pool.read_video(tmp_path / "long", tmp_path / "third", SIZES))
        await at_work(pool, tmp_path / "third")
        await asyncio.to_thread(pool.close)
        with pytest.raises(RenderError):
            await task

    run(test, workers=1)


@pytest.mark.parametrize("room", [0, 20_000], ids=["none", "some"])
def test_a_process_that_finds_no_room_says_so_and_goes_on(tmp_path: Path, mp4: Callable[..., bytes], room: int) -> None:
    (tmp_path / "upload").write_bytes(mp4())

    async def test(pool: RenderPool) -> None:
        await pool.render(SMALL, "thumbnail", tmp_path / "thumbnail")
        (process,) = pool.process_ids
        before = resource.prlimit(process, resource.RLIMIT_FSIZE)
        for variant, most in (("video", room), ("spritesheet", room // 4), ("thumbnail", room // 20)):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (most, before[1]))
            with pytest.raises(StoreError) as refused:
                await pool.render(MIDDLE, variant, tmp_path / variant)
            assert refused.value.full
        resource.prlimit(process, resource.RLIMIT_FSIZE, (room // 20, before[1]))
        with pytest.raises(StoreError) as refused:
            await pool.read_video(tmp_path / "upload", tmp_path / "read", SIZES)
        assert refused.value.full
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)
        await pool.render(SMALL, "video", tmp_path / "video")
        assert pool.process_ids == [process]

    run(test, workers=1)
