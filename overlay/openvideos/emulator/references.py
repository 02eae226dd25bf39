"""What a request brings along or refers to, an image or a video: kept in the form that the renderer reads."""

from __future__ import annotations

import asyncio
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import jobs
from .clip import ReadVideo
from .errors import ApiError, UnreadableVideoError
from .exchange import Exchange
from .files import as_store_error
from .forms import Upload
from .jobs import Source
from .services import Services
from .uploaded_image import UnreadableImageError, decode_data_url, fit_image

__all__ = ["by_id", "image", "keep_video", "video"]

_LABEL_LENGTH = 200


async def image(services: Services, given: Any, size: str, owner: str) -> tuple[bool, str | None]:
    """Keep the image that an input_reference is, scaled to a size; whether there is one, else the label of what isn't.

    Nothing is fetched: a URL or a file id becomes a label.
    """
    if given is None:
        return False, None
    if isinstance(given, Upload):
        field, opened = "input_reference", lambda: given.file
    elif (url := given.get("image_url")) is None:
        return False, given["file_id"][:_LABEL_LENGTH]
    elif url[:5].lower() != "data:":
        return False, url[:_LABEL_LENGTH]
    else:
        field, opened = "input_reference.image_url", lambda: io.BytesIO(decode_data_url(url))
    services.store.files.write(services.store.files.image(owner), await _fitted(services, field, opened, size))
    return True, None


async def _fitted(services: Services, field: str, opened: Callable[[], Any], size: str) -> bytes:
    width, _, height = size.partition("x")

    def fitted() -> bytes:
        return fit_image(opened(), (int(width), int(height)), pixels=services.limits.image_pixels)

    try:
        async with services.decoding:
            return await asyncio.to_thread(fitted)
    except UnreadableImageError as error:
        raise ApiError(400, f"{field}: {error}", param=field, code=f"body.{field}.unreadable") from error


async def video(exchange: Exchange, given: Any, owner: str) -> tuple[Source, str]:
    """The source that a `video` member is, and the model to go on with; an upload is kept for its owner."""
    if not isinstance(given, Upload):
        return by_id(exchange, given["id"], "video.id")
    read = await keep_video(exchange.services, given, owner)
    model = exchange.services.contract.defaults("create")["model"]
    return Source(seconds=read.seconds, size=read.size), model


def by_id(exchange: Exchange, job_id: str, param: str) -> tuple[Source, str]:
    """The source that a completed job is, and its model."""
    job = exchange.found(job_id, param)
    status = jobs.view(job, exchange.services.clock()).status
    if status == "failed":
        message = "The job failed; it has no video to go on with."
        raise ApiError(409, message, kind="conflict_error", param=param, code="video_failed")
    if status != "completed":
        message = "The job has not completed; look at it again until it has."
        raise ApiError(409, message, kind="conflict_error", param=param, code="video_not_ready")
    return Source(id=job.id, seconds=int(job.seconds), size=job.size), job.model


async def keep_video(services: Services, given: Upload, owner: str) -> ReadVideo:
    """Read an uploaded video and keep it for its owner."""
    files = services.store.files
    with files.unfinished() as upload, files.unfinished() as target:
        await asyncio.to_thread(_copy, given, upload)
        try:
            read = await services.readers.read_video(upload, target, services.contract.enum("VideoSize"))
        except UnreadableVideoError as error:
            raise ApiError(400, f"video: {error}", param="video", code="body.video.unreadable") from error
        files.place(target, files.video(owner))
    return read


def _copy(given: Upload, target: Path) -> None:
    with as_store_error(), target.open("wb") as file:
        shutil.copyfileobj(given.file, file)
