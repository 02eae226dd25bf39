"""What is left of a value that is off, when all that can't be at fault is out of the way.

A validator's error carries a copy of what it is about, and it makes all of them before the first is read: a page with a
hundred thousand odd jobs, or a job with a million members that nobody asked for, would cost gigabytes.
"""

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from .compiled import FILE
from .decode import Path
from .document import Document, join

__all__ = ["Reduced", "reduced"]

# beside these, nothing in a schema is about members that it doesn't name, or about how many items there are
_LOCAL = frozenset(
    {
        *("type", "properties", "required", "items", "anyOf", "oneOf", "allOf", "format"),
        *("title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"),
    }
)
_CHOICES = ("anyOf", "oneOf", "allOf")

IsValid = Callable[[str, Any], bool]


@attrs.frozen(kw_only=True)
class Reduced:
    """A value without what conforms; `dropped` items at fault, or more, are not in it."""

    value: Any
    dropped: int
    _indices: Mapping[Path, list[int]]

    def original(self, path: Path) -> Path:
        """Where a place of the reduced value stands in the whole one."""
        found: list[str | int] = []
        for length, part in enumerate(path):
            kept = self._indices.get(path[:length])
            found.append(kept[part] if kept is not None and isinstance(part, int) else part)
        return tuple(found)


def reduced(document: Document, pointer: str, value: Any, is_valid: IsValid, most: int) -> Reduced:
    """Reduce a value of the schema at a pointer; of an array, the first `most` items at fault are kept.

    is_valid says of an item whether it is at fault, by the pointer of its schema.
    """
    work = _Work(document=document, is_valid=is_valid, most=most)
    left = work.reduce(pointer, value)
    return Reduced(value=left, dropped=work.dropped, indices=work.indices)


@attrs.frozen(kw_only=True)
class _Part:
    """What is still to be reduced: a value, its schema, and where it stands in what is left."""

    pointer: str
    value: Any
    path: Path
    owner: Any
    key: str | int


@attrs.define(kw_only=True)
class _Work:
    document: Document
    is_valid: IsValid
    most: int
    indices: dict[Path, list[int]] = attrs.field(factory=dict)
    dropped: int = 0
    _ahead: list[_Part] = attrs.field(factory=list)

    def reduce(self, pointer: str, value: Any) -> Any:
        # a list of what is ahead, no recursion: a value may be nested as deep as its schema holds itself
        left = [value]
        self._ahead.append(_Part(pointer=pointer, value=value, path=(), owner=left, key=0))
        while self._ahead:
            part = self._ahead.pop()
            part.owner[part.key] = self._reduced(part)
        return left[0]

    def _reduced(self, part: _Part) -> Any:
        """What is left of a value; its own members and items are put ahead."""
        value = part.value
        if value is FILE:
            return value
        place, schema = self.document.resolve(part.pointer)
        if isinstance(value, dict):
            known = self._members(place)
            if known is None:
                return value
            own = schema.get("properties", {})
            members = {name: item for name, item in value.items() if name in known}
            for name in members.keys() & own.keys():
                self._put(join(place, "properties", name), members, name, (*part.path, name))
            return members
        if isinstance(value, list) and _is_local(schema) and not any(choice in schema for choice in _CHOICES):
            return self._items(join(place, "items"), value, part.path) if "items" in schema else []
        return value

    def _items(self, pointer: str, items: list[Any], path: Path) -> list[Any]:
        wrong = [index for index, item in enumerate(items) if not self.is_valid(pointer, item)]
        kept = wrong[: self.most]
        self.dropped += len(wrong) - len(kept)
        self.indices[path] = kept
        left = [items[index] for index in kept]
        for place in range(len(left)):
            self._put(pointer, left, place, (*path, place))
        return left

    def _put(self, pointer: str, owner: Any, key: str | int, path: Path) -> None:
        self._ahead.append(_Part(pointer=pointer, value=owner[key], path=path, owner=owner, key=key))

    def _members(self, pointer: str) -> set[str] | None:
        """The members that a schema and its branches name; None where it is about others too."""
        found: set[str] = set()
        seen: set[str] = set()
        ahead = [pointer]
        while ahead:
            place, schema = self.document.resolve(ahead.pop())
            if place in seen:
                continue
            seen.add(place)
            if not _is_local(schema):
                return None
            found |= {*schema.get("properties", ()), *schema.get("required", ())}
            ahead += (join(place, key, str(index)) for key in _CHOICES for index in range(len(schema.get(key, ()))))
        return found


def _is_local(schema: Any) -> bool:
    return isinstance(schema, dict) and not any(
        keyword not in _LOCAL and not keyword.startswith("x-") for keyword in schema
    )
