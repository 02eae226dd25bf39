"""What the members of an OpenAPI document hold that are values, and no parts of it: numbers, names, lists of names."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from openvideos.contract.found import show
from openvideos.contract.pointer import join
from openvideos.contract.source import SourceError

from .grammar import Kind, Part

__all__ = ["check_security", "check_values"]

_TYPES: Final = ("array", "boolean", "integer", "null", "number", "object", "string")


@attrs.frozen
class _Form:
    """What a value has to be, and how that is said."""

    fits: Callable[[Any], bool]
    words: str


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_type(value: Any) -> bool:
    return value in _TYPES if isinstance(value, str) else _is_texts(value) and set(value) <= set(_TYPES)


_TEXT = _Form(lambda value: isinstance(value, str), "text")
_FLAG = _Form(lambda value: isinstance(value, bool), "true or false")
_NUMBER = _Form(_is_number, "a number")
_LIMIT = _Form(lambda value: isinstance(value, bool) or _is_number(value), "a number, true or false")
_STEP = _Form(lambda value: _is_number(value) and value > 0, "a number above 0")
_COUNT = _Form(lambda value: _is_number(value) and value >= 0 and value == int(value), "an integer from 0")
_ARRAY = _Form(lambda value: isinstance(value, list), "an array")
_TEXTS = _Form(_is_texts, "an array of texts")
_TYPE = _Form(_is_type, f"one or more of {', '.join(_TYPES)}")

_COUNTS = (
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "minContains",
    "maxContains",
)
_FORMS: Final[Mapping[Kind, Mapping[str, _Form]]] = {
    "operation": {"operationId": _TEXT},
    "parameter": {"name": _TEXT, "in": _TEXT, "required": _FLAG},
    "header": {"required": _FLAG},
    "request body": {"required": _FLAG},
    "schema": {
        **dict.fromkeys(_COUNTS, _COUNT),
        **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _NUMBER),
        "type": _TYPE,
        "enum": _ARRAY,
        "required": _TEXTS,
        "pattern": _TEXT,
        "format": _TEXT,
        "multipleOf": _STEP,
        "uniqueItems": _FLAG,
    },
}
_OF_30: Final = {"exclusiveMinimum": _LIMIT, "exclusiveMaximum": _LIMIT}


def check_values(part: Part, *, old: bool) -> None:
    """Raise SourceError for a member of a part that holds another value than it may."""
    forms = _FORMS.get(part.kind, {})
    for name, value in part.node.items():
        if name in forms:
            wanted = _OF_30.get(name, forms[name]) if old else forms[name]
            if not wanted.fits(value):
                raise SourceError(join(part.pointer, name), show(value), wanted.words)
    if part.kind == "operation":
        check_security(part.pointer, part.node)


def check_security(pointer: str, node: Mapping[str, Any]) -> None:
    """Raise SourceError for an operation, or a document, whose security is none."""
    security, place = node.get("security", []), join(pointer, "security")
    if not isinstance(security, list):
        raise SourceError(place, show(security), "an array")
    for index, requirement in enumerate(security):
        if not isinstance(requirement, dict) or not all(map(_is_texts, requirement.values())):
            raise SourceError(join(place, str(index)), show(requirement), "an object of arrays of texts")
