"""What is what in an OpenAPI document: where the schemas are, the responses, the headers; all else is data or words."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import attrs

from openvideos.contract.found import show
from openvideos.contract.pointer import join
from openvideos.contract.source import SourceError

__all__ = ["COMPONENTS", "METHODS", "Kind", "Part", "parts"]

# fmt: off
Kind = Literal[
    "callback", "components", "document", "encoding", "example", "header", "link", "media type", "operation",
    "parameter", "path item", "paths", "request body", "response", "responses", "schema", "security scheme",
]
# fmt: on
_Form = Literal["one", "map", "list"]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

COMPONENTS: Final[Mapping[str, Kind]] = {
    "schemas": "schema",
    "responses": "response",
    "parameters": "parameter",
    "examples": "example",
    "requestBodies": "request body",
    "headers": "header",
    "securitySchemes": "security scheme",
    "links": "link",
    "callbacks": "callback",
    "pathItems": "path item",
}
"""What the maps of the components hold."""

_PARAMETER: Final[Mapping[str, tuple[_Form, Kind]]] = {"schema": ("one", "schema"), "content": ("map", "media type")}
_SCHEMA: Final[Mapping[_Form, tuple[str, ...]]] = {
    "one": (
        *("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"),
        *("unevaluatedItems", "unevaluatedProperties", "contentSchema"),
    ),
    "map": ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
    "list": ("allOf", "anyOf", "oneOf", "prefixItems"),
}
_GRAMMAR: Final[Mapping[Kind, Mapping[str, tuple[_Form, Kind]]]] = {
    "document": {"paths": ("one", "paths"), "webhooks": ("map", "path item"), "components": ("one", "components")},
    "components": {name: ("map", kind) for name, kind in COMPONENTS.items()},
    "path item": {"parameters": ("list", "parameter"), **dict.fromkeys(METHODS, ("one", "operation"))},
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "request body"),
        "responses": ("one", "responses"),
        "callbacks": ("map", "callback"),
    },
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "request body": {"content": ("map", "media type")},
    "media type": {"schema": ("one", "schema"), "encoding": ("map", "encoding")},
    "encoding": {"headers": ("map", "header")},
    "response": {"headers": ("map", "header"), "content": ("map", "media type"), "links": ("map", "link")},
    "schema": {name: (form, "schema") for form, names in _SCHEMA.items() for name in names},
}
# whose members are all of one kind, but for extensions
_OPEN: Final[Mapping[Kind, Kind]] = {"paths": "path item", "callback": "path item", "responses": "response"}


@attrs.frozen(kw_only=True)
class Part:
    """Something of a document: what it is, where it stands, and itself."""

    kind: Kind
    pointer: str
    node: Any

    def is_alone(self, *, old: bool) -> bool:
        """Whether what stands beside its $ref, if it has one, counts for nothing; old is before 3.1."""
        return (old or self.kind != "schema") and self.kind != "path item" and self.ref is not None

    @property
    def ref(self) -> str | None:
        """Its $ref, if it has one."""
        ref = self.node.get("$ref") if isinstance(self.node, dict) else None
        return ref if isinstance(ref, str) else None


def parts(part: Part, *, strict: bool = True) -> Iterator[Part]:
    """What a part is made of, one level of it.

    SourceError for what is not of the form that OpenAPI has for it; left out if that is not to be strict.
    """
    kind = _OPEN.get(part.kind)
    if kind is not None:
        members = {name: node for name, node in part.node.items() if not name.startswith("x-")}
        yield from (Part(kind=kind, pointer=join(part.pointer, name), node=node) for name, node in members.items())
        return
    grammar = _GRAMMAR.get(part.kind, {})
    for name, found in part.node.items():
        if name not in grammar:
            continue
        (form, inner), pointer = grammar[name], f"{part.pointer}/{name}"
        if form == "one":
            yield Part(kind=inner, pointer=pointer, node=found)
        elif form == "map" and isinstance(found, dict):
            yield from (Part(kind=inner, pointer=join(pointer, key), node=node) for key, node in found.items())
        elif form == "list" and isinstance(found, list):
            yield from (Part(kind=inner, pointer=f"{pointer}/{at}", node=node) for at, node in enumerate(found))
        elif strict:
            raise SourceError(pointer, show(found), "an object" if form == "map" else "an array")
