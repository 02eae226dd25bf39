"""The contract's document: the bundled JSON, its operations, and where things stand in it."""

import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib import resources
from os import PathLike
from typing import Any, ClassVar, cast
from urllib.parse import unquote

from .operation import Operation, Parameter, Response, media_type, read_operations
from .pointer import join, split

__all__ = ["Document", "Operation", "Parameter", "Response", "contract_defaults", "join", "media_type", "split"]

_MAX_REFS = 50


class Document:
    """An OpenAPI document, read where something is asked; pointers are JSON pointers without a leading #."""

    trusted: ClassVar[bool] = False
    """Whether tests have seen that the document is one, so that nothing has to be looked at before it is asked for."""

    def __init__(self, data: dict[str, Any], lines: Mapping[str, int] | None = None) -> None:
        if not isinstance(data, dict) or not isinstance(data.get("paths"), dict):
            raise ValueError("contract: found no paths; allowed: an OpenAPI 3.1 document")
        self.data = data
        self._given_lines = lines or {}

    @classmethod
    def load(cls, source: str | PathLike[str] | Mapping[str, Any] | None = None) -> "Document":
        """The bundled document (one object per process), that of a file (YAML needs PyYAML), or a decoded one.

        Another than the bundled one is copied, with keys and dates as text, and its operations are read at once. Raises
        ValueError, in one line, for what is no OpenAPI document, OSError for a file that can't be read.
        """
        if source is None:
            return _bundled()
        from .source import read_source

        read = read_source(source)
        document = cls(read.data, read.lines)
        _ = document.operations, document.schemas
        return document

    def at(self, pointer: str) -> Any:
        """What stands at a pointer; KeyError if there is nothing."""
        node: Any = self.data
        for part in split(pointer):
            try:
                node = node[int(part)] if isinstance(node, list) and part.isdecimal() else node[part]
            except (IndexError, ValueError, TypeError):
                raise KeyError(pointer) from None
        return node

    def resolve(self, pointer: str) -> tuple[str, Any]:
        """Follow $refs from a pointer to where there is none: that pointer and what stands there.

        KeyError if there is nothing at the pointer, ValueError for a $ref that leads nowhere.
        """
        place, node = pointer, self.at(pointer)
        for _ in range(_MAX_REFS):
            ref = node.get("$ref") if isinstance(node, dict) else None
            if not isinstance(ref, str):
                return place, node
            try:
                target = self.target(ref)
                place, node = target, self.at(target)
            except KeyError:
                raise self.fault(place, "the $ref {}", "one to what is in the document", ref) from None
            except ValueError:
                raise self.fault(place, "the $ref {}", "one within the document (#/...)", ref) from None
        raise self.fault(pointer, "a $ref that leads in circles", "one that ends")

    @staticmethod
    def target(ref: str) -> str:
        """The pointer that a $ref of this document names; ValueError for one that leads out of it."""
        if ref != "#" and not ref.startswith("#/"):
            raise ValueError(f"contract: found the $ref {ref!r}; allowed: one within the document (#/...)")
        return unquote(ref[1:])

    def fault(self, pointer: str, found: str, allowed: str, *values: Any) -> ValueError:
        """What is wrong at a pointer, in one line with the line of the YAML, to be raised; in found, {} is a value."""
        from .found import show
        from .source import fault

        return fault(pointer, found.format(*map(show, values)), allowed, self.line(pointer))

    def line(self, pointer: str) -> int | None:
        """The line of the YAML, counted from 1, on which a pointer (or what is nearest around it) stands, if known."""
        lines = self.lines
        while pointer and pointer not in lines:
            pointer = pointer.rpartition("/")[0]
        return lines.get(pointer)

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """The line of the YAML, counted from 1, of each pointer; empty if nobody knows."""
        return self._given_lines

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """Each operation by its operationId, in the document's order."""
        found: dict[str, Operation] = {}
        for operation in read_operations(self):
            first = found.setdefault(operation.id, operation)
            # two paths may share one item by $ref
            if first.pointer != operation.pointer:
                place = join(operation.pointer, "operationId")
                raise self.fault(place, "{} again", f"another than that of {first.pointer}", operation.id)
        return found

    @cached_property
    def schemas(self) -> Mapping[str, Any]:
        """The schema components by name."""
        found = self.data
        for name, pointer in (("components", "/components"), ("schemas", "/components/schemas")):
            found = found.get(name, {})
            if not isinstance(found, dict):
                raise self.fault(pointer, "{}", "an object", found)
        for name in found:
            if not (name and name.isprintable()):
                raise self.fault("/components/schemas", "the name {}", "letters, digits, ._-", name)
        return found

    def operation(self, name: str) -> Operation:
        """The operation of this operationId; ValueError, which lists them, if there is none."""
        found = self.operations.get(name)
        if found is None:
            raise ValueError(f"operation: found {name!r}; allowed: {', '.join(self.operations) or 'none'}")
        return found

    def members(self, operation: str) -> Mapping[str, dict[str, Any]]:
        """The members of an operation's request body by name, each schema resolved, of all its media types together."""
        found: dict[str, dict[str, Any]] = {}
        for pointer in self.operation(operation).bodies.values():
            place, schema = self.resolve(pointer)
            for name, member in _keywords(schema).get("properties", {}).items():
                target = self.resolve(join(place, "properties", name))[1]
                found.setdefault(name, {**_keywords(target), **_keywords(member)})
        return found

    def defaults(self, operation: str) -> dict[str, Any]:
        """What a server assumes for the members of an operation's body that aren't sent."""
        return {name: schema["default"] for name, schema in self.members(operation).items() if "default" in schema}

    def enum(self, component: str) -> tuple[Any, ...]:
        """The listed values of a schema component, open (any string, or one of these) or not; () if it lists none."""
        return tuple(self._values(join("/components/schemas", component)))

    def answers_with(self, operation: Operation, component: str) -> bool:
        """Whether an operation that succeeds answers with a schema component."""
        success = operation.nearest(200)
        place = join("/components/schemas", component)
        return success is not None and place in {self.resolve(each)[0] for each in success.content.values()}

    def _values(self, pointer: str) -> Iterator[Any]:
        """The listed values of a schema and its branches, each looked at once."""
        seen: set[str] = set()
        ahead = [pointer]
        while ahead:
            place, schema = self.resolve(ahead.pop())
            if place not in seen:
                seen.add(place)
                schema = _keywords(schema)
                yield from schema.get("enum", ())
                branches = [
                    join(place, key, str(i)) for key in ("anyOf", "oneOf") for i in range(len(schema.get(key, ())))
                ]
                ahead += reversed(branches)


class _Bundled(Document):
    """The document that comes with this package; its lines are read when one is asked for."""

    trusted = True

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """The lines that come with this package."""
        return cast("Mapping[str, int]", _resource("lines.json"))


def contract_defaults(operation: str) -> dict[str, Any]:
    """What the bundled contract says a server assumes for the members of an operation's body that aren't sent."""
    return Document.load().defaults(operation)


def _keywords(schema: Any) -> dict[str, Any]:
    """A schema's keywords; true and false have none."""
    return schema if isinstance(schema, dict) else {}


@cache
def _bundled() -> Document:
    return _Bundled(_resource("videos.json"))


def _resource(name: str) -> dict[str, Any]:
    text = resources.files("openvideos_api.contract").joinpath(name).read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))
