"""A request and its answer: one flow of steps, and the two drivers that take them."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import time
from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import Any, TypeAlias

import attrs
import httpx

from openvideos.contract.found import hide
from openvideos.errors import APIConnectionError
from openvideos.escape import escape

from . import retries
from .keys import sent_keys
from .problems import unanswered
from .reading import aread, read

__all__ = ["Answer", "AsyncDriver", "Driver"]

MAX_REDIRECTS = 20
_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65535
# what may go to another origin: nothing of it says who is asking
_HARMLESS = frozenset({"accept", "accept-encoding", "connection", "host", "if-range", "range", "user-agent"})

# httpx says in several ways that there is no such address, once a redirect names it
_UNANSWERED = (httpx.RequestError, httpx.InvalidURL, UnicodeError)

log = logging.getLogger("openvideos")


@attrs.frozen(kw_only=True)
class Answer:
    """An answer, and how often the request had to be sent again for it."""

    response: httpx.Response
    retries: int


@attrs.frozen(kw_only=True)
class _Send:
    request: httpx.Request
    foreign: bool


@attrs.frozen(kw_only=True)
class _Read:
    response: httpx.Response


@attrs.frozen(kw_only=True)
class _Close:
    response: httpx.Response


@attrs.frozen(kw_only=True)
class _Pause:
    seconds: float


_Step: TypeAlias = _Send | _Read | _Close | _Pause
_Flow: TypeAlias = Generator[_Step, Any, Answer]


def _never(response: httpx.Response) -> bool:  # noqa: ARG001
    return False


def exchange(
    build: Callable[[], httpx.Request],
    *,
    max_retries: int,
    stream: bool = False,
    random: Callable[[], float],
    now: Callable[[], float],
    final: Callable[[httpx.Response], bool] = _never,
    late: bool = False,
) -> _Flow:
    """The steps from a request to its answer, which has been read unless it is a stream that is no error.

    final says of an answer with an error status whether it is the answer all the same; late that a 404 may pass.
    Raises APIConnectionError where no answer came. What a user's hook raises passes through.
    """
    taken = 0
    while True:
        request = build()
        result = yield from _attempt(request, stream)
        status: int | None = None
        headers: Mapping[str, str] = {}
        if isinstance(result, httpx.Response):
            status, headers = result.status_code, result.headers
        if log.isEnabledFor(logging.DEBUG):
            named = _id(result) if isinstance(result, httpx.Response) else "none"
            log.debug("%s attempt %d: %s, request id %s", request.method, taken + 1, status, named)
        pause = retries.wait(
            method=request.method,
            status=status,
            headers=headers,
            retries=taken,
            max_retries=max_retries,
            random=random,
            now=now,
            late=late,
        )
        if isinstance(result, httpx.Response) and final(result):
            pause = None
        if pause is None:
            if isinstance(result, APIConnectionError):
                raise result
            return Answer(response=result, retries=taken)
        taken += 1
        log.info("%s is sent again in %.3f s (%d of %d)", request.method, pause, taken, max_retries)
        yield _Pause(seconds=pause)


def _attempt(request: httpx.Request, stream: bool) -> Generator[_Step, Any, httpx.Response | APIConnectionError]:
    """Send a request once: its answer, read unless it is a stream that is no error; or why there is none."""
    response: httpx.Response | None = None
    try:
        response = yield from _followed(request)
        if not (stream and response.is_success):
            yield _Read(response=response)
    except _UNANSWERED as error:
        if response is not None:
            yield _Close(response=response)
        cause: Exception = error
        if not isinstance(error, httpx.RequestError):
            cause = httpx.RemoteProtocolError(f"redirected to what is no address ({error})")
        problem = unanswered(request, cause, timed_out=isinstance(error, httpx.TimeoutException))
        if isinstance(error, httpx.RequestError):
            error.request = problem.request  # whoever follows the causes finds no key either
        problem.video_id = getattr(error, "video_id", None)
        problem.__cause__ = error
        return problem
    return response


def _id(response: httpx.Response) -> str:
    return escape(hide(response.headers.get("x-request-id", "none"), sent_keys(response)), 100)


def _followed(request: httpx.Request) -> Generator[_Step, Any, httpx.Response]:
    """Send a request and follow redirects: of a read anywhere, else only to the same server with the same method.

    What leaves the first server's origin loses every header that could carry a key, and does not get it back.
    """
    first = request.url
    foreign = False
    for _ in range(MAX_REDIRECTS):
        response: httpx.Response = yield _Send(request=request, foreign=foreign)
        target = response.next_request
        if target is None:
            return response
        same = _origin(target.url) == _origin(first)
        if request.method not in {"GET", "HEAD"} and not (same and target.method == request.method):
            return response
        foreign = foreign or not same
        if foreign:
            target.headers = httpx.Headers([(k, v) for k, v in target.headers.raw if k.decode().lower() in _HARMLESS])
        yield _Close(response=response)
        if target.url.scheme not in _PORTS or not target.url.host or (target.url.port or 0) > _LAST_PORT:
            raise httpx.RemoteProtocolError("redirected to what is no address of HTTP", request=request)
        request = target
    cause = httpx.TooManyRedirects(f"redirected more than {MAX_REDIRECTS} times", request=request)
    raise unanswered(request, cause, timed_out=False)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or _PORTS.get(url.scheme)


class Driver:
    """Takes the steps of an exchange with an httpx.Client; sleep, random and now are for tests to choose."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        sleep: Callable[[float], object] = time.sleep,
        random: Callable[[], float] = random.random,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.http = http
        self._sleep = sleep
        self._random = random
        self._now = now

    def send(self, build: Callable[[], httpx.Request], **how: Any) -> Answer:
        """Send a request until it has its answer; how is as of `exchange`. Raises APIConnectionError."""
        flow = exchange(build, random=self._random, now=self._now, **how)
        try:
            step = next(flow)
            while True:
                try:
                    result = self._take(step)
                except _UNANSWERED as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            answer: Answer = end.value
            return answer

    def _take(self, step: _Step) -> object:
        match step:
            case _Send():
                return self.http.send(step.request, stream=True, follow_redirects=False, **_auth(step))
            case _Read():
                read(step.response)
                return None
            case _Close():
                step.response.close()
                return None
            case _Pause():
                return self._sleep(step.seconds)


