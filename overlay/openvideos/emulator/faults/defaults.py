"""Faults in what is assumed for what isn't sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from openvideos.contract.document import media_type
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.jobs import Job
from openvideos.emulator.tampering import job_fault


@fault("body", "create")
def default_size_landscape(exchange: Exchange, body: Any) -> Any:
    """A job that was asked for without a size is a landscape."""
    return _assuming(body, size="1280x720")


@fault("body", "create")
def default_seconds_eight(exchange: Exchange, body: Any) -> Any:
    """A job that was asked for without a length has 8 seconds."""
    return _assuming(body, seconds="8")


@fault("body", "create")
def default_model_pro(exchange: Exchange, body: Any) -> Any:
    """A job that was asked for without a model runs on the larger one."""
    return _assuming(body, model="sora-2-pro")


@fault("body", "create")
def default_size_of_forms(exchange: Exchange, body: Any) -> Any:
    """A job that was asked for by a form without a size is a landscape."""
    return _assuming(body, size="1280x720") if _is_form(exchange) else body


@fault("body", "create")
def default_seconds_of_forms(exchange: Exchange, body: Any) -> Any:
    """A job that was asked for by a form without a length has 12 seconds."""
    return _assuming(body, seconds="12") if _is_form(exchange) else body


@fault("body", "create")
def default_model_of_forms(exchange: Exchange, body: Any) -> Any:
    """A job that was asked for by a form without a model runs on the larger one."""
    return _assuming(body, model="sora-2-pro") if _is_form(exchange) else body


@fault("body", "create")
def default_size_by_length(exchange: Exchange, body: Any) -> Any:
    """A job that was asked for with a length but no size is a landscape."""
    return _assuming(body, size="1280x720") if isinstance(body, dict) and "seconds" in body else body


@fault("body", "create")
def default_size_by_image(exchange: Exchange, body: Any) -> Any:
    """A job that was asked for with an image but no size is a landscape."""
    return _assuming(body, size="1280x720") if isinstance(body, dict) and "input_reference" in body else body


@fault("body", "create")
def default_seconds_by_size(exchange: Exchange, body: Any) -> Any:
    """A job that was asked for with a size but no length has 8 seconds."""
    return _assuming(body, seconds="8") if isinstance(body, dict) and "size" in body else body


@job_fault("create", "retrieve", "list")
def created_job_is_a_remix(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """A job that is no remix names itself as the source of one."""
    return {**job, "remixed_from_video_id": job["remixed_from_video_id"] or job["id"]}


@job_fault("create", "retrieve", "list")
def created_job_is_a_remix_of_nothing(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """A job that is no remix has an empty text for its source's id."""
    return {**job, "remixed_from_video_id": job["remixed_from_video_id"] or ""}


@fault("media", "download_content")
async def default_variant_thumbnail(exchange: Exchange, job: Job, path: Path) -> Path:
    """Content that is asked for without a variant is the still, labelled as a video."""
    if "variant" in exchange.request.query_params:
        return path
    return await exchange.services.media.file(job, "thumbnail")


@fault("job", "create")
def default_size_not_kept(job: Job) -> Job:
    """Every job is kept as one of the default size, whatever was asked for."""
    return attrs.evolve(job, size="720x1280")


def _assuming(body: Any, **members: str) -> Any:
    return {**members, **body} if isinstance(body, dict) else body


def _is_form(exchange: Exchange) -> bool:
    return media_type(exchange.request.headers.get("content-type", "")) == "multipart/form-data"
