"""What each served operation of the contract does."""

from __future__ import annotations

import asyncio
import functools
import io
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

import attrs
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from openvideos.contract import Contract

from . import jobs
from .bodies import Bodies
from .clip import MEDIA_TYPES
from .errors import ApiError
from .forms import Upload
from .jobs import Job
from .limits import Limits
from .media import Media
from .store import Store
from .uploads import UnreadableImageError, decode_data_url, fit_image

__all__ = ["HANDLERS", "Services"]

_ONE_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{1,18})?|-(\d{1,18}))")
_LABEL_LENGTH = 200


@attrs.frozen(kw_only=True)
class Services:
    """What the operations work with; `clock` gives unix seconds."""

    contract: Contract
    store: Store
    media: Media
    bodies: Bodies
    limits: Limits
    decoding: asyncio.Semaphore
    time_scale: float = 1.0
    clock: Callable[[], float] = time.time


Handler = Callable[[Services, Request], Awaitable[Response]]


async def create(services: Services, request: Request) -> Response:
    """Accept a job: its reference is kept before its record is, so that no record lacks its reference."""
    accepted = tuple(services.contract.operations["create"].bodies)
    async with services.bodies.read(request, accepted) as body:
        await _check(services, "create", request, body)
        given = {**services.contract.defaults("create"), **body}
        if len(given["model"]) > services.limits.model_length:
            message = f"model: found {len(given['model'])} characters; allowed: at most {services.limits.model_length}"
            raise ApiError(400, message, param="model", code="body.model.maxLength")
        image, label = await _reference(services, given.get("input_reference"), given["size"])
    job = jobs.plan(
        id=jobs.new_id(),
        **{name: given[name] for name in ("prompt", "model", "seconds", "size")},
        now=services.clock(),
        time_scale=services.time_scale,
        reference=image is not None,
        reference_label=label,
    )
    if image is not None:
        services.store.write(services.store.reference(job), image)
    services.store.add(job)
    return _answer(job, job.created_at)


async def retrieve(services: Services, request: Request) -> Response:
    """Show a job as it stands now."""
    await _check(services, "retrieve", request)
    return _answer(_job(services, request), services.clock())


async def download_content(services: Services, request: Request) -> Response:
    """Send a completed job's media, whole or one range of it."""
    await _check(services, "download_content", request)
    job = _job(services, request)
    seen = jobs.view(job, services.clock())
    if seen.status == "failed":
        message = "The job failed; there is nothing to download."
        raise ApiError(404, message, param="video_id", code="video_failed")
    if seen.status != "completed":
        message = "The job has not completed; look at it again until it has."
        raise ApiError(404, message, param="video_id", code="video_not_ready")
    if seen.expired:
        raise ApiError(404, "The job's media have expired.", param="video_id", code="video_expired")
    variant = request.query_params.get("variant", "video")
    path = await services.media.file(job, variant)
    _keep_one_range(request)
    return FileResponse(path, media_type=MEDIA_TYPES[variant], stat_result=path.stat())


HANDLERS: dict[str, Handler] = {"create": create, "retrieve": retrieve, "download_content": download_content}
"""The operations that are served, by operationId."""


async def _check(services: Services, operation: str, request: Request, body: Any = None) -> None:
    """Refuse a request that the contract forbids: the first violation becomes the error."""
    check = functools.partial(
        services.contract.check_request,
        operation,
        path=request.path_params,
        query=request.query_params.multi_items(),
        headers=request.headers.items(),
        content_type=request.headers.get("content-type"),
        body=body,
    )
    violations = check() if body is None else await asyncio.to_thread(check)  # a body can be large
    if violations:
        first = violations[0]
        raise ApiError(400, first.message, param=first.field or None, code=first.code)


def _job(services: Services, request: Request) -> Job:
    job = services.store.get(request.path_params["video_id"])
    if job is None:
        raise ApiError(404, "No video has this id.", param="video_id", code="not_found")
    return job


def _answer(job: Job, now: float) -> Response:
    poll_after = jobs.poll_after(job, now)
    headers = {} if poll_after is None else {"openai-poll-after-ms": str(poll_after)}
    return JSONResponse(jobs.video(job, now), headers=headers)


async def _reference(services: Services, given: Any, size: str) -> tuple[bytes | None, str | None]:
    """A job's reference: the image, scaled to the clip, or the label of what is not fetched."""
    if given is None:
        return None, None
    if isinstance(given, Upload):
        return await _image(services, "input_reference", lambda: given.file, size), None
    url = given.get("image_url")
    if url is None:
        return None, given["file_id"][:_LABEL_LENGTH]
    if url[:5].lower() != "data:":
        return None, url[:_LABEL_LENGTH]
    field = "input_reference.image_url"
    return await _image(services, field, lambda: io.BytesIO(decode_data_url(url)), size), None


async def _image(services: Services, field: str, opened: Callable[[], Any], size: str) -> bytes:
    width, _, height = size.partition("x")

    def fitted() -> bytes:
        return fit_image(opened(), (int(width), int(height)), pixels=services.limits.image_pixels)

    try:
        async with services.decoding:
            return await asyncio.to_thread(fitted)
    except UnreadableImageError as error:
        raise ApiError(400, f"{field}: {error}", param=field, code=f"body.{field}.unreadable") from error


def _keep_one_range(request: Request) -> None:
    """Ignore a Range that is malformed or asks for several ranges, as RFC 9110 (section 14.2) lets a server do."""
    match = _ONE_RANGE.fullmatch(request.headers.get("range", "").strip())
    backwards = match is not None and match[1] and match[2] and int(match[1]) > int(match[2])
    if match is None or backwards:
        headers = [(name, value) for name, value in request.scope["headers"] if name != b"range"]
        request.scope["headers"] = headers
