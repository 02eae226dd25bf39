"""The connections of a client and its copies."""

from __future__ import annotations

import threading
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from openvideos.contract.reporting import Warned
from openvideos.contract.seen import Seen

if TYPE_CHECKING:
    import httpx

__all__ = ["HttpT", "Pool"]

HttpT = TypeVar("HttpT", bound="httpx.Client | httpx.AsyncClient")


class Pool(Generic[HttpT]):
    """An httpx client, opened by the first request and closed once for all that share it.

    kind is the name of httpx's class, given one that the user brought. Raises TypeError for another class.
    """

    def __init__(self, kind: str, given: HttpT | None) -> None:
        self.given = given
        self.http = given
        self.closed = False
        self.warned: Warned = set()
        self.seen = Seen()
        self._kind = kind
        self._lock = threading.Lock()
        if given is not None:
            import httpx

            if not isinstance(given, getattr(httpx, kind)):
                raise TypeError(f"http_client: found a {type(given).__name__}; allowed: an httpx.{kind}")

    def open(self) -> HttpT:
        """The httpx client. Raises RuntimeError once it is closed, ConfigurationError for a bad environment."""
        with self._lock:
            if self.closed:
                raise RuntimeError("Cannot send a request, as the client has been closed.")
            if self.http is None:
                import httpx

                from .http import open_http

                self.http = open_http(getattr(httpx, self._kind))
                # not __del__, which in a cycle would come after the sockets have complained
                if isinstance(self.http, httpx.Client):
                    weakref.finalize(self, self.http.close)
                else:
                    weakref.finalize(self, _close_later, self.http).atexit = False
            opened: HttpT = self.http
            return opened


def _close_later(http: httpx.AsyncClient) -> None:
    """Close in the running loop, if there is one: sockets of another loop are lost with it."""
    import asyncio

    with suppress(RuntimeError):
        loop = asyncio.get_running_loop()
        loop.create_task(http.aclose())  # noqa: RUF006 - nobody is left to wait for it
