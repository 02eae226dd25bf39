"""The life of a job: what it is at a moment is a function of its record and the clock, so nothing has to run."""

from __future__ import annotations

import math
import secrets
from typing import Any, Literal

import attrs

__all__ = ["Character", "Job", "Kind", "Source", "View", "character", "new_id", "plan", "poll_after", "video", "view"]

QUEUED_SECONDS = 1.0
"""How long a job waits."""
WORK_SECONDS = 1.5
"""How long a job works for a second of its clip."""
KEPT_SECONDS = 24 * 60 * 60
"""How long the media of a completed job can be downloaded."""

_FAILS_AT = 0.4  # of its work
_FAILURE_MARK = "[[fail]]"
FAILED_ON_REQUEST = {
    "code": "failed_on_request",
    "message": f"The job failed because its prompt says {_FAILURE_MARK}.",
}
_SOONEST_POLL = 10


Kind = Literal["create", "remix", "edit", "extension"]


@attrs.frozen(kw_only=True)
class Source:
    """The video that a job is made from: another job's, or an upload, which is kept under the id of the new job.

    `seconds` is its length, `size` its width and height in pixels, as in 720x1280.
    """

    id: str | None = None
    seconds: int
    size: str


@attrs.frozen(kw_only=True)
class Character:
    """The record of a character, whose video is kept under its id; `created_at` is unix seconds."""

    id: str
    name: str
    created_at: float


@attrs.frozen(kw_only=True)
class Job:
    """The record of a job, as it is stored; it never changes.

    Times are unix seconds. `reference` says that an image was uploaded, `reference_label` names one that was not
    fetched. `error` is what the job fails with on its way, if it does. `characters` are names and ids.
    """

    id: str
    kind: Kind = "create"
    prompt: str
    model: str
    seconds: str
    size: str
    created_at: float
    starts_at: float
    ends_at: float
    error: dict[str, str] | None = None
    reference: bool = False
    reference_label: str | None = None
    source: Source | None = None
    characters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, record: dict[str, Any]) -> Job:
        """The job of a stored record."""
        source = record["source"]
        named = tuple((name, owner) for name, owner in record["characters"])
        return cls(**{**record, "source": source and Source(**source), "characters": named})

    @property
    def source_id(self) -> str | None:
        """Id of the job that it is made from."""
        return None if self.source is None else self.source.id


@attrs.frozen(kw_only=True)
class View:
    """A job at a moment; times are whole unix seconds, progress whole percent."""

    status: str
    progress: int
    completed_at: int | None = None
    expires_at: int | None = None
    error: dict[str, str] | None = None
    expired: bool = False


def new_id(kind: str = "video") -> str:
    """Draw an id for a job, or for a character."""
    return f"{kind}_{secrets.token_hex(16)}"


def plan(
    *,
    now: float,
    time_scale: float,
    prompt: str,
    seconds: str,
    source: Source | None = None,
    kind: Kind = "create",
    **rest: Any,
) -> Job:
    """Make the record of a job that is accepted now: when it starts and ends, and whether it fails, is decided here.

    `seconds` is how long the clip, or an extension's new part, is to be; `rest` are further members of Job. It is
    queued for 1 second and works 1.5 seconds for each second that is made, divided by `time_scale`. `[[fail]]` in the
    prompt makes it fail on the way.
    """
    starts_at = now + QUEUED_SECONDS / time_scale
    whole = int(seconds) + (source.seconds if kind == "extension" and source is not None else 0)
    return Job(
        prompt=prompt,
        seconds=str(whole),
        kind=kind,
        source=source,
        created_at=now,
        starts_at=starts_at,
        ends_at=starts_at + WORK_SECONDS * int(seconds) / time_scale,
        error=FAILED_ON_REQUEST if _FAILURE_MARK in prompt else None,
        **rest,
    )


def view(job: Job, now: float) -> View:
    """What a job is at a moment, in unix seconds."""
    if now < job.starts_at:
        return View(status="queued", progress=0)
    done = (now - job.starts_at) / (job.ends_at - job.starts_at) if now < job.ends_at else 1.0
    if job.error is not None and done >= _FAILS_AT:
        return View(status="failed", progress=_percent(_FAILS_AT), error=job.error)
    if now < job.ends_at:
        return View(status="in_progress", progress=_percent(done))
    expires_at = int(job.ends_at) + KEPT_SECONDS
    return View(
        status="completed",
        progress=100,
        completed_at=int(job.ends_at),
        expires_at=expires_at,
        expired=now >= expires_at,
    )


def _percent(done: float) -> int:
    """Quick at first and slow towards the end, as real ones are; 100 is for what has completed."""
    return max(1, min(99, round(100 * math.sin(done * math.pi / 2))))


def video(job: Job, now: float) -> dict[str, Any]:
    """The job as the API shows it at a moment: the contract's members, in the order of its page."""
    seen = view(job, now)
    return {
        "id": job.id,
        "completed_at": seen.completed_at,
        "created_at": int(job.created_at),
        "error": seen.error,
        "expires_at": seen.expires_at,
        "model": job.model,
        "object": "video",
        "progress": seen.progress,
        "prompt": job.prompt,
        "remixed_from_video_id": job.source_id if job.kind == "remix" else None,
        "seconds": job.seconds,
        "size": job.size,
        "status": seen.status,
    }


def poll_after(job: Job, now: float) -> int | None:
    """In how many milliseconds to look again: as long as it was queued, or until it ends; None if it has ended."""
    if view(job, now).status in ("completed", "failed"):
        return None
    rhythm = job.starts_at - job.created_at
    return max(_SOONEST_POLL, math.ceil(1000 * min(rhythm, job.ends_at - now)))


def character(made: Character) -> dict[str, Any]:
    """The character as the API shows it."""
    return {"id": made.id, "name": made.name, "created_at": int(made.created_at)}
