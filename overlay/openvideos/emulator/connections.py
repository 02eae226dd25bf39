"""HTTP/1.1 connections that end: slow heads, idle ones, bodies nobody reads, answers nobody takes."""

from __future__ import annotations

import asyncio
import http
import json
import logging
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from .errors import ApiError, new_request_id, overloaded
from .limits import Limits

__all__ = ["protocol"]

_SILENT = logging.Logger("silent", logging.CRITICAL + 1)  # what clients do wrong is told to them alone


def protocol(limits: Limits) -> type[H11Protocol]:
    """The protocol class of a server with these limits."""

    class BoundedProtocol(_Bounded):
        bounds = limits

    return BoundedProtocol


class _Bounded(H11Protocol):
    bounds: Limits

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.logger = _SILENT
        self.access_log = False
        self.app_state = {**app_state, "hang_up": self._hang_up}  # what is served finds it in its scope
        self._active = self.loop.time()
        self._said = False
        self._head_timer: asyncio.TimerHandle | None = None
        self._linger_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.bounds.connections and not self._make_room():
            self._say(overloaded("The emulator has no connection to spare"))
            return
        self._head_timer = self.loop.call_later(self.bounds.head_seconds, self._cut)

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._head_timer, self._linger_timer, self._write_timer):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._active = self.loop.time()
        if self._said or self.transport.is_closing():
            return  # read and dropped: a socket that is closed with bytes unread takes the answer back
        super().data_received(data)
        self._watch_head()

    def on_response_complete(self) -> None:
        self._active = self.loop.time()
        # the body of a request that is answered already is read on, so that the client gets to see the answer, but
        # not for ever
        if self._their_state == "SEND_BODY" and self._linger_timer is None:
            self._linger_timer = self.loop.call_later(self.bounds.linger_seconds, self._cut)
        super().on_response_complete()
        self._watch_head()

    def send_400_response(self, msg: str) -> None:
        self._say(ApiError(400, f"The request is not well-formed HTTP: {msg}", code="bad_request"))

    def pause_writing(self) -> None:
        super().pause_writing()
        self._write_timer = self.loop.call_later(self.bounds.write_seconds, self._cut)

    def resume_writing(self) -> None:
        if self._write_timer is not None:
            self._write_timer.cancel()
        super().resume_writing()

    @property
    def _waits(self) -> int:
        """0 if no request is being served, 1 if its body has not arrived, 2 if it is being answered."""
        if self.cycle is None or self.cycle.response_complete:
            return 0
        return 1 if self.cycle.more_body else 2

    @property
    def _their_state(self) -> str:
        return self.conn.their_state.__name__  # of a class of h11, which is uvicorn's dependency and not ours

    def _make_room(self) -> bool:
        """Close the connection that has been silent longest, of those that are idle, else of those still sending."""
        others = [each for each in self.connections if each is not self and isinstance(each, _Bounded)]
        victim = min(others, key=lambda each: (each._waits, each._active), default=None)
        if victim is None or victim._waits > 1:
            return False
        victim._cut()
        self.connections.discard(victim)
        return True

    def _watch_head(self) -> None:
        """Run the timer while a request's head is incomplete; while none has begun, keep-alive has its own."""
        if self._their_state == "IDLE":
            begun = bool(self.conn.trailing_data[0])
            if begun and self._head_timer is None and not self.transport.is_closing():
                self._head_timer = self.loop.call_later(self.bounds.head_seconds, self._cut)
        elif self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
        if self._their_state != "SEND_BODY" and self._linger_timer is not None:
            self._linger_timer.cancel()
            self._linger_timer = None

    def _say(self, error: ApiError) -> None:
        """Answer outside of any request, if an answer can still be sent, and close."""
        if self.conn.our_state.__name__ not in ("IDLE", "SEND_RESPONSE"):
            self._cut()
            return
        self._said = True
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        body = json.dumps(error.body).encode()
        headers = {
            **error.headers,
            "x-request-id": new_request_id(),
            "x-content-type-options": "nosniff",
            "content-type": "application/json",
            "content-length": str(len(body)),
            "connection": "close",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        phrase = http.HTTPStatus(error.status).phrase
        self.transport.write(f"HTTP/1.1 {error.status} {phrase}\r\n{head}\r\n".encode() + body)
        self.transport.write_eof()
        self._linger_timer = self.loop.call_later(self.bounds.linger_seconds, self._cut)

    def _hang_up(self) -> None:
        """Close when what was written has left."""
        self.transport.close()

    def _cut(self) -> None:
        self.transport.abort()
