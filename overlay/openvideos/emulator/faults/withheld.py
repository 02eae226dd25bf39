"""Faults in when content is there: before completion, after failure, of no job at all."""

from __future__ import annotations

import json

from starlette.responses import Response

from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.spoiling import asked_variant, picture, status_of
from openvideos.emulator.tampering import Answered, answer_fault

_PLACEHOLDER = b"\x00\x00\x00\x14ftypmp42\x00\x00\x00\x00mp42"


@fault("request", "download_content")
async def content_before_completion(exchange: Exchange) -> Response | None:
    """Content of a job that runs is a file that has only begun."""
    return _placeholder() if status_of(exchange) in {"queued", "in_progress"} else None


@fault("request", "download_content")
async def content_before_completion_is_empty(exchange: Exchange) -> Response | None:
    """Content of a job that runs is 200 without a body."""
    return Response(media_type="video/mp4") if status_of(exchange) in {"queued", "in_progress"} else None


@fault("request", "download_content")
async def content_before_completion_is_202(exchange: Exchange) -> Response | None:
    """Content of a job that runs is 202, and JSON."""
    running = status_of(exchange) in {"queued", "in_progress"}
    return Response(json.dumps({"status": "processing"}), 202, media_type="application/json") if running else None


@fault("request", "download_content")
async def thumbnail_before_completion(exchange: Exchange) -> Response | None:
    """A job that runs has a thumbnail already, which is a placeholder."""
    running = status_of(exchange) in {"queued", "in_progress"}
    early = running and asked_variant(exchange) == "thumbnail"
    return Response(picture(64, 64), media_type="image/webp") if early else None


@fault("request", "download_content")
async def content_refused_for_ever_if_early(exchange: Exchange) -> Response | None:
    """Content that was asked for before its job had completed stays 404."""
    seen, key = exchange.services.seen, exchange.request.path_params["video_id"]
    if status_of(exchange) in {"queued", "in_progress"}:
        seen["early", key] += 1
    if seen["early", key]:
        raise ApiError(404, "The job's media are not there yet.", param="video_id", code="video_not_ready")
    return None


@fault("request", "download_content")
async def content_of_failed_jobs(exchange: Exchange) -> Response | None:
    """Content of a failed job is a file that has only begun."""
    return _placeholder() if status_of(exchange) == "failed" else None


@fault("request", "download_content")
async def thumbnail_of_failed_jobs(exchange: Exchange) -> Response | None:
    """A failed job has a thumbnail."""
    has = status_of(exchange) == "failed" and asked_variant(exchange) == "thumbnail"
    return Response(picture(64, 64), media_type="image/webp") if has else None


@fault("request", "download_content")
async def content_of_failed_jobs_is_500(exchange: Exchange) -> Response | None:
    """Content of a failed job is answered with 500."""
    if status_of(exchange) == "failed":
        raise ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
    return None


@fault("request", "download_content")
async def content_of_unknown_jobs(exchange: Exchange) -> Response | None:
    """Content of a job that isn't there is a file that has only begun."""
    return _placeholder() if status_of(exchange) is None else None


@answer_fault("download_content")
def content_refused_as_media(exchange: Exchange, answered: Answered) -> None:
    """A refusal is labelled as the video that was asked for."""
    if answered.status >= 400:
        answered.headers["content-type"] = "video/mp4"


def _placeholder() -> Response:
    return Response(_PLACEHOLDER, media_type="video/mp4")