class AsyncDriver:
    """The same with an httpx.AsyncClient."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        random: Callable[[], float] = random.random,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.http = http
        self._sleep = sleep
        self._random = random
        self._now = now

    async def send(self, build: Callable[[], httpx.Request], **how: Any) -> Answer:
        """Send a request until it has its answer; how is as of `exchange`. Raises APIConnectionError."""
        flow = exchange(build, random=self._random, now=self._now, **how)
        try:
            step = next(flow)
            while True:
                try:
                    result = await self._take(step)
                except _UNANSWERED as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            answer: Answer = end.value
            return answer

    async def _take(self, step: _Step) -> object:
        match step:
            case _Send():
                return await self.http.send(step.request, stream=True, follow_redirects=False, **_auth(step))
            case _Read():
                await aread(step.response)
                return None
            case _Close():
                await step.response.aclose()
                return None
            case _Pause():
                return await self._sleep(step.seconds)


def _auth(step: _Send) -> dict[str, Any]:
    # None: the credentials of a user's own httpx client are for the server that it was made for
    return {"auth": None} if step.foreign else {}


def _listen(environ: Mapping[str, str]) -> None:
    """Show what is logged, if the environment asks for it."""
    level = (environ.get("OPENVIDEOS_LOG") or environ.get("OPENAI_LOG") or "").upper()
    if level in {"DEBUG", "INFO"}:
        log.setLevel(level)
        if not log.handlers:
            handler = logging.StreamHandler()
            handler.setFormatter(logging.Formatter("[%(asctime)s %(name)s %(levelname)s] %(message)s"))
            log.addHandler(handler)


_listen(os.environ)
