"""Schemas -> jsonschema-rs validators: each compiled when first asked for, once per document."""

import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator, ReferencingError, Registry, ValidationError

from .decode import MAX_DEPTH
from .document import Document, join
from .formats import enforced
from .wellformed import check_schemas, roots, schema_fault

__all__ = ["FILE", "Compiled", "Validator"]

# What stands for a file while a validator looks: nothing that a client could send, and no JSON type that a form's
# member is likely to take. Schemas of files (string, format binary) are compiled to want just this.
FILE = [[f"file {secrets.token_hex(16)}"]]

_URI = "urn:openvideos:contract"
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,300})(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?")
_INTEGER = re.compile(r"-?[0-9]{1,300}")  # to headers and queries, unlike to JSON, 007 is a number
_DEEPEST_CHOICE = 10
_ANYTHING = frozenset({"string", "integer", "number", "boolean", "object", "array", "null"})


class Validator(Protocol):
    """What a schema was compiled to."""

    def is_valid(self, value: Any) -> bool:
        """Whether a value conforms; ValueError for one that JSON can't say."""

    def iter_errors(self, value: Any) -> Iterator[ValidationError]:
        """What is off in a value."""


class Compiled:
    """The validators of a document, by the pointer of the schema.

    All of a document that isn't trusted are tried at once: ValueError, in one line, for what is no schema.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._validators: dict[str, Validator] = {}
        self._types: dict[str, frozenset[str]] = {}
        self._files: dict[str, bool] = {}
        self._registry: Registry | None = None
        if not document.trusted:
            check_schemas(document)
            self._compile({"allOf": [True, *map(_reference, dict.fromkeys(roots(document)))]})

    def validator(self, pointer: str) -> Validator:
        """The validator of the schema at a pointer.

        Draft 2020-12: 5.0 is an integer, as JSON doesn't tell it from 5. Formats that jsonschema-rs knows are checked
        (uri as in RFC 3986: ASCII, absolute) and those of formats.py; others pass.
        """
        found = self._validators.get(pointer)
        if found is None:
            found = self._compile(_reference(pointer))
            # only schemas that hold themselves go on where the value does, and those of ours don't
            found = self._validators[pointer] = found if self._document.trusted else _Bounded(found)
        return found

    def _compile(self, schema: Any) -> Validator:
        try:
            if self._registry is None:
                self._registry = Registry([(_URI, _for_validator(self._document.data))])
            return Draft202012Validator(
                schema,
                registry=self._registry,
                validate_formats=True,
                offline=True,
                # an error's message would repeat what it is about, whole
                mask="this",
            )
        except (ValueError, ReferencingError) as error:
            raise schema_fault(self._document, error) from None

    def is_file(self, pointer: str) -> bool:
        """Whether the schema at a pointer is that of bytes (string, format binary), which no JSON check applies to."""
        found = self._files.get(pointer)
        if found is None:
            found = self._files[pointer] = _is_binary(self._document.resolve(pointer)[1])
        return found

    def read(self, pointer: str, value: Any, depth: int = 0) -> Any:
        """Read text as the type that a schema wants, where it wants no text: forms and parameters are text.

        "20" is 20 for an integer and stays "20" for a string; one value of a repeatable member is an array of one.
        What can't be read so is left as it is, for the validator to refuse.
        """
        wanted = self._wanted(pointer)
        place, schema = self._document.resolve(pointer)
        if isinstance(value, str):
            value = _from_text(value, wanted)
        if depth > MAX_DEPTH or not isinstance(schema, dict):
            return value
        if isinstance(value, Mapping) and "object" in wanted:
            members = schema.get("properties", {})
            return {
                name: self.read(join(place, "properties", name), item, depth + 1) if name in members else item
                for name, item in value.items()
            }
        if "array" in wanted and not wanted & {"string", "object"} and not isinstance(value, list | tuple):
            value = [value]
        if isinstance(value, list | tuple) and "array" in wanted and "items" in schema:
            return [self.read(join(place, "items"), item, depth + 1) for item in value]
        return value

    def _wanted(self, pointer: str, depth: int = 0) -> frozenset[str]:
        """The JSON types that the schema at a pointer takes."""
        found = self._types.get(pointer)
        if found is None:
            self._types[pointer] = _ANYTHING  # for a choice that is one of its own branches
            found = self._types[pointer] = self._find_wanted(pointer, depth)
        return found

    def _find_wanted(self, pointer: str, depth: int) -> frozenset[str]:
        place, schema = self._document.resolve(pointer)
        if not isinstance(schema, dict) or depth > _DEEPEST_CHOICE:
            return _ANYTHING
        found = _ANYTHING
        if "type" in schema:
            kinds = schema["type"]
            found &= frozenset(kinds if isinstance(kinds, list) else [kinds])
        for keyword in ("anyOf", "oneOf"):
            branches = range(len(schema.get(keyword, ())))
            if branches:
                each = (self._wanted(join(place, keyword, str(index)), depth + 1) for index in branches)
                found &= frozenset().union(*each)
        return found


class _Bounded:
    """A validator that refuses values nested deeper than MAX_DEPTH: jsonschema-rs follows them until the stack ends."""

    def __init__(self, validator: Validator) -> None:
        self._validator = validator

    def is_valid(self, value: Any) -> bool:
        if _too_deep(value):
            raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
        return self._validator.is_valid(value)

    def iter_errors(self, value: Any) -> Iterator[ValidationError]:
        return self._validator.iter_errors(value)


def _too_deep(value: Any) -> bool:
    inside = [iter([value])]
    while inside:
        for item in inside[-1]:
            if isinstance(item, dict | list | tuple):
                if len(inside) > MAX_DEPTH:
                    return True
                inside.append(iter(item.values() if isinstance(item, dict) else item))
                break
        else:
            inside.pop()
    return False


def _from_text(text: str, wanted: frozenset[str]) -> Any:
    if "string" in wanted:
        return text
    if "integer" in wanted and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in wanted and _NUMBER.fullmatch(text):
        return float(text)
    if "boolean" in wanted and text in {"true", "false"}:
        return text == "true"
    return text


def _reference(pointer: str) -> dict[str, str]:
    return {"$ref": f"{_URI}#{quote(pointer, safe='/~')}"}


def _is_binary(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "string" and schema.get("format") == "binary"


def _for_validator(node: Any) -> Any:
    """A copy of a document as the validator has to see it: files as their mark, formats as keywords."""
    if isinstance(node, list):
        return [_for_validator(item) for item in node]
    if not isinstance(node, dict):
        return node
    if _is_binary(node):
        return {"const": FILE}
    return {**{key: _for_validator(item) for key, item in node.items()}, **enforced(node)}
