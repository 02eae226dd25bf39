"""Faults in deletions."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import FileResponse, JSONResponse, Response

from openvideos.emulator import jobs
from openvideos.emulator.creating import create
from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.jobs import Job
from openvideos.emulator.reading import download_content
from openvideos.emulator.store import Store
from openvideos.emulator.tampering import Answered, answer_fault

_MANY = 10**6


@fault("request", "delete")
async def deletion_refused(exchange: Exchange) -> Response | None:
    """No job can be deleted."""
    raise _conflict()


@fault("request", "delete")
async def deletion_refused_and_done(exchange: Exchange) -> Response | None:
    """A job is deleted, whether it runs or not, and the deletion is answered with 409."""
    exchange.services.store.delete(exchange.job())
    raise _conflict()


@fault("request", "delete")
async def deletion_pretended(exchange: Exchange) -> Response | None:
    """A deletion says that the job is gone, and it stays."""
    return _deletion(exchange.job().id)


@fault("request", "delete")
async def failed_jobs_stay(exchange: Exchange) -> Response | None:
    """A failed job can't be deleted."""
    if jobs.view(exchange.job(), exchange.services.clock()).status == "failed":
        raise _conflict()
    return None


@fault("request", "delete")
async def failed_jobs_stay_unseen(exchange: Exchange) -> Response | None:
    """A deletion of a failed job says that it is gone, and it stays."""
    job = exchange.job()
    return _deletion(job.id) if jobs.view(job, exchange.services.clock()).status == "failed" else None


@fault("request", "delete")
async def deletion_of_nothing(exchange: Exchange) -> Response | None:
    """A job that never was is gone when it is deleted."""
    job_id = exchange.request.path_params["video_id"]
    return None if exchange.services.store.get(job_id) is not None else _deletion(job_id)


@fault("request", "delete")
async def deletion_twice(exchange: Exchange) -> Response | None:
    """A job that was deleted can be deleted again."""
    job_id = exchange.request.path_params["video_id"]
    if exchange.services.store.get(job_id) is None and _was(exchange, job_id):
        return _deletion(job_id)
    _remember(exchange)
    return None


@answer_fault("delete")
def deletion_is_204(exchange: Exchange, answered: Answered) -> None:
    """A deletion is answered with 204, and nothing else."""
    if answered.status == 200:
        answered.status, answered.body = 204, b""
        del answered.headers["content-length"]


@answer_fault("delete")
def deletion_of_another_id(exchange: Exchange, answered: Answered) -> None:
    """A deletion has an id of its own."""
    _change(answered, id=jobs.new_id("del"))


@answer_fault("delete")
def deletion_says_false(exchange: Exchange, answered: Answered) -> None:
    """A deletion says that the job isn't gone."""
    _change(answered, deleted=False)


@answer_fault("delete")
def deletion_says_text(exchange: Exchange, answered: Answered) -> None:
    """A deletion says "true" in text."""
    _change(answered, deleted="true")


@answer_fault("delete")
def deletion_shows_the_job(exchange: Exchange, answered: Answered) -> None:
    """A deletion is answered with the object that a job is."""
    _change(answered, object="video")


@answer_fault("retrieve")
def gone_job_is_400(exchange: Exchange, answered: Answered) -> None:
    """Looking at a job that isn't there is answered with 400."""
    answered.status = 400 if answered.status == 404 else answered.status


@fault("store")
def gone_job_comes_back(kind: type[Store]) -> type[Store]:
    """Each third look at a deleted job shows it."""

    class Back(kind):  # type: ignore[misc, valid-type]  # the class may be another fault's
        looks: dict[str, int] = {}  # noqa: RUF012 - of one server alone
        kept: dict[str, Job] = {}  # noqa: RUF012

        def delete(self, job: Job) -> None:
            self.kept[job.id] = job
            super().delete(job)

        def get(self, job_id: str) -> Any:
            if job_id not in self.kept:
                return super().get(job_id)
            self.looks[job_id] = self.looks.get(job_id, 0) + 1
            return self.kept[job_id] if self.looks[job_id] % 3 == 0 else None

    return Back


@fault("store")
def gone_job_is_listed(kind: type[Store]) -> type[Store]:
    """A deleted job is at the end of each page."""
    return _listing(kind, newest_first=(True, False))


@fault("store")
def gone_job_is_listed_oldest_first(kind: type[Store]) -> type[Store]:
    """A deleted job is at the end of each page of oldest first."""
    return _listing(kind, newest_first=(False,))


