"""Jobs, looked for in the list: a page after the other, as far as is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

__all__ = ["listed", "newest", "where_listed", "with_prompt"]

_PAGES = 20
"""So many are looked at; the jobs of a run are among the newest."""


def listed(server: Server, *ids: str) -> dict[str, tuple[Mapping[str, Any], Answer]]:
    """The entry of each of these jobs in the list, with the page that has it. Raises Failed where one isn't there."""
    found: dict[str, tuple[Mapping[str, Any], Answer]] = {}
    pages = []
    for page in _pages(server):
        pages.append(page)
        for entry in _entries(page):
            if entry.get("id") in ids:
                found.setdefault(str(entry["id"]), (entry, page))
        if len(found) == len(set(ids)):
            return found
    gone = next(each for each in ids if each not in found)
    raise Failed(f"the job {show(gone)} in the list", f"it isn't in {len(pages)} pages", *pages[:1])


def where_listed(server: Server, video_id: str) -> Answer | None:
    """The page of the list that has a job; None where none has it."""
    for page in _pages(server):
        if any(entry.get("id") == video_id for entry in _entries(page)):
            return page
    return None


def newest(server: Server) -> tuple[list[Mapping[str, Any]], Answer]:
    """The newest jobs, and the page that has them."""
    page = server.page(order="desc", limit=100).expect(200)
    return _entries(page), page


def with_prompt(server: Server, prompt: str) -> tuple[list[Mapping[str, Any]], Answer]:
    """The newest jobs that have a prompt, and the page that they are on. Raises Skipped where none shows a prompt."""
    entries, page = newest(server)
    if not any(isinstance(each.get("prompt"), str) for each in entries):
        raise Skipped("no job in its list shows a prompt")
    return [each for each in entries if each.get("prompt") == prompt], page


def _pages(server: Server) -> Iterator[Answer]:
    after: dict[str, str] = {}
    seen = set()
    for _ in range(_PAGES):
        page = server.page(order="desc", limit=100, **after).expect(200)
        yield page
        entries = _entries(page)
        last = entries[-1].get("id") if entries else None
        if page.object().get("has_more") is not True or not isinstance(last, str) or last in seen:
            return
        seen.add(last)
        after = {"after": last}


def _entries(page: Answer) -> list[Mapping[str, Any]]:
    data = page.member("data")
    return [each for each in data if isinstance(each, dict)] if isinstance(data, list) else []
