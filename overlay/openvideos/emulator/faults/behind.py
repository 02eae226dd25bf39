"""Faults in what is behind a page, and in what a page says of it."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.jobs import Job
from openvideos.emulator.store import Store
from openvideos.emulator.tampering import page_fault

__all__ = ["Found", "paging"]

_USUAL_LIMIT = 20
_LARGEST = 100
Members = dict[str, Any]
Found = tuple[list[Job], bool] | None


@page_fault
def has_more_never(exchange: Exchange, page: Members) -> Members:
    """No page says that there are jobs behind it."""
    return {**page, "has_more": False}


@page_fault
def has_more_always(exchange: Exchange, page: Members) -> Members:
    """Every page that has jobs says that there are more behind it."""
    return {**page, "has_more": bool(page["data"])}


@page_fault
def has_more_only_at_first(exchange: Exchange, page: Members) -> Members:
    """A page behind a job says that there are no more."""
    return {**page, "has_more": page["has_more"] and "after" not in exchange.request.query_params}


@page_fault
def has_more_on_full_pages(exchange: Exchange, page: Members) -> Members:
    """A page that has as many jobs as its limit says that there are more behind it."""
    limit = exchange.request.query_params.get("limit", str(_USUAL_LIMIT))
    return {**page, "has_more": page["has_more"] or 0 < int(limit) == len(page["data"])}


@fault("store")
def has_more_of_all(kind: type[Store]) -> type[Store]:
    """Whether there is more is told by how many jobs there are in all, wherever a page begins."""

    def page(page: Any, **query: Any) -> Found:
        found: Found = page(**query)
        everything: Found = page(after=None, limit=10**6, newest_first=True)
        if found is None or everything is None:
            return found
        return found[0], bool(found[0]) and len(everything[0]) > query["limit"]

    return paging(kind, page)


@page_fault
def page_ends_swapped(exchange: Exchange, page: Members) -> Members:
    """first_id is the id of a page's last job, and last_id that of its first."""
    return {**page, "first_id": page["last_id"], "last_id": page["first_id"]}


@page_fault
def page_ends_missing(exchange: Exchange, page: Members) -> Members:
    """A page behind a job has null for its first_id and last_id."""
    return {**page, "first_id": None, "last_id": None} if "after" in exchange.request.query_params else page


@page_fault
def page_first_id_is_before_it(exchange: Exchange, page: Members) -> Members:
    """first_id is the id of the job that a page begins behind."""
    return {**page, "first_id": exchange.request.query_params.get("after", page["first_id"])}


@page_fault
def empty_page_has_more(exchange: Exchange, page: Members) -> Members:
    """A page without jobs says that there are more behind it."""
    return {**page, "has_more": page["has_more"] or not page["data"]}


@page_fault
def empty_page_with_ends(exchange: Exchange, page: Members) -> Members:
    """A page without jobs has empty texts for its first_id and last_id."""
    return page if page["data"] else {**page, "first_id": "", "last_id": ""}


@fault("store")
def empty_page_begins_again(kind: type[Store]) -> type[Store]:
    """Behind the last job the first page comes again."""

    def page(page: Any, **query: Any) -> Found:
        found: Found = page(**query)
        return page(**{**query, "after": None}) if found is not None and not found[0] else found

    return paging(kind, page)


@fault("store")
def after_ignored(kind: type[Store]) -> type[Store]:
    """Which job a page begins behind isn't looked at."""
    return paging(kind, lambda page, **query: page(**{**query, "after": None}))


@fault("store")
def after_always_to_the_older(kind: type[Store]) -> type[Store]:
    """Behind a job older ones come, whatever the order."""
    return paging(kind, lambda page, **query: page(**{**query, "newest_first": True} if query["after"] else query))


@fault("store")
def after_begins_with_it(kind: type[Store]) -> type[Store]:
    """A page begins with the job that it was to begin behind."""

    def page(page: Any, **query: Any) -> Found:
        found: Found = page(**query)
        if found is None or query["after"] is None:
            return found
        return _all(page, query, with_it=True, skipped=0)

    return paging(kind, page)


@fault("store")
def after_skips_one(kind: type[Store]) -> type[Store]:
    """Behind a job the next one is left out."""

    def page(page: Any, **query: Any) -> Found:
        found: Found = page(**query)
        if found is None or query["after"] is None:
            return found
        return _all(page, query, with_it=False, skipped=1)

    return paging(kind, page)


@fault("store")
def second_page_repeats_one(kind: type[Store]) -> type[Store]:
    """Behind a job, the newest of all is on each page of newest first that isn't full."""

    def page(page: Any, **query: Any) -> Found:
        found: Found = page(**query)
        if found is None or query["after"] is None or not query["newest_first"] or len(found[0]) >= query["limit"]:
            return found
        return found[0] + page(after=None, limit=1, newest_first=True)[0], found[1]

    return paging(kind, page)


@fault("store")
def ascending_page_leaves_one_out(kind: type[Store]) -> type[Store]:
    """Of a page of oldest first that isn't the last, the last job isn't shown, but gone on behind."""

    def page(page: Any, **query: Any) -> Found:
        found: Found = page(**query)
        if found is None or query["newest_first"] or not found[1] or not 1 < query["limit"] < _LARGEST:
            return found
        return [*found[0][:-2], found[0][-1]], found[1]

    return paging(kind, page)


@fault("store")
def pages_by_number(kind: type[Store]) -> type[Store]:
    """A page begins behind as many jobs as were shown so far, wherever the job that it was to begin behind is now."""
    shown: dict[str, int] = {}

    def page(page: Any, **query: Any) -> Found:
        found: Found = page(**query)
        if found is None:
            return None
        everything = page(after=None, limit=10**6, newest_first=query["newest_first"])[0]
        start = shown.get(f"{query['newest_first']} {query['after']}", 0) if query["after"] is not None else 0
        part = everything[start : start + query["limit"]]
        for place, job in enumerate(part, start + 1):
            shown[f"{query['newest_first']} {job.id}"] = place
        return part, len(everything) > start + query["limit"]

    return paging(kind, page)


@fault("request", "list")
async def after_unknown_is_500(exchange: Exchange) -> Response | None:
    """A page behind a job that isn't there is an error of the server."""
    after = exchange.request.query_params.get("after")
    if after is not None and exchange.services.store.get(after) is None:
        raise ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
    return None


def paging(kind: type[Store], page: Any) -> type[Store]:
    """The store with other pages: the function is given the real one, and what is asked for."""

    class Paging(kind):  # type: ignore[misc, valid-type]  # the class may be another fault's
        def page(self, **query: Any) -> Found:
            found: Found = page(super().page, **query)
            return found

    return Paging


def _all(page: Any, query: Members, *, with_it: bool, skipped: int) -> Found:
    """A page of the jobs behind one, found among all of them."""
    everything = page(after=None, limit=10**6, newest_first=query["newest_first"])[0]
    start = next(place for place, job in enumerate(everything) if job.id == query["after"]) + (not with_it) + skipped
    end = start + query["limit"]
    return everything[start:end], len(everything) > end
