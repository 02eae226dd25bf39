"""Whether a schema holds another by its structure.

Where schemas hold themselves, a pair that is under proof is taken for proved when it is met again.
"""

from collections.abc import Callable
from typing import Any, Final

import attrs

from .patterns import has_pattern

__all__ = ["BYTES", "Structure", "in_order", "marked"]

BYTES: Final = {"<bytes>": True}
"""What stands for bytes, among JSON values."""
_NAME = next(iter(BYTES))
_MOST = 20_000
_MOST_TOLD_APART = 50
_OBJECT = frozenset(
    {"type", "properties", "required", "patternProperties", "additionalProperties", "minProperties", "maxProperties"}
)
_OF_OBJECTS = (_OBJECT - {"type"}) | {"propertyNames", "dependentRequired"}
_UNORDERED = frozenset({"enum", "required", "anyOf", "oneOf", "allOf", "type"})
_MAPS = frozenset({"$defs", "properties", "patternProperties", "dependentSchemas"})
_ARRAY = frozenset({"type", "items", "minItems", "maxItems", "uniqueItems"})


def marked(*schemas: Any) -> tuple[Any, ...]:
    """Schemas as a validator has to see them: bytes are one object that no other schema of objects takes."""
    if not any("'binary'" in repr(schema) for schema in schemas):
        return schemas
    return tuple(map(_marked, schemas))


def _marked(node: Any) -> Any:
    if isinstance(node, list):
        return [_marked(item) for item in node]
    if not isinstance(node, dict):
        return node
    kinds = node.get("type")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if node.get("format") == "binary" and kinds and "string" in kinds:
        others = [kind for kind in kinds if kind != "string"]
        rest = {key: item for key, item in node.items() if key != "format"}
        return {"anyOf": [{"const": BYTES}, _marked({**rest, "type": others})]} if others else {"const": BYTES}
    found = {}
    for key, item in node.items():
        if key in _MAPS and isinstance(item, dict):  # whose names are no keywords
            found[key] = {name: _marked(each) for name, each in item.items()}
        else:
            found[key] = item if key in {"const", "enum"} else _marked(item)
    if kinds is None and _OF_OBJECTS & node.keys():  # which bytes are none of
        return {"anyOf": [{"const": BYTES}, found]}
    if kinds and "object" in kinds:
        found["properties"] = {**found.get("properties", {}), _NAME: False}
    return found


def in_order(node: Any, known: dict[int, tuple[Any, str]] | None = None) -> str:
    """The text of a schema without the orders that say nothing: in Python's words, in which True is not 1.

    known are objects whose texts are known, by id; it grows, and keeps them, so that no id is given twice.
    """
    if isinstance(node, list):
        return f"[{', '.join(in_order(item, known) for item in node)}]"
    if not isinstance(node, dict):
        return repr(node)
    if known is not None and id(node) in known:
        return known[id(node)][1]
    words = []
    for key in sorted(node):
        item = node[key]
        if key in _UNORDERED and isinstance(item, list):
            text = f"[{', '.join(sorted(in_order(each, known) for each in item))}]"
        else:
            text = in_order(item, known)
        words.append(f"{key!r}: {text}")
    found = f"{{{', '.join(words)}}}"
    if known is not None:
        known[id(node)] = node, found
    return found


class _GaveUpError(Exception):
    """Too many pairs."""


