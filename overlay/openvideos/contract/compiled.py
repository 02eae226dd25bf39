"""Schemas -> jsonschema-rs validators: each compiled when first asked for, once per document."""

import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator, Registry

from .document import Document, join
from .formats import enforced

__all__ = ["FILE", "Compiled"]

# What stands for a file while a validator looks: nothing that a client could send, and no JSON type that a form's
# member is likely to take. Schemas of files (string, format binary) are compiled to want just this.
FILE = [[f"file {secrets.token_hex(16)}"]]

_URI = "urn:openvideos:contract"
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,300})(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,300})")
_ANYTHING = frozenset({"string", "integer", "number", "boolean", "object", "array", "null"})


class Compiled:
    """The validators of a document, by the pointer of the schema."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._validators: dict[str, Draft202012Validator] = {}
        self._types: dict[str, frozenset[str]] = {}
        self._files: dict[str, bool] = {}
        self._registry: Registry | None = None

    def validator(self, pointer: str) -> Draft202012Validator:
        """The validator of the schema at a pointer.

        Draft 2020-12: 5.0 is an integer, as JSON doesn't tell it from 5. Formats that jsonschema-rs knows are checked
        (uri as in RFC 3986: ASCII, absolute) and those of formats.py; others pass.
        """
        found = self._validators.get(pointer)
        if found is None:
            if self._registry is None:
                self._registry = Registry([(_URI, _for_validator(self._document.data))])
            found = self._validators[pointer] = Draft202012Validator(
                {"$ref": f"{_URI}#{quote(pointer, safe='/~')}"},
                registry=self._registry,
                validate_formats=True,
                offline=True,
                # an error's message would repeat what it is about, whole
                mask="value",
            )
        return found

    def is_file(self, pointer: str) -> bool:
        """Whether the schema at a pointer is that of bytes (string, format binary), which no JSON check applies to."""
        found = self._files.get(pointer)
        if found is None:
            found = self._files[pointer] = _is_binary(self._document.resolve(pointer)[1])
        return found

    def read(self, pointer: str, value: Any) -> Any:
        """Read text as the type that a schema wants, where it wants no text: forms and parameters are text.

        "20" is 20 for an integer and stays "20" for a string; one value of a repeatable member is an array of one.
        What can't be read so is left as it is, for the validator to refuse.
        """
        wanted = self._wanted(pointer)
        place, schema = self._document.resolve(pointer)
        if isinstance(value, str):
            value = _from_text(value, wanted)
        elif isinstance(value, Mapping) and "object" in wanted:
            members = schema.get("properties", {})
            return {
                name: self.read(join(place, "properties", name), item) if name in members else item
                for name, item in value.items()
            }
        if "array" in wanted and not wanted & {"string", "object"} and not isinstance(value, list | tuple):
            value = [value]
        if isinstance(value, list | tuple) and "array" in wanted and "items" in schema:
            return [self.read(join(place, "items"), item) for item in value]
        return value

    def _wanted(self, pointer: str) -> frozenset[str]:
        """The JSON types that the schema at a pointer takes."""
        found = self._types.get(pointer)
        if found is None:
            found = self._types[pointer] = self._find_wanted(pointer, 0)
        return found

    def _find_wanted(self, pointer: str, depth: int) -> frozenset[str]:
        place, schema = self._document.resolve(pointer)
        if not isinstance(schema, dict) or depth > 10:
            return _ANYTHING
        found = _ANYTHING
        if "type" in schema:
            kinds = schema["type"]
            found &= frozenset(kinds if isinstance(kinds, list) else [kinds])
        for keyword in ("anyOf", "oneOf"):
            branches = range(len(schema.get(keyword, ())))
            if branches:
                each = (self._find_wanted(join(place, keyword, str(index)), depth + 1) for index in branches)
                found &= frozenset().union(*each)
        return found


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
