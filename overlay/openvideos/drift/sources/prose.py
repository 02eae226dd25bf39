"""What a sentence about a member states: the values that are allowed, and the default."""

import re
from collections.abc import Sequence
from typing import Any

from openvideos.drift.change import NOTHING

__all__ = ["allowed_values", "default_value"]

_ALLOWED = re.compile(
    r"\((?:allowed|possible|supported) values?(?: are|:)\s+(?P<values>[^()]{1,2000})\)", re.IGNORECASE
)
_DEFAULT = re.compile(
    r"\bdefaults?(?: value)?(?: to| is|:)\s+(?P<value>`[^`\n]+`|\"[^\"\n]+\"|'[^'\n]+'|\S+)", re.IGNORECASE
)
_QUOTES = "`\"'"


def allowed_values(text: str) -> tuple[str, ...] | None:
    """The values that a text lists as allowed; None if it lists none."""
    found = _ALLOWED.search(" ".join(text.split()))
    if found is None:
        return None
    values = re.split(r",\s*(?:or\s+|and\s+)?|\s+or\s+|\s+and\s+", found["values"])
    return tuple(value.strip(_QUOTES + " ") for value in values if value.strip(_QUOTES + " "))


def default_value(text: str, listed: Sequence[Any]) -> Any:
    """The default that a text names, as text or as one of the listed values; NOTHING if it names none that is clear."""
    found = _DEFAULT.search(text)
    if found is None:
        return NOTHING
    written = found["value"].rstrip(".,;:)")
    value = written.strip(_QUOTES)
    for each in listed:
        if str(each) == value:
            return each
    # a bare word may be any word of a sentence
    clear = written != value or value in {"true", "false"} or any(char.isdigit() for char in value)
    return value if clear else NOTHING
