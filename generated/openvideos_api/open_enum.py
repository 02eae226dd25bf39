# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""A string with known values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, TypeVar

T = TypeVar("T", bound="OpenEnum")


class _OpenEnumType(type):
    """Lets a class of known values be iterated, counted and asked."""

    _members_: dict[str, str]

    def __iter__(cls: type[T]) -> Iterator[T]:  # type: ignore[misc]
        return (getattr(cls, name) for name in cls._members_)

    def __len__(cls) -> int:
        return len(cls._members_)

    def __contains__(cls, value: object) -> bool:
        return value in cls._members_.values()


class OpenEnum(str, metaclass=_OpenEnumType):
    """A string that knows the values which the contract lists, and keeps any other.

    Subclasses carry each listed value as an attribute of their own type.
    """

    __slots__ = ()

    _members_: ClassVar[dict[str, str]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._bind_()

    @classmethod
    def _bind_(cls) -> None:
        for name, value in cls._members_.items():
            setattr(cls, name, cls(value))

    @property
    def known(self) -> bool:
        """Whether the contract lists this value."""
        return str(self) in self._members_.values()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __str__(self) -> str:
        return str.__str__(self)
