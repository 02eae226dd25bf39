"""Faults in extensions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.forms import Upload
from openvideos.emulator.jobs import Job
from openvideos.emulator.spoiling import media_fault, plain_video
from openvideos.emulator.tampering import job_fault

from .sources import is_video, made_from, source_status, turned, with_newest, with_prompt


@job_fault("extend", "retrieve", "list")
def extension_says_its_new_part(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """The seconds of an extension are those of its new part."""
    return _with_seconds(exchange, job)


@job_fault("extend")
def extension_says_its_new_part_at_first(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """The seconds in the answer that accepts an extension are those of its new part."""
    return _with_seconds(exchange, job)


@job_fault("retrieve", "list")
def extension_says_its_new_part_when_completed(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """The seconds of an extension that has completed are those of its new part."""
    return _with_seconds(exchange, job) if job["status"] == "completed" else job


@fault("job", "extend")
def extension_is_as_long_as_its_source(job: Job) -> Job:
    """An extension adds nothing, and says so."""
    return job if job.source is None else attrs.evolve(job, seconds=str(job.source.seconds))


@media_fault("video", kind="extension")
def extension_is_its_new_part(job: Job) -> bytes:
    """The video of an extension is its new part alone."""
    return plain_video(job, seconds=int(job.seconds) - (0 if job.source is None else job.source.seconds))


@media_fault("video", kind="extension")
def extension_of_another_size(job: Job) -> bytes:
    """The video of an extension is of another size than the job says."""
    return plain_video(job, size=turned(job.size))


@media_fault("video", kind="extension")
def extension_begins_with_its_new_part(job: Job) -> bytes:
    """The video of an extension is new from its beginning."""
    return plain_video(job)


@job_fault("extend", "retrieve", "list")
def extension_has_its_sources_prompt(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """An extension shows the prompt of its source."""
    made = exchange.services.store.get(job["id"])
    of = made.source_id if made is not None and made.kind == "extension" else None
    source = exchange.services.store.get(str(of))
    return job if source is None else {**job, "prompt": source.prompt}


@fault("body", "extend")
def extension_by_id_refused(exchange: Exchange, body: Any) -> Any:
    """An extension takes a file only."""
    if isinstance(body, dict) and isinstance(body.get("video"), dict):
        raise ApiError(400, "video: allowed: a file", param="video", code="body.video.type")
    return body


@fault("job", "extend")
def extension_always_fails(job: Job) -> Job:
    """Every extension fails on its way."""
    return attrs.evolve(job, error={"code": "render_failed", "message": "The renderer stopped."})


@fault("job", "extend")
def extension_lies_where_its_source_stands(job: Job) -> Job:
    """An extension is of another size than its source."""
    return attrs.evolve(job, size=turned(job.size))


@job_fault("retrieve", "list")
def extension_changes_its_source(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """A video that was extended is as long as its extension."""
    made = made_from(exchange, job["id"], "extension")
    return job if made is None else {**job, "seconds": made.seconds}


@fault("media", "download_content")
async def extension_replaces_the_video_of_its_source(exchange: Exchange, job: Job, path: Path) -> Path:
    """Content of a video that was extended is that of its extension."""
    made = made_from(exchange, job.id, "extension")
    return path if made is None else await exchange.services.media.file(made, path.suffix[1:])


@fault("job", "extend")
def extension_of_an_upload_alone(job: Job) -> Job:
    """An extension of a file is its new part alone."""
    if job.source is None or job.source.id is not None:
        return job
    return attrs.evolve(job, seconds=str(int(job.seconds) - job.source.seconds))


@fault("body", "extend")
def extension_of_an_upload_refused(exchange: Exchange, body: Any) -> Any:
    """An extension takes an id only."""
    if isinstance(body, dict) and isinstance(body.get("video"), Upload):
        raise ApiError(400, "video: allowed: an id", param="video", code="body.video.type")
    return body


@fault("body", "extend")
def extension_of_at_most_twelve_seconds(exchange: Exchange, body: Any) -> Any:
    """An extension takes only those lengths that a new video can have."""
    if isinstance(body, dict) and body.get("seconds") in {"16", "20"}:
        raise ApiError(400, "seconds: allowed: 4, 8, 12", param="seconds", code="body.seconds.enum")
    return body


@fault("job", "extend")
def extension_forgets_the_one_before(job: Job) -> Job:
    """Of an extension that is extended only the first part counts."""
    if job.source is None or job.source.seconds <= 4:
        return job
    return attrs.evolve(job, seconds=str(int(job.seconds) - job.source.seconds + 4))


@fault("body", "extend")
def extension_of_any_length(exchange: Exchange, body: Any) -> Any:
    """An extension of a length that the contract doesn't list takes the shortest."""
    listed = exchange.services.contract.enum("VideoExtensionSeconds")
    unlisted = isinstance(body, dict) and "seconds" in body and body["seconds"] not in listed
    return {**body, "seconds": listed[0]} if unlisted else body


@fault("body", "extend")
def extension_of_any_whole_seconds(exchange: Exchange, body: Any) -> Any:
    """An extension of a length that the contract doesn't list, but is a number of seconds, takes the shortest."""
    listed = exchange.services.contract.enum("VideoExtensionSeconds")
    number = isinstance(body, dict) and str(body.get("seconds")).isdecimal()
    return {**body, "seconds": listed[0]} if number and body["seconds"] not in (*listed, "0") else body


@fault("body", "extend")
def extension_without_seconds(exchange: Exchange, body: Any) -> Any:
    """An extension without seconds takes the shortest."""
    return {"seconds": "4", **body} if isinstance(body, dict) else body


@fault("body", "extend")
def extension_without_video(exchange: Exchange, body: Any) -> Any:
    """An extension without a video is one of the newest."""
    return with_newest(exchange, body) if isinstance(body, dict) and "video" not in body else body


@fault("body", "extend")
def extension_without_prompt(exchange: Exchange, body: Any) -> Any:
    """An extension without a prompt is accepted."""
    return {"prompt": "x", **body} if isinstance(body, dict) else body


@fault("body", "extend")
def extension_with_empty_prompt(exchange: Exchange, body: Any) -> Any:
    """An extension with an empty prompt is accepted."""
    return with_prompt(body) if isinstance(body, dict) and body.get("prompt") == "" else body


@fault("body", "extend")
def extension_of_nothing(exchange: Exchange, body: Any) -> Any:
    """An extension of a job that isn't there is one of the newest."""
    named = isinstance(body, dict) and isinstance(body.get("video"), dict) and body["video"].get("id")
    return with_newest(exchange, body) if named and source_status(exchange, body) is None else body


@fault("body", "extend")
def extension_of_any_file(exchange: Exchange, body: Any) -> Any:
    """An extension of a file that is no video is one of the newest."""
    return with_newest(exchange, body) if isinstance(body, dict) and not is_video(body.get("video")) else body


@fault("body", "extend")
def extension_of_a_failed_job(exchange: Exchange, body: Any) -> Any:
    """An extension of a job that failed is one of the newest that didn't."""
    return with_newest(exchange, body) if source_status(exchange, body) == "failed" else body


def _with_seconds(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    made = exchange.services.store.get(job["id"])
    if made is None or made.kind != "extension" or made.source is None:
        return job
    return {**job, "seconds": str(int(made.seconds) - made.source.seconds)}
