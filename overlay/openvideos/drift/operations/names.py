"""What moved of the names that generated code shows, and of components that nothing uses."""

from collections.abc import Iterator
from typing import Any

import attrs

from openvideos.contract.pointer import join
from openvideos.drift.change import Change
from openvideos.drift.contain import contains
from openvideos.drift.documents.references import referred
from openvideos.drift.schemas.emitted import TooLargeError, emit

from .documents import DocumentPair, Half

__all__ = ["compare_names"]

_SCHEMAS = "/components/schemas"
_VARNAMES = "x-enum-varnames"


def compare_names(documents: DocumentPair) -> Iterator[Change]:
    """Compare the schema components by name."""
    base, revised = (_components(half) for half in (documents.base, documents.revised))
    gone = [name for name in base if name not in revised]
    come = [name for name in revised if name not in base]
    used = [_used(half.api.source.data) if gone or come else set() for half in (documents.base, documents.revised)]
    for name in gone:
        other = next((each for each in come if _same(documents, base[name], revised[each])), None)
        if other is not None:
            come.remove(other)
            at = (base[name], revised[other])
            change = documents.change(
                "R78", "breaking", f"{name} was renamed to {other}", at=at, base=name, revised=other
            )
        else:
            change = documents.change("R77", "breaking", f"{name} was removed", at=(base[name], None), base=name)
            if base[name] not in used[0]:
                yield attrs.evolve(change, level="info")
        yield attrs.evolve(change, surface="sdk")
    for name in come:
        change = documents.change("R77", "info", f"{name} was added", at=(None, revised[name]), revised=name)
        if revised[name] not in used[1]:
            yield change
        yield attrs.evolve(change, surface="sdk", level="compatible")
    for name in base:
        if name in revised:
            yield from _members(documents, name, base[name], revised[name])


def _same(documents: DocumentPair, old: str, new: str) -> bool:
    """Whether two components mean one thing."""
    base, revised = documents.base.side, documents.revised.side
    if documents.alike.keys((old,), (new,)):
        return True
    types = [{part.type for part in side.shapes.at((at,)).parts} for side, at in ((base, old), (revised, new))]
    if types[0] != types[1]:
        return False
    try:
        x, y = (emit(side.shapes, (at,), "as written") for side, at in ((base, old), (revised, new)))
    except TooLargeError:
        return False
    return contains(x, y) and contains(y, x)


def _members(documents: DocumentPair, name: str, old: str, new: str) -> Iterator[Change]:
    """The names of an enumeration's members."""
    nodes = [half.api.shapes.node(pointer) for half, pointer in ((documents.base, old), (documents.revised, new))]
    names = [node.get(_VARNAMES, []) if isinstance(node, dict) else [] for node in nodes]
    lost = [each for each in names[0] if each not in names[1]]
    if lost:
        message = f"{name}: the names {', '.join(map(str, lost))} of its values are gone"
        change = documents.change("R83", "breaking", message, at=(old, new), base=names[0], revised=names[1])
        yield attrs.evolve(change, surface="sdk")


def _components(half: Half) -> dict[str, str]:
    found = half.api.source.data.get("components", {}).get("schemas", {})
    return {name: join(_SCHEMAS, name) for name in found}


def _used(data: Any) -> set[str]:
    """The pointers that $refs lead to, from anywhere."""
    found = set()
    ahead = [data]
    while ahead:
        node = ahead.pop()
        if isinstance(node, dict):
            target = referred(node)
            if target is not None:
                found.add("/".join(target.split("/")[:4]))
            ahead += node.values()
        elif isinstance(node, list):
            ahead += node
    return found
