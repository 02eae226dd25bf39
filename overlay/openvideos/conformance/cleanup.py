"""What a run made is deleted at its end, as far as the server lets it be."""

from __future__ import annotations

import time

from .server import Server
from .verdict import Failed, Skipped

__all__ = ["clean_up"]

_PAUSE = 0.5
_NO_DELETE = (405, 501)
_GONE = (404, 410)


def clean_up(server: Server, *, seconds: float = 15.0) -> list[str]:
    """Delete the jobs that were made; answers with the ids of those that are still there when the time is up.

    A job that runs may not be deleted on some servers: those are asked for again. Where the server deletes nothing, it
    is asked once.
    """
    deadline = time.monotonic() + seconds
    left = list(server.made)
    while left:
        still: list[str] = []
        for place, each in enumerate(left):
            status = _asked(server, each)
            if status in _NO_DELETE:
                return still + left[place:]
            if not (status in _GONE or 200 <= status < 300):
                still.append(each)
        left = still
        if not left or time.monotonic() > deadline:
            break
        time.sleep(_PAUSE)  # a job that runs may become one that can be deleted
    return left


def _asked(server: Server, video_id: str) -> int:
    """The status that a deletion is answered with; 0 where there is no answer."""
    try:
        return server.delete(video_id).status
    except (Failed, Skipped):
        return 0
