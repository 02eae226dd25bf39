"""The list of jobs, read a page at a time by a careful reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs

from openvideos.conformance.answer import Answer
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract import Contract
from openvideos.contract.found import show

__all__ = ["LARGEST", "Page", "Window", "expect_end", "expect_more", "read", "walk", "window"]

_LISTING = Contract.load().document["paths"]["/videos"]["get"]
LARGEST = int(next(each["schema"]["maximum"] for each in _LISTING["parameters"] if each.get("name") == "limit"))
"""Jobs of a page, at most."""
_MOST_PAGES = 200
"""Of one walk; more than that are other people's jobs."""
_TIES = 10


@attrs.frozen(kw_only=True)
class Page:
    """A page of jobs, and what it was asked for with."""

    answer: Answer = attrs.field(repr=False)
    query: dict[str, Any]
    entries: tuple[dict[str, Any], ...] = attrs.field(repr=False)
    more: bool

    @property
    def ids(self) -> list[str]:
        """The ids of its jobs, in their order."""
        return [str(each["id"]) for each in self.entries]


@attrs.frozen(kw_only=True)
class Window:
    """The newest jobs, newest first, as far as some that were looked for.

    `older` is a job behind them that was made in an earlier second than those, in which both orders agree; None where
    there is none. `whole` says that these are all jobs that there are.
    """

    ids: tuple[str, ...]
    older: str | None
    whole: bool
    answer: Answer = attrs.field(repr=False)


def read(server: Server, **query: Any) -> Page:
    """Ask for a page; members of the query that are None are left out. Raises Failed where it isn't one."""
    asked = {name: value for name, value in query.items() if value is not None}
    answer = server.page(**asked).expect(200)
    data, more = answer.member("data"), answer.member("has_more")
    if not isinstance(data, list) or not all(isinstance(each, dict) for each in data):
        raise Failed("data: a list of jobs", show(data), answer)
    for each in data:
        if not isinstance(each.get("id"), str):
            raise Failed("the id of each job in data", show(each.get("id")), answer)
    if not isinstance(more, bool):
        raise Failed("has_more: true or false", show(more), answer)
    return Page(answer=answer, query=asked, entries=tuple(data), more=more)


def window(server: Server, wanted: Iterable[str]) -> Window:
    """The newest jobs as far as these. Raises Failed where one of them isn't among them."""
    missing, entries, after = set(wanted), list[dict[str, Any]](), None
    times: list[float] = []
    for _ in range(_MOST_PAGES):
        page = read(server, order="desc", limit=LARGEST, after=after)
        if again := {str(each["id"]) for each in entries} & set(page.ids):
            raise Failed(f"the jobs behind {show(after)}, as after asks for", f"{show(min(again))} again", page.answer)
        times += [_created(each) for each in page.entries if each["id"] in missing]
        missing -= set(page.ids)
        entries += page.entries
        older = [] if missing else [place for place, each in enumerate(entries) if _created(each) < min(times)]
        if older or not page.more or not page.ids:
            break
        after = page.ids[-1]
    if missing:
        raise Failed(f"the job {show(min(missing))} in the list", f"{len(entries)} others", page.answer)
    ids = [str(each["id"]) for each in entries]
    end = older[0] if older else len(ids)
    return Window(
        ids=tuple(ids[:end]), older=ids[end] if older else None, whole=not (older or page.more), answer=page.answer
    )


def _created(entry: dict[str, Any]) -> float:
    found = entry.get("created_at")
    return found if isinstance(found, int | float) else 0.0


def walk(
    server: Server,
    wanted: Sequence[str],
    *,
    order: str | None,
    limit: int,
    after: str | None = None,
    between: Callable[[], None] = lambda: None,
) -> list[str]:
    """The ids on one page after the other until each wanted job was seen; `between` is called after each page.

    Raises Failed where a job comes twice or a wanted one doesn't come, Skipped where too many others are in between.
    """
    seen: list[str] = []
    missing = set(wanted)
    for number in range(_MOST_PAGES):
        page = read(server, order=order, limit=limit, after=after)
        for each in page.ids:
            if each in seen:
                raise Failed("each job on one page", f"{show(each)} again on page {number + 1}", page.answer)
            seen.append(each)
        missing -= set(page.ids)
        if not missing:
            return seen
        if not page.more or not page.ids:
            shown = f"{show(min(missing))} is on none of {number + 1} pages, of which has_more ends the last"
            raise Failed(f"each of {len(wanted)} jobs on one page", shown, page.answer)
        after = page.ids[-1]
        between()
    raise Skipped(f"jobs of its own were not all seen on {_MOST_PAGES} pages of {limit}")


def expect_more(server: Server, page: Page, *, more: bool) -> None:
    """Raise Failed where a page's has_more is not this, and what comes behind the page agrees that it should be."""
    if page.more is more or not page.ids:
        return
    behind = read(server, **{**page.query, "after": page.ids[-1]})
    if bool(behind.ids) is not more:  # somebody else's job was made or deleted meanwhile
        return
    expected = f"has_more: {show(more)}, as {'there are' if more else 'no'} jobs behind {show(page.ids[-1])}"
    raise Failed(expected, show(page.more), page.answer, behind.answer)


def expect_end(server: Server, *, order: str, last: str) -> None:
    """Raise Failed where what comes behind the last job of an order isn't an empty page, as such a page is.

    Of jobs that were made in the same second another may be the last in this order, so that it is gone on to.
    """
    seen = [last]
    for _ in range(_TIES):
        page = read(server, order=order, after=seen[-1])
        if again := set(page.ids) & set(seen):
            raise Failed("data: []", show(sorted(again)), page.answer)
        if not page.ids:
            for member, value in (("has_more", False), ("first_id", None), ("last_id", None)):
                page.answer.expect_member(member, value)
            return
        seen += page.ids
    raise Skipped(f"on {_TIES} pages behind the last job there were more")
