"""What moved between the request bodies of two versions of an operation."""

from collections.abc import Iterator
from typing import Any

from openvideos.drift.change import NOTHING, Change, Level
from openvideos.drift.schemas.shapes import Shapes

from .api import Body, Media
from .media import compare_media, holds, is_form
from .pair import OperationPair

__all__ = ["compare_bodies"]


def compare_bodies(pair: OperationPair) -> Iterator[Change]:
    """Compare what may be sent, in which media types."""
    old, new = pair.old.body, pair.new.body
    if old is None and new is None:
        return
    if old is None or new is None:
        yield _one_body(pair, old, new)
        return
    if old.required != new.required:
        level: Level = "breaking" if new.required else "compatible"
        message = f"the body is {'required' if new.required else 'optional'} now"
        said = {"base": old.required, "revised": new.required}
        yield pair.change("R20", level, message, at=(old.pointer, new.pointer), direction="request", **said)
    pairs = _media_pairs(old.content, new.content)
    for media, partner in pairs:
        if partner is None:
            message = f"the media type {media.type} was removed"
            yield pair.change(
                "R17", "breaking", message, at=(media.pointer, None), direction="request", base=media.type
            )
        else:
            yield from compare_media(pair, media, partner, "request", "the body")
            yield from _encoding(pair, media, partner)
    for media in new.content.values():
        if not any(holds(each.type, media.type) for each in old.content.values()):
            message = f"the media type {media.type} was added"
            yield pair.change(
                "R17", "compatible", message, at=(None, media.pointer), direction="request", revised=media.type
            )


def _one_body(pair: OperationPair, old: Body | None, new: Body | None) -> Change:
    if new is not None:
        level: Level = "breaking" if new.required else "compatible"
        kind = "required" if new.required else "optional"
        return pair.change(
            "R20" if new.required else "R21",
            level,
            f"a body was added, {kind}",
            at=(None, new.pointer),
            direction="request",
        )
    pointer = old.pointer if old is not None else None
    return pair.change("R21", "breaking", "the body was removed", at=(pointer, None), direction="request")


def _encoding(pair: OperationPair, old: Media, new: Media) -> Iterator[Change]:
    if not is_form(old.type):
        return
    base, revised = pair.documents.base.api.shapes, pair.documents.revised.api.shapes
    names = {
        name
        for shapes, media in ((base, old), (revised, new))
        for part in shapes.at(media.schema).of("object")
        for name in part.members
    }
    for name in sorted(names):
        x, y = old.encoding.get(name, {}), new.encoding.get(name, {})
        at = (old.pointer, new.pointer)
        kinds = [
            _types(said["contentType"]) if "contentType" in said else _usual(shapes, media, name)
            for said, shapes, media in ((x, base, old), (y, revised, new))
        ]
        if kinds[0] != kinds[1]:
            fits = all(any(holds(wide, narrow) for wide in kinds[1]) for narrow in kinds[0])
            said = {"base": x.get("contentType", NOTHING), "revised": y.get("contentType", NOTHING)}
            message = f"{name}: the media types of its part changed"
            yield pair.change("R22", "compatible" if fits else "breaking", message, at=at, direction="request", **said)
        forms = [
            (
                each.get("style", "form"),
                each.get("explode", each.get("style", "form") == "form"),
                each.get("allowReserved", False),
            )
            for each in (x, y)
        ]
        if forms[0] != forms[1]:
            message = f"{name} is written in another way"
            yield pair.change(
                "R22", "breaking", message, at=at, direction="request", base=list(forms[0]), revised=list(forms[1])
            )


def _media_pairs(old: Any, new: Any) -> list[tuple[Media, Media | None]]:
    """Each media type of a request, and the one that takes it now."""
    return [
        (media, new.get(media.type) or next((each for each in new.values() if holds(each.type, media.type)), None))
        for media in old.values()
    ]


def _types(said: Any) -> tuple[str, ...]:
    return tuple(sorted(each.strip().lower() for each in str(said).split(",")))


def _usual(shapes: Shapes, media: Media, name: str) -> tuple[str, ...]:
    """The media type of a form's part where nothing is said: by what it is."""
    for part in shapes.at(media.schema).of("object"):
        if name in part.members:
            found = shapes.at(part.members[name].key).parts
            while found and all(each.type == "array" and each.items for each in found):
                found = tuple(inner for each in found for inner in shapes.at(each.items).parts)
            kinds = {each.type for each in found}
            if "binary" in kinds or shapes.at(part.members[name].key).anything:
                return ("application/octet-stream",)
            return ("application/json",) if kinds <= {"object", "array"} else ("text/plain",)
    return ("text/plain",)
