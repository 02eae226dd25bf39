"""`Idempotency-Key`: however often a request arrives, what it asks for is made once."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any
from weakref import WeakValueDictionary

from .forms import Upload
from .store import Keyed

__all__ = ["Keys", "fingerprint"]


class Keys:
    """Keys whose requests are being answered: one request for each key at a time."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @contextlib.asynccontextmanager
    async def held(self, keyed: Keyed | None) -> AsyncIterator[None]:
        """Wait until no other request with this key is under way, and keep others waiting; no key waits for nobody."""
        if keyed is None:
            yield
            return
        lock = self._locks.get(keyed.key)
        if lock is None:
            lock = self._locks[keyed.key] = asyncio.Lock()
        async with lock:
            yield


def fingerprint(operation: str, path: dict[str, Any], body: Any) -> str:
    """A text that is the same for the same request: the operation, its path's parameters, and its body as decoded.

    JSON and a form that say the same are the same; of a file its bytes count, not its name.
    """
    asked = json.dumps([operation, path, body], sort_keys=True, default=_digest)
    return hashlib.sha256(asked.encode()).hexdigest()


def _digest(part: Any) -> dict[str, str]:
    if not isinstance(part, Upload):
        message = f"not a part of a body: {type(part).__name__}"
        raise TypeError(message)
    digest = hashlib.file_digest(part.file, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads like any file
    part.file.seek(0)
    return {"sha256": digest}
