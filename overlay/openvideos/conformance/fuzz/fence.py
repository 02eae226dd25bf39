"""The way to the server: every request of schemathesis passes here, and some go no further.

An answer is bounded in size and time, whatever the server does, and no redirect is followed.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from hashlib import blake2b
from threading import Lock
from typing import Any

import attrs
import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

from openvideos.conformance.answer import Answer
from openvideos.conformance.curl import curl
from openvideos.conformance.server import MAKING
from openvideos.contract import Contract
from openvideos.contract.exchange import Asked, origin_of

from .finding import Finding
from .judge import Judge
from .reading import MOST_BYTES, body_of, exchange, keys_of, read
from .task import Task
from .wanted import sent
from .world import World

__all__ = ["Fence", "Passed"]

_MOST_DOWNLOADS = 6
_LARGE = 1024 * 1024
_LATE = 0.7
"""Seconds beyond the end of time that an answer may take: what was asked for before may be made all the same."""
_OWN_HEADERS = ("X-Schemathesis-TestCaseId",)
_BOUNDARY = re.compile(rb"--([0-9a-f]{32})(?:--)?\r\n")
_WITHHELD = b'{"error": {"message": "not sent", "type": "withheld", "param": null, "code": null}}'

Passed = Callable[[Answer, "Asked | None", list[Finding]], None]
"""Called with each answer, what it is to, and what is wrong with it."""


class Fence(HTTPAdapter):
    """Lets requests through to the server and judges the answers; `last` is the latest request with its findings.

    `sent` counts them, `silent` those since the last answer, and `stop` is called when there were as many as the task
    allows. `withheld` counts by reason what was answered here, and `broken` has the faults of our own. Requests are one
    after another; `end`, for another thread, waits for the one that is under way.
    """

    def __init__(self, task: Task, world: World, judge: Judge, *, deadline: float, passed: Passed) -> None:
        super().__init__(max_retries=0)
        self.last: tuple[requests.PreparedRequest | None, list[Finding]] = (None, [])
        self.withheld: Counter[str] = Counter()
        self.broken: list[Exception] = []
        self.stop: Callable[[], None] = lambda: None
        self._task = task
        self._world = world
        self._judge = judge
        self._deadline = deadline
        self._passed = passed
        self._keys = keys_of(task)
        self._left = task.videos
        self._downloads = 0
        self.sent = 0
        self.silent = 0
        self._under_way = Lock()

    def send(self, request: requests.PreparedRequest, *args: Any, **how: Any) -> requests.Response:  # noqa: ARG002
        """The server's answer to a request, or one of ours. Raises RequestException."""
        self.last = (request, [])
        for name in _OWN_HEADERS:
            request.headers.pop(name, None)
        request.headers.update({"User-Agent": "openvideos-conform", "Accept-Encoding": "identity"})
        _settle_boundary(request)
        asked = self._judge.match(str(request.method), str(request.url))
        reason = self._reason_against(request, asked)
        if reason is not None:
            self.withheld[reason] += 1
            return _stand_in(request)
        with self._under_way:
            return self._sent(request, asked, how)

    def end(self, seconds: float) -> None:
        """Send nothing more, and wait for so long for the answer to what was sent, so that what it made is told."""
        self._deadline = 0.0
        self._under_way.acquire(timeout=seconds)

    def _sent(self, request: requests.PreparedRequest, asked: Asked | None, how: dict[str, Any]) -> requests.Response:
        self.sent += 1
        if self.sent == self._task.requests:
            self.stop()
        start = time.monotonic()
        self.silent += 1
        response, ended = self._answered(request, how)
        self.silent = 0
        answer = exchange(request, response, self._keys, time.monotonic() - start)
        if asked is not None:
            answer = attrs.evolve(answer, operation=asked.operation.id)
        self._count(asked, answer)
        try:
            self._tell(request, answer, asked, ended=ended)
        except Exception as error:
            # which would be taken for one of many things that can be wrong with a request
            self.broken.append(error)
            raise
        return response

    def _tell(self, request: requests.PreparedRequest, answer: Answer, asked: Asked | None, *, ended: bool) -> None:
        found = self._judge.look(answer)
        if not ended and not answer.media_type.startswith(("video/", "image/")):
            said = f"more than {MOST_BYTES // 1024**2} MiB, and no end: {curl(answer)}"
            found.append(self._judge.unanswered(answer.method, answer.url, said))
        self.last = (request, found)
        self._passed(answer, asked, found)

    def is_over(self) -> bool:
        """Whether nothing will be sent any more."""
        task = self._task
        return time.monotonic() >= self._deadline or (task.requests is not None and self.sent >= task.requests)

    def _reason_against(self, request: requests.PreparedRequest, asked: Asked | None) -> str | None:
        """Why a request is not to be sent."""
        if self.is_over():
            return "over"
        if origin_of(str(request.url)) != origin_of(self._task.base_url):
            return "elsewhere"
        if asked is None:
            return None
        operation, video_id = asked.operation.id, asked.path.get("video_id")
        if operation in self._task.lacking:
            return "lacking"
        # what isn't ours stays as it is
        if operation == "delete" and video_id in self._world.others:
            return "others"
        if operation == "download_content" and self._downloads >= _MOST_DOWNLOADS and video_id in self._world.ids:
            return "downloads"
        if operation in MAKING:
            if self._left <= 0:
                return "budget"
            if not self._task.valid_creates:
                tried = sent(Contract.load(), asked, exchange(request, None, self._keys))
                return None if tried.refusable else "valid"
        return None

    def _count(self, asked: Asked | None, answer: Answer) -> None:
        if asked is None or not 200 <= answer.status < 300:
            return
        self._left -= asked.operation.id in MAKING
        self._downloads += asked.operation.id == "download_content"

    def _answered(self, request: requests.PreparedRequest, how: dict[str, Any]) -> tuple[requests.Response, bool]:
        """An answer with as much of its body as may be read, and whether that is all. Raises RequestException."""
        try:
            return self._once(request, how)
        except requests.ConnectionError as error:
            if isinstance(error, requests.Timeout) or time.monotonic() >= self._deadline:
                raise
        # a server may close a connection that is kept alive when it likes: once more, on a new one
        self.poolmanager.clear()
        try:
            return self._once(request, how)
        except requests.ConnectionError as error:
            # one may be closed on a body that is too large
            if not isinstance(error, requests.Timeout) and len(body_of(request)) < _LARGE:
                self._miss(request, error)
            raise

    def _once(self, request: requests.PreparedRequest, how: dict[str, Any]) -> tuple[requests.Response, bool]:
        start, patience = time.monotonic(), self._task.answer_timeout
        if isinstance(how.get("timeout"), int | float):
            patience = min(patience, how["timeout"])
        end = min(start + patience, self._deadline + _LATE)
        wait = max(0.05, end - start)
        try:
            response = super().send(request, **{**how, "stream": True, "timeout": (min(10.0, wait), wait)})
            ended = read(response, end)
        except (requests.Timeout, TimeoutError) as error:
            # media may have to be made first, which takes as long as it takes
            if time.monotonic() - start >= self._task.answer_timeout and not str(request.path_url).endswith("/content"):
                self._miss(request, error)
            # in the words that schemathesis looks for
            raise requests.ReadTimeout(Exception(f"(read timeout={patience:g})"), request=request) from None
        return response, ended

    def _miss(self, request: requests.PreparedRequest, error: Exception) -> None:
        answer = exchange(request, None, self._keys)
        # names no address of an object, and no key
        said = f"{type(error).__name__} within {self._task.answer_timeout:g} s: {curl(answer)}"
        self._passed(answer, None, [self._judge.unanswered(answer.method, answer.url, said)])


def _settle_boundary(request: requests.PreparedRequest) -> None:
    """Put a boundary in the place of a random one that follows from the form, so that a seed tells all of a request."""
    found = _BOUNDARY.match(request.body) if isinstance(request.body, bytes) else None
    if found is not None and isinstance(request.body, bytes):
        rest = request.body.replace(found[1], b"")
        boundary = blake2b(rest, digest_size=len(found[1]) // 2).hexdigest()
        request.body = request.body.replace(found[1], boundary.encode())
        kind = request.headers.get("Content-Type", "")
        kind = kind.decode("latin-1") if isinstance(kind, bytes) else kind
        request.headers["Content-Type"] = kind.replace(found[1].decode(), boundary)


def _stand_in(request: requests.PreparedRequest) -> requests.Response:
    response = requests.Response()
    response.status_code = 409
    response.request = request
    response.url = str(request.url)
    response.reason = "Conflict"
    response.elapsed = timedelta()
    response.headers = CaseInsensitiveDict({"Content-Type": "application/json"})
    response._content = _WITHHELD
    return response
