"""Traffic as it passes: transports for httpx that judge what goes through them, and an assertion for tests."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import attrs
import httpx

from .check import Contract
from .exchange import Asked, Exchange, origin_of
from .found import show
from .keys import without_secrets
from .passing import Copy, Stream, decoded
from .reporting import NotConformingError, OnViolation, Reporter, check_on_violation
from .seen import Seen
from .violation import Violation

__all__ = ["AsyncContractTransport", "ContractTransport", "assert_conforms"]

_MOST_VIOLATIONS = 10_000


class _Judging:
    """What both transports share: a contract, and the violations so far."""

    def __init__(self, on_violation: OnViolation, contract: Contract | None, base_url: str | None) -> None:
        self.violations: list[Violation] = []
        """What was found so far, the first 10,000 of it."""
        self._reporter = Reporter(check_on_violation(on_violation))
        if base_url is not None and not origin_of(base_url):
            raise ValueError(f"base_url: found {show(without_secrets(base_url))}; allowed: a URL with a host, or None")
        self._contract = contract or Contract.load()
        self._base_url = base_url
        self._seen = Seen()

    def assert_conforms(self) -> None:
        """Raise NotConformingError, an AssertionError, where any exchange so far departs from the contract."""
        if self.violations:
            raise NotConformingError(self.violations)

    def _passing(self, request: httpx.Request) -> _Passing | None:
        url = str(request.url)
        asked = self._contract.match(request.method, url, self._base_url)
        if asked is None:
            return None
        previous = self._seen.previous(asked.operation.id, origin_of(url), asked.path)
        return _Passing(asked=asked, request=request, previous=previous, judge=self._judge)

    def _judge(self, passing: _Passing, exchange: Exchange) -> None:
        found = self._contract.check_exchange(exchange, asked=passing.asked, previous=passing.previous)
        self._seen.note_body(origin_of(exchange.url), exchange.response_body)
        self.violations += found[: _MOST_VIOLATIONS - len(self.violations)]
        # what ends an exchange before its answer was read is not to be hidden behind what was off in it
        hidden = (NotConformingError,) if sys.exception() and not passing.came.complete else ()
        with suppress(*hidden):
            self._reporter.report(found, lambda: NotConformingError(found))


@attrs.define(kw_only=True)
class _Passing:
    """An exchange of which not all is known yet: what went out and came in so far."""

    asked: Asked
    request: httpx.Request
    previous: Any
    judge: Callable[[_Passing, Exchange], None]
    sent: Copy = attrs.field(factory=Copy)
    came: Copy = attrs.field(factory=Copy)
    response: httpx.Response | None = None
    judged: bool = False

    def end(self) -> None:
        """Judge what is known, once."""
        response = self.response
        if self.judged or response is None:
            return
        self.judged = True
        exchange = Exchange(
            method=self.request.method,
            url=str(self.request.url),
            request_headers=self.request.headers.multi_items(),
            request_body=self.sent.content(),
            status=response.status_code,
            response_headers=response.headers.multi_items(),
            response_body=decoded(response, self.came.content()),
        )
        self.judge(self, exchange)


class ContractTransport(_Judging, httpx.BaseTransport):
    """A transport that judges what passes it by the contract: `httpx.Client(transport=ContractTransport())`.

    An exchange is judged when its response was read or closed; a body that nobody read, or of more than 64 MiB, is
    not looked at, and streams stay streams. `violations` has all that was found.

    Args:
        transport: What sends; an httpx.HTTPTransport by default. It is closed with this one.
        on_violation: What to do about each violation beside keeping it: "ignore", "warn", "raise", or a function that
            is called with it. A client may take what is raised for a failure of the network, and ask again.
        contract: By which to judge; the bundled one by default.
        base_url: Of which server, and below which prefix; of any by default. Everything else passes unjudged.
    """

    def __init__(
        self,
        transport: httpx.BaseTransport | None = None,
        *,
        on_violation: OnViolation = "ignore",
        contract: Contract | None = None,
        base_url: str | None = None,
    ) -> None:
        super().__init__(on_violation, contract, base_url)
        self._transport = transport or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and hand out its response, which is judged when it has been read."""
        passing = self._passing(request)
        if passing is None:
            return self._transport.handle_request(request)
        response = self._transport.handle_request(_copied(request, passing))
        return _watched(response, passing)

    def close(self) -> None:
        """Close what sends."""
        self._transport.close()


class AsyncContractTransport(_Judging, httpx.AsyncBaseTransport):
    """The same for `httpx.AsyncClient`."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport | None = None,
        *,
        on_violation: OnViolation = "ignore",
        contract: Contract | None = None,
        base_url: str | None = None,
    ) -> None:
        super().__init__(on_violation, contract, base_url)
        self._transport = transport or httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and hand out its response, which is judged when it has been read."""
        passing = self._passing(request)
        if passing is None:
            return await self._transport.handle_async_request(request)
        response = await self._transport.handle_async_request(_copied(request, passing))
        return _watched(response, passing)

    async def aclose(self) -> None:
        """Close what sends."""
        await self._transport.aclose()


def assert_conforms(response: Any, *, contract: Contract | None = None, previous: Any = None) -> None:
    """Raise NotConformingError, an AssertionError, where a response or its request departs from the contract.

    It is a response of httpx, httpx2 or requests, and read if it wasn't; previous is the job as it was seen before.
    Raises ValueError where its URL is that of no operation, or it has to be awaited.
    """
    request = response.request
    exchange = Exchange(
        method=request.method,
        url=str(request.url),
        request_headers=list(request.headers.items()),
        request_body=_sent(request),
        status=response.status_code,
        response_headers=list(response.headers.items()),
        response_body=_read(response),
    )
    violations = (contract or Contract.load()).check_exchange(exchange, previous=previous)
    if violations:
        raise NotConformingError(violations)


def _sent(request: Any) -> bytes | None:
    """The body that a request had; None where it was a stream, which is gone."""
    try:
        body = request.body if hasattr(request, "body") else request.content
    except RuntimeError:  # httpx.RequestNotRead
        return None
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    return body if isinstance(body, bytes) else None


def _read(response: Any) -> bytes:
    try:
        if hasattr(response, "read") and not getattr(response, "is_stream_consumed", True):
            response.read()
        content: bytes = response.content
    except RuntimeError:  # httpx.ResponseNotRead of a stream that is to be awaited, or is gone
        raise ValueError("response: found one that was not read; allowed: one after `await response.aread()`") from None
    return content


def _copied(request: httpx.Request, passing: _Passing) -> httpx.Request:
    """The request with a stream that is copied while it is sent."""
    return httpx.Request(
        request.method,
        request.url,
        headers=request.headers,
        stream=Stream(request.stream, passing.sent, lambda: None),
        extensions=request.extensions,
    )


def _watched(response: httpx.Response, passing: _Passing) -> httpx.Response:
    """The response with a stream that is copied while it is read, unless it is media, which are not looked into."""
    passing.response = httpx.Response(response.status_code, headers=response.headers)
    kind = response.headers.get("content-type", "").lower()
    if kind.startswith(("video/", "image/", "application/octet-stream")):
        passing.came = Copy(0)
    if response.is_closed:  # read already, as a mock's answers are: its stream will not be asked for anything
        passing.came.add(response.content)
        passing.came.complete = True
        passing.end()
        return response
    response.stream = Stream(response.stream, passing.came, passing.end)
    return response
