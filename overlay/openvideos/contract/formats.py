"""The formats of the contract that a validator doesn't know: what it checks for each, and how that is said.

Each becomes keywords that every validator has, so that a conforming value pays for nothing but those.
"""

from collections.abc import Mapping
from typing import Any

import attrs

from .found import show

__all__ = ["OWN", "enforced", "format_allowed", "format_found", "stands_for"]

# of year 5138; the milliseconds of any time since March 1973 are more
_LAST_SECOND = 99_999_999_999
_UNITS = ((1e11, 1e14, "milliseconds"), (1e14, 1e17, "microseconds"), (1e17, 1e20, "nanoseconds"))


@attrs.frozen(kw_only=True)
class _Format:
    keywords: Mapping[str, Any]
    allowed: str


_FORMATS = {
    "unixtime": _Format(keywords={"minimum": 0, "maximum": _LAST_SECOND}, allowed="whole seconds since 1970"),
    "size": _Format(keywords={"pattern": "^[1-9][0-9]{0,5}x[1-9][0-9]{0,5}$"}, allowed="WIDTHxHEIGHT in pixels"),
}
# these jsonschema-rs checks by itself
OWN = {"uri": "a full URI (https://..., data:...), with other than ASCII characters percent-encoded"}


def enforced(schema: Any) -> Mapping[str, Any]:
    """The keywords that stand for a schema's format, but for those that it has itself; true and false have none."""
    form = _FORMATS.get(str(schema.get("format"))) if isinstance(schema, Mapping) else None
    return {name: value for name, value in form.keywords.items() if name not in schema} if form else {}


def stands_for(keyword: str, schema: Any) -> bool:
    """Whether a keyword that failed is only in the validator's copy of a schema, for its format."""
    return keyword in enforced(schema)


def format_found(form: str, value: Any) -> str:
    """A value that is off, with the unit of time that it seems to have."""
    if form == "unixtime" and isinstance(value, int | float):
        for low, high, unit in _UNITS:
            if low <= value < high:
                return f"{show(value)}, which seems to be {unit}"
    return show(value)


def format_allowed(form: str) -> str:
    """What a format allows, in words."""
    return _FORMATS[form].allowed if form in _FORMATS else OWN.get(form, f"text of the format {form}")
