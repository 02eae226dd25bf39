"""Pages of a list, and the way from one to the next. What has to be known for that is decided here without I/O."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import attrs

if TYPE_CHECKING:
    from openvideos.contract import Violation

__all__ = ["AsyncListing", "AsyncPage", "Listed", "Page", "PageInfo"]

T = TypeVar("T")

_ITEM = re.compile(r"/data/(\d+)")


@attrs.frozen(kw_only=True)
class PageInfo:
    """What the request for the next page has beyond that for the first."""

    params: Mapping[str, str]


@attrs.frozen(kw_only=True, eq=False)  # hashed by identity: asyncio.gather hashes a listing
class Listed:
    """The request that a page came from: the operation with its keywords and options, and the cursors before it."""

    operation: str
    arguments: Mapping[str, Any] = attrs.field(repr=False)
    options: Mapping[str, Any] = attrs.field(repr=False)
    before: Listed | None = attrs.field(default=None, repr=False)

    def behind(self, cursor: str) -> Listed:
        """The same request for what comes behind a cursor."""
        options = dict(self.options)
        if isinstance(options.get("extra_query"), Mapping):
            # there it would win over the keyword, and the first page would come again
            options["extra_query"] = {name: value for name, value in options["extra_query"].items() if name != "after"}
        return attrs.evolve(self, arguments={**self.arguments, "after": cursor}, options=options, before=self)

    def next_cursor(self, last_id: Any, data: Sequence[Any]) -> str | None:
        """What comes behind the answer to this request: its last id, else that of its last item; None for neither.

        One that this request or one before it was made with does not count, so that no server makes a loop endless.
        """
        for found in (last_id, getattr(data[-1], "id", None) if data else None):
            cursor = str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
            if cursor and not self._has_used(cursor):
                return cursor
        return None

    def _has_used(self, cursor: str) -> bool:
        asked: Listed | None = self
        while asked is not None:
            if asked.arguments.get("after") == cursor:
                return True
            asked = asked.before
        return False


@attrs.frozen(kw_only=True, repr=False)
class _Page(Generic[T]):
    """What both kinds of page share: what the server sent, and whether there is more."""

    data: list[T]
    """The items; empty where the server sent no array. One that is no object is kept as it came."""
    has_more: bool | None = None
    """Whether there are more behind them, as the server said; None where it said nothing."""
    first_id: str | None = None
    last_id: str | None = None
    object: str | None = None
    extra: Mapping[str, Any] = attrs.field(factory=dict)
    """What the server sent beyond the contract, as raw JSON under the server's names."""
    violations: tuple[Violation, ...] = ()
    """Where the server's answer departs from the contract; an item has those that concern it, too."""
    _listed: Listed = attrs.field(eq=False)
    _cursor: str | None = attrs.field(eq=False)
    _ask: Callable[[Listed], Any] = attrs.field(eq=False)

    @classmethod
    def of(cls, made: Any, listed: Listed, ask: Callable[[Listed], Any]) -> Self:
        """The page that a decoded answer is; later pages are asked for by ask."""
        data = made.data if isinstance(made.data, list) else []
        for violation in made.violations:
            place = _ITEM.match(violation.pointer)
            concerned: Any = data[int(place[1])] if place else None
            if hasattr(concerned, "violations"):
                concerned.violations = (*concerned.violations, violation)
        return cls(
            data=data,
            has_more=made.has_more,
            first_id=made.first_id,
            last_id=made.last_id,
            object=made.object,
            extra=made.additional_properties,
            violations=made.violations,
            listed=listed,
            cursor=listed.next_cursor(made.last_id, data),
            ask=ask,
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}(items={len(self.data)}, has_next_page={self.has_next_page()})"

    def has_next_page(self) -> bool:
        """Whether there is more to ask for.

        Not where the server said no (a has_more that it left out counts as yes, any other value by its truth), where
        this page is empty, or where `next_page_info` has nothing to go on.
        """
        said_no = self.has_more is not None and not self.has_more
        return not said_no and bool(self.data) and self._cursor is not None

    def next_page_info(self) -> PageInfo | None:
        """What to ask for next: behind `last_id`, else the last item's id; None where neither is new on the way."""
        return None if self._cursor is None else PageInfo(params={"after": self._cursor})

    def _fresh(self) -> list[T]:
        """The items that iterating gives: those behind the one that was asked for, if the server begins before it."""
        after = self._listed.arguments.get("after")
        ids = [getattr(item, "id", None) for item in self.data]
        return self.data[ids.index(after) + 1 :] if isinstance(after, str) and after in ids else self.data

    def _next(self) -> Any:
        if self._cursor is None or not self.has_next_page():
            raise RuntimeError("get_next_page: found the last page; allowed: where has_next_page() is true")
        return self._ask(self._listed.behind(self._cursor))


@attrs.frozen(kw_only=True, repr=False)
class Page(_Page[T]):
    """A page; iterating over it goes on through the pages behind it, each asked for when it is reached."""

    def __iter__(self) -> Iterator[T]:
        for page in self.iter_pages():
            yield from page._fresh()

    def iter_pages(self) -> Iterator[Self]:
        """This page and those behind it."""
        page = self
        yield page
        while page.has_next_page():
            page = page.get_next_page()
            yield page

    def get_next_page(self) -> Self:
        """The page behind this one, asked for with the query and options of the first; RuntimeError at the end."""
        page: Self = self._next()
        return page


@attrs.frozen(kw_only=True, repr=False)
class AsyncPage(_Page[T]):
    """A page; `async for` goes on through the pages behind it, each asked for when it is reached."""

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.iter_pages():
            for item in page._fresh():
                yield item

    async def iter_pages(self) -> AsyncIterator[Self]:
        """This page and those behind it."""
        page = self
        yield page
        while page.has_next_page():
            page = await page.get_next_page()
            yield page

    async def get_next_page(self) -> Self:
        """The page behind this one, asked for with the query and options of the first; RuntimeError at the end."""
        page: Self = await self._next()
        return page


@attrs.frozen(kw_only=True)
class AsyncListing(Generic[T]):
    """What the asynchronous `list` gives: `await` it for a page, or `async for` all items. Each asks anew."""

    _listed: Listed
    _ask: Callable[[Listed], Awaitable[AsyncPage[T]]] = attrs.field(repr=False)

    def __await__(self) -> Generator[Any, Any, AsyncPage[T]]:
        return self._ask(self._listed).__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for item in await self:
            yield item
