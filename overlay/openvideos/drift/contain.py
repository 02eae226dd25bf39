"""Whether everything that one schema accepts, another accepts: yes; no, with a value that shows it; or unknown.

Schemas are JSON Schema 2020-12 that stand for themselves, $refs only to their own $defs. A string of format binary is
bytes, a type of its own. What is decided here: first by jsonschema-rs, whose canonical forms compare most schemas
exactly, and this is the only module that asks it; then by structure, where schemas hold themselves; then by values.
"""

import json
from typing import Any, TypeAlias

import attrs
from jsonschema_rs import Draft202012Validator, ReferencingError, canonicalize

from .change import NOTHING
from .schemas.structure import Structure, marked
from .schemas.witness import candidates

__all__ = ["Answer", "No", "Unknown", "Yes", "confirms", "contains", "covers"]

_LARGEST = 400_000
_DRAFT = 20
_MORE = 100
_LONGEST = 100_000
_LENGTHS = ("minLength", "maxLength")


@attrs.frozen
class Yes:
    """Everything is accepted."""


@attrs.frozen
class No:
    """Something is not: witness is accepted by the one and refused by the other, as the validator says.

    Bytes in it are BYTES. It is NOTHING where it would be too long for anybody to read.
    """

    witness: Any


@attrs.frozen
class Unknown:
    """Nobody knows."""


Answer: TypeAlias = Yes | No | Unknown


def covers(a: Any, b: Any) -> Answer:
    """Whether everything that schema a accepts, schema b accepts."""
    if _is_text(a) and _is_text(b):
        return _by_length(a, b)
    said = _proved(a, b)
    if said == "yes":
        return Yes()
    witness = _witness(*marked(a, b))
    # a no that nobody can show is not believed
    return Unknown() if witness is NOTHING else No(witness)


def contains(b: Any, a: Any) -> bool:
    """Whether it is certain that schema b accepts everything that schema a does; no witness is looked for."""
    return _proved(a, b) == "yes"


def confirms(a: Any, b: Any, value: Any) -> bool:
    """Whether schema a accepts a value that schema b refuses, as the validator says."""
    try:
        takes, refuses = (Draft202012Validator(each, offline=True) for each in marked(a, b))
        return takes.is_valid(value) and not refuses.is_valid(value)
    except (ValueError, ReferencingError):
        return False


def _proved(a: Any, b: Any) -> str:
    if a is False or b is True:
        return "yes"
    left, right = marked(a, b)
    texts = repr(left), repr(right)  # to Python, True is 1
    if texts[0] == texts[1]:
        return "yes"
    if len(texts[0]) + len(texts[1]) > _LARGEST:
        return "unknown"
    said = _canonically(left, right)
    return "yes" if said == "unknown" and Structure(left, right, _canonically).covers() else said


def _canonically(a: Any, b: Any) -> str:
    """What jsonschema-rs says: yes, no, unknown."""
    try:
        wide, narrow = canonicalize(b, draft=_DRAFT), canonicalize(a, draft=_DRAFT)
        if str(narrow.satisfiability) == "no":
            return "yes"
        return str(wide.covers(narrow))
    except (ValueError, TypeError, ReferencingError):
        return "unknown"


def _is_text(schema: Any) -> bool:
    """Whether a schema is of all text of some lengths."""
    return isinstance(schema, dict) and schema.get("type") == "string" and schema.keys() <= {"type", *_LENGTHS}


def _by_length(a: dict[str, Any], b: dict[str, Any]) -> Answer:
    """Texts, compared by how long they may be; one that is too long to be shown is none."""
    (least, most), (shortest, longest) = (
        (each.get("minLength", 0), each.get("maxLength", float("inf"))) for each in (a, b)
    )
    refused = least if least < shortest or least > longest else max(least, longest + 1)
    if least > most or refused > most or refused == float("inf"):
        return Yes()
    return No("a" * int(refused) if refused <= _LONGEST else NOTHING)


def _witness(a: Any, b: Any) -> Any:
    """The shortest value that a accepts and b refuses; NOTHING if none is found."""
    try:
        takes, refuses = (Draft202012Validator(each, offline=True) for each in (a, b))
    except (ValueError, ReferencingError):
        return NOTHING
    found, size, left = NOTHING, 0, _MORE
    for value in candidates(a, b):
        if takes.is_valid(value) and not refuses.is_valid(value):
            length = len(json.dumps(value))
            if found is NOTHING or length < size:
                found, size = value, length
        if found is not NOTHING:
            left -= 1
            if not left:
                break
    return found
