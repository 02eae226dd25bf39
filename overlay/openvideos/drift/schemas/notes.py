"""What moved in what schemas say beside the values: texts, defaults, formats, notices."""

from typing import TYPE_CHECKING, Any

from openvideos.drift.change import NOTHING, Level, Places

from .emitted import as_text
from .parts import Shape, same
from .verdict import Verdict

if TYPE_CHECKING:
    from .walk import Spot

__all__ = ["compare_notes"]


def compare_notes(spot: "Spot", b: Shape, r: Shape) -> None:
    """Compare what is said beside the values of two schemas."""
    texts: list[tuple[str, Places]] = []
    for word in dict.fromkeys((*b.notes, *r.notes)):
        old, new = b.notes.get(word), r.notes.get(word)
        at = (old[0] if old else None, new[0] if new else None)
        if old and new and _alike(old[1], new[1]):
            continue
        x, y = (each[1][0] if each else NOTHING for each in (old, new))
        if word == "default":
            _compare_default(spot, x, y, at)
        elif word == "format":
            _compare_format(spot, x, y, at)
        elif word in {"contentEncoding", "contentMediaType"}:
            spot.inform("R71", f"{word} {_told(x, y)}", at=at, base=x, revised=y)
        elif word == "deprecated":
            if bool(x) != bool(y):
                said = "is deprecated now" if y else "is no longer deprecated"
                spot.inform("R07", said, at=at, base=bool(x), revised=bool(y))
        elif word == "discriminator":
            spot.inform("R59", f"the discriminator {_told(x, y)}", at=at, base=x, revised=y)
        elif word not in {"readOnly", "writeOnly"}:
            texts.append((word, at))
    if texts:
        spot.inform("R06", f"{', '.join(word for word, _ in texts)} changed", at=texts[0][1])


def _compare_default(spot: "Spot", x: Any, y: Any, at: Places) -> None:
    if x is NOTHING or y is NOTHING:
        spot.inform("R76", f"the default {_told(x, y)}", at=at, base=x, revised=y)
    elif not (spot.text == "value" and same(as_text(x), as_text(y))):
        level: Level = "compatible" if spot.walk.direction == "request" else "info"
        message = "the default changed, so that leaving it out means another value"
        spot.inform("R75", message, level=level, at=at, base=x, revised=y)


def _compare_format(spot: "Spot", x: Any, y: Any, at: Places) -> None:
    if "binary" in {x, y}:  # a type of its own
        return
    verdict = Verdict(level="info")
    if spot.walk.assert_format:
        breaks = spot.walk.direction == ("response" if y is NOTHING else "request")
        replaced = x is not NOTHING and y is not NOTHING
        verdict = Verdict(level="breaking" if breaks or replaced else "compatible", certain=not replaced)
    spot.keep("R70", f"the format {_told(x, y)}", verdict, at=at, base=x, revised=y)


def _alike(said: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether the same is said, in whatever order."""
    return len(said) == len(other) and all(any(same(x, y) for y in other) for x in said)


def _told(x: Any, y: Any) -> str:
    return "was dropped" if y is NOTHING else "is set now" if x is NOTHING else "changed"
