"""Keys out of what is kept and shown: of what a server repeats, and of the requests that errors carry."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

__all__ = ["redacted", "sent_key", "without_keys"]

_SECRET = re.compile(r"authorization|cookie|key|token|secret|password", re.IGNORECASE)


def sent_key(response: httpx.Response) -> str | None:
    """The key that went out with the request of an answer."""
    return response.request.headers.get("authorization", "").rpartition(" ")[2] or None


def redacted(request: httpx.Request) -> httpx.Request:
    """A copy of a request that an exception may keep: keys are asterisks."""
    kept = copy.copy(request)
    kept.headers = type(request.headers)(
        [(name, b"***" if _SECRET.search(name.decode("latin-1")) else value) for name, value in request.headers.raw]
    )
    return kept


def without_keys(response: httpx.Response) -> httpx.Response:
    """The answer, with a request that an exception may keep."""
    response.request = redacted(response.request)
    return response
