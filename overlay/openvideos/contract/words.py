"""What was found and what is allowed, in words: one keyword of a schema, and a value that fails it."""

from collections.abc import Mapping, Sequence
from typing import Any

from .formats import format_allowed, format_found
from .found import show

__all__ = ["words"]

_MAX_CHOICES = 20
_KINDS = {
    "array": "an array",
    "boolean": "true or false",
    "file": "a file",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
# a lower and an upper bound of the same thing, and its unit
_BOUNDS = (
    ("minLength", "maxLength", " characters"),
    ("minimum", "maximum", ""),
    ("exclusiveMinimum", "exclusiveMaximum", " (exclusive)"),
    ("minItems", "maxItems", " items"),
    ("minProperties", "maxProperties", " members"),
)


def words(keyword: str, types: Sequence[str], schema: Mapping[str, Any], value: Any) -> tuple[str, str]:
    """What was found and what is allowed, of a value that fails a keyword of a schema; types are those it may have."""
    wanted = schema.get(keyword)
    if keyword == "type":
        return show(value), _type_words(types, schema)
    if keyword not in schema:
        return show(value), keyword
    if keyword == "enum":
        return show(value), _choices(schema["enum"])
    if keyword == "const":
        return show(value), _choices([wanted])
    if keyword == "format":
        return format_found(str(wanted), value), format_allowed(str(wanted))
    if keyword == "oneOf" and (members := _members(wanted)):
        present = [name for name in members if isinstance(value, Mapping) and name in value]
        return " and ".join(present) or show(value), f"exactly one of {', '.join(members)}"
    for low, high, unit in _BOUNDS:
        if keyword in {low, high}:
            return _measured(keyword, value), _range(schema, low, high, unit)
    return show(value), f"{keyword} {show(wanted)}"


def _type_words(types: Sequence[str], schema: Mapping[str, Any]) -> str:
    ordered = sorted(types, key=lambda kind: (kind == "null", kind))
    kinds = " or ".join(_KINDS.get(kind, kind) for kind in ordered)
    if "enum" in schema:
        return f"{kinds}, one of {_choices(schema['enum'])}"
    ranges = [_range(schema, *bound) for bound in _BOUNDS if bound[0] in schema or bound[1] in schema]
    return ", ".join((kinds, *ranges))


def _choices(values: Sequence[Any]) -> str:
    shown = [_choice(value) for value in values[:_MAX_CHOICES]]
    return ", ".join(shown + ["..."] * (len(values) > _MAX_CHOICES))


def _members(branches: Any) -> list[str]:
    """The members that a choice is between, if each branch asks for just one."""
    if not all(
        isinstance(each, dict) and set(each) == {"required"} and len(each["required"]) == 1 for each in branches
    ):
        return []
    return [each["required"][0] for each in branches]


def _measured(keyword: str, value: Any) -> str:
    if keyword == "maxLength":
        return f"{len(value)} characters"
    if keyword in {"minItems", "maxItems"}:
        return f"{len(value)} items"
    return show(value)


def _range(schema: Mapping[str, Any], low: str, high: str, unit: str) -> str:
    if low in schema and high in schema:
        return f"{schema[low]} to {schema[high]}{unit}"
    return f"at least {schema[low]}{unit}" if low in schema else f"at most {schema[high]}{unit}"


def _choice(value: Any) -> str:
    return value if isinstance(value, str) and value.isprintable() else show(value)
