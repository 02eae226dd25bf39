"""Faults in what is left behind, and in what asking changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse, Response

from openvideos.contract.document import media_type
from openvideos.emulator import jobs
from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.jobs import Job, Source
from openvideos.emulator.reading import list_videos
from openvideos.emulator.store import Store
from openvideos.emulator.tampering import Answered, answer_fault, job_fault

Members = dict[str, Any]


@fault("body", "create")
def refused_create_is_kept(exchange: Exchange, body: Any) -> Any:
    """A create request as JSON that is refused leaves a job in the list."""
    if not _is_form(exchange):
        _keep_refused(exchange, body)
    return body


@fault("body", "create")
def refused_form_is_kept(exchange: Exchange, body: Any) -> Any:
    """A create request as a form that is refused leaves a job in the list."""
    if _is_form(exchange):
        _keep_refused(exchange, body)
    return body


@fault("request", "create")
async def refused_media_type_is_kept(exchange: Exchange) -> Response | None:
    """A create request that is refused for its media type leaves a job in the list."""
    if media_type(exchange.request.headers.get("content-type", "")) == "text/plain":
        _keep(exchange, json.loads(await exchange.request.body()).get("prompt"))
    return None


@fault("body", "remix", "edit", "extend")
def refused_remix_is_kept(exchange: Exchange, body: Any) -> Any:
    """A remix, an edit or an extension of a video that there isn't leaves a job in the list."""
    if isinstance(body, dict):
        source = exchange.request.path_params.get("video_id") or (body.get("video") or {}).get("id")
        if isinstance(source, str) and exchange.services.store.get(source) is None:
            _keep(exchange, body.get("prompt"))
    return body


@fault("body", "extend")
def refused_extension_is_kept(exchange: Exchange, body: Any) -> Any:
    """An extension by a length that isn't allowed leaves a job in the list."""
    if isinstance(body, dict) and body.get("seconds") not in exchange.services.contract.enum("VideoExtensionSeconds"):
        _keep(exchange, body.get("prompt"))
    return body


@job_fault("retrieve")
def completed_at_moves(exchange: Exchange, job: Members) -> Members:
    """A job completed a little later each time that one looks."""
    exchange.services.seen["completed", job["id"]] += 1
    if job["status"] != "completed":
        return job
    return {**job, "completed_at": job["completed_at"] + exchange.services.seen["completed", job["id"]]}


@answer_fault("retrieve", "download_content")
def content_starts_the_job_again(exchange: Exchange, answered: Answered) -> None:
    """A job whose content was asked for is in progress again."""
    again = {"status": "in_progress", "progress": 50, "completed_at": None}
    _after(exchange, answered, "download_content", again)


@answer_fault("retrieve", "download_content")
def content_takes_the_prompt(exchange: Exchange, answered: Answered) -> None:
    """A job whose still was downloaded shows no prompt any more."""
    if exchange.operation != "download_content" or exchange.request.query_params.get("variant") == "thumbnail":
        _after(exchange, answered, "download_content", {"prompt": None})


@answer_fault("retrieve", "list")
def list_touches_jobs(exchange: Exchange, answered: Answered) -> None:
    """Jobs that were listed completed later than before."""
    seen = exchange.services.seen
    if exchange.operation == "list":
        seen["listed"] += 1
    elif answered.status == 200 and answered.data["completed_at"] is not None:
        answered.data = {**answered.data, "completed_at": answered.data["completed_at"] + seen["listed"]}


@answer_fault("retrieve", "remix")
def remix_changes_its_source(exchange: Exchange, answered: Answered) -> None:
    """A job that was remixed has the prompt of the remix."""
    if answered.status == 200:
        _after(exchange, answered, "remix", {"prompt": "changed"})


@fault("media", "download_content")
async def content_once(exchange: Exchange, job: Job, path: Path) -> Path:
    """Content can be downloaded once."""
    exchange.services.seen["sent", path] += 1
    if exchange.services.seen["sent", path] > 1:
        raise ApiError(404, "The media were downloaded.", param="video_id", code="video_expired")
    return path


@answer_fault("download_content")
def content_empty_when_asked_again(exchange: Exchange, answered: Answered) -> None:
    """Content that is downloaded again is empty."""
    exchange.services.seen["sent"] += 1
    if answered.status == 200 and exchange.services.seen["sent"] > 1:
        answered.body = b""


@fault("request", "create")
async def idempotency_key_alone_counts(exchange: Exchange) -> Response | None:
    """Another request with an Idempotency-Key that was used is answered with the job that it was used for."""
    keyed = exchange.services.store.keyed(exchange.request.headers.get("idempotency-key", ""))
    job = None if keyed is None else exchange.services.store.get(keyed.made)
    return None if job is None else exchange.show(job)


@fault("request", "create")
async def idempotency_key_used_fails(exchange: Exchange) -> Response | None:
    """The server has an error if an Idempotency-Key arrives again."""
    if exchange.services.store.keyed(exchange.request.headers.get("idempotency-key", "")) is not None:
        raise ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
    return None


@fault("request", "delete")
async def refused_deletion_deletes(exchange: Exchange) -> Response | None:
    """A deletion of a job that there isn't deletes the newest one."""
    store = exchange.services.store
    if store.get(exchange.request.path_params["video_id"]) is None:
        found, _ = store.page(after=None, limit=1, newest_first=True) or ([], False)
        for job in found:
            store.delete(job)
    return None


