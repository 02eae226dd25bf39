"""What the contract has for an operation's arguments: where each goes, and what it may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from openvideos.contract.document import Document, join

__all__ = ["Member", "Shape", "shape_of"]


@attrs.frozen(kw_only=True)
class Member:
    """A member of a body: the components that it is made of, whether it may be a file, and objects with their names."""

    components: tuple[str, ...]
    file: bool
    objects: Mapping[str, tuple[str, ...]]


@attrs.frozen(kw_only=True)
class Shape:
    """What the contract has for an operation: parameters by location, with defaults, and members of its bodies."""

    parameters: Mapping[str, str]
    defaults: Mapping[str, Any]
    members: Mapping[str, Member]


@cache
def shape_of(operation: str) -> Shape:
    """The shape of an operation, found out once."""
    document = Document.load()
    asked = document.operation(operation)
    found: dict[str, Member] = {}
    for pointer in asked.bodies.values():
        place, schema = document.resolve(pointer)
        for name in schema.get("properties", {}):
            node = document.at(join(place, "properties", name))
            before = found.get(name, Member(components=(), file=False, objects={}))
            found[name] = _with(before, _parts(document, node))
    defaults = {}
    for parameter in asked.parameters:
        node = document.at(parameter.pointer)
        if "default" in node:
            defaults[parameter.name] = node["default"]
    return Shape(
        parameters={parameter.name: parameter.location for parameter in asked.parameters},
        defaults=defaults,
        members=found,
    )


def _with(member: Member, parts: Iterator[tuple[str, Mapping[str, Any]]]) -> Member:
    components, file, objects = list(member.components), member.file, dict(member.objects)
    for component, schema in parts:
        if component:
            components.append(component)
        file = file or (schema.get("type") == "string" and schema.get("format") == "binary")
        if component and schema.get("type") == "object":
            objects[component] = tuple(schema.get("properties", {}))
    return Member(components=tuple(dict.fromkeys(components)), file=file, objects=objects)


def _parts(document: Document, node: Mapping[str, Any], component: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A schema and those that it is made of, each with its component's name."""
    if "$ref" in node:
        target = document.target(node["$ref"])
        yield from _parts(document, document.at(target), target.rpartition("/")[2])
        return
    yield component, node
    for keyword in ("oneOf", "anyOf", "allOf"):
        for branch in node.get(keyword, ()):
            yield from _parts(document, branch)
