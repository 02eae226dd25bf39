"""What one side sends, and what the other takes, as schemas that can be compared as sets.

A client sends only what the base declares, and a server may refuse what the revised one doesn't; an answer may carry
members that nobody declared, unless its object is closed, but none by a name that was given up. So objects of a request
are closed on both sides, and an answer's object is closed but for one member that stands for all that aren't declared.
"""

import itertools
import json
from collections.abc import Callable, Iterable
from typing import Any, Literal

import attrs

from .parts import Key, Member, Part, Shape, met
from .patterns import has_pattern
from .shapes import Shapes

__all__ = [
    "NO_NAMES",
    "UNDECLARED",
    "Names",
    "Role",
    "Text",
    "TooLargeError",
    "as_sent",
    "as_text",
    "emit",
    "emit_parts",
    "is_hidden",
    "names_of",
]

Role = Literal["sent in request", "taken in request", "sent in response", "taken in response", "as written"]
Text = Literal["", "form", "value"]
"""Whether values are text: not in JSON; those of the members of a form; this one."""

UNDECLARED = "a_member_that_is_not_declared"
MOST_NODES = 20_000
_MOST_TOGETHER = 8
_DECODED = {"true": True, "false": False}


@attrs.frozen(kw_only=True)
class Names:
    """The names that members of a value may have, however deep: those that are declared, and patterns of them.

    anything says that there are values of any kind, whose members have any name.
    """

    declared: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    anything: bool = False


NO_NAMES = Names()


class TooLargeError(Exception):
    """A schema that would be too large to look at, or that parts can't say."""


def emit(shapes: Shapes, key: Key, role: Role, *, text: Text = "", taken: Names = NO_NAMES) -> Any:
    """The schema of a key in a role.

    text says where values are those of a form or a query, in which 4 and "4" are one; taken are the names that the
    other side may send, to be refused where they aren't declared. TooLargeError for what can't be said.
    """
    return _Writing(shapes=shapes, role=role, taken=taken).whole(lambda writing: writing.shape(key, text=text))


def emit_parts(shapes: Shapes, parts: tuple[Part, ...], role: Role, *, text: Text = "", taken: Names = NO_NAMES) -> Any:
    """The schema of some parts."""
    return _Writing(shapes=shapes, role=role, taken=taken).whole(lambda writing: writing.parts(parts, text=text))


def names_of(shapes: Shapes, key: Key = (), parts: Iterable[Part] = ()) -> Names:
    """The names of members in what a key, or some parts, accept."""
    names: set[str] = set()
    patterns: set[str] = set()
    anything = False
    seen: set[Key] = set()
    ahead = [key] if key else []
    inside = list(parts)
    while ahead or inside:
        for part in inside:
            names |= part.members.keys()
            patterns |= part.name_patterns.keys()
            ahead += [each.key for each in part.members.values()]
            ahead += [each for each in (part.rest, part.items, *part.prefix, *part.name_patterns.values()) if each]
        inside = []
        if ahead and (here := ahead.pop()) not in seen:
            seen.add(here)
            shape = shapes.at(here)
            anything = anything or shape.anything
            inside = list(shape.parts)
    return Names(declared=frozenset(names), patterns=frozenset(patterns), anything=anything)


