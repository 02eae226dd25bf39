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
    left = work.reduce(pointer, value, ())
    return Reduced(value=left, dropped=work.dropped, indices=work.indices)


@attrs.define(kw_only=True)
class _Work:
    document: Document
    is_valid: IsValid
    most: int
    indices: dict[Path, list[int]] = attrs.field(factory=dict)
    dropped: int = 0

    def reduce(self, pointer: str, value: Any, path: Path) -> Any:
        if value is FILE:
            return value
        place, schema = self.document.resolve(pointer)
        if isinstance(value, dict):
            known = self._members(place)
            if known is None:
                return value
            own = schema.get("properties", {})
            return {
                name: self.reduce(join(place, "properties", name), item, (*path, name)) if name in own else item
                for name, item in value.items()
                if name in known
            }
        if isinstance(value, list) and _is_local(schema) and not any(choice in schema for choice in _CHOICES):
            return self._items(join(place, "items"), value, path) if "items" in schema else []
        return value

    def _items(self, pointer: str, items: list[Any], path: Path) -> list[Any]:
        wrong = [index for index, item in enumerate(items) if not self.is_valid(pointer, item)]
        kept = wrong[: self.most]
        self.dropped += len(wrong) - len(kept)
        self.indices[path] = kept
        return [self.reduce(pointer, items[index], (*path, place)) for place, index in enumerate(kept)]

    def _members(self, pointer: str, inside: tuple[str, ...] = ()) -> set[str] | None:
        """The members that a schema and its branches name; None where it is about others too."""
        pointer, schema = self.document.resolve(pointer)
        if not _is_local(schema) or pointer in inside:
            return None
        found = {*schema.get("properties", ()), *schema.get("required", ())}
        for choice in _CHOICES:
            for index in range(len(schema.get(choice, ()))):
                members = self._members(join(pointer, choice, str(index)), (*inside, pointer))
                if members is None:
                    return None
                found |= members
        return found


def _is_local(schema: Any) -> bool:
    return isinstance(schema, dict) and not any(
        keyword not in _LOCAL and not keyword.startswith("x-") for keyword in schema
    )
