"""Faults in edits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
from starlette.responses import Response

from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.forms import Upload
from openvideos.emulator.jobs import Job
from openvideos.emulator.spoiling import media_fault, plain_video
from openvideos.emulator.tampering import job_fault

from .sources import is_video, made_from, source_status, turned, with_newest, with_prompt


@job_fault("edit", "retrieve", "list")
def edit_has_its_sources_prompt(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """An edit shows the prompt of its source."""
    made = exchange.services.store.get(job["id"])
    source = exchange.services.store.get(str(made.source_id)) if made is not None and made.kind == "edit" else None
    return job if source is None else {**job, "prompt": source.prompt}


@job_fault("edit")
def edit_is_answered_with_its_source(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """An edit is accepted under the id of its source."""
    made = exchange.services.store.get(job["id"])
    return {**job, "id": made.source_id} if made is not None and made.source_id else job


@fault("body", "edit")
def edit_by_id_refused(exchange: Exchange, body: Any) -> Any:
    """An edit takes a file only."""
    if isinstance(body, dict) and isinstance(body.get("video"), dict):
        raise ApiError(400, "video: allowed: a file", param="video", code="body.video.type")
    return body


@fault("job", "edit")
def edit_always_fails(job: Job) -> Job:
    """Every edit fails on its way."""
    return attrs.evolve(job, error={"code": "render_failed", "message": "The renderer stopped."})


@media_fault("video", kind="edit")
def edit_of_another_size(job: Job) -> bytes:
    """The video of an edit is of another size than the job says."""
    return plain_video(job, size=turned(job.size))


@media_fault("video", kind="edit")
def edit_cut_off(job: Job) -> bytes:
    """The video of an edit is half a file."""
    data = plain_video(job)
    return data[: len(data) // 2]


@fault("media", "download_content")
async def edit_is_a_copy(exchange: Exchange, job: Job, path: Path) -> Path:
    """The video of an edit is its source's."""
    source = exchange.services.store.get(str(job.source_id)) if job.kind == "edit" else None
    return path if source is None else await exchange.services.media.file(source, path.suffix[1:])


@fault("job", "edit")
def edit_lies_where_its_source_stands(job: Job) -> Job:
    """An edit is of another size than its source."""
    return attrs.evolve(job, size=turned(job.size))


@job_fault("retrieve", "list")
def edit_changes_its_source(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """A video that was edited shows the prompt of its edit."""
    made = made_from(exchange, job["id"], "edit")
    return job if made is None else {**job, "prompt": made.prompt}


@fault("media", "download_content")
async def edit_replaces_the_video_of_its_source(exchange: Exchange, job: Job, path: Path) -> Path:
    """Content of a video that was edited is that of its edit."""
    made = made_from(exchange, job.id, "edit")
    return path if made is None else await exchange.services.media.file(made, path.suffix[1:])


@fault("job", "edit")
def edit_of_an_upload_fails(job: Job) -> Job:
    """An edit of a file fails on its way."""
    failed = {"code": "render_failed", "message": "The renderer stopped."}
    return job if job.source_id else attrs.evolve(job, error=failed)


@fault("body", "edit")
def edit_of_an_upload_refused(exchange: Exchange, body: Any) -> Any:
    """An edit takes an id only."""
    if isinstance(body, dict) and isinstance(body.get("video"), Upload):
        raise ApiError(400, "video: allowed: an id", param="video", code="body.video.type")
    return body


@fault("body", "edit")
def edit_of_an_upload_garbled(exchange: Exchange, body: Any) -> Any:
    """The prompt of an edit that comes as a form is read as Latin-1."""
    if isinstance(body, dict) and isinstance(body.get("video"), Upload) and body.get("prompt"):
        return {**body, "prompt": body["prompt"].encode().decode("latin-1")}
    return body


@fault("body", "edit")
def edit_without_video(exchange: Exchange, body: Any) -> Any:
    """An edit without a video is one of the newest."""
    return with_newest(exchange, body) if isinstance(body, dict) and "video" not in body else body


@fault("body", "edit")
def edit_of_an_empty_reference(exchange: Exchange, body: Any) -> Any:
    """An edit of a video without an id is one of the newest."""
    return with_newest(exchange, body) if isinstance(body, dict) and body.get("video") == {} else body


@fault("body", "edit")
def edit_without_prompt(exchange: Exchange, body: Any) -> Any:
    """An edit without a prompt is accepted."""
    return {"prompt": "x", **body} if isinstance(body, dict) else body


@fault("body", "edit")
def edit_with_empty_prompt(exchange: Exchange, body: Any) -> Any:
    """An edit with an empty prompt is accepted."""
    return with_prompt(body) if isinstance(body, dict) and body.get("prompt") == "" else body


@fault("body", "edit")
def edit_of_nothing(exchange: Exchange, body: Any) -> Any:
    """An edit of a job that isn't there is one of the newest."""
    named = isinstance(body, dict) and isinstance(body.get("video"), dict) and body["video"].get("id")
    return with_newest(exchange, body) if named and source_status(exchange, body) is None else body


@fault("body", "edit")
def edit_of_any_file(exchange: Exchange, body: Any) -> Any:
    """An edit of a file that is no video is one of the newest."""
    return with_newest(exchange, body) if isinstance(body, dict) and not is_video(body.get("video")) else body


@fault("request", "edit")
async def edit_of_an_upload_is_500(exchange: Exchange) -> Response | None:
    """An edit of a file is answered with 500."""
    if exchange.request.headers.get("content-type", "").startswith("multipart/"):
        raise ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
    return None


@fault("body", "edit")
def edit_of_a_failed_job(exchange: Exchange, body: Any) -> Any:
    """An edit of a job that failed is one of the newest that didn't."""
    return with_newest(exchange, body) if source_status(exchange, body) == "failed" else body
