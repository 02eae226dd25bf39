"""Faults in remixes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
from starlette.responses import Response

from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.jobs import Job
from openvideos.emulator.spoiling import media_fault, plain_video, status_of
from openvideos.emulator.tampering import job_fault

from .sources import made_from, newest, turned, with_prompt


@job_fault()
def remix_names_no_source(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """A remix doesn't name its source."""
    return {**job, "remixed_from_video_id": None}


@job_fault("retrieve", "list")
def remix_names_its_source_only_at_first(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """A remix names its source in the answer that accepts it, and not later."""
    return {**job, "remixed_from_video_id": None}


@job_fault()
def remix_names_itself(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """A remix names itself as its source."""
    return {**job, "remixed_from_video_id": job["remixed_from_video_id"] and job["id"]}


@job_fault("remix")
def remix_is_answered_with_its_source(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """A remix is accepted under the id of its source."""
    return {**job, "id": job["remixed_from_video_id"]}


@job_fault()
def remix_has_its_sources_prompt(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """A remix shows the prompt of its source."""
    source = exchange.services.store.get(str(job["remixed_from_video_id"]))
    return job if source is None else {**job, "prompt": source.prompt}


@job_fault()
def remix_names_the_first_of_a_chain(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """A remix of a remix names the video that the first one was made from."""
    source = exchange.services.store.get(str(job["remixed_from_video_id"]))
    return {**job, "remixed_from_video_id": source.source_id} if source is not None and source.source_id else job


@fault("job", "remix")
def remix_always_fails(job: Job) -> Job:
    """Every remix fails on its way."""
    return attrs.evolve(job, error={"code": "render_failed", "message": "The renderer stopped."})


@media_fault("video", kind="remix")
def remix_of_another_length(job: Job) -> bytes:
    """The video of a remix is twice as long as the job says."""
    return plain_video(job, seconds=2 * int(job.seconds))


@media_fault("video", kind="remix")
def remix_without_media(job: Job) -> bytes:
    """The video of a remix is an empty file."""
    return b""


@fault("media", "download_content")
async def remix_is_a_copy(exchange: Exchange, job: Job, path: Path) -> Path:
    """The video of a remix is its source's."""
    source = exchange.services.store.get(str(job.source_id)) if job.kind == "remix" else None
    return path if source is None else await exchange.services.media.file(source, path.suffix[1:])


@fault("job", "remix")
def remix_lies_where_its_source_stands(job: Job) -> Job:
    """A remix is of another size than its source."""
    return attrs.evolve(job, size=turned(job.size))


@job_fault("retrieve", "list")
def remix_rewrites_its_source(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """A video that was remixed shows the prompt of its remix."""
    made = made_from(exchange, job["id"], "remix")
    return job if made is None else {**job, "prompt": made.prompt}


@fault("media", "download_content")
async def remix_replaces_the_video_of_its_source(exchange: Exchange, job: Job, path: Path) -> Path:
    """Content of a video that was remixed is that of its remix."""
    made = made_from(exchange, job.id, "remix")
    return path if made is None else await exchange.services.media.file(made, path.suffix[1:])


@fault("request", "remix")
async def remix_of_nothing(exchange: Exchange) -> Response | None:
    """A remix of a job that isn't there is one of the newest."""
    job = newest(exchange)
    if status_of(exchange) is None and job is not None:
        exchange.request.path_params["video_id"] = job.id
    return None


@fault("request", "remix")
async def remix_of_nothing_is_400(exchange: Exchange) -> Response | None:
    """A remix of a job that isn't there is answered with 400."""
    if status_of(exchange) is None:
        raise ApiError(400, "No video has this id.", param="video_id", code="not_found")
    return None


@fault("body", "remix")
def remix_without_prompt(exchange: Exchange, body: Any) -> Any:
    """A remix without a prompt is accepted."""
    return {"prompt": "x", **body} if isinstance(body, dict) else body


@fault("body", "remix")
def remix_with_empty_prompt(exchange: Exchange, body: Any) -> Any:
    """A remix with an empty prompt is accepted."""
    return with_prompt(body) if isinstance(body, dict) and body.get("prompt") == "" else body


@fault("body", "remix")
def remix_with_a_prompt_of_any_length(exchange: Exchange, body: Any) -> Any:
    """A remix's prompt that is too long is cut."""
    return {**body, "prompt": str(body["prompt"])[:100]} if isinstance(body, dict) and body.get("prompt") else body


@fault("body", "remix")
def remix_form_garbled(exchange: Exchange, body: Any) -> Any:
    """The prompt of a remix that comes as a form is read as Latin-1."""
    if exchange.request.headers.get("content-type", "").startswith("multipart/") and "prompt" in (body or {}):
        return {**body, "prompt": body["prompt"].encode().decode("latin-1")}
    return body


@fault("request", "remix")
async def remix_takes_no_form(exchange: Exchange) -> Response | None:
    """A remix is taken as JSON only."""
    if exchange.request.headers.get("content-type", "").startswith("multipart/"):
        raise ApiError(415, "Content-Type: allowed: application/json", code="body.contentType")
    return None


@fault("request", "remix")
async def remix_of_a_running_job_is_500(exchange: Exchange) -> Response | None:
    """A remix of a job that runs is answered with 500."""
    if status_of(exchange) in {"queued", "in_progress"}:
        raise ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
    return None


@fault("request", "remix")
async def remix_of_a_failed_job(exchange: Exchange) -> Response | None:
    """A remix of a job that failed is one of the newest that didn't."""
    job = newest(exchange)
    if status_of(exchange) == "failed" and job is not None:
        exchange.request.path_params["video_id"] = job.id
    return None
