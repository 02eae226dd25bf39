"""Faults in what is sent as content."""

from __future__ import annotations

import secrets
from fractions import Fraction
from pathlib import Path

from starlette.responses import Response

from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.jobs import Job
from openvideos.emulator.spoiling import asked_variant, media_fault, picture, plain_video
from openvideos.emulator.tampering import Answered, answer_fault

from . import parts, withheld  # noqa: F401 - theirs are faults of content too


@answer_fault("download_content")
def content_of_no_media_type(exchange: Exchange, answered: Answered) -> None:
    """Content is labelled as bytes of any kind."""
    if answered.status < 300:
        answered.headers["content-type"] = "application/octet-stream"


@answer_fault("download_content")
def content_labelled_as_webm(exchange: Exchange, answered: Answered) -> None:
    """The MP4 file of a video is labelled as WebM."""
    if answered.headers["content-type"] == "video/mp4":
        answered.headers["content-type"] = "video/webm"


@media_fault("video")
def content_half_of_the_file(job: Job) -> bytes:
    """Of a video's file only the first half is there."""
    data = plain_video(job)
    return data[: len(data) // 2]


@media_fault("video")
def content_with_broken_frames(job: Job) -> bytes:
    """A video's frames are noise."""
    data = plain_video(job, codec="mpeg4")
    start = data.index(b"mdat") + 4
    return data[:start] + secrets.token_bytes(len(data) - start)


@media_fault("video")
def content_without_an_index(job: Job) -> bytes:
    """A video's file has no index."""
    return plain_video(job).replace(b"moov", b"free")


@media_fault("video")
def content_in_matroska(job: Job) -> bytes:
    """A video's file is Matroska, labelled as MP4."""
    return plain_video(job, kind="matroska")


@media_fault("video")
def content_is_a_still_as_mp4(job: Job) -> bytes:
    """A video is a WebP picture, labelled as MP4."""
    return picture(64, 64)


@media_fault("video")
def content_sides_swapped(job: Job) -> bytes:
    """A video lies where it was to stand, and the other way round."""
    width, _, height = job.size.partition("x")
    return plain_video(job, size=f"{height}x{width}")


@media_fault("video")
def content_a_little_narrower(job: Job) -> bytes:
    """A video is 16 pixels narrower than was asked for."""
    width, _, height = job.size.partition("x")
    return plain_video(job, size=f"{int(width) - 16}x{height}")


@media_fault("video")
def content_of_default_length(job: Job) -> bytes:
    """A video is as long as one of which no length was asked for."""
    return plain_video(job, seconds=4)


@media_fault("video")
def content_a_second_short(job: Job) -> bytes:
    """A video is a second shorter than was asked for."""
    return plain_video(job, seconds=int(job.seconds) - 1)


@media_fault("video")
def content_half_as_long(job: Job) -> bytes:
    """A video is half as long as was asked for."""
    return plain_video(job, seconds=int(job.seconds) // 2)


@fault("media", "download_content")
async def content_of_the_newest_job(exchange: Exchange, job: Job, path: Path) -> Path:
    """Content of a job is that of the newest."""
    page = exchange.services.store.page(after=None, limit=1, newest_first=True)
    return path if page is None else await exchange.services.media.file(page[0][0], asked_variant(exchange))


@media_fault("video")
def content_of_two_frames(job: Job) -> bytes:
    """A video has a frame in two seconds."""
    return plain_video(job, rate=Fraction(1, 2))


@media_fault("video")
def content_says_it_is_longer(job: Job) -> bytes:
    """A video's file says that it is many times as long as its frames."""
    data = plain_video(job)
    place = data.index(b"mvhd") + 20
    return data[:place] + b"\x00\xff\xff\xff" + data[place + 4 :]


@media_fault("video")
def content_in_mpeg_4_part_2(job: Job) -> bytes:
    """A video is in a codec of long ago."""
    return plain_video(job, codec="mpeg4")


@media_fault("video")
def content_in_full_chroma(job: Job) -> bytes:
    """A video is H.264 in 4:4:4, which browsers don't play."""
    return plain_video(job, pixels="yuv444p")


@media_fault("video")
def content_with_its_index_behind(job: Job) -> bytes:
    """A video's index stands behind its frames, so that a player needs the whole file to begin."""
    return plain_video(job, index_first=False)


@fault("request", "download_content")
async def content_is_a_still(exchange: Exchange) -> Response | None:
    """Content of no variant is the thumbnail."""
    if not exchange.request.scope["query_string"]:
        exchange.request.scope["query_string"] = b"variant=thumbnail"
    return None


@fault("media", "download_content")
async def content_never_the_same(exchange: Exchange, job: Job, path: Path) -> Path:
    """A file has other bytes each time."""
    other = path.with_name(f"{path.name}.other")
    padding = secrets.token_bytes(24)
    head = b"\x00\x00\x00\x20free" if path.suffix == ".video" else b""
    other.write_bytes(path.read_bytes() + head + padding)
    return other


@media_fault("thumbnail")
def thumbnail_is_a_png(job: Job) -> bytes:
    """A thumbnail is a PNG, labelled as WebP."""
    return picture(360, 640, "PNG")


@answer_fault("download_content")
def thumbnail_is_labelled_as_video(exchange: Exchange, answered: Answered) -> None:
    """A thumbnail is labelled as an MP4."""
    if answered.headers["content-type"] == "image/webp":
        answered.headers["content-type"] = "video/mp4"


@fault("request", "download_content")
async def thumbnail_is_the_video(exchange: Exchange) -> Response | None:
    """Whatever variant is asked for, the video is sent."""
    if asked_variant(exchange) in {"thumbnail", "spritesheet"}:
        exchange.request.scope["query_string"] = b""
    return None


@media_fault("spritesheet")
def spritesheet_is_empty(job: Job) -> bytes:
    """A spritesheet is a file without bytes."""
    return b""


@media_fault("spritesheet")
def spritesheet_is_cut(job: Job) -> bytes:
    """Of a spritesheet's file only the beginning is there."""
    return picture(720, 960)[:60]


@media_fault("thumbnail")
def thumbnail_is_square(job: Job) -> bytes:
    """A thumbnail is square, whatever shape its video has."""
    return picture(256, 256)


@media_fault("thumbnail")
def thumbnail_larger_than_its_video(job: Job) -> bytes:
    """A thumbnail has twice as many pixels a side as its video."""
    width, _, height = job.size.partition("x")
    return picture(2 * int(width), 2 * int(height))


@media_fault("thumbnail")
def thumbnail_of_nothing(job: Job) -> bytes:
    """A thumbnail is a white area."""
    width, _, height = job.size.partition("x")
    return picture(int(width) // 2, int(height) // 2, colour="white")


@fault("media", "download_content")
async def spritesheet_is_the_thumbnail(exchange: Exchange, job: Job, path: Path) -> Path:
    """The spritesheet is the thumbnail."""
    return await exchange.services.media.file(job, "thumbnail") if path.suffix == ".spritesheet" else path


@fault("request", "download_content")
async def content_of_any_variant(exchange: Exchange) -> Response | None:
    """A variant that the contract doesn't list is taken for the video."""
    if asked_variant(exchange) not in exchange.services.contract.enum("VideoVariant"):
        exchange.request.scope["query_string"] = b""
    return None
