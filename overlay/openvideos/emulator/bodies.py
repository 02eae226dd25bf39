"""Request bodies: read within limits, then decoded."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.requests import Request

from openvideos.contract.decode import NotJSONError, decode_json
from openvideos.contract.document import media_type

from .errors import ApiError, overloaded
from .files import as_store_error
from .forms import FormReader
from .limits import Limits

__all__ = ["FORM", "Bodies"]

FORM = "multipart/form-data"
_JSON = "application/json"
_IN_MEMORY = 1024 * 1024


class Bodies:
    """Reads the bodies of a server's requests; what all of them hold together is bounded too."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held = 0
        self._decoding = asyncio.Semaphore(2)  # a large body takes several times its size while it is decoded

    @contextlib.asynccontextmanager
    async def read(self, request: Request, accepted: tuple[str, ...]) -> AsyncIterator[Any]:
        """The decoded body of a request, JSON data or a form, None if it is empty; files live as long as the context.

        `accepted` are the media types that the operation takes. Raises ApiError: 415, 413, 408 for a body that comes
        too slowly, 400 for one that is not what its media type says, 503 if too much is being read already.
        """
        content_type = request.headers.get("content-type", "")
        kind = media_type(content_type)
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            raise ApiError(415, "Content-Encoding: found an encoded body; allowed: none", code="body.contentEncoding")
        if _declared_length(request) == 0:
            yield None
            return
        if kind not in accepted:
            raise _unsupported(kind, accepted)
        size = _Size()
        try:
            if kind == FORM:
                async with self._form(request, content_type, size) as form:
                    yield form
            elif kind == _JSON:
                yield await self._json(request, size)
            else:
                raise _unsupported(kind, (FORM, _JSON))
        finally:
            self._held -= size.bytes

    @contextlib.asynccontextmanager
    async def _form(self, request: Request, content_type: str, size: _Size) -> AsyncIterator[Any]:
        reader = FormReader(content_type, self._limits)
        try:
            await self._receive(request, self._limits.form_bytes, size, reader.write)
            yield reader.finish() if size.bytes else None
        finally:
            reader.close()

    async def _json(self, request: Request, size: _Size) -> Any:
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            await self._receive(request, self._limits.json_bytes, size, spool.write)
            if not size.bytes:
                return None
            spool.seek(0)
            if size.bytes <= _IN_MEMORY:
                return self._decoded(spool.read())
            async with self._decoding:
                return await asyncio.to_thread(self._decoded, spool.read())

    def _decoded(self, body: bytes) -> Any:
        # an empty list takes three bytes here and sixty in memory
        if sum(body.count(mark) for mark in (b",", b"[", b"{")) > self._limits.json_members:
            message = f"The body has more than {self._limits.json_members} members."
            raise ApiError(400, message, code="body.json")
        try:
            return decode_json(body)
        except NotJSONError as error:
            raise ApiError(400, f"The body is not JSON: {error}.", code="body.json") from error

    async def _receive(self, request: Request, most: int, size: _Size, sink: Callable[[bytes], object]) -> None:
        """Hand the body to a sink, piece by piece."""
        if (_declared_length(request) or 0) > most:
            raise _too_large(most)
        stream = request.stream()
        loop = asyncio.get_running_loop()
        end = loop.time() + self._limits.body_seconds
        while True:
            try:
                async with asyncio.timeout_at(min(end, loop.time() + self._limits.body_pause_seconds)):
                    chunk = await anext(stream, None)
            except TimeoutError as error:
                raise ApiError(408, "The body came too slowly.", code="request_timeout") from error
            if chunk is None:
                return
            size.bytes += len(chunk)
            self._held += len(chunk)
            if size.bytes > most:
                raise _too_large(most)
            if self._held > self._limits.all_bodies_bytes:
                raise overloaded("Too many large bodies arrive at once")
            with as_store_error():
                sink(chunk)


class _Size:
    def __init__(self) -> None:
        self.bytes = 0


def _declared_length(request: Request) -> int | None:
    """What Content-Length says (the server has checked that it is a number); None for a chunked body, 0 for none."""
    if "transfer-encoding" in request.headers:
        return None
    return int(request.headers.get("content-length", "0"))


def _unsupported(kind: str, accepted: tuple[str, ...]) -> ApiError:
    found = repr(kind[:80]) if kind else "none"
    message = f"Content-Type: found {found}; allowed: {', '.join(accepted)}"
    return ApiError(415, message, code="body.contentType")


def _too_large(most: int) -> ApiError:
    return ApiError(413, f"The body is larger than {most} bytes.", code="content_too_large")
