"""Faults in what becomes of ids, queries and headers that nobody would send."""

from __future__ import annotations

import json
import re

from starlette.responses import JSONResponse, Response

from openvideos.emulator.creating import create
from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.jobs import Job, video
from openvideos.emulator.store import Store

__all__ = ["decodes", "error"]

_LONG = 1000
_LONGEST_NUMBER = 300
_USUAL = re.compile(r"[A-Za-z0-9_-]+")


@fault("request", "retrieve")
async def odd_id_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if an id isn't ASCII."""
    if not exchange.request.path_params["video_id"].isascii():
        raise error()
    return None


@fault("request", "retrieve")
async def null_in_an_id_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if a null character is in an id."""
    if "\0" in exchange.request.path_params["video_id"]:
        raise error()
    return None


@fault("request", "retrieve")
async def long_id_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if an id has more than a thousand characters."""
    if len(exchange.request.path_params["video_id"]) > _LONG:
        raise error()
    return None


@fault("request", "retrieve")
async def id_is_a_query(exchange: Exchange) -> Response | None:
    """An id is put into the database's question as it is: with a quote in it some job is found."""
    if "'1'='1" in exchange.request.path_params["video_id"]:
        return _newest(exchange)
    return None


@fault("request", "download_content")
async def odd_id_is_a_path(exchange: Exchange) -> Response | None:
    """An id is put into the name of a file as it is: with dots in it, a file of the system is sent."""
    if exchange.request.path_params["video_id"].startswith(".."):
        return Response("root:x:0:0:root:/root:/bin/sh\n", media_type="video/mp4")
    return None


@fault("request", "delete")
async def odd_id_is_a_pattern(exchange: Exchange) -> Response | None:
    """An id is a pattern to a deletion: with a star or a percent sign in it, jobs are deleted."""
    job_id = exchange.request.path_params["video_id"]
    if job_id.endswith(("*", "%")):
        return JSONResponse({"id": job_id, "object": "video.deleted", "deleted": True})
    return None


@fault("request", "remix")
async def odd_id_is_remixed(exchange: Exchange) -> Response | None:
    """A remix of a job that isn't there is made, if its id can't be one."""
    job_id = exchange.request.path_params["video_id"]
    return None if _USUAL.fullmatch(job_id) else await create(exchange)


@fault("store")
def id_by_its_beginning(kind: type[Store]) -> type[Store]:
    """Of an id the first 38 characters are looked at."""

    class Beginning(kind):  # type: ignore[misc, valid-type]  # the class may be another fault's
        def get(self, job_id: str) -> Job | None:
            found: Job | None = super().get(job_id[:38])
            return found

    return Beginning


@fault("store")
def id_cut_at_a_null(kind: type[Store]) -> type[Store]:
    """An id ends at a null character, and at a space."""

    class Cutting(kind):  # type: ignore[misc, valid-type]
        def get(self, job_id: str) -> Job | None:
            found: Job | None = super().get(re.split("[\0 ]", job_id)[0])
            return found

    return Cutting


@fault("request", "list")
async def odd_query_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if a parameter comes twice."""
    names = [name for name, _ in exchange.request.query_params.multi_items()]
    if len(set(names)) < len(names):
        raise error()
    return None


@fault("request", "list")
async def null_in_a_query_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if a null character is in a query."""
    if "\0" in "".join(exchange.request.query_params.values()):
        raise error()
    return None


@fault("request", "list")
async def long_number_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if a limit has hundreds of digits."""
    if len(exchange.request.query_params.get("limit", "")) > _LONGEST_NUMBER:
        raise error()
    return None


@fault("request", "download_content")
async def variant_is_a_path(exchange: Exchange) -> Response | None:
    """A variant is put into the name of a file as it is."""
    if ".." in exchange.request.query_params.get("variant", ""):
        return Response("root:x:0:0:root:/root:/bin/sh\n", media_type="video/mp4")
    return None


@fault("request", "retrieve", "create")
async def odd_header_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if what a client can read isn't what it writes."""
    if exchange.request.headers.get("accept") == "application/xml":
        raise error()
    return None


@fault("request", "retrieve", "create")
async def long_header_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if an Idempotency-Key is long."""
    if len(exchange.request.headers.get("idempotency-key", "")) > _LONG:
        raise error()
    return None


@fault("request", "retrieve", "delete")
async def body_of_a_look_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if a body comes with a look, and is no JSON."""
    body = await exchange.request.body()
    if body and not decodes(body):
        raise error()
    return None


def _newest(exchange: Exchange) -> Response | None:
    services = exchange.services
    page = services.store.page(after=None, limit=1, newest_first=True)
    return JSONResponse(video(page[0][0], services.clock())) if page and page[0] else None


def decodes(body: bytes) -> bool:
    """Whether a body is JSON to a lenient reader."""
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def error() -> ApiError:
    """The server's own."""
    return ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
