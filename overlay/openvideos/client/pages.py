"""A page of a list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Iterator
from typing import Any, Generic, TypeVar

import attrs

__all__ = ["AsyncListing", "Page"]

T = TypeVar("T")


@attrs.define(kw_only=True)
class Page(Generic[T]):
    """One page: its items, the ids of the first and the last, and whether there are more behind it."""

    data: list[T]
    has_more: bool | None = None
    first_id: str | None = None
    last_id: str | None = None
    object: str | None = None

    @classmethod
    def of(cls, made: Any, item: Callable[[Any], T]) -> Page[T]:
        """The page that a decoded answer is, its items made by item."""
        data = made.data if isinstance(made.data, list) else []
        return cls(
            data=[item(each) for each in data],
            has_more=made.has_more,
            first_id=made.first_id,
            last_id=made.last_id,
            object=made.object,
        )

    def __iter__(self) -> Iterator[T]:
        return iter(self.data)


class AsyncListing(Generic[T]):
    """What the asynchronous `list` gives: await it for a page."""

    def __init__(self, ask: Callable[[], Awaitable[Page[T]]]) -> None:
        self._ask = ask

    def __await__(self) -> Generator[Any, Any, Page[T]]:
        return self._ask().__await__()
