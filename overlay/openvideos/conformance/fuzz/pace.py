"""How many videos a server can be asked for without being kept busy: none elsewhere, and here the more the quicker."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from openvideos.conformance.budget import FEWEST_FUZZED, MOST_FUZZED
from openvideos.conformance.jobs import ENDS, PROMPT
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.loopback import is_loopback

__all__ = ["cheap_videos"]

_LONG = 10
"""Seconds that a job may take, as it says itself, on a server that is asked for more."""
_WORK = 60.0
"""Seconds that a server may be busy with what it is asked for, one after another."""
_PATIENCE, _PAUSE = 3.0, 0.05


def cheap_videos(server: Server) -> int:
    """How many videos it costs little to make; to tell, one is made on this machine."""
    is_here = is_loopback(urlsplit(server.settings.base_url).hostname or "")
    if not is_here or server.budget.left < FEWEST_FUZZED or _is_slow(server):
        return 0
    try:
        took = _measured(server)
    except (Failed, Skipped):
        return 0
    return max(1, min(MOST_FUZZED, int(_WORK / took)))


def _is_slow(server: Server) -> bool:
    """Whether a shared job took long, which is what a server with a real model says."""
    for job in server.jobs.known():
        try:
            start, end = job.first.get("created_at"), job.last.get("completed_at")
        except Failed:
            continue
        if job.timed_out or (isinstance(start, int) and isinstance(end, int) and end - start > _LONG):
            return True
    return False


def _measured(server: Server) -> float:
    """Seconds until a job has ended, as far as anybody waits."""
    start = time.monotonic()
    answer = server.create({**server.usual(), "prompt": PROMPT}).expect(200)
    video_id = str(answer.member("id"))
    while answer.object().get("status") not in ENDS and time.monotonic() - start < _PATIENCE:
        time.sleep(_PAUSE)  # between two looks
        answer = server.retrieve(video_id).expect(200)
    # who isn't waited for any longer may take much longer
    ended = answer.object().get("status") in ENDS
    return max(_PAUSE, time.monotonic() - start) if ended else _WORK / 6
