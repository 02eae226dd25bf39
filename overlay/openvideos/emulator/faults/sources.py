"""What faults of remixes, edits and extensions have in common: which job they take for the source."""

from __future__ import annotations

import io
from typing import Any

from openvideos.emulator import jobs
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.forms import Upload
from openvideos.emulator.jobs import Job, Kind
from openvideos.emulator.spoiling import one_colour

__all__ = ["a_file", "is_video", "made_from", "newest", "source_status", "turned", "with_newest", "with_prompt"]

_MANY = 100


def newest(exchange: Exchange) -> Job | None:
    """The newest job that has completed."""
    now = exchange.services.clock()
    return next((each for each in _page(exchange) if jobs.view(each, now).status == "completed"), None)


def made_from(exchange: Exchange, job_id: str, kind: Kind) -> Job | None:
    """The newest job of a kind that was made from a job."""
    return next((each for each in _page(exchange) if each.kind == kind and each.source_id == job_id), None)


def source_status(exchange: Exchange, body: Any) -> str | None:
    """The status of the job that a body names as its video; None where it names none."""
    video = body.get("video") if isinstance(body, dict) else None
    job = exchange.services.store.get(str(video.get("id"))) if isinstance(video, dict) else None
    return None if job is None else jobs.view(job, exchange.services.clock()).status


def with_newest(exchange: Exchange, body: Any) -> Any:
    """A body that names the newest completed job as its video."""
    job = newest(exchange)
    return body if job is None or not isinstance(body, dict) else {**body, "video": {"id": job.id}}


def with_prompt(body: Any) -> Any:
    """A body with a prompt, if it has none that is a text of the usual length."""
    prompt = body.get("prompt") if isinstance(body, dict) else "x"
    sound = isinstance(prompt, str) and 0 < len(prompt) <= 32_000
    return body if sound else {**body, "prompt": "x"}


def a_file() -> Upload:
    """A file that is a video, as an upload."""
    data = one_colour("720x1280", 2)
    return Upload(name="other.mp4", type="video/mp4", size=len(data), file=io.BytesIO(data))


def is_video(given: Any) -> bool:
    """Whether an upload has an index and begins as an MP4 does."""
    if not isinstance(given, Upload):
        return True
    data = given.file.read()
    given.file.seek(0)
    return data[4:8] == b"ftyp" and b"moov" in data


def turned(size: str) -> str:
    """The size that lies where one stands."""
    width, _, height = size.partition("x")
    return f"{height}x{width}"


def _page(exchange: Exchange) -> list[Job]:
    page = exchange.services.store.page(after=None, limit=_MANY, newest_first=True)
    return [] if page is None else page[0]
