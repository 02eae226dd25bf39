"""Validator error -> Violation: the slow path, taken only when something is off."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import attrs
from jsonschema_rs import ValidationError

from .compiled import FILE
from .decode import Path
from .document import Document, join
from .formats import stands_for
from .found import hidden, hide, show_text
from .keys import is_secret
from .reduced import Reduced
from .violation import FilePart, Location, Violation
from .words import words

__all__ = ["MAX_VIOLATIONS", "NOTHING", "Explained", "Place", "explain", "missing", "more", "violation"]

MAX_VIOLATIONS = 100
_MAX_NESTED = 30


@attrs.frozen(kw_only=True)
class Place:
    """Where a checked value belongs: its location, the parameter's name (none for a body), and whose it is."""

    document: Document
    location: Location
    names: tuple[str, ...] = ()
    operation: str | None = None
    status: int | None = None


@attrs.frozen(kw_only=True)
class _Fault:
    """One thing that is off, before it is put into words."""

    path: Path
    keyword: str
    schema: Path
    types: tuple[str, ...] = ()
    missing: bool = False


@attrs.frozen(kw_only=True)
class Explained:
    """What a schema says of a value: MAX_VIOLATIONS at most, and how many more there are."""

    violations: tuple[Violation, ...] = ()
    more: int = 0


NOTHING = Explained()


def explain(errors: Iterable[ValidationError], value: Any, place: Place, rest_of: Reduced) -> Explained:
    """Put a validator's errors about what is left of a value into words: the first MAX_VIOLATIONS, and how many more.

    rest_of is what was left of it.
    """
    rest = iter(errors)
    # a value of a wrong type breaks every other rule of its schema too: more errors than violations
    faults = [fault for error in islice(rest, 3 * MAX_VIOLATIONS) for fault in _faults(error)]
    for keyword in ("type", "enum"):
        hit = {fault.path for fault in faults if fault.keyword == keyword}
        faults = [fault for fault in faults if fault.missing or fault.keyword == keyword or fault.path not in hit]
    faults = [attrs.evolve(fault, path=rest_of.original(fault.path)) for fault in dict.fromkeys(faults)]
    found = [_violation(fault, value, place) for fault in faults[:MAX_VIOLATIONS]]
    count = len(faults) - len(found) + sum(1 for _ in rest) + rest_of.dropped
    return Explained(violations=tuple(found), more=count)


def more(place: Place, count: int, schema_pointer: str) -> list[Violation]:
    """That there are so many more violations than are listed, if there are."""
    if count <= 0:
        return []
    found = f"at least {count} more violations"
    return [violation(place, keyword="more", found=found, allowed="none", schema_pointer=schema_pointer)]


def violation(
    place: Place,
    *,
    keyword: str,
    found: str,
    allowed: str,
    schema_pointer: str,
    path: Path = (),
    message: str | None = None,
) -> Violation:
    """Make a Violation of its parts; the message is `field: found X; allowed: Y` unless one is given."""
    parts = (*place.names, *(_named(part, place.document) for part in path))
    # indices say which item it is; a code and a field say what kind of thing
    field = ".".join(_clean(part) for part in parts if isinstance(part, str))
    label = _label(parts) or place.location
    if place.location == "header" and place.names and is_secret(place.names[0]):
        found = "(hidden)"
    return Violation(
        code=".".join(filter(None, (place.location, field, keyword))),
        location=place.location,
        pointer=join("", *map(str, parts)),
        field=field,
        found=found,
        allowed=allowed,
        message=f"{label}: {message}" if message else f"{label}: found {found}; allowed: {allowed}",
        schema_pointer=schema_pointer,
        line=place.document.line(schema_pointer),
        operation=place.operation,
        status=place.status,
    )


def _named(part: str | int, document: Document) -> str | int:
    """A step to a value, without the keys that are hidden, unless it is the contract's own word."""
    told: str | int = hide(part, hidden())
    return part if told == part or _has_member(document.data, str(part)) else told


def _has_member(node: Any, name: str) -> bool:
    items = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = isinstance(node, dict) and isinstance(node.get("properties"), dict) and name in node["properties"]
    return own or any(_has_member(item, name) for item in items)


