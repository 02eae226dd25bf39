"""Two documents, read, and what is known of both."""

from typing import Any

import attrs

from openvideos.drift.change import Change, Direction, Level, Places
from openvideos.drift.documents.document import Source
from openvideos.drift.schemas.alike import Alike
from openvideos.drift.schemas.fingerprint import Fingerprints
from openvideos.drift.schemas.walk import Side

from .api import Api, read_api

__all__ = ["DocumentPair", "Half", "pair_of"]


@attrs.frozen(kw_only=True)
class Half:
    """One of the two documents."""

    api: Api
    side: Side


@attrs.frozen(kw_only=True)
class DocumentPair:
    """Two documents; known is what moved between the schemas of two keys, which many operations share."""

    base: Half
    revised: Half
    assert_format: bool
    alike: Alike
    known: dict[Any, list[Change]] = attrs.field(factory=dict)

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


def pair_of(base: Source, revised: Source, *, assert_format: bool = False) -> DocumentPair:
    """Read the operations of two documents."""
    old, new = _half(base), _half(revised)
    alike = Alike(base.data, revised.data, old.side.prints, new.side.prints)
    return DocumentPair(base=old, revised=new, alike=alike, assert_format=assert_format)


def _half(source: Source) -> Half:
    api = read_api(source)
    return Half(api=api, side=Side(shapes=api.shapes, prints=Fingerprints(api.shapes)))
