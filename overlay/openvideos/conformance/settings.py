"""What a run is told: where the server is, what may be made on it, and what is to be judged."""

from __future__ import annotations

import attrs

from .requirement import Level

__all__ = ["LOOPBACK_VIDEOS", "REMOTE_VIDEOS", "Settings"]

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
