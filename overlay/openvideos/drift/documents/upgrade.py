"""OpenAPI 3.0 -> 3.1, at the same pointers: what the two write differently and mean the same."""

from collections.abc import Iterable
from typing import Any

from .grammar import Part

__all__ = ["drop_beside_refs", "upgrade"]

_BESIDE_REF = frozenset({"$ref", "summary", "description"})


def upgrade(parts: Iterable[Part]) -> None:
    """Rewrite, in place, the parts of a 3.0 document: all of them, found before.

    What stands beside a $ref goes. nullable becomes a type where a type stands beside it, and is nothing elsewhere: an
    enum has to list null itself. Exclusive bounds become numbers, an example one of examples.
    """
    for part in parts:
        if part.is_alone(old=True):
            _keep(part.node, frozenset({"$ref"}))
        elif part.kind == "schema" and isinstance(part.node, dict):
            _upgrade_schema(part.node)


def drop_beside_refs(parts: Iterable[Part]) -> None:
    """Drop, in place, what counts for nothing beside the $refs of a 3.1 document: not those of schemas."""
    for part in parts:
        if part.is_alone(old=False):
            _keep(part.node, _BESIDE_REF)


def _keep(node: dict[str, Any], names: frozenset[str]) -> None:
    for name in [each for each in node if each not in names]:
        del node[name]


def _upgrade_schema(schema: dict[str, Any]) -> None:
    if schema.pop("nullable", False) is True and "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        schema["type"] = types if "null" in types else [*types, "null"]
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(exclusive), bool):
            is_exclusive = schema.pop(exclusive)
            if is_exclusive and bound in schema:
                schema[exclusive] = schema.pop(bound)
    if "example" in schema:
        example = schema.pop("example")
        schema.setdefault("examples", [example])