@attrs.define(kw_only=True)
class _Writing:
    """Writes one schema; what holds itself becomes a definition."""

    shapes: Shapes
    role: Role
    taken: Names
    _names: dict[tuple[Key, Text], str] = attrs.field(factory=dict)
    _needed: set[str] = attrs.field(factory=set)
    _open: set[tuple[Key, Text]] = attrs.field(factory=set)
    _definitions: dict[str, Any] = attrs.field(factory=dict)
    _count: int = 0

    def whole(self, write: Callable[["_Writing"], Any]) -> Any:
        schema = write(self)
        if not self._definitions:
            return schema
        return {**schema, "$defs": self._definitions} if isinstance(schema, dict) else schema

    def shape(self, key: Key, *, text: Text = "") -> Any:
        """The schema of a key."""
        if not key:
            return True
        use = (key, text)
        name = self._names.setdefault(use, f"d{len(self._names)}")
        if use in self._open or name in self._definitions:
            self._needed.add(name)
            return {"$ref": f"#/$defs/{name}"}
        self._open.add(use)
        schema = self._shape(self.shapes.at(key), text=text)
        self._open.discard(use)
        if name in self._needed:
            self._definitions[name] = schema
            return {"$ref": f"#/$defs/{name}"}
        return schema

    def _shape(self, shape: Shape, *, text: Text) -> Any:
        if not shape.whole:
            raise TooLargeError
        if shape.anything:
            return True
        schema = self.parts(shape.parts, text=text)
        also: list[Any] = [
            {"oneOf": [self._as_written(branch, text=text) for branch in branches]} for branches in shape.exactly
        ]
        also += [{"anyOf": [self._as_written(branch, text=text) for branch in branches]} for branches in shape.some]
        also += [{"not": self._as_written(each, text=text)} for each in shape.nots]
        for pointer in shape.conditions:
            node = self.shapes.node(pointer)
            words = [word for word in ("if", "then", "else") if word in node]
            also.append({word: self._as_written((f"{pointer}/{word}",), text=text) for word in words})
        return {"allOf": [schema, *also]} if also else schema

    def _as_written(self, key: Key, *, text: Text) -> Any:
        """What a key accepts, by itself: within not, if and oneOf nobody sends or takes."""
        role, self.role = self.role, "as written"
        names, self._names = self._names, {}
        if len(self._open) > 60:  # a not that holds itself
            raise TooLargeError
        schema = self.shape(key, text=text)
        self.role, self._names = role, names
        return schema

    def parts(self, parts: tuple[Part, ...], *, text: Text = "") -> Any:
        """The schema of a union."""
        objects = [part for part in parts if part.type == "object"]
        if self.role != "as written" and 1 < len(objects) <= _MOST_TOGETHER:
            # who is of two alternatives may have the members of both
            both = [met(a, b) for a, b in itertools.combinations(objects, 2)]
            parts = (*parts, *(part for part in both if part is not None and part.values is None))
        written = [schema for part in parts for schema in self._part(part, text=text)]
        if not written:
            return False
        return written[0] if len(written) == 1 else {"anyOf": written}

    def _part(self, part: Part, *, text: Text) -> list[Any]:
        self._count += 1
        if self._count > MOST_NODES:
            raise TooLargeError
        if part.type == "binary":
            return [{"type": "string", "format": "binary"}]
        if part.values is not None and part.type in {"null", "boolean", "number", "string"}:
            values = [as_text(value) for value in part.values] if text == "value" else list(part.values)
            schema: dict[str, Any] = {"enum": values}
            if part.limits or part.patterns:
                schema = {"allOf": [schema, *self._scalar(part)]}
            return [schema]
        if part.type == "object":
            return [self._object(part, text=text)]
        if part.type == "array":
            return [self._array(part, text=text)]
        found = self._scalar(part)
        if text == "value" and part.type == "string" and not part.patterns and part.limits in ({}, {"minLength": 1}):
            found += [{"type": "number"}, {"type": "boolean"}]
        return found

    @staticmethod
    def _scalar(part: Part) -> list[Any]:
        schema: dict[str, Any] = {"type": part.name, **part.limits}
        if part.name == "integer" and schema.get("multipleOf") == 1:
            del schema["multipleOf"]
        patterns = sorted(part.patterns)
        if len(patterns) == 1:
            schema["pattern"] = patterns[0]
        elif patterns:
            schema["allOf"] = [{"pattern": pattern} for pattern in patterns]
        return [schema]

    def _object(self, part: Part, *, text: Text) -> Any:
        direction = self.role.rpartition(" ")[2]
        members = {name: each for name, each in part.members.items() if not is_hidden(self.shapes, each, direction)}
        required = sorted(part.required - (part.members.keys() - members.keys()))
        schema: dict[str, Any] = {"type": "object", **part.limits}
        inner: Text = "value" if text == "form" else ""
        properties = {name: self.shape(each.key, text=inner) for name, each in members.items()}
        patterns = {pattern: self.shape(key) for pattern, key in part.name_patterns.items()}
        if not part.closed and not part.rest:
            properties |= {name: True for name in required if name not in properties}
        schema |= self._rest(part, properties)
        if properties:
            schema["properties"] = properties
        if patterns:
            schema["patternProperties"] = patterns
        if required:
            schema["required"] = required
        for word, pointer in part.raw:
            said = self.shapes.node(pointer)
            schema[word] = said if word == "dependentRequired" else self._raw(pointer, said)
        if part.values is not None:
            schema["enum"] = list(part.values)
        return schema

    def _raw(self, pointer: str, said: Any) -> Any:
        if isinstance(said, dict) and pointer.endswith("/dependentSchemas"):
            return {name: self._as_written((f"{pointer}/{name}",), text="") for name in said}
        return self._as_written((pointer,), text="")

    def _rest(self, part: Part, properties: dict[str, Any]) -> dict[str, Any]:
        """What is said of members that aren't declared; may add to those that are."""
        if part.closed:
            return {"additionalProperties": False}
        if part.rest:
            return {"additionalProperties": self.shape(part.rest)}
        if self.role == "sent in request":
            return {"additionalProperties": False}
        if self.role == "sent in response":
            properties[UNDECLARED] = True
            return {"additionalProperties": False}
        if self.role == "taken in request" and not (part.free and self.taken.anything):
            return self._refused(part, properties)
        return {}

    def _refused(self, part: Part, properties: dict[str, Any]) -> dict[str, Any]:
        """Of the names that may be sent, those that an object doesn't declare are refused."""
        known = part.members.keys() | part.required
        names = sorted(name for name in self.taken.declared - known if not _has_any(part.name_patterns, name))
        properties.update(dict.fromkeys(names, False))
        if part.name_patterns:  # of which nobody knows what they have in common with others
            return {}
        patterns = [each for each in sorted(self.taken.patterns) if not any(_has_any([each], name) for name in known)]
        return {"patternProperties": dict.fromkeys(patterns, False)} if patterns else {}

    def _array(self, part: Part, *, text: Text) -> Any:
        schema: dict[str, Any] = {"type": "array", **part.limits}
        if part.prefix:
            schema["prefixItems"] = [self.shape(key, text=text) for key in part.prefix]
        if part.items:
            schema["items"] = self.shape(part.items, text=text)
        for word, pointer in part.raw:
            said = self.shapes.node(pointer)
            schema[word] = said if isinstance(said, int) else self._raw(pointer, said)
        if part.values is not None:
            schema["enum"] = list(part.values)
        return schema


def _has_any(patterns: Iterable[str], name: str) -> bool:
    """Whether a name has one of the patterns, or one that nobody can read."""
    try:
        return any(has_pattern(pattern, name) for pattern in patterns)
    except ValueError:
        return True


def is_hidden(shapes: Shapes, member: Member, direction: str) -> bool:
    """Whether a member is none in a direction: what is only read is not sent, what is only written not answered."""
    word = {"request": "readOnly", "response": "writeOnly"}.get(direction, "")
    return bool(word) and shapes.says(member.key, word)


def as_sent(value: Any) -> Any:
    """A value as it is written in a form or a query."""
    return json.dumps(value) if isinstance(value, bool | int | float) else value


def as_text(value: Any) -> Any:
    """A value as a form or a query reads it: the text of a number is that number."""
    if not isinstance(value, str):
        return value
    if value in _DECODED:
        return _DECODED[value]
    try:
        number = int(value)
    except ValueError:
        return value
    return number if str(number) == value else value
