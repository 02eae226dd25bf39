"""How a job is looked at until it has ended. Pure: a generator of pauses."""

from __future__ import annotations

from collections.abc import Generator, Mapping

from openvideos.enums import VideoStatus
from openvideos.omit import NotGiven, Omit

__all__ = ["Look", "is_pending", "pauses"]

HINT = "openai-poll-after-ms"
DEFAULT_MS = 1000.0
LONGEST_HINT_MS = 120_000.0

PENDING = frozenset({"created", "in_queue", "pending", "preparing", "processing", "queueing", "running", "submitted"})
"""Words beyond the contract's that servers have for "not yet", and gateways pass on, in small letters."""

Look = tuple[object, Mapping[str, str]]
"""What a look at a job gave: its status, and the headers of the answer."""


def pauses(poll_interval_ms: int | Omit | NotGiven | None) -> Generator[float, Look, None]:
    """Take each look that is sent in; yield the seconds until the next one, and return when the job has ended.

    The first value is 0.0: the first look is at once. The interval is the given one (0 counts), else the hint of the
    first pending answer, else a second, and stays what it is. A status that is not known ends it, too.
    Raises ValueError for a negative interval.
    """
    interval = _given(poll_interval_ms)
    status, headers = yield 0.0
    while is_pending(status):
        if interval is None:
            interval = _hinted(headers)
        status, headers = yield interval


def is_pending(status: object) -> bool:
    """Whether a status says that the job goes on: one of the contract's, but for its ends, or of PENDING."""
    if not isinstance(status, str):
        return False
    word = status.lower()
    known = VideoStatus(word)
    return (known.known and not known.is_terminal) or word in PENDING


def _given(poll_interval_ms: object) -> float | None:
    if poll_interval_ms is None or isinstance(poll_interval_ms, Omit | NotGiven):
        return None
    if isinstance(poll_interval_ms, bool) or not isinstance(poll_interval_ms, int | float):
        raise TypeError(f"poll_interval_ms: found {poll_interval_ms!r}; allowed: a number of milliseconds")
    if not 0 <= poll_interval_ms < float("inf"):
        raise ValueError(f"poll_interval_ms: found {poll_interval_ms}; allowed: 0 or more milliseconds")
    return poll_interval_ms / 1000


def _hinted(headers: Mapping[str, str]) -> float:
    try:
        hint = float(headers.get(HINT, ""))
    except ValueError:
        hint = DEFAULT_MS
    # not a number is unequal to itself, and fails this too
    if not 0 <= hint < float("inf"):
        hint = DEFAULT_MS
    return min(hint, LONGEST_HINT_MS) / 1000
