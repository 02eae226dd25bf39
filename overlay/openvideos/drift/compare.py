"""Two documents -> what moved between them: per operation and direction, by meaning."""

from collections.abc import Iterator
from typing import Any

import attrs

from .change import LEVELS, NOTHING, Change, Places
from .documents.document import DocumentError, Source
from .operations.api import Operation
from .operations.documents import DocumentPair, pair_of
from .operations.names import compare_names
from .operations.operation import compare_operation

__all__ = ["compare"]


def compare(base: Source, revised: Source, *, assert_format: bool = False) -> list[Change]:
    """What moved between a base and a revised document, the gravest first.

    Changes on the wire come with those of the names that generated code shows (surface "sdk"). What several operations
    share, a component, is told once. assert_format takes formats for what has to hold, not for notes. DocumentError for
    what is nested too deep to be followed.
    """
    try:
        return _once(list(_changes(pair_of(base, revised, assert_format=assert_format))))
    except RecursionError:
        raise DocumentError(f"{base.name}, {revised.name}: found too much nesting to be followed") from None


def _changes(pair: DocumentPair) -> Iterator[Change]:
    """Each change, of each operation."""
    yield from _compare_documents(pair)
    old, new = pair.base.api.operations, pair.revised.api.operations
    gone = {key: old[key] for key in old if key not in new}
    come = {key: new[key] for key in new if key not in old}
    for key, operation in list(gone.items()):
        moved = next((each for each in come.values() if each.id and each.id == operation.id), None)
        if moved is not None:
            del gone[key], come[moved.key]
            yield pair.change(
                "R03",
                "breaking",
                f"moved to {moved.shown}",
                operation=operation.shown,
                at=(operation.pointer, moved.pointer),
                base=operation.shown,
                revised=moved.shown,
            )
    for operation in gone.values():
        yield pair.change("R01", "breaking", "was removed", operation=operation.shown, at=(operation.pointer, None))
    for operation in come.values():
        yield pair.change("R02", "compatible", "was added", operation=operation.shown, at=(None, operation.pointer))
    for key, operation in old.items():
        if key in new and not _alike(pair, operation, new[key]):
            yield from compare_operation(pair, operation, new[key])
    yield from compare_names(pair)


def _alike(pair: DocumentPair, old: Operation, new: Operation) -> bool:
    """Whether two operations are written alike, all that they refer to included."""
    if (old.path, old.pointers, old.security, old.notes) != (new.path, new.pointers, new.security, new.notes):
        return False
    return all(map(pair.alike.at, old.pointers))


def _compare_documents(pair: DocumentPair) -> Iterator[Change]:
    old, new = pair.base.api.source.data, pair.revised.api.source.data
    versions = [str(each.get("info", {}).get("version", "")) for each in (old, new)]
    if versions[0] != versions[1]:
        at: Places = ("/info/version", "/info/version")
        yield pair.change("R09", "info", "the version changed", at=at, base=versions[0], revised=versions[1])
    if pair.base.api.source.version != pair.revised.api.source.version:
        x, y = pair.base.api.source.version, pair.revised.api.source.version
        yield pair.change(
            "R09", "info", "the version of OpenAPI changed", at=("/openapi", "/openapi"), base=x, revised=y
        )
    if old.get("servers", NOTHING) != new.get("servers", NOTHING):
        urls = [[str(each.get("url")) for each in data.get("servers", [])] for data in (old, new)]
        at = ("/servers" if "servers" in old else None, "/servers" if "servers" in new else None)
        yield pair.change("R08", "info", "the servers changed", at=at, base=urls[0], revised=urls[1])
    words = ["info", "tags", "externalDocs", *(word for word in {**old, **new} if word.startswith("x-"))]
    for word in dict.fromkeys(words):
        x, y = (_texts(each.get(word, NOTHING)) for each in (old, new))
        if x != y:
            at = (f"/{word}" if word in old else None, f"/{word}" if word in new else None)
            yield pair.change("R06", "info", f"{word} changed", at=at)


def _texts(info: Any) -> Any:
    return {word: said for word, said in info.items() if word != "version"} if isinstance(info, dict) else info


def _once(changes: list[Change]) -> list[Change]:
    """Each change once, the gravest first, with the operations that it is in beside the first."""
    groups: dict[Any, list[Change]] = {}
    for change in changes:
        use: tuple[Any, ...] = (change.rule, change.level, change.surface, change.direction, change.pointer)
        if not change.pointer.startswith("/paths/"):
            use += (
                repr(change.base),
                repr(change.revised),
            )
        else:
            use += (change.operation, change.message)
        groups.setdefault(use, []).append(change)
    found = []
    for group in groups.values():
        nearest = min(group, key=lambda each: len(each.message))  # by its shortest way, of what holds itself too
        also = tuple(dict.fromkeys(each.operation for each in group if each.operation != nearest.operation))
        found.append(attrs.evolve(nearest, also=also))
    order = {level: -index for index, level in enumerate(LEVELS)}
    return sorted(found, key=lambda each: order[each.level])
