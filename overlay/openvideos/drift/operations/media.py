"""Bodies in one media type, of requests and of answers."""

from collections.abc import Iterator

from openvideos.drift.change import NOTHING, Change, Direction
from openvideos.drift.schemas.emitted import Text

from .api import Media
from .pair import OperationPair

__all__ = ["compare_media", "holds", "is_form"]

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def compare_media(pair: OperationPair, old: Media, new: Media, direction: Direction, where: str) -> Iterator[Change]:
    """Compare the schemas of two bodies; bytes are what they are, whatever their schema says."""
    if is_form(old.type) or old.type.endswith(("/json", "+json")):
        text: Text = "form" if is_form(old.type) else ""
        yield from pair.schemas((old.schema, new.schema), direction, where, text)
        return
    shapes = (pair.documents.base.api.shapes, pair.documents.revised.api.shapes)
    encodings = [
        side.at(media.schema).noted("contentEncoding", NOTHING) for side, media in zip(shapes, (old, new), strict=True)
    ]
    if encodings[0] != encodings[1]:
        message = f"{where} of {new.type} is encoded in another way"
        at = (old.pointer, new.pointer)
        said = {"base": encodings[0], "revised": encodings[1]}
        yield pair.change("R71", "breaking", message, at=at, direction=direction, **said)


def is_form(kind: str) -> bool:
    """Whether a media type is that of a form."""
    return kind in _FORMS


def holds(wide: str, narrow: str) -> bool:
    """Whether one media type, `image/*` and `*/*` among them, holds another."""
    return wide in {narrow, "*/*"} or (wide.endswith("/*") and narrow.startswith(wide[:-1]))