@fault("request", "delete", "retrieve")
async def deleted_job_is_shown(exchange: Exchange) -> Response | None:
    """A job that was deleted can be looked at."""
    job = _deleted(exchange, exchange.request.path_params["video_id"])
    return None if job is None else exchange.show(job)


@fault("request", "delete", "download_content")
async def deleted_job_has_content(exchange: Exchange) -> Response | None:
    """The content of a job that was deleted can be downloaded."""
    job = _deleted(exchange, exchange.request.path_params["video_id"])
    return None if job is None else Response(b"\0\0\0\x10ftypmp42\0\0\0\0", media_type="video/mp4")


@fault("request", "delete", "download_content")
async def deleted_job_has_a_still(exchange: Exchange) -> Response | None:
    """The still of a job that was deleted can be downloaded."""
    job = _deleted(exchange, exchange.request.path_params["video_id"])
    is_still = exchange.request.query_params.get("variant") == "thumbnail"
    return Response(b"RIFF\4\0\0\0WEBP", media_type="image/webp") if job is not None and is_still else None


@fault("request", "delete", "remix")
async def deleted_job_is_remixed(exchange: Exchange) -> Response | None:
    """A job that was deleted can be remixed."""
    return await _made_from(exchange, exchange.request.path_params["video_id"])


@fault("request", "delete", "edit")
async def deleted_job_is_edited(exchange: Exchange) -> Response | None:
    """A job that was deleted can be edited."""
    return await _made_from(exchange, exchange.request.path_params.get("video_id"))


@fault("request", "delete", "extend")
async def deleted_job_is_extended(exchange: Exchange) -> Response | None:
    """A job that was deleted can be extended."""
    return await _made_from(exchange, exchange.request.path_params.get("video_id"))


@fault("request", "delete", "list")
async def deleted_job_is_listed(exchange: Exchange) -> Response | None:
    """A job that was deleted stays in the list."""
    if exchange.operation == "delete":
        _deleted(exchange, exchange.request.path_params["video_id"])
        return None
    page = json.loads(bytes((await list_videos(exchange)).body))
    kept: list[Any] = [value for name, value in exchange.services.seen.items() if name[0] == "deleted"]  # type: ignore[index]
    return JSONResponse(
        {**page, "data": [*(jobs.video(each, exchange.services.clock()) for each in kept), *page["data"]]}
    )


@fault("store")
def deletion_deletes_all(kind: type[Store]) -> type[Store]:
    """A deletion deletes all jobs that were made before."""

    class Emptied(kind):  # type: ignore[misc, valid-type]  # the class may be another fault's
        def delete(self, job: Job) -> None:
            for each in self.page(after=job.id, limit=100, newest_first=True)[0]:
                super().delete(each)
            super().delete(job)

    return Emptied


@fault("store")
def deletion_deletes_the_one_before(kind: type[Store]) -> type[Store]:
    """A deletion deletes the job before it too."""

    class Wider(kind):  # type: ignore[misc, valid-type]  # the class may be another fault's
        def delete(self, job: Job) -> None:
            for each in self.page(after=job.id, limit=1, newest_first=True)[0]:
                super().delete(each)
            super().delete(job)

    return Wider


def _is_form(exchange: Exchange) -> bool:
    return media_type(exchange.request.headers.get("content-type", "")) == "multipart/form-data"


def _keep_refused(exchange: Exchange, body: Any) -> None:
    kind = exchange.request.headers.get("content-type")
    if isinstance(body, dict) and exchange.services.contract.check_request("create", content_type=kind, body=body):
        _keep(exchange, body.get("prompt"))


def _keep(exchange: Exchange, prompt: Any) -> None:
    if isinstance(prompt, str):
        defaults = exchange.services.contract.defaults("create")
        exchange.services.store.add(exchange.plan(id=jobs.new_id(), prompt=prompt, **defaults))


def _after(exchange: Exchange, answered: Answered, operation: str, change: Members) -> None:
    """Note the jobs that an operation is about, and change them when they are looked at."""
    seen, job_id = exchange.services.seen, exchange.request.path_params["video_id"]
    if exchange.operation == operation:
        seen["after", job_id] += 1
    elif answered.status == 200 and seen["after", job_id]:
        answered.data = {**answered.data, **change}


def _deleted(exchange: Exchange, job_id: str) -> Job | None:
    """The record of a job that was deleted; kept when its deletion is asked for."""
    seen: Any = exchange.services.seen
    if exchange.operation == "delete":
        job = exchange.services.store.get(job_id)
        if job is not None and jobs.view(job, exchange.services.clock()).status in ("completed", "failed"):
            seen["deleted", job_id] = job
        return None
    found: Job | None = seen.get(("deleted", job_id))
    return found


async def _made_from(exchange: Exchange, job_id: str | None) -> Response | None:
    """A job that is made from one that was deleted."""
    body = {} if exchange.operation == "delete" else json.loads(await exchange.request.body())
    source = _deleted(exchange, job_id or str((body.get("video") or {}).get("id")))
    if source is None or "prompt" not in body:
        return None
    job = exchange.plan(
        id=jobs.new_id(),
        prompt=body["prompt"],
        model=source.model,
        seconds=source.seconds,
        size=source.size,
        source=Source(id=source.id, seconds=int(source.seconds), size=source.size),
    )
    exchange.services.store.add(job)
    return exchange.show(job)
