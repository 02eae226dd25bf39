"""Two documents -> what moved between them: per operation and direction, by meaning."""

from collections.abc import Iterator
from typing import Any

import attrs

from .change import LEVELS, NOTHING, Change, Direction, Level, Places
from .documents.document import DocumentError, Source
from .operations.api import Api, Operation, read_api
from .schemas.alike import Alike
from .schemas.fingerprint import Fingerprints
from .schemas.walk import Side

__all__ = ["compare"]


def compare(base: Source, revised: Source, *, assert_format: bool = False) -> list[Change]:
    """What moved between a base and a revised document, the gravest first.

    Changes on the wire come with those of the names that generated code shows (surface "sdk"). What several operations
    share, a component, is told once. assert_format takes formats for what has to hold, not for notes. DocumentError for
    what is nested too deep to be followed.
    """
    try:
        old, new = _half(base), _half(revised)
        alike = Alike(base.data, revised.data, old.side.prints, new.side.prints)
        pair = DocumentPair(base=old, revised=new, alike=alike, assert_format=assert_format)
        return _once(list(pair.changes()))
    except RecursionError:
        raise DocumentError(f"{base.name}, {revised.name}: found too much nesting to be followed") from None


@attrs.frozen(kw_only=True)
class Half:
    """One of the two documents."""

    api: Api
    side: Side


def _half(source: Source) -> Half:
    api = read_api(source)
    return Half(api=api, side=Side(shapes=api.shapes, prints=Fingerprints(api.shapes)))


@attrs.frozen(kw_only=True)
class DocumentPair:
    """Compares two documents."""

    base: Half
    revised: Half
    assert_format: bool
    alike: Alike
    known: dict[Any, list[Change]] = attrs.field(factory=dict)
    """What moved between the schemas of two keys, in a direction: many operations share them."""

    def changes(self) -> Iterator[Change]:
        """Each change, of each operation."""
        from .operations.names import compare_names
        from .operations.operation import compare_operation

        yield from self._document()
        old, new = self.base.api.operations, self.revised.api.operations
        gone = {key: old[key] for key in old if key not in new}
        come = {key: new[key] for key in new if key not in old}
        for key, operation in list(gone.items()):
            moved = next((each for each in come.values() if each.id and each.id == operation.id), None)
            if moved is not None:
                del gone[key], come[moved.key]
                yield self.change(
                    "R03",
                    "breaking",
                    f"moved to {moved.shown}",
                    operation=operation.shown,
                    at=(operation.pointer, moved.pointer),
                    base=operation.shown,
                    revised=moved.shown,
                )
        for operation in gone.values():
            yield self.change("R01", "breaking", "was removed", operation=operation.shown, at=(operation.pointer, None))
        for operation in come.values():
            yield self.change("R02", "compatible", "was added", operation=operation.shown, at=(None, operation.pointer))
        for key, operation in old.items():
            if key in new and not self._alike(operation, new[key]):
                yield from compare_operation(self, operation, new[key])
        yield from compare_names(self)

    def _alike(self, old: Operation, new: Operation) -> bool:
        """Whether two operations are written alike, all that they refer to included."""
        if (old.path, old.pointers, old.security) != (new.path, new.pointers, new.security):
            return False
        return all(map(self.alike.at, old.pointers))

    def _document(self) -> Iterator[Change]:
        old, new = self.base.api.source.data, self.revised.api.source.data
        versions = [str(each.get("info", {}).get("version", "")) for each in (old, new)]
        if versions[0] != versions[1]:
            at: Places = ("/info/version", "/info/version")
            yield self.change("R09", "info", "the version changed", at=at, base=versions[0], revised=versions[1])
        if self.base.api.source.version != self.revised.api.source.version:
            x, y = self.base.api.source.version, self.revised.api.source.version
            yield self.change(
                "R09", "info", "the version of OpenAPI changed", at=("/openapi", "/openapi"), base=x, revised=y
            )
        if old.get("servers", NOTHING) != new.get("servers", NOTHING):
            urls = [[str(each.get("url")) for each in data.get("servers", [])] for data in (old, new)]
            at = ("/servers" if "servers" in old else None, "/servers" if "servers" in new else None)
            yield self.change("R08", "info", "the servers changed", at=at, base=urls[0], revised=urls[1])
        words = ["info", "tags", "externalDocs", *(word for word in {**old, **new} if word.startswith("x-"))]
        for word in dict.fromkeys(words):
            x, y = (_texts(each.get(word, NOTHING)) for each in (old, new))
            if x != y:
                at = (f"/{word}" if word in old else None, f"/{word}" if word in new else None)
                yield self.change("R06", "info", f"{word} changed", at=at)

    def change(
        self,
        rule: str,
        level: Level,
        message: str,
        *,
        at: Places,
        operation: str = "",
        direction: Direction = "",
        **said: Any,
    ) -> Change:
        """A change of a rule; at says where in the base, and where in the revised document."""
        pointer = at[1] if at[1] is not None else at[0] or ""
        half = self.revised if at[1] is not None else self.base
        return Change(
            rule=rule,
            level=level,
            message=message,
            operation=operation,
            direction=direction,
            pointer=pointer,
            source=half.api.source.place(pointer),
            **said,
        )


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
