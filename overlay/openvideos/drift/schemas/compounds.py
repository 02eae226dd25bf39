"""What moved between the objects and arrays of two schemas: members, items, and what else they may hold."""

from typing import TYPE_CHECKING

import attrs

from openvideos.drift.change import Level

from .emitted import is_hidden
from .parts import Member, Part
from .scalars import Parts, compare_branches, compare_limits
from .shapes import Shapes

if TYPE_CHECKING:
    from .walk import Spot

__all__ = ["compare_compounds"]


def compare_compounds(spot: "Spot", p: Parts, q: Parts) -> None:
    """Compare the objects, or the arrays, of two schemas: those that are each other's partners, and who has none."""
    left, right = list(p), list(q)
    if len(p) > 1 or len(q) > 1:
        for part in p:
            partner = next((each for each in right if _means_the_same(spot, part, each)), None)
            if partner is not None:
                left.remove(part)
                right.remove(partner)
    pairs = [(left[0], right[0])] if len(left) == len(right) == 1 else _paired(left, right)
    for part, partner in pairs:
        if part.type == "object":
            _compare_objects(spot, part, partner)
        else:
            _compare_arrays(spot, part, partner)
    matched = {id(each) for pair in pairs for each in pair}
    old, new = (tuple(part for part in side if id(part) not in matched) for side in (left, right))
    compare_branches(spot, (p, q), (old, new))


def _means_the_same(spot: "Spot", p: Part, q: Part) -> bool:
    """Whether two parts declare the same members, and accept the same."""
    if p.members.keys() != q.members.keys():
        return False
    alike = (p.required, p.closed, bool(p.rest), bool(p.raw)) == (q.required, q.closed, bool(q.rest), bool(q.raw))
    keys = [(p.members[name].key, q.members[name].key) for name in p.members] + [(p.items, q.items)]
    if alike and not p.rest and not p.raw and not p.limits and all(spot.walk.alike.keys(x, y) for x, y in keys):
        return not p.prefix and not q.prefix and not q.limits and not p.name_patterns and not q.name_patterns
    return spot.comparing.parts((p,), (q,), spot.text).level is None


def _paired(left: list[Part], right: list[Part]) -> list[tuple[Part, Part]]:
    """Which parts belong together: who share the most members, and of these the most that are required."""
    pairs = []
    free = list(right)
    for part in left:
        best = max(free, key=lambda each: _likeness(part, each), default=None)
        if best is not None and _likeness(part, best) > (0, 0):
            pairs.append((part, best))
            free.remove(best)
    return pairs


def _likeness(p: Part, q: Part) -> tuple[int, int]:
    if not p.members and not q.members:
        return (1, 0)
    return len(p.members.keys() & q.members.keys()), len(p.required & q.required) - len(p.required ^ q.required)


def _compare_arrays(spot: "Spot", p: Part, q: Part) -> None:
    compare_limits(spot, p, q)
    if len(p.prefix) == len(q.prefix):
        for index, (x, y) in enumerate(zip(p.prefix, q.prefix, strict=True)):
            spot.inside(f"{spot.where}[{index}]", spot.text).node(x, y)
        if p.items and q.items:
            spot.inside(f"{spot.where}[]", spot.text).node(p.items, q.items)
    if len(p.prefix) != len(q.prefix) or bool(p.items) != bool(q.items):
        old, new = (Part(type="array", pointer=each.pointer, items=each.items, prefix=each.prefix) for each in (p, q))
        verdict = spot.comparing.parts((old,), (new,), spot.text)
        spot.tell("R69", "what its items may be changed", verdict, at=(p.pointer, q.pointer))
    _compare_raw(spot, p, q, "R69")


def _compare_raw(spot: "Spot", p: Part, q: Part, rule: str) -> None:
    """Compare the keywords that nobody looks into: by all that the parts accept."""
    sides = ((spot.walk.base, p), (spot.walk.revised, q))
    old, new = ({word: side.prints.of((pointer,)) for word, pointer in part.raw} for side, part in sides)
    for word in dict.fromkeys((*old, *new)):
        if old.get(word) != new.get(word):
            verdict = spot.comparing.parts((p,), (q,), spot.text)
            name = "R34" if word == "dependentRequired" else rule
            spot.tell(name, f"{word} changed", verdict, at=(p.pointer, q.pointer))