@attrs.define
class Structure:
    """Two schemas, each with its own definitions; decide says "yes" where one without $refs is within another."""

    a: Any
    b: Any
    _decide: Callable[[Any, Any], str]
    _proved: set[tuple[int, int]] = attrs.field(factory=set)
    _texts: dict[int, tuple[Any, str]] = attrs.field(factory=dict)
    _decided: dict[tuple[str, str], bool] = attrs.field(factory=dict)
    _count: int = 0

    def covers(self) -> bool:
        """Whether it can be shown that b accepts everything that a does."""
        try:
            return self._covers(self.a, self.b)
        except (_GaveUpError, RecursionError, ValueError):
            return False

    def _covers(self, a: Any, b: Any) -> bool:
        a, b = self._resolved(self.a, a), self._resolved(self.b, b)
        if a is False or b is True or b == {}:
            return True
        if a is True or b is False or a == {}:
            return False
        self._count += 1
        if self._count > _MOST:
            raise _GaveUpError
        if self._text(a) == self._text(b) and "'$ref'" not in self._text(a):
            return True
        pair = (id(a), id(b))
        if pair in self._proved:
            return True
        before = set(self._proved)
        self._proved.add(pair)
        if self._by_parts(a, b):
            return True
        self._proved = before
        return False

    def _text(self, node: Any) -> str:
        return in_order(node, self._texts)

    @staticmethod
    def _resolved(root: Any, node: Any) -> Any:
        for _ in range(50):
            ref = node.get("$ref") if isinstance(node, dict) and len(set(node) - {"$defs"}) == 1 else None
            if not isinstance(ref, str):
                break
            node = root if ref == "#" else root["$defs"][ref.removeprefix("#/$defs/")]
        return node

    def _by_parts(self, a: dict[str, Any], b: dict[str, Any]) -> bool:
        a, b = ({key: item for key, item in each.items() if key != "$defs"} for each in (a, b))
        if a.keys() == {"anyOf"}:
            return all(self._covers(each, b) for each in a["anyOf"])
        if b.keys() == {"allOf"}:
            return all(self._covers(a, each) for each in b["allOf"])
        if a.keys() == {"allOf"} and any(self._covers(each, b) for each in a["allOf"]):
            return True
        if b.keys() == {"anyOf"} and (any(self._covers(a, each) for each in b["anyOf"]) or self._told_apart(a, b)):
            return True
        if isinstance(a.get("type"), list):
            return all(self._covers({**a, "type": kind}, b) for kind in a["type"])
        if isinstance(b.get("type"), list):
            return any(self._covers(a, {**b, "type": kind}) for kind in b["type"])
        if a.get("type") == b.get("type") == "object" and a.keys() | b.keys() <= _OBJECT:
            return self._objects(a, b)
        if a.get("type") == b.get("type") == "array" and a.keys() | b.keys() <= _ARRAY:
            return self._arrays(a, b)
        return self._leaves(a, b)

    def _told_apart(self, a: dict[str, Any], b: dict[str, Any]) -> bool:
        """Whether b takes the objects of a by the listed values of a member that all of them have."""
        for name in a.get("required", ()) if a.get("type") == "object" else ():
            listed = a.get("properties", {}).get(name)
            values = listed.get("enum", ()) if isinstance(listed, dict) and listed.keys() == {"enum"} else ()
            if 1 < len(values) <= _MOST_TOLD_APART:
                each = [{**a, "properties": {**a["properties"], name: {"enum": [value]}}} for value in values]
                return all(self._covers(one, b) for one in each)
        return False

    def _objects(self, a: dict[str, Any], b: dict[str, Any]) -> bool:
        if not set(b.get("required", ())) <= set(a.get("required", ())) or not _within(a, b, "Properties"):
            return False
        if any(self._resolved(self.a, each) is False for name in a.get("required", ()) for each in _of_member(a, name)):
            return True  # there is no such object
        names = dict.fromkeys((*a.get("properties", {}), *b.get("properties", {})))
        return self._by_patterns(a, b) and all(
            any(self._covers(mine, theirs) for mine in _of_member(a, name))
            for name in names
            for theirs in _of_member(b, name)
        )

    def _by_patterns(self, a: dict[str, Any], b: dict[str, Any]) -> bool:
        """Whether b takes the members that a doesn't name, whatever two patterns have in common."""
        mine, theirs = (each.get("patternProperties", {}) for each in (a, b))
        rest, other = a.get("additionalProperties", True), b.get("additionalProperties", True)
        for pattern, schema in (*mine.items(), (None, rest)):
            # a name of a pattern may have any other pattern too; one of none has none that both sides know
            taking = [said for name, said in theirs.items() if pattern is not None or name not in mine]
            taking += [] if pattern in theirs else [other]
            if not all(self._covers(schema, each) for each in taking):
                return False
        return True

    def _arrays(self, a: dict[str, Any], b: dict[str, Any]) -> bool:
        if not _within(a, b, "Items") or (b.get("uniqueItems") and not a.get("uniqueItems")):
            return False
        return a.get("maxItems") == 0 or self._covers(a.get("items", True), b.get("items", True))

    def _leaves(self, a: dict[str, Any], b: dict[str, Any]) -> bool:
        texts = self._text(a), self._text(b)
        if any("'$ref'" in text for text in texts):
            return False
        if texts not in self._decided:
            self._decided[texts] = self._decide(a, b) == "yes"
        return self._decided[texts]


def _of_member(schema: dict[str, Any], name: str) -> list[Any]:
    """The schemas that apply to a member of an object. Raises ValueError for a pattern that nobody can read."""
    found = [schema["properties"][name]] if name in schema.get("properties", {}) else []
    patterns = schema.get("patternProperties", {})
    found += [said for pattern, said in patterns.items() if has_pattern(pattern, name)]
    return found or [schema.get("additionalProperties", True)]


def _within(a: dict[str, Any], b: dict[str, Any], what: str) -> bool:
    """Whether counts that a allows are all allowed by b."""
    least, most = f"min{what}", f"max{what}"
    return bool(a.get(least, 0) >= b.get(least, 0) and a.get(most, float("inf")) <= b.get(most, float("inf")))
