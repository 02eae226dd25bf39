"""Faults that clients meet everywhere: refusals, jobs that fail or hang, broken content, closed connections."""

from __future__ import annotations

import asyncio
import json
import math
from pathlib import Path
from typing import Any

import attrs
from starlette.responses import Response
from starlette.types import Message, Send

from openvideos.emulator import jobs
from openvideos.emulator.errors import ApiError, StoreError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.jobs import Job
from openvideos.emulator.store import Store

_SLOW_SECONDS = 2.0
_NOT_FOUND_AT_FIRST = 2
_CREATING = ("create", "remix", "edit", "extend", "create_character")


@fault("request", "create")
async def create_500(exchange: Exchange) -> Response | None:
    """create answers 500, and no job is made."""
    raise ApiError(500, "The server had an error.", kind="server_error", code="internal_error")


@fault("request", "create")
async def create_429(exchange: Exchange) -> Response | None:
    """create answers 429 and doesn't say when to ask again."""
    raise _rate_limited({})


@fault("request", "create")
async def create_429_retry_after(exchange: Exchange) -> Response | None:
    """create answers 429, and says with Retry-After to ask again in a second."""
    raise _rate_limited({"Retry-After": "1"})


@fault("job")
def jobs_fail(job: Job) -> Job:
    """Every job fails on its way."""
    return attrs.evolve(job, error={"code": "render_failed", "message": "The renderer stopped."})


@fault("job")
def jobs_never_finish(job: Job) -> Job:
    """No job ever ends: it is in progress, and stays so."""
    return attrs.evolve(job, ends_at=math.inf)


@fault("request", "retrieve")
async def failed_job_500(exchange: Exchange) -> Response | None:
    """Looking at a job that failed is answered with 500."""
    job = exchange.services.store.get(exchange.request.path_params["video_id"])
    if job is not None and jobs.view(job, exchange.services.clock()).status == "failed":
        raise ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
    return None


@fault("media", "download_content")
async def content_404_at_first(exchange: Exchange, job: Job, path: Path) -> Path:
    """Content of a completed job is 404 for the first two requests of each variant."""
    exchange.services.seen[path] += 1
    if exchange.services.seen[path] <= _NOT_FOUND_AT_FIRST:
        raise ApiError(404, "The job's media are not there yet.", param="video_id", code="video_not_ready")
    return path


@fault("response", "download_content")
def content_cut_short(exchange: Exchange, send: Send) -> Send:
    """Content ends, and its connection with it, before all bytes that were announced are sent."""

    whole = False  # what is no content is left alone

    async def cut(message: Message) -> None:
        nonlocal whole
        whole = whole or message.get("status", 200) >= 400
        if message["type"] == "http.response.body" and message.get("body") and not whole:
            body = message["body"]
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            await exchange.hang_up()
        await send(message)

    return cut


@fault("response", "download_content")
def content_is_error_json(exchange: Exchange, send: Send) -> Send:
    """Content is an error in JSON, with the status 200 and the media type of a video."""
    error = ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
    instead = Response(json.dumps(error.body), media_type="video/mp4")
    content = False

    async def replace(message: Message) -> None:
        nonlocal content
        content = content or message.get("status", 500) < 300
        if not content:
            await send(message)
        elif message["type"] == "http.response.start":
            kept = [each for each in message["headers"] if each[0].startswith(b"x-")]
            await send({"type": "http.response.start", "status": 200, "headers": [*kept, *instead.raw_headers]})
            await send({"type": "http.response.body", "body": instead.body})

    return replace


@fault("request")
async def slow_answers(exchange: Exchange) -> Response | None:
    """Every answer takes two seconds."""
    await asyncio.sleep(_SLOW_SECONDS)
    return None


@fault("response", *_CREATING)
def connection_closed(exchange: Exchange, send: Send) -> Send:
    """What a request asks for is made, and the connection is closed in place of an answer."""

    async def close(_: Message) -> None:
        await exchange.hang_up()

    return close


@fault("store")
def disk_full(kind: type[Store]) -> type[Store]:
    """The data directory has no room: nothing that is asked for can be kept."""

    class Full(kind):  # type: ignore[misc, valid-type]  # the class may be another fault's
        def add(self, *_: Any) -> None:
            message = "no room"
            raise StoreError(message, full=True)

        add_character = add

    return Full


def _rate_limited(headers: dict[str, str]) -> ApiError:
    message = "Too many requests; ask again later."
    return ApiError(429, message, kind="rate_limit_error", code="rate_limited", headers=headers)