def _compare_objects(spot: "Spot", p: Part, q: Part) -> None:
    old, new = _members(spot, spot.comparing.base, p), _members(spot, spot.comparing.revised, q)
    renamed = _renamed(spot, p, q, [name for name in old if name not in new], [name for name in new if name not in old])
    for name, other in renamed.items():
        member = spot.member(name)
        verdict = spot.comparing.parts((_only(p, name),), (_only(q, other),), spot.text)
        at = (old[name].pointer, new[other].pointer)
        message = f"was renamed to {other}, of the same type"
        member.keep("R36", message, verdict, at=at, base=name, revised=other)
    for name in old:
        if name not in new and name not in renamed:
            rule = "R33" if name in p.required else "R32"
            verdict = spot.comparing.parts((_only(p, name),), (_only(q, name),), spot.text)
            spot.member(name).keep(rule, "was removed", verdict, at=(old[name].pointer, None), base=name)
    for name in new:
        if name not in old and name not in renamed.values():
            rule, kind = ("R31", "required") if name in q.required else ("R30", "optional")
            verdict = spot.comparing.parts((_only(p, name),), (_only(q, name),), spot.text)
            spot.member(name).keep(rule, f"was added, {kind}", verdict, at=(None, new[name].pointer), revised=name)
    undeclared = (p.required ^ q.required) - p.members.keys() - q.members.keys()
    for name in [*(name for name in old if name in new), *sorted(undeclared)]:
        if (name in p.required) != (name in q.required):
            _compare_required(spot, p, q, name)
        if name in old and name in new:
            spot.member(name).node(old[name].key, new[name].key)
    _compare_rest(spot, p, q)
    _compare_name_patterns(spot, p, q)
    compare_limits(spot, p, q)
    _compare_raw(spot, p, q, "R74")


def _compare_required(spot: "Spot", p: Part, q: Part, name: str) -> None:
    only = _only(p, name)
    changed = attrs.evolve(only, required=q.required & {name})
    verdict = spot.comparing.within(spot.comparing.base, only, changed, spot.text)
    rule, said = ("R34", "is required now") if name in q.required else ("R35", "is no longer required")
    old, new = (part.members[name].pointer if name in part.members else part.pointer for part in (p, q))
    spot.member(name).keep(rule, said, verdict, at=(old, new), base=name in p.required, revised=name in q.required)


def _members(spot: "Spot", shapes: Shapes, part: Part) -> dict[str, Member]:
    return {name: each for name, each in part.members.items() if not is_hidden(shapes, each, spot.walk.direction)}


def _renamed(spot: "Spot", p: Part, q: Part, removed: list[str], added: list[str]) -> dict[str, str]:
    """Members that have another name now: alone in being gone and new with one meaning."""
    old = {name: spot.walk.base.prints.of(p.members[name].key) for name in removed}
    new = {name: spot.walk.revised.prints.of(q.members[name].key) for name in added}
    found = {}
    for name, meaning in old.items():
        partners = [other for other in new if new[other] == meaning and (name in p.required) == (other in q.required)]
        if len(partners) == 1 and list(old.values()).count(meaning) == 1:
            found[name] = partners[0]
    return found


def _only(part: Part, name: str) -> Part:
    """An object with one member of a part at most, so that a witness shows just that."""
    members = {name: part.members[name]} if name in part.members else {}
    required = part.required & {name}
    return attrs.evolve(part, members=members, required=required, limits={}, raw=(), name_patterns={}, values=None)


def _compare_rest(spot: "Spot", p: Part, q: Part) -> None:
    """Members that aren't declared: closed, open, or each by one schema."""
    sides = ((spot.comparing.base, p), (spot.comparing.revised, q))
    old, new = (
        "closed" if each.closed else "typed" if each.rest and not shapes.at(each.rest).anything else "open"
        for shapes, each in sides
    )
    if old == new == "typed":
        spot.inside(f"{spot.where}.*", "").node(p.rest, q.rest)
    elif old != new:
        bare = [Part(type="object", pointer=each.pointer, rest=each.rest, closed=each.closed) for each in (p, q)]
        verdict = spot.comparing.parts((bare[0],), (bare[1],), spot.text)
        rule = "R72" if new == "closed" else "R73" if old == "closed" else "R74"
        level: Level = "info" if rule == "R72" and spot.walk.direction == "request" else "compatible"
        message = f"members that aren't declared were {old} and are {new} now"
        spot.keep(rule, message, verdict, at=(p.pointer, q.pointer), level=level)


def _compare_name_patterns(spot: "Spot", p: Part, q: Part) -> None:
    for pattern in dict.fromkeys((*p.name_patterns, *q.name_patterns)):
        x, y = (each.name_patterns.get(pattern, ()) for each in (p, q))
        if x and y:
            spot.inside(f"{spot.where}.*", "").node(x, y)
        else:
            bare = [
                attrs.evolve(_only(each, ""), name_patterns={pattern: key} if key else {})
                for each, key in ((p, x), (q, y))
            ]
            verdict = spot.comparing.parts((bare[0],), (bare[1],), spot.text)
            rule, said, at = ("R32", "removed", (x[0], None)) if x else ("R30", "added", (None, y[0]))
            spot.keep(rule, f"members by the pattern {pattern} were {said}", verdict, at=at)