@fault("request", "delete", "download_content")
async def gone_media_are_sent(exchange: Exchange) -> Response | None:
    """Content of a deleted job is sent to whom asks for it again."""
    seen, job_id = exchange.services.seen, exchange.request.path_params["video_id"]
    if exchange.operation == "delete":
        return None
    variant = exchange.request.query_params.get("variant", "video")
    if exchange.services.store.get(job_id) is None:
        for key in seen:
            if isinstance(key, tuple) and key[:2] == (job_id, variant):
                return Response(key[2], media_type=key[3])
        return None
    answer = await download_content(exchange)
    if isinstance(answer, FileResponse):
        with open(answer.path, "rb") as file:
            seen[job_id, variant, file.read(), answer.media_type] += 1
    return answer


@fault("request", "delete", "remix")
async def gone_job_is_remixed(exchange: Exchange) -> Response | None:
    """A deleted job can be remixed."""
    if exchange.operation == "delete":
        _remember(exchange)
        return None
    job_id = exchange.request.path_params["video_id"]
    return await create(exchange) if _was(exchange, job_id) else None


@fault("request", "delete", "edit", "extend")
async def gone_job_is_edited(exchange: Exchange) -> Response | None:
    """A deleted job can be edited and extended."""
    if exchange.operation == "delete":
        _remember(exchange)
        return None
    try:
        named = json.loads(await exchange.request.body())["video"]["id"]
    except (ValueError, TypeError, LookupError):
        return None
    return await create(exchange) if isinstance(named, str) and _was(exchange, named) else None


@fault("store")
def deletion_takes_the_job_before(kind: type[Store]) -> type[Store]:
    """With a job, the one that was made before it is deleted too."""

    def others(store: Any, job: Job) -> list[Job]:
        found: list[Job] = store.page(after=job.id, limit=1, newest_first=True)[0]
        return found

    return _taking(kind, others)


@fault("store")
def deletion_takes_all(kind: type[Store]) -> type[Store]:
    """With a job all others are deleted."""

    def others(store: Any, job: Job) -> list[Job]:
        found: list[Job] = store.page(after=None, limit=_MANY, newest_first=True)[0]
        return found

    return _taking(kind, others)


@fault("store")
def deletion_takes_remixes(kind: type[Store]) -> type[Store]:
    """With a job those that were made from it are deleted."""

    def others(store: Any, job: Job) -> list[Job]:
        everything = store.page(after=None, limit=_MANY, newest_first=True)[0]
        return [each for each in everything if each.source_id == job.id]

    return _taking(kind, others)


@fault("request", "delete", "download_content")
async def deletion_takes_all_media(exchange: Exchange) -> Response | None:
    """Once a job was deleted, no job has content any more."""
    if exchange.operation == "delete":
        _remember(exchange)
    elif exchange.services.seen["deletions"]:
        raise ApiError(404, "There is no such file.", param="video_id", code="not_found")
    return None


@fault("store")
def after_deleted_is_500(kind: type[Store]) -> type[Store]:
    """A page behind a deleted job is an error of the server."""

    class Lost(kind):  # type: ignore[misc, valid-type]
        def page(self, *, after: str | None, **query: Any) -> Any:
            if after is not None and self.get(after) is None:
                raise ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
            return super().page(after=after, **query)

    return Lost


def _taking(kind: type[Store], others: Any) -> type[Store]:
    class Taking(kind):  # type: ignore[misc, valid-type]
        def delete(self, job: Job) -> None:
            for each in others(self, job):
                super().delete(each)
            super().delete(job)

    return Taking


def _listing(kind: type[Store], newest_first: tuple[bool, ...]) -> type[Store]:
    gone: list[Job] = []

    class Listing(kind):  # type: ignore[misc, valid-type]
        def delete(self, job: Job) -> None:
            gone.append(job)
            super().delete(job)

        def page(self, **query: Any) -> Any:
            found = super().page(**query)
            room = 0 if found is None else query["limit"] - len(found[0])
            listed = found is not None and query["newest_first"] in newest_first
            return (found[0] + gone[:room], found[1]) if listed else found

    return Listing


def _deletion(job_id: str) -> Response:
    return JSONResponse({"id": job_id, "object": "video.deleted", "deleted": True})


def _conflict() -> ApiError:
    return ApiError(
        409, "This job can't be deleted.", kind="conflict_error", param="video_id", code="video_not_deleted"
    )


def _change(answered: Answered, **members: Any) -> None:
    if answered.status == 200 and isinstance(answered.data, dict):
        answered.data = {**answered.data, **members}


def _remember(exchange: Exchange) -> None:
    """Note that a job is being deleted."""
    exchange.services.seen["deletions"] += 1
    exchange.services.seen["deleted", exchange.request.path_params["video_id"]] += 1


def _was(exchange: Exchange, job_id: str) -> bool:
    """Whether a job was deleted."""
    return bool(exchange.services.seen["deleted", job_id]) and exchange.services.store.get(job_id) is None
