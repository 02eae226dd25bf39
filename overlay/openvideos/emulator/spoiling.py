"""Shorter ways to write a fault that sends other media: a file in the place of what would be rendered."""

from __future__ import annotations

import asyncio
import functools
import io
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.logging
from PIL import Image
from starlette.datastructures import Headers, QueryParams
from starlette.responses import Response

from . import jobs
from .exchange import Exchange
from .fault import fault
from .jobs import Job, Kind

__all__ = [
    "asked_range",
    "asked_variant",
    "media_fault",
    "one_colour",
    "picture",
    "plain_video",
    "status_of",
    "with_range",
]

_RATE = Fraction(3)  # frames a second: few, as they cost time


def media_fault(*variants: str, kind: Kind | None = None) -> Callable[[Callable[[Job], bytes]], object]:
    """Register a function that gives the bytes of these variants for a completed job, in place of what is rendered.

    For jobs of one kind, or of all.
    """

    def register(make: Callable[[Job], bytes]) -> object:
        async def act(exchange: Exchange) -> Response | None:
            services, variant = exchange.services, asked_variant(exchange)
            job = services.store.get(exchange.request.path_params["video_id"])
            meant = job is not None and variant in variants and kind in {None, job.kind}
            if job is not None and meant and status_of(exchange) == "completed":
                target = services.store.files.media(job.id, variant)
                if not target.exists():
                    services.store.files.write(target, await asyncio.to_thread(make, job))
            return None

        act.__name__, act.__doc__ = make.__name__, make.__doc__
        return fault("request", "download_content")(act)

    return register


def asked_variant(exchange: Exchange) -> str:
    """The variant that a request for content asks for."""
    return QueryParams(exchange.request.scope["query_string"]).get("variant", "video")


def status_of(exchange: Exchange) -> str | None:
    """The status of the job that the path names, None where there is none."""
    job = exchange.services.store.get(exchange.request.path_params["video_id"])
    return None if job is None else jobs.view(job, exchange.services.clock()).status


def asked_range(exchange: Exchange) -> str:
    """What a request has behind Range: bytes=, or nothing."""
    value = Headers(scope=exchange.request.scope).get("range", "")
    return value.removeprefix("bytes=") if value.startswith("bytes=") else ""


def with_range(exchange: Exchange, value: str | None) -> None:
    """Make a request one for another range, or for all bytes."""
    scope = exchange.request.scope
    kept = [each for each in scope["headers"] if each[0] != b"range"]
    scope["headers"] = kept if value is None else [*kept, (b"range", f"bytes={value}".encode())]


def plain_video(job: Job, **changes: Any) -> bytes:
    """An MP4 of one colour, of the job's size and length; changes are `size`, `seconds`, or those of one_colour."""
    size, seconds = changes.pop("size", job.size), changes.pop("seconds", int(job.seconds))
    return one_colour(size, seconds, **changes)


def picture(width: int, height: int, kind: str = "WEBP", colour: str = "teal") -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    return file.getvalue()


@functools.lru_cache(maxsize=32)
def one_colour(
    size: str,
    seconds: float,
    *,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    rate: Fraction = _RATE,
    kind: str = "mp4",
    index_first: bool = True,
) -> bytes:
    """An MP4, or another kind of file, with a video of one colour."""
    av.logging.set_level(None)
    width, height = map(int, size.split("x"))
    options = {"movflags": "+faststart"} if kind == "mp4" and index_first else {}
    # a file, as what puts the index in front opens it once more
    with tempfile.NamedTemporaryFile() as file, av.open(file.name, "w", format=kind, options=options) as container:
        stream: Any = container.add_stream(
            codec, rate=rate, options={"preset": "ultrafast"} if codec == "libx264" else {}
        )
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        frame = av.VideoFrame.from_image(Image.new("RGB", (width, height), "teal")).reformat(format=pixels)  # type: ignore[no-untyped-call]
        for index in range(round(seconds * rate)):
            frame.pts, frame.time_base = index, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        container.close()
        return Path(file.name).read_bytes()
