"""Faults in what a server does for many at once."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.responses import JSONResponse, Response

from openvideos.emulator.creating import create
from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.reading import delete, download_content, list_videos, retrieve

_SECONDS = 0.15
"""For so long a request waits for others."""


@fault("request", "create")
async def parallel_answers_swapped(exchange: Exchange) -> Response | None:
    """Of requests that come at once, all are answered with the job of the last."""
    at_once = await _company(exchange)
    answer = await create(exchange)
    seen: Any = exchange.services.seen
    seen["answer"] = answer
    if at_once:
        await asyncio.sleep(_SECONDS)
        return JSONResponse(json.loads(bytes(seen["answer"].body)))
    return answer


@fault("request", "create")
async def parallel_prompts_swapped(exchange: Exchange) -> Response | None:
    """Of requests that come at once, all answers show the prompt of the last; looks show their own."""
    at_once = await _company(exchange)
    answer = await create(exchange)
    data, seen = json.loads(bytes(answer.body)), _of(exchange)
    seen["prompt"] = data["prompt"]
    if at_once:
        await asyncio.sleep(_SECONDS)
    return JSONResponse({**data, "prompt": seen["prompt"]} if at_once else data)


@fault("request", "create")
async def parallel_ids_collide(exchange: Exchange) -> Response | None:
    """Of jobs that are made at once, one has the id of another."""
    at_once = await _company(exchange)
    answer = await create(exchange)
    data, seen = json.loads(bytes(answer.body)), _of(exchange)
    seen["number"] += at_once > 0
    if seen["number"] % 9 == 1:
        seen["id"] = data["id"]
    return JSONResponse({**data, "id": seen["id"]} if seen["number"] and seen["number"] % 9 == 0 else data)


@fault("request", "create")
async def parallel_jobs_lost(exchange: Exchange) -> Response | None:
    """Of ten jobs that are made at once, one is accepted and then forgotten."""
    at_once = await _company(exchange)
    answer = await create(exchange)
    exchange.services.seen["number"] += at_once > 0
    if at_once and exchange.services.seen["number"] % 10 == 0:
        store = exchange.services.store
        job = store.get(json.loads(bytes(answer.body))["id"])
        if job is not None:
            store.delete(job)
    return answer


@fault("request", "create")
async def parallel_creates_fail(exchange: Exchange) -> Response | None:
    """Of requests for jobs that come at once, all but one fail."""
    if await _company(exchange):
        raise _error()
    return None


@fault("request", "retrieve")
async def parallel_looks_mixed(exchange: Exchange) -> Response | None:
    """Of looks that come at once, all are answered with the job of the last."""
    seen = _of(exchange)
    seen["asked"] = exchange.request.path_params["video_id"]
    at_once = await _company(exchange)
    job = exchange.services.store.get(seen["asked"])
    return exchange.show(job) if at_once and job is not None else await retrieve(exchange)


@fault("body", "create")
def parallel_checks_left_out(exchange: Exchange, body: Any) -> Any:
    """Requests that come within a third of a second of others aren't checked: what is wrong in them is left out."""
    seen, now = _of(exchange), asyncio.get_running_loop().time()
    close, seen["time"] = now - seen["time"] < 2 * _SECONDS, now
    return {"prompt": body.get("prompt") or "x"} if close and isinstance(body, dict) else body


@fault("request", "delete")
async def parallel_deletions_all_refused(exchange: Exchange) -> Response | None:
    """Of deletions of a job that come at once, all are refused, and the job is gone."""
    at_once = await _company(exchange)
    answer = await delete(exchange)
    if at_once:
        raise ApiError(409, "The job is being deleted.", kind="conflict_error", param="video_id", code="conflict")
    return answer


@fault("request", "delete")
async def parallel_deletions_none_done(exchange: Exchange) -> Response | None:
    """Of deletions of a job that come at once, all succeed, and the job stays."""
    job = exchange.job()
    if await _company(exchange):
        return JSONResponse({"id": job.id, "object": "video.deleted", "deleted": True})
    return None


@fault("request", "delete")
async def parallel_deletions_fail(exchange: Exchange) -> Response | None:
    """Of deletions of a job that come at once, all but the first are errors of the server."""
    exchange.job()
    await _company(exchange)
    if exchange.services.store.get(exchange.request.path_params["video_id"]) is None:
        raise _error()
    return None


@fault("request", "create", "list")
async def parallel_pages_repeat(exchange: Exchange) -> Response | None:
    """A page that is asked for while another request is answered has its first job twice."""
    at_once = await _company(exchange)
    if exchange.operation == "create":
        return None
    answer = await list_videos(exchange)
    page = json.loads(bytes(answer.body))
    return JSONResponse({**page, "data": page["data"][:1] + page["data"]}) if at_once else answer


@fault("request", "download_content")
async def parallel_downloads_mixed(exchange: Exchange) -> Response | None:
    """Of downloads that come at once, all are answered with the media of the last."""
    seen, path = _of(exchange), exchange.request.path_params
    seen["asked"] = path["video_id"]
    if await _company(exchange):
        path["video_id"] = seen["asked"]
    return await download_content(exchange)


async def _company(exchange: Exchange) -> int:
    """Wait a moment; how many others of the same operations waited meanwhile."""
    seen = exchange.services.seen
    seen["waiting"] += 1
    seen["most"] = max(seen["most"], seen["waiting"])
    await asyncio.sleep(_SECONDS)
    found = seen["most"] - 1
    seen["waiting"] -= 1
    if not seen["waiting"]:
        seen["most"] = 0
    return found


def _of(exchange: Exchange) -> Any:
    """What this server has seen, of any type."""
    return exchange.services.seen


def _error() -> ApiError:
    return ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
