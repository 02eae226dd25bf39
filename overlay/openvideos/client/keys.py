"""Keys out of what is kept and shown: of what a server repeats, and of the requests that errors carry."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

__all__ = ["hide", "redacted", "sent_key", "without_keys"]

_SECRET = re.compile(r"authorization|cookie|key|token|secret|password", re.IGNORECASE)


def hide(value: Any, key: str | None, depth: int = 0) -> Any:
    """A server's words without the key, which some repeat."""
    if not key or depth > 20:
        return value
    if isinstance(value, str):
        # a short key could be a part of any word
        return value.replace(key, "***") if len(key) >= 8 else re.sub(rf"(?<!\w){re.escape(key)}(?!\w)", "***", value)
    if isinstance(value, bytes):
        text: str = hide(value.decode("utf-8", "surrogateescape"), key)
        return text.encode("utf-8", "surrogateescape")
    if isinstance(value, Mapping):
        return {hide(name, key): hide(item, key, depth + 1) for name, item in value.items()}
    if isinstance(value, list):
        return [hide(item, key, depth + 1) for item in value]
    return value


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