def missing(place: Place, schema_pointer: str, path: Path = ()) -> Violation:
    """What is required is not there."""
    return violation(
        place,
        keyword="required",
        found="missing",
        allowed="required",
        schema_pointer=schema_pointer,
        path=path,
        message="missing; required",
    )


def _faults(error: ValidationError, depth: int = 0) -> Iterator[_Fault]:
    path, schema, keyword = tuple(error.instance_path), tuple(error.schema_path), error.kind.name
    kind = error.kind
    if keyword == "falseSchema":  # the schema `false`, under the keyword that has it
        # a branch, or an item by its place, has no keyword of its own
        schema = schema[:-1] if isinstance(schema[-1], int) else schema
        yield _Fault(path=path, keyword=str(schema[-1]), schema=schema)
    elif keyword == "required":
        yield _Fault(path=(*path, str(kind.value)), keyword=keyword, schema=schema, missing=True)
    elif keyword == "type":
        yield _Fault(path=path, keyword=keyword, schema=schema, types=tuple(kind.as_dict()["types"]))
    elif keyword == "const" and kind.value == FILE:
        yield _Fault(path=path, keyword="type", schema=(*schema[:-1], "type"), types=("file",))
    elif keyword in {"anyOf", "oneOf"}:
        whole = _Fault(path=path, keyword=keyword, schema=schema)
        # of choices within choices without end, the outer ones are told
        yield from _nearest(error, whole, depth + 1) if depth < _MAX_NESTED else (whole,)
    else:
        yield _Fault(path=path, keyword=keyword, schema=schema)


def _nearest(error: ValidationError, whole: _Fault, depth: int) -> Iterator[_Fault]:
    """The faults by the branch that the value was most likely meant for, or the fault of the whole choice."""
    branches = [
        [fault for inner in branch for fault in _faults(inner, depth)] for branch in error.kind.as_dict()["context"]
    ]
    if not all(branches) or all(_asks_one_member(branch) for branch in branches):
        yield whole  # several branches fit where one may, or the branches only say which members there must be
        return
    wrong = [[fault for fault in branch if fault.keyword == "type" and fault.path == whole.path] for branch in branches]
    right = [branch for branch, mistyped in zip(branches, wrong, strict=True) if not mistyped]
    if right:
        yield from min(right, key=len)
    else:
        types = dict.fromkeys(kind for mistyped in wrong for fault in mistyped for kind in fault.types)
        yield attrs.evolve(whole, keyword="type", types=tuple(types))


def _asks_one_member(branch: list[_Fault]) -> bool:
    return all(fault.missing for fault in branch)


def _violation(fault: _Fault, root: Any, place: Place) -> Violation:
    pointer = join("", *map(str, fault.schema))
    if fault.missing:
        return missing(place, pointer, fault.path)
    parent = join("", *map(str, fault.schema[:-1]))
    owner = _schema_at(place.document, parent)
    if stands_for(fault.keyword, owner):
        fault, pointer = attrs.evolve(fault, keyword="format"), join(parent, "format")
    found, allowed = words(fault.keyword, fault.types, owner, _at(root, fault.path))
    return violation(
        place, keyword=fault.keyword, found=found, allowed=allowed, schema_pointer=pointer, path=fault.path
    )


def _at(value: Any, path: Iterable[str | int]) -> Any:
    for part in path:
        if isinstance(value, FilePart | bytes | bytearray | memoryview):
            break  # to the validator it was a mark with an inside
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            break  # the validator leaves a step out whose name is empty
    return value


def _schema_at(document: Document, pointer: str) -> Any:
    try:
        return document.at(pointer)
    except KeyError:
        return {}  # as in _at


def _clean(name: str) -> str:
    """A name as it may stand in a code: an unlisted one is a server's word."""
    return "".join(char if char.isalnum() or char in "_-" else "_" for char in name[:80])


def _label(parts: Iterable[str | int]) -> str:
    """A name for people: `data[3].size`."""
    label = ""
    for part in parts:
        if isinstance(part, int):
            label += f"[{part}]"
        else:
            label += f"{'.' * bool(label)}{part if part.isidentifier() else _name(part)}"
    return label


def _name(part: str) -> str:
    return part if all(char.isalnum() or char in "_-" for char in part) and part.isascii() else show_text(part)
