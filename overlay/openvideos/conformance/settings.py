"""What a run is told: where the server is, what may be made on it, and what is to be judged."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import attrs

from openvideos.loopback import is_loopback

from .requirement import Level

__all__ = ["LOOPBACK_VIDEOS", "REMOTE_VIDEOS", "Settings", "of_url"]

REMOTE_VIDEOS = 20
"""How many videos may be made on a server that is not on this machine, unless somebody says otherwise."""
LOOPBACK_VIDEOS = 1000


@attrs.frozen(kw_only=True)
class Settings:
    """Of a run. `headers` go with each request; times are seconds.

    `model`, `size` and `seconds` are what is asked for where a requirement isn't about them: no model at all, another
    size and length than the contract's defaults where None. `only` and `skip` are ids of requirements, or their
    beginnings.
    """

    base_url: str
    api_key: str | None = attrs.field(default=None, repr=False)
    headers: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False)
    model: str | None = None
    size: str | None = None
    seconds: str | None = None
    level: Level = "MUST"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    max_videos: int = REMOTE_VIDEOS
    job_timeout: float = 600.0
    answer_timeout: float = 60.0
    fuzz_seconds: float = 20.0
    seed: int = 1


def of_url(url: str, *, max_videos: int | None = None, **more: Any) -> Settings:
    """The settings for a server; on this machine it may make as many videos as it takes, unless it is said how many."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:  # told of when the server is looked for
        host = ""
    usual = LOOPBACK_VIDEOS if is_loopback(host) else REMOTE_VIDEOS
    return Settings(base_url=url.strip(), max_videos=usual if max_videos is None else max_videos, **more)
