"""What moved between the strings, numbers and booleans of two schemas."""

import json
from typing import TYPE_CHECKING, Any

import attrs

from openvideos.drift.change import NOTHING

from .emitted import as_sent
from .parts import LOWER, Part, same
from .verdict import Verdict

if TYPE_CHECKING:
    from .walk import Spot

__all__ = ["compare_branches", "compare_limits", "compare_scalars"]

Parts = tuple[Part, ...]
_LOWER = ("minLength", "minItems", "minProperties")
_UPPER = ("maxLength", "maxItems", "maxProperties")
_BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
_GROUPS = (*_BOUNDS, *((word,) for word in ("multipleOf", *_LOWER, *_UPPER, "uniqueItems")))
_ORDER = (None, "info", "compatible", "breaking")


def compare_scalars(spot: "Spot", p: Parts, q: Parts) -> None:
    """Compare parts of one type: their listed values, and the others."""
    old, new = _values(p), _values(q)
    others = (tuple(part for part in p if part.values is None), tuple(part for part in q if part.values is None))
    if not others[0] and not others[1]:
        if len(old) == len(new) == 1 and not same(old[0], new[0]):
            verdict = spot.comparing.parts(p, q, spot.text)
            spot.tell("R50", "the one value changed", verdict, at=_places(p, q), base=old[0], revised=new[0])
        else:
            _compare_values(spot, p, q)
    elif not others[0]:
        rule = "R49" if len(old) == 1 and not new else "R47"
        verdict = _gravest([spot.comparing.gained(p, part, spot.text) for part in others[1]])
        spot.tell(rule, "more than the listed values is allowed now", verdict, at=_places(p, q), base=list(old))
    elif not others[1]:
        rule = "R49" if len(new) == 1 and not old else "R46"
        verdict = _gravest([spot.comparing.lost(part, q, spot.text) for part in others[0]])
        spot.tell(rule, "nothing but the listed values is allowed now", verdict, at=_places(p, q), revised=list(new))
    else:
        if len(others[0]) == len(others[1]) == 1:
            compare_limits(spot, others[0][0], others[1][0])
        else:
            compare_branches(spot, (p, q), others)
        if old and not new:
            message = "the values that are known are no longer listed"
            spot.inform("R48", message, at=_places(p, q), base=list(old))
            spot.inform("R48", message, at=_places(p, q), level="breaking", surface="sdk", base=list(old))
        else:
            _compare_values(spot, p, q, is_open=True)


def _compare_values(spot: "Spot", p: Parts, q: Parts, *, is_open: bool = False) -> None:
    """Compare listed values: all that there are, or those that are known of more."""
    old, new = _values(p), _values(q)
    added = tuple(value for value in new if not any(same(value, each) for each in old))
    removed = tuple(value for value in old if not any(same(value, each) for each in new))
    at = _places(p, q)
    for rule, values, owner, verb in (("R43", added, q, "added"), ("R44", removed, p, "removed")):
        if not values:
            continue
        part = attrs.evolve(next(each for each in owner if each.values), values=values)
        gained = rule == "R43"
        verdict = spot.comparing.gained(p, part, spot.text) if gained else spot.comparing.lost(part, q, spot.text)
        shown = [as_sent(value) for value in values] if spot.text == "value" else list(values)
        said: dict[str, Any] = {"revised" if gained else "base": shown}
        message = f"{', '.join(json.dumps(value, ensure_ascii=False) for value in shown)} {verb}"
        if is_open and verdict.level is None:
            spot.inform("R45", f"{message}; any other is allowed too", at=at, **said)
            spot.inform("R45", message, at=at, level="compatible" if gained else "breaking", surface="sdk", **said)
        else:
            spot.tell(rule, message, verdict, at=at, **said)


def compare_limits(spot: "Spot", p: Part, q: Part) -> None:
    """Compare the keywords that bound two parts of one type."""
    shapes, at = spot.comparing.base, (p.pointer, q.pointer)
    for group in _GROUPS:
        old, new = ({word: part.limits[word] for word in group if word in part.limits} for part in (p, q))
        if old != new:
            other = {word: limit for word, limit in p.limits.items() if word not in group}
            verdict = spot.comparing.within(shapes, p, attrs.evolve(p, limits={**other, **new}), spot.text)
            x, y = (next(iter(each.values()), NOTHING) for each in (old, new))
            message = f"{next(iter({**old, **new}))} {_moved(x, y)}"
            if group == ("multipleOf",) and p.name != q.name:
                message = f"the type changed from {p.name} to {q.name}"
                x, y = p.name, q.name
            spot.tell(_limit_rule(group, old, new, p, q), message, verdict, at=at, base=x, revised=y)
    if p.patterns != q.patterns:
        verdict = spot.comparing.within(shapes, p, attrs.evolve(p, patterns=q.patterns), spot.text)
        rule = "R66" if p.patterns and q.patterns else "R65"
        x, y = (" and ".join(sorted(each.patterns)) or NOTHING for each in (p, q))
        spot.tell(rule, f"the pattern {_moved(x, y)}", verdict, at=at, base=x, revised=y)


def _limit_rule(group: tuple[str, ...], old: dict[str, Any], new: dict[str, Any], *parts: Part) -> str:
    word = group[0]
    if word == "multipleOf":
        p, q = parts
        return "R67" if p.name == q.name else "R39" if q.name == "integer" else "R38"
    if word == "uniqueItems":
        return "R68"
    if len(group) > 1 and old and new and old.keys() != new.keys():
        return "R64"
    x, y = (next(iter(each.values()), None) for each in (old, new))
    if word in LOWER:
        return "R63" if y is None or (x is not None and y < x) else "R62"
    return "R61" if y is None or (x is not None and y > x) else "R60"


def compare_branches(spot: "Spot", all_parts: tuple[Parts, Parts], alone: tuple[Parts, Parts]) -> None:
    """Compare alternatives of one type that have no partner to be compared with."""
    for part in alone[1]:
        verdict = spot.comparing.gained(all_parts[0], part, spot.text)
        spot.tell("R51", "there is another alternative", verdict, at=(None, part.pointer))
    for part in alone[0]:
        verdict = spot.comparing.lost(part, all_parts[1], spot.text)
        spot.tell("R52", "an alternative is gone", verdict, at=(part.pointer, None))


def _gravest(verdicts: list[Verdict]) -> Verdict:
    return max(verdicts, key=lambda each: (_ORDER.index(each.level), each.certain))


def _values(parts: Parts) -> tuple[Any, ...]:
    return tuple(value for part in parts for value in part.values or ())


def _places(p: Parts, q: Parts) -> tuple[str, str]:
    """Where values are listed, else where the first part is."""
    first, second = (next((each for each in side if each.values), side[0]).pointer for side in (p, q))
    return first, second


def _moved(x: Any, y: Any) -> str:
    return "was dropped" if y is NOTHING else "is set now" if x is NOTHING else "changed"
