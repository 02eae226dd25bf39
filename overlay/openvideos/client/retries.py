"""When is a request sent again? Pure: statuses and headers in, seconds out."""

from __future__ import annotations

import email.utils
import math
from collections.abc import Callable, Mapping

__all__ = ["check_max_retries", "wait"]

READS = frozenset({"GET", "HEAD", "DELETE"})
STATUSES = frozenset({408, 409, 429})
FIRST_DELAY = 0.5
LONGEST_DELAY = 8.0
LONGEST_RETRY_AFTER = 120.0
JITTER = 0.25
LATE_RETRIES = 5


def wait(
    *,
    method: str,
    status: int | None,
    headers: Mapping[str, str],
    retries: int,
    max_retries: int,
    random: Callable[[], float],
    now: Callable[[], float],
    late: bool = False,
) -> float | None:
    """Seconds until the request is sent again, None if it is not.

    status is None where no answer came; retries counts those behind us. Only a read is ever sent again: a request that
    creates could create twice. Delays as the official SDK 3.54.0 has them: 0.5 s, doubled each time up to 8 s, less up
    to a quarter; a Retry-After of up to two minutes counts instead, and a longer one means that it is not worth it.
    late says that what is asked for exists: a 404 then passes, and is asked again LATE_RETRIES times, if any.
    """
    missing = late and status == 404
    if method.upper() not in READS or retries >= (LATE_RETRIES if missing and max_retries else max_retries):
        return None
    asked = retry_after(headers, now)
    if asked is not None and asked > LONGEST_RETRY_AFTER:
        return None
    if not (missing or _again(status, headers.get("x-should-retry"))):
        return None
    if asked is not None and asked > 0:
        return asked
    # the exponent is bounded because a float's is
    delay = min(FIRST_DELAY * 2.0 ** min(retries, 10), LONGEST_DELAY)
    return delay * (1 - JITTER * random())


def retry_after(headers: Mapping[str, str], now: Callable[[], float]) -> float | None:
    """The seconds that a server asks to wait, None if it says nothing usable; infinite beyond any float."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        text = headers.get(name, "").strip()
        try:
            seconds = float(text) / unit
        except ValueError:
            continue
        if math.isinf(seconds) and text[:1].isdigit():
            return seconds
        return seconds if math.isfinite(seconds) else None
    date = email.utils.parsedate_tz(headers.get("retry-after", ""))
    try:
        return None if date is None else email.utils.mktime_tz(date) - now()
    except (ValueError, OverflowError):
        return None


def check_max_retries(value: object) -> int:
    """The value, if it is a number of retries. Raises TypeError, ValueError."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"max_retries: found {value!r}; allowed: a whole number, 0 for no retries")
    if value < 0:
        raise ValueError(f"max_retries: found {value}; allowed: 0 or more")
    return value


def _again(status: int | None, advice: str | None) -> bool:
    if status is None:
        return True
    if status < 400:
        return False
    if advice in {"true", "false"}:
        return advice == "true"
    return status in STATUSES or status >= 500
