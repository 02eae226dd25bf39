"""One request that is being answered: what it asks for, checked by the contract, and the form of its answers."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

import attrs
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from . import jobs
from .errors import ApiError
from .jobs import Job
from .services import Services

__all__ = ["Exchange", "Handler"]

_CHARACTERS = 4  # shown in one clip


@attrs.frozen(kw_only=True)
class Exchange:
    """A request for an operation of the contract, and what it can be answered with."""

    operation: str
    request: Request
    services: Services

    async def check(self, body: Any = None) -> None:
        """Refuse a request that the contract forbids: the first violation becomes the error."""
        request = self.request
        check = functools.partial(
            self.services.contract.check_request,
            self.operation,
            path=request.path_params,
            query=request.query_params.multi_items(),
            headers=request.headers.items(),
            content_type=request.headers.get("content-type"),
            body=body,
        )
        violations = check() if body is None else await asyncio.to_thread(check)  # a body can be large
        if violations:
            first = violations[0]
            raise ApiError(400, first.message, param=first.field or None, code=first.code)

    def job(self) -> Job:
        """The job that the path names."""
        return self.found(self.request.path_params["video_id"], "video_id")

    def found(self, job_id: str, param: str) -> Job:
        """The job of an id, which stands in the parameter or member `param`."""
        job = self.services.store.get(job_id)
        if job is None:
            raise ApiError(404, "No video has this id.", param=param, code="not_found")
        return job

    def plan(self, **members: Any) -> Job:
        """A job that is accepted now; `members` are those of jobs.plan."""
        services = self.services
        named = services.store.named_in(members["prompt"], most=_CHARACTERS)
        job = jobs.plan(
            now=services.clock(),
            time_scale=services.time_scale,
            characters=tuple((each.name, each.id) for each in named),
            **members,
        )
        for act in services.faults_at("job", self.operation):
            job = act(job)
        return job

    async def hang_up(self) -> NoReturn:
        """End the connection when what was sent so far has left, and with it the request."""
        self.request.scope["state"]["hang_up"]()
        while (await self.request.receive())["type"] != "http.disconnect":
            pass
        raise ClientDisconnect

    def show(self, job: Job, *, at: float | None = None) -> Response:
        """The answer that is a job as it stands now, or at a moment in unix seconds."""
        now = self.services.clock() if at is None else at
        poll_after = jobs.poll_after(job, now)
        headers = {} if poll_after is None else {"openai-poll-after-ms": str(poll_after)}
        return JSONResponse(jobs.video(job, now), headers=headers)


Handler = Callable[[Exchange], Awaitable[Response]]
