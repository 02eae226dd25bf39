"""What moved between the types that two schemas allow."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .parts import ANY, Part
from .verdict import Verdict

if TYPE_CHECKING:
    from .walk import Spot

__all__ = ["SCALARS", "compare_types"]

Parts = tuple[Part, ...]
SCALARS = ("boolean", "number", "string")


def compare_types(spot: "Spot", p: Parts, q: Parts) -> list[str]:
    """Compare which types there are. Those on both sides, to be compared further."""
    old, new = ({part.type for part in side} for side in (p, q))
    _compare_null(spot, p, q)
    gone, come = ([kind for kind in ANY if kind in kinds and kind != "null"] for kinds in (old - new, new - old))
    said = {"base": _names(p), "revised": _names(q)}
    if gone and come:
        _replaced(spot, p, q, gone, come)
    elif gone:
        for part in (each for each in p if each.type in gone):
            verdict = spot.comparing.lost(part, q, spot.text)
            message = f"it is no longer allowed to be {_article(part.name)}"
            spot.tell(_branch_rule(part, "R52", "R39"), message, verdict, at=_at(part, q), **said)
    else:
        for part in (each for each in q if each.type in come):
            verdict = spot.comparing.gained(p, part, spot.text)
            message = f"it may be {_article(part.name)} now"
            at = (p[0].pointer if p else None, part.pointer)
            spot.tell(_branch_rule(part, "R51", "R38"), message, verdict, at=at, **said)
    return [kind for kind in ANY if kind in old & new]


def _compare_null(spot: "Spot", p: Parts, q: Parts) -> None:
    old, new = (next((part for part in side if part.type == "null"), None) for side in (p, q))
    if old is not None and new is None:
        verdict = spot.comparing.lost(old, q, spot.text)
        spot.tell("R42", "null is no longer allowed", verdict, at=_at(old, q))
    elif new is not None and old is None:
        verdict = spot.comparing.gained(p, new, spot.text)
        spot.tell("R41", "null is allowed now", verdict, at=(p[0].pointer if p else None, new.pointer))


def _replaced(spot: "Spot", p: Parts, q: Parts, gone: Sequence[str], come: Sequence[str]) -> None:
    """Types that are gone, in whose place there are others: judged from the side that breaks."""
    lost = tuple(part for part in p if part.type in gone)
    fresh = tuple(part for part in q if part.type in come)
    left, right = (tuple(part for part in side if part.type != "null") for side in (p, q))
    verdict: Verdict
    if spot.walk.direction == "request":
        verdict = spot.comparing.parts(lost, right, spot.text)
    else:
        verdict = spot.comparing.parts(left, fresh, spot.text)
    before, after = _names(p), _names(q)
    message = f"the type changed from {', '.join(before)} to {', '.join(after)}"
    # as text, a number is a string too
    widened = "R38" if spot.walk.direction == "request" else "R39"
    rule = "R40" if verdict.level == "breaking" else widened
    spot.tell(rule, message, verdict, at=(lost[0].pointer, fresh[0].pointer), base=before, revised=after)


def _branch_rule(part: Part, branch: str, plain: str) -> str:
    """The rule of a type that came or went: as an alternative of its own, or as a type among others."""
    steps = part.pointer.split("/")
    if part.type not in {"object", "array"} or len(steps) < 2 or steps[-2] not in {"anyOf", "oneOf"}:
        return plain
    return "R54" if steps[-2] == "oneOf" and branch == "R51" else branch


def _at(part: Part, others: Parts) -> tuple[str, str | None]:
    return part.pointer, others[0].pointer if others else None


def _names(parts: Parts) -> list[Any]:
    return list(dict.fromkeys(part.name for part in parts))


def _article(name: str) -> str:
    return name if name == "binary" else f"{'an' if name[0] in 'aio' else 'a'} {name}"
