"""Faults in pages of jobs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.store import Store
from openvideos.emulator.tampering import job_fault, page_fault

from .behind import Found, paging

_USUAL_LIMIT = 20
_LARGEST = 100
Members = dict[str, Any]


@fault("store")
def order_always_descending(kind: type[Store]) -> type[Store]:
    """The order of a page isn't looked at: it is newest first."""
    return paging(kind, lambda page, **query: page(**{**query, "newest_first": True}))


@fault("store")
def order_always_ascending(kind: type[Store]) -> type[Store]:
    """The order of a page isn't looked at: it is oldest first."""
    return paging(kind, lambda page, **query: page(**{**query, "newest_first": False}))


@fault("store")
def order_swapped_behind(kind: type[Store]) -> type[Store]:
    """Behind a job, a page is in the order that wasn't asked for."""

    def page(page: Any, **query: Any) -> Found:
        found: Found = page(**query)
        return found if found is None or query["after"] is None else (found[0][::-1], found[1])

    return paging(kind, page)


@fault("request", "list")
async def later_pages_in_another_order(exchange: Exchange) -> Response | None:
    """Without an order the first page is newest first, and those behind it go to the newer ones."""
    query = exchange.request.query_params
    if "after" in query and "order" not in query:
        _with_query(exchange, [*query.multi_items(), ("order", "asc")])
    return None


@fault("store")
def limit_one_more(kind: type[Store]) -> type[Store]:
    """Behind a job, a page has a job more than its limit."""
    return paging(kind, lambda page, **query: page(**{**query, "limit": query["limit"] + (query["after"] is not None)}))


@fault("store")
def limit_one_less(kind: type[Store]) -> type[Store]:
    """A page of more than one has a job less than its limit."""
    return paging(kind, lambda page, **query: page(**{**query, "limit": query["limit"] - (query["limit"] > 1)}))


@page_fault
def limit_of_two_at_most(exchange: Exchange, page: Members) -> Members:
    """A page ends behind its second job, and says that there are no more."""
    return _of(page, page["data"][:2]) | {"has_more": False}


@fault("request", "list")
async def limit_100_refused(exchange: Exchange) -> Response | None:
    """A limit of 100 is refused."""
    if exchange.request.query_params.get("limit") == str(_LARGEST):
        raise ApiError(400, "limit: found 100; allowed: 1 to 99", param="limit", code="query.limit.maximum")
    return None


@fault("request", "list")
async def limit_clamped(exchange: Exchange) -> Response | None:
    """A limit above 100 is taken for 100."""
    _asked(exchange, "limit", lambda text: str(_LARGEST) if _number(text) > _LARGEST else text)
    return None


@fault("request", "list")
async def limit_101_taken(exchange: Exchange) -> Response | None:
    """A limit of 101 is taken."""
    _asked(exchange, "limit", lambda text: str(_LARGEST) if text == "101" else text)
    return None


@fault("request", "list")
async def limit_negative(exchange: Exchange) -> Response | None:
    """The sign of a limit isn't looked at."""
    _asked(exchange, "limit", lambda text: text.removeprefix("-"))
    return None


@fault("request", "list")
async def limit_of_any_text(exchange: Exchange) -> Response | None:
    """A limit that is no number is taken for the usual one."""
    _asked(exchange, "limit", lambda text: text if text.lstrip("-").isdigit() else str(_USUAL_LIMIT))
    return None


@fault("request", "list")
async def limit_with_a_fraction(exchange: Exchange) -> Response | None:
    """Of a limit the fraction is cut off."""
    _asked(exchange, "limit", lambda text: text.partition(".")[0])
    return None


@fault("request", "list")
async def limit_zero_is_none(exchange: Exchange) -> Response | None:
    """With limit=0 a page has as many jobs as without a limit."""
    _asked(exchange, "limit", lambda text: str(_USUAL_LIMIT) if text == "0" else text)
    return None


@fault("request", "list")
async def order_of_any_text(exchange: Exchange) -> Response | None:
    """An order that the contract doesn't list is taken for newest first."""
    _asked(exchange, "order", lambda text: text if text.lower() in ("asc", "desc") else "desc")
    return None


@fault("request", "list")
async def order_in_capitals(exchange: Exchange) -> Response | None:
    """An order may be written in capitals."""
    _asked(exchange, "order", str.lower)
    return None


@page_fault
def list_without_failed_jobs(exchange: Exchange, page: Members) -> Members:
    """Jobs that failed aren't in the list."""
    return _of(page, [each for each in page["data"] if each["status"] != "failed"])


@page_fault
def list_of_ended_jobs(exchange: Exchange, page: Members) -> Members:
    """Jobs are in the list when they have ended."""
    return _of(page, [each for each in page["data"] if each["status"] in ("completed", "failed")])


@page_fault
def list_one_look_behind(exchange: Exchange, page: Members) -> Members:
    """A job isn't in the list yet when the list is looked at for the first time since it was accepted."""
    seen = exchange.services.seen
    seen.update(("listed", each["id"]) for each in page["data"])
    return _of(page, [each for each in page["data"] if seen["listed", each["id"]] > 1])


@page_fault
def list_without_the_largest(exchange: Exchange, page: Members) -> Members:
    """Jobs of the largest size aren't in the list."""
    largest = exchange.services.contract.enum("VideoSize")[-1]
    return _of(page, [each for each in page["data"] if each["size"] != largest])


@job_fault("list")
def list_shows_no_completion(exchange: Exchange, job: Members) -> Members:
    """The list doesn't say when a job completed."""
    return {**job, "completed_at": None}


@job_fault("list")
def page_shows_jobs_as_accepted(exchange: Exchange, job: Members) -> Members:
    """The list shows each job as it was when it was accepted."""
    return {**job, "status": "queued", "progress": 0, "completed_at": None, "expires_at": None, "error": None}


@job_fault("list")
def list_cuts_prompts(exchange: Exchange, job: Members) -> Members:
    """The list shows of a prompt the first 100 characters."""
    return {**job, "prompt": job["prompt"][:100]}


def _of(page: Members, data: list[Members]) -> Members:
    """A page with other jobs on it."""
    first, last = (data[0]["id"], data[-1]["id"]) if data else (None, None)
    return {**page, "data": data, "first_id": first, "last_id": last, "has_more": page["has_more"] and bool(data)}


def _asked(exchange: Exchange, name: str, change: Callable[[str], str]) -> None:
    """Change a parameter of a request that is about to be carried out."""
    pairs = exchange.request.query_params.multi_items()
    _with_query(exchange, [(each, change(value) if each == name else value) for each, value in pairs])


def _with_query(exchange: Exchange, pairs: list[tuple[str, str]]) -> None:
    exchange.request.scope["query_string"] = urlencode(pairs).encode()
    exchange.request.__dict__.pop("_query_params", None)  # what was read of it before


def _number(text: str) -> int:
    return int(text) if text.isdigit() else -1
