"""`client.videos`: the generated methods, sent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import attrs

from openvideos.contract.exchange import origin_of
from openvideos.contract.found import hide
from openvideos.contract.reporting import OnViolation, check_on_violation
from openvideos.enums import VideoStatus
from openvideos.escape import escape
from openvideos.models import Video, VideoCharacter, VideoDeleted
from openvideos.omit import NotGiven, Omit, omit
from openvideos_api.resource import AsyncVideosResource, VideosResource

from . import polling
from .decode import is_job
from .http import request_of
from .keys import configured_keys
from .named import name_job
from .pages import AsyncListing, AsyncPage, Listed, Page
from .problems import status_problem
from .request import Call, build
from .responses import BinaryContent
from .transport import Answer, log

if TYPE_CHECKING:
    import httpx

    from . import AsyncOpenVideos, OpenVideos

__all__ = ["AsyncVideos", "Videos"]

_GOES_ON = "nobody waits any more for the job"


class Videos(VideosResource[Video, Page[Video], BinaryContent, VideoDeleted, VideoCharacter]):
    """The operations of the /videos API."""

    def __init__(self, client: OpenVideos) -> None:
        self._client = client

    def poll(
        self, video_id: str, *, poll_interval_ms: int | Omit = omit, on_violation: OnViolation | None = None
    ) -> Video:
        """Look at a job until it has ended, or has a status that nobody knows.

        Looks first and sleeps only while the job is queued or in progress. A job that failed is returned, not raised.

        Args:
            video_id: Id of the video job.
            poll_interval_ms: Milliseconds between two looks; left out, the server's hint, else one second.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        pauses = polling.pauses(poll_interval_ms)
        next(pauses)
        while True:
            video, headers = self._look(video_id, on_violation)
            try:
                seconds = pauses.send((video.status, headers))
            except StopIteration:
                return video
            self._sleep(seconds)

    def _look(self, video_id: str, on_violation: OnViolation | None) -> tuple[Video, Mapping[str, str]]:
        call = _prepare(self._client, "retrieve", {"video_id": video_id}, {"on_violation": on_violation})
        answer = self._send(call)
        return _decode(self._client, call, answer), answer.response.headers

    def _call(self, operation: str, arguments: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
        call = _prepare(self._client, operation, arguments, options)
        return _decode(self._client, call, self._send(call))

    def _page(self, operation: str, arguments: dict[str, Any], options: dict[str, Any]) -> Page[Video]:
        return self._turn(Listed(operation=operation, arguments=arguments, options=options))

    def _turn(self, listed: Listed) -> Page[Video]:
        made = self._call(listed.operation, listed.arguments, listed.options)
        return Page.of(made, listed, self._turn)

    def _poll(self, video: Any, poll_interval_ms: int | Omit, on_violation: OnViolation | None) -> Video:
        if not (named := _named(video)):
            return cast("Video", video)
        try:
            return self.poll(named, poll_interval_ms=poll_interval_ms, on_violation=on_violation)
        except BaseException as error:
            name_job(error, hide(video.id, configured_keys(self._client)), _GOES_ON)
            raise

    def _sleep(self, seconds: float) -> None:
        time.sleep(seconds)  # between two looks, as polling says

    def _send(self, call: Call, *, stream: bool = False) -> Answer:
        driver = self._client._driver()
        return driver.send(
            lambda: request_of(driver.http, call.keywords, call.without),
            max_retries=self._client.max_retries,
            stream=stream,
            final=partial(is_job, call),
            late=_is_late(self._client, call),
        )

    @contextmanager
    def _open_content(self, video_id: str, variant: str | Omit) -> Iterator[tuple[httpx.Response, Callable[[], None]]]:
        """The answer to download_content as a stream, which is a success, and what reports of it; closed at the end."""
        call = _prepare(self._client, "download_content", {"video_id": video_id, "variant": variant}, {})
        response = self._send(call, stream=True).response
        try:
            if not response.is_success:
                raise status_problem(response, self._client._settings)
            yield response, partial(self._client._decoder.begun, call, response)
        finally:
            response.close()


class AsyncVideos(AsyncVideosResource[Video, AsyncListing[Video], BinaryContent, VideoDeleted, VideoCharacter]):
    """The operations of the /videos API, awaited."""

    def __init__(self, client: AsyncOpenVideos) -> None:
        self._client = client

    async def poll(
        self, video_id: str, *, poll_interval_ms: int | Omit = omit, on_violation: OnViolation | None = None
    ) -> Video:
        """Look at a job until it has ended, or has a status that nobody knows.

        Looks first and sleeps only while the job is queued or in progress. A job that failed is returned, not raised.

        Args:
            video_id: Id of the video job.
            poll_interval_ms: Milliseconds between two looks; left out, the server's hint, else one second.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        pauses = polling.pauses(poll_interval_ms)
        next(pauses)
        while True:
            video, headers = await self._look(video_id, on_violation)
            try:
                seconds = pauses.send((video.status, headers))
            except StopIteration:
                return video
            await self._sleep(seconds)

    async def _look(self, video_id: str, on_violation: OnViolation | None) -> tuple[Video, Mapping[str, str]]:
        call = _prepare(self._client, "retrieve", {"video_id": video_id}, {"on_violation": on_violation})
        answer = await self._send(call)
        return _decode(self._client, call, answer), answer.response.headers

    async def _call(self, operation: str, arguments: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
        call = _prepare(self._client, operation, arguments, options)
        return _decode(self._client, call, await self._send(call))

    def _page(self, operation: str, arguments: dict[str, Any], options: dict[str, Any]) -> AsyncListing[Video]:
        return AsyncListing(listed=Listed(operation=operation, arguments=arguments, options=options), ask=self._turn)

    async def _turn(self, listed: Listed) -> AsyncPage[Video]:
        made = await self._call(listed.operation, listed.arguments, listed.options)
        return AsyncPage.of(made, listed, self._turn)

    async def _poll(self, video: Any, poll_interval_ms: int | Omit, on_violation: OnViolation | None) -> Video:
        if not (named := _named(video)):
            return cast("Video", video)
        try:
            return await self.poll(named, poll_interval_ms=poll_interval_ms, on_violation=on_violation)
        except BaseException as error:
            told = hide(video.id, configured_keys(self._client))
            name_job(error, told, _GOES_ON)
            if isinstance(error, asyncio.CancelledError):  # whoever awaits is given another exception than this
                log.warning("%s %s", _GOES_ON, escape(str(told), 300))
            raise

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _send(self, call: Call) -> Answer:
        driver = self._client._driver()
        return await driver.send(
            lambda: request_of(driver.http, call.keywords, call.without),
            max_retries=self._client.max_retries,
            final=partial(is_job, call),
            late=_is_late(self._client, call),
        )


def _prepare(
    client: OpenVideos | AsyncOpenVideos, operation: str, arguments: Mapping[str, Any], options: Mapping[str, Any]
) -> Call:
    call = build(operation, arguments, options, client._setup())
    timeout = options.get("timeout")
    own = "timeout" not in options or isinstance(timeout, NotGiven | Omit)
    call.keywords["timeout"] = client.timeout if own else timeout
    if call.on_violation is not None:
        check_on_violation(call.on_violation)
    previous = client._pool.seen.previous(operation, origin_of(client._settings.base_url), call.asked)
    return call if previous is None else attrs.evolve(call, previous=previous)


def _is_late(client: OpenVideos | AsyncOpenVideos, call: Call) -> bool:
    """Whether media that aren't there should be: this client saw the job completed, and they haven't expired."""
    if call.operation != "download_content":
        return False
    look = client._pool.seen.before(origin_of(client._settings.base_url), call.asked["video_id"])
    if look is None or look["status"] != VideoStatus.COMPLETED:
        return False
    expires_at = look["expires_at"]
    return not isinstance(expires_at, int) or expires_at > time.time()


def _decode(client: OpenVideos | AsyncOpenVideos, call: Call, answer: Answer) -> Any:
    return client._decoder.decode(call, answer.response, client._settings)


def _named(video: Any) -> str:
    """The id to poll a job by; "" where the server gave none, and what it said is all there is."""
    found = video.id
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
