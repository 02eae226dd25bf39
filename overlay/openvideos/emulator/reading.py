"""Operations on what there is: list, retrieve, delete, download_content, get_character."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from . import jobs
from .clip import MEDIA_TYPES
from .errors import ApiError, RenderError, StoreError
from .exchange import Exchange
from .jobs import Job

__all__ = ["delete", "download_content", "get_character", "list_videos", "retrieve"]

_ONE_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{1,18})?|-(\d{1,18}))")
_USUAL_LIMIT = 20


async def list_videos(exchange: Exchange) -> Response:
    """Show a page of jobs, newest first unless asked otherwise."""
    await exchange.check()
    services, query = exchange.services, exchange.request.query_params
    page = services.store.page(
        after=query.get("after"),
        limit=int(query.get("limit", _USUAL_LIMIT)),
        newest_first=query.get("order", "desc") == "desc",
    )
    if page is None:
        message = "after: found an id that no video has; allowed: the last_id of a page"
        raise ApiError(400, message, param="after", code="query.after.unknown")
    found, more = page
    now = services.clock()
    return JSONResponse(
        {
            "object": "list",
            "data": [jobs.video(job, now) for job in found],
            "first_id": found[0].id if found else None,
            "last_id": found[-1].id if found else None,
            "has_more": more,
        }
    )


async def retrieve(exchange: Exchange) -> Response:
    """Show a job as it stands now."""
    await exchange.check()
    return exchange.show(exchange.job())


async def delete(exchange: Exchange) -> Response:
    """Delete a job that has ended, with its media."""
    await exchange.check()
    job = exchange.job()
    if jobs.view(job, exchange.services.clock()).status not in ("completed", "failed"):
        message = "The job has not ended; look at it again until it has."
        raise ApiError(409, message, kind="conflict_error", param="video_id", code="video_not_ended")
    exchange.services.store.delete(job)
    return JSONResponse({"id": job.id, "object": "video.deleted", "deleted": True})


async def download_content(exchange: Exchange) -> Response:
    """Send a completed job's media, whole or one range of it."""
    await exchange.check()
    request, services = exchange.request, exchange.services
    job = exchange.job()
    _refuse_without_media(job, services.clock())
    variant = request.query_params.get("variant", "video")
    try:
        path = await services.media.file(job, variant)
    except (RenderError, StoreError):
        exchange.job()  # deleted meanwhile, with what it is made of: that is no fault of the server
        raise
    for act in services.faults_at("media", exchange.operation):
        path = await act(exchange, job, path)
    exchange.job()  # it may have been deleted meanwhile
    _keep_one_range(request)
    return FileResponse(path, media_type=MEDIA_TYPES[variant], stat_result=path.stat())


async def get_character(exchange: Exchange) -> Response:
    """Show a character."""
    await exchange.check()
    found = exchange.services.store.character(exchange.request.path_params["character_id"])
    if found is None:
        raise ApiError(404, "No character has this id.", param="character_id", code="not_found")
    return JSONResponse(jobs.character(found))


def _refuse_without_media(job: Job, now: float) -> None:
    seen = jobs.view(job, now)
    if seen.status == "failed":
        message = "The job failed; there is nothing to download."
        raise ApiError(404, message, param="video_id", code="video_failed")
    if seen.status != "completed":
        message = "The job has not completed; look at it again until it has."
        raise ApiError(404, message, param="video_id", code="video_not_ready")
    if seen.expired:
        raise ApiError(404, "The job's media have expired.", param="video_id", code="video_expired")


def _keep_one_range(request: Request) -> None:
    """Ignore a Range that is malformed or asks for several ranges, as RFC 9110 (section 14.2) lets a server do."""
    match = _ONE_RANGE.fullmatch(request.headers.get("range", "").strip())
    backwards = match is not None and match[1] and match[2] and int(match[1]) > int(match[2])
    if match is None or backwards:
        headers = [(name, value) for name, value in request.scope["headers"] if name != b"range"]
        request.scope["headers"] = headers
