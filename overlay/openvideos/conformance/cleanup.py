"""What a run made is deleted at its end, as far as the server lets it be."""

from __future__ import annotations

import time

from .server import Server
from .verdict import Failed, Skipped

__all__ = ["clean_up"]

_PAUSE = 0.5


def clean_up(server: Server, *, seconds: float = 15.0) -> list[str]:
    """Delete the jobs that were made; answers with the ids of those that are still there when the time is up.

    A job that runs may not be deleted on some servers: those are asked for again.
    """
    deadline = time.monotonic() + seconds
    left = list(server.made)
    while left:
        left = [each for each in left if not _deleted(server, each)]
        if not left or time.monotonic() > deadline:
            break
        time.sleep(_PAUSE)  # a job that runs may become one that can be deleted
    return left


def _deleted(server: Server, video_id: str) -> bool:
    try:
        answer = server.delete(video_id)
    except (Failed, Skipped):
        return False
    return answer.status in {404, 410} or 200 <= answer.status < 300
