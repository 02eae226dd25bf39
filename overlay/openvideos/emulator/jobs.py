"""The life of a job: what it is at a moment is a function of its record and the clock, so nothing has to run."""

from __future__ import annotations

import math
import secrets
from typing import Any

import attrs

from .clip import Clip

__all__ = ["Job", "View", "clip", "new_id", "plan", "poll_after", "video", "view"]

QUEUED_SECONDS = 1.0
"""How long a job waits."""
WORK_SECONDS = 1.5
"""How long a job works for a second of its clip."""
KEPT_SECONDS = 24 * 60 * 60
"""How long the media of a completed job can be downloaded."""

_FAILS_AT = 0.4  # of its work
_FAILURE_MARK = "[[fail]]"
_SOONEST_POLL = 10


@attrs.frozen(kw_only=True)
class Job:
    """The record of a job, as it is stored; it never changes.

    Times are unix seconds. `reference` says that an image was uploaded, `reference_label` names one that was not
    fetched.
    """

    id: str
    prompt: str
    model: str
    seconds: str
    size: str
    created_at: float
    starts_at: float
    ends_at: float
    fails: bool = False
    reference: bool = False
    reference_label: str | None = None
    remixed_from_video_id: str | None = None


@attrs.frozen(kw_only=True)
class View:
    """A job at a moment; times are whole unix seconds, progress whole percent."""

    status: str
    progress: int
    completed_at: int | None = None
    expires_at: int | None = None
    error: dict[str, str] | None = None
    expired: bool = False


def new_id() -> str:
    """Draw an id for a job."""
    return f"video_{secrets.token_hex(16)}"


def plan(
    *,
    id: str,  # noqa: A002 - the contract's name
    prompt: str,
    model: str,
    seconds: str,
    size: str,
    now: float,
    time_scale: float,
    reference: bool = False,
    reference_label: str | None = None,
) -> Job:
    """Make the record of a job that is accepted now: when it starts and ends, and whether it fails, is decided here.

    It is queued for 1 second and works 1.5 seconds for each second of its clip, divided by `time_scale`. `[[fail]]` in
    the prompt makes it fail on the way.
    """
    starts_at = now + QUEUED_SECONDS / time_scale
    return Job(
        id=id,
        prompt=prompt,
        model=model,
        seconds=seconds,
        size=size,
        created_at=now,
        starts_at=starts_at,
        ends_at=starts_at + WORK_SECONDS * int(seconds) / time_scale,
        fails=_FAILURE_MARK in prompt,
        reference=reference,
        reference_label=reference_label,
    )


def view(job: Job, now: float) -> View:
    """What a job is at a moment, in unix seconds."""
    if now < job.starts_at:
        return View(status="queued", progress=0)
    done = (now - job.starts_at) / (job.ends_at - job.starts_at) if now < job.ends_at else 1.0
    if job.fails and done >= _FAILS_AT:
        message = f"The job failed because its prompt says {_FAILURE_MARK}."
        return View(
            status="failed", progress=_percent(_FAILS_AT), error={"code": "failed_on_request", "message": message}
        )
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
        "remixed_from_video_id": job.remixed_from_video_id,
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


def clip(job: Job, reference: str | None) -> Clip:
    """What a renderer has to know of a job; `reference` is the file of its reference image."""
    width, _, height = job.size.partition("x")
    return Clip(
        id=job.id,
        prompt=job.prompt,
        model=job.model,
        width=int(width),
        height=int(height),
        seconds=int(job.seconds),
        reference=reference,
        reference_label=job.reference_label,
    )
