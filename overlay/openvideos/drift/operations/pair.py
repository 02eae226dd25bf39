"""Two versions of one operation, and what is compared of each of its parts."""

from collections.abc import Iterator
from typing import Any

import attrs

from openvideos.drift.change import NOTHING, Change, Direction, Level
from openvideos.drift.schemas.emitted import Text
from openvideos.drift.schemas.parts import Key
from openvideos.drift.schemas.walk import compare_schemas

from .api import Operation
from .documents import DocumentPair

__all__ = ["OperationPair"]


@attrs.frozen(kw_only=True)
class OperationPair:
    """Two versions of one operation."""

    documents: DocumentPair
    old: Operation
    new: Operation

    def change(self, rule: str, level: Level, message: str, **said: Any) -> Change:
        """A change of this operation; at says where in the base, and in the revised document."""
        said.setdefault("at", (self.old.pointer, self.new.pointer))
        return self.documents.change(rule, level, message, operation=self.old.shown, **said)

    def schemas(self, keys: tuple[Key, Key], direction: Direction, where: str, text: Text = "") -> Iterator[Change]:
        """What moved between two schemas of this operation."""
        base, revised = self.documents.base.side, self.documents.revised.side
        known = self.documents.known
        use = (base.shapes.direct(keys[0]), revised.shapes.direct(keys[1]), direction, where, text)
        if use not in known:
            known[use] = compare_schemas(
                base,
                revised,
                self.documents.alike,
                use[:2],
                direction=direction,
                where=where,
                text=text,
                assert_format=self.documents.assert_format,
            )
        yield from (attrs.evolve(each, operation=self.old.shown) for each in known[use])

    def names(self) -> Iterator[Change]:
        """What moved in its name."""
        if self.old.id != self.new.id:
            at = (
                f"{self.old.pointer}/operationId",
                f"{self.new.pointer}/operationId" if self.new.id else self.new.pointer,
            )
            message = (
                f"operationId {'changed' if self.old.id and self.new.id else 'added' if self.new.id else 'removed'}"
            )
            said = {"at": at, "base": self.old.id or NOTHING, "revised": self.new.id or NOTHING}
            yield self.change("R05", "info", message, **said)
            if self.old.id:
                yield attrs.evolve(self.change("R05", "breaking", message, **said), surface="sdk")

    def notes(self) -> Iterator[Change]:
        """What moved in what is said beside what is sent."""
        old, new = self.old.notes, self.new.notes
        if bool(old.get("deprecated")) != bool(new.get("deprecated")):
            message = "is deprecated now" if new.get("deprecated") else "is no longer deprecated"
            yield self.change("R07", "info", message)
        yield from self.texts(old, new, "", (self.old.pointer, self.new.pointer))
        if old.get("servers", NOTHING) != new.get("servers", NOTHING):
            yield self.change("R08", "info", "the servers changed")

    def texts(self, old: Any, new: Any, where: str, at: tuple[str, str], direction: Direction = "") -> Iterator[Change]:
        """What moved in the texts of a part, and in the links of an answer."""
        special = {"deprecated", "servers", "links"}
        words = [word for word in dict.fromkeys((*old, *new)) if word not in special and old.get(word) != new.get(word)]
        if words:
            message = f"{where}{', '.join(words)} changed"
            yield self.change("R06", "info", message, at=at, direction=direction)
        if old.get("links", {}) != new.get("links", {}):
            yield self.change("R81", "info", f"{where}links changed", at=at, direction=direction)
