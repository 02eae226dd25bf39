"""What moved between two schemas: each difference by its rule, judged by the sets of values."""

import json
from typing import Any

import attrs

from openvideos.drift.change import NOTHING, Change, Direction, Level, Places

from .alike import Alike
from .compounds import compare_compounds
from .emitted import Text, TooLargeError, as_sent, as_text, emit
from .fingerprint import Fingerprints
from .notes import compare_notes
from .parts import Key, Part, Shape, kind_of
from .scalars import compare_scalars
from .shapes import Shapes
from .structure import in_order
from .types import SCALARS, compare_types
from .verdict import Comparing, Verdict

BY_NAME = frozenset({"R30", "R31", "R32", "R33", "R36", "R72", "R73", "R75"})
"""What is a change though no set of values shows it: members by their names, objects closed, defaults."""

_WHOLE = ("the body", "the answer", "the error")

__all__ = ["Side", "Spot", "Walk", "compare_schemas"]


@attrs.frozen(kw_only=True)
class Side:
    """One of the two documents: its schemas, and their fingerprints."""

    shapes: Shapes
    prints: Fingerprints


def compare_schemas(
    base: Side,
    revised: Side,
    alike: Alike,
    keys: tuple[Key, Key],
    *,
    direction: Direction,
    where: str,
    text: Text = "",
    assert_format: bool = False,
) -> list[Change]:
    """What moved between the schemas of two keys; where says which value, to a person."""
    if alike.keys(*keys):
        return []
    comparing = Comparing(base=base.shapes, revised=revised.shapes, direction=direction)
    walk = Walk(
        base=base,
        revised=revised,
        alike=alike,
        comparing=comparing,
        direction=direction,
        assert_format=assert_format,
        whole=(*keys, text),
    )
    spot = Spot(walk=walk, where=where, text=text, own=_own(where), of=_own(where))
    spot.node(*keys)
    found = walk.changes
    if walk.is_broken or (not found and comparing.are_one(*keys, text)):
        return found
    level = comparing.level(*keys, text)
    if level is None:
        found = [each for each in found if each.level == "info" or each.surface == "sdk" or each.rule in BY_NAME]
    if level != "breaking":
        # what looks like a break by itself is none where something beside it takes the value
        return [
            attrs.evolve(each, level="compatible", witness=NOTHING, certain=True) if _breaks(each) else each
            for each in found
        ]
    if not any(map(_breaks, found)):
        narrower = direction == "request"
        rule = "R39" if narrower else "R38"
        said = "accepts less than before" if narrower else "may be what it was never allowed to be"
        found.append(spot.change(rule, said, comparing.keys(*keys, text), at=(keys[0][0], keys[1][0])))
    return found


def _breaks(change: Change) -> bool:
    return change.level == "breaking" and change.surface == "wire"


@attrs.define(kw_only=True)
class Walk:
    """What two schemas are walked with, and what was found; is_broken says that a value of the whole shows a break."""

    base: Side
    revised: Side
    alike: Alike
    comparing: Comparing
    direction: Direction
    assert_format: bool
    whole: tuple[Key, Key, Text]
    is_broken: bool = False
    changes: list[Change] = attrs.field(factory=list)
    seen: set[tuple[Key, Key, Text]] = attrs.field(factory=set)


@attrs.frozen(kw_only=True)
class Spot:
    """A value, in the words of a person, whose two schemas are compared."""

    walk: Walk
    where: str
    text: Text
    keys: tuple[Key, Key, Text] | None = None
    """The schemas that a witness is a value of, as a whole."""
    own: str = ""
    """This value, as a change says what its witness is a value of."""
    of: str = ""
    """What a witness is a value of: this, or the object whose member this is."""
    name: str | None = None
    """The member that this is, of the object that a witness is a value of."""

    @property
    def comparing(self) -> Comparing:
        """The sets of both sides."""
        return self.walk.comparing

    def inside(self, where: str, text: Text) -> "Spot":
        """A value within this one."""
        return Spot(walk=self.walk, where=where, text=text, own=_own(where), of=_own(where))

    def member(self, name: str) -> "Spot":
        """A member of this value; those of a form are text."""
        shown = name if name.isidentifier() else repr(name)
        where = shown if self.where in {"the body", "the answer"} else f"{self.where.removeprefix('the ')}.{shown}"
        inside = self.inside(where, "value" if self.text == "form" else "")
        return attrs.evolve(inside, keys=self.keys, own=json.dumps(name, ensure_ascii=False), of=self.own, name=name)

    def node(self, base: Key, revised: Key) -> None:
        """Compare two keys."""
        attrs.evolve(self, keys=(base, revised, self.text), of=self.own, name=None)._node(base, revised)

    def _node(self, base: Key, revised: Key) -> None:
        walk = self.walk
        if (base, revised, self.text) in walk.seen or walk.alike.keys(base, revised):
            return
        walk.seen.add((base, revised, self.text))
        b, r = walk.base.shapes.at(base), walk.revised.shapes.at(revised)
        compare_notes(self, b, r)
        if b.anything or r.anything:
            self._compare_anything(b, r)
            return
        parts = (_textual(b.parts, self.text), _textual(r.parts, self.text))
        self._compare_beside(b, r, *({part.type for part in side} for side in parts))
        kinds = compare_types(self, *parts)
        for kind in kinds:
            old, new = (tuple(part for part in side if part.type == kind) for side in parts)
            if kind in {"array", "object"}:
                compare_compounds(self, old, new)
            elif kind in SCALARS:
                compare_scalars(self, old, new)

    # -- telling

    def change(
        self,
        rule: str,
        message: str,
        verdict: Verdict,
        *,
        at: Places,
        level: Level = "compatible",
        is_telling: bool = True,
        **said: Any,
    ) -> Change:
        """A change of a rule, at the revised place, or the base's; level is what it is where the sets are one.

        is_telling says whether a witness says more to a person than the message.
        """
        side, pointer = (self.walk.base, at[0]) if at[1] is None else (self.walk.revised, at[1])
        witness = verdict.witness
        if self.keys is not None and witness is not NOTHING:
            witness = self.comparing.confirmed(*self.keys, witness, self.name)
            breaks = (verdict.level or level) == "breaking" and witness is not NOTHING
            self.walk.is_broken = self.walk.is_broken or (breaks and self.keys == self.walk.whole)
        return Change(
            rule=rule,
            level=verdict.level or level,
            message=f"{self.where}: {message}",
            direction=self.walk.direction,
            pointer=pointer or "",
            witness=_sent(witness, self.keys[2] if self.keys else self.text),
            of=self.of if is_telling else None,
            certain=verdict.certain,
            source=side.shapes.source.place(pointer or ""),
            **said,
        )

    def keep(self, rule: str, message: str, verdict: Verdict, **said: Any) -> None:
        """Keep a change, even where the sets of values are one."""
        self.walk.changes.append(self.change(rule, message, verdict, **said))

    def tell(self, rule: str, message: str, verdict: Verdict, **said: Any) -> None:
        """Keep a change, but where the sets of values are one."""
        if verdict.level is not None:
            self.keep(rule, message, verdict, **said)

    def inform(self, rule: str, message: str, *, level: Level = "info", **said: Any) -> None:
        """Keep a change that no set shows."""
        self.keep(rule, message, Verdict(level=level), **said)

    # -- what parts can't say

    def _compare_beside(self, b: Shape, r: Shape, old: set[str], new: set[str]) -> None:
        """not, if, and oneOf with branches that overlap: judged by all that is accepted, of the types of both sides."""
        more = {kind for side, shape in ((self.walk.base, b), (self.walk.revised, r)) for kind in _some(side, shape)}
        one_of = "R54" if b.one_of and r.one_of else "R56" if r.exactly else "R55"
        for rule, some, said in (
            (one_of, b.exactly or r.exactly, "of alternatives that overlap, exactly one has to match"),
            ("R51", more & old & new, "what its alternatives allow changed"),
            ("R58", b.nots or r.nots, "what is not allowed changed"),
            ("R57", b.conditions or r.conditions, "the conditions changed"),
        ):
            if some and self._written(self.walk.base, b.key) != self._written(self.walk.revised, r.key):
                verdict = self.comparing.keys(b.key, r.key, self.text)
                narrowed = (verdict.level == "breaking") == (self.walk.direction == "request")
                self.tell("R52" if rule == "R51" and narrowed else rule, said, verdict, at=(b.pointer, r.pointer))

    @staticmethod
    def _written(side: Side, key: Key) -> Any:
        try:
            return in_order(emit(side.shapes, key, "as written"))
        except TooLargeError:
            return object()

    def _compare_anything(self, b: Shape, r: Shape) -> None:
        if not (b.anything and r.anything):
            verdict = self.comparing.keys(b.key, r.key, self.text)
            at = (b.pointer, r.pointer)
            if r.anything:
                self.tell("R38", "not documented: its schema allows anything", verdict, at=at, is_telling=False)
            else:
                self.tell("R39", "no longer is anything allowed", verdict, at=at)


def _sent(witness: Any, text: Text) -> Any:
    """A witness as it is written where it is text."""
    if text == "form" and isinstance(witness, dict):
        return {name: as_sent(value) for name, value in witness.items()}
    return as_sent(witness) if text == "value" else witness


def _some(side: Side, shape: Shape) -> set[str]:
    """The types of the alternatives of which parts don't say all."""
    branches = [side.shapes.at(branch) for some in shape.some for branch in some]
    return {part.type for branch in branches if branch.more for part in branch.parts}


def _own(where: str) -> str:
    """A value, as a change says what its witness is a value of: a whole body or answer is nothing else's."""
    return "" if where in _WHOLE else where.rpartition(": ")[2]


def _textual(parts: tuple[Part, ...], text: Text) -> tuple[Part, ...]:
    """Parts as text has them: listed values of whatever type they read as."""
    if text != "value":
        return parts
    found = []
    for part in parts:
        if part.values is None or part.type not in SCALARS:
            found.append(part)
            continue
        values = [as_text(value) for value in part.values]
        for kind in SCALARS:
            alike = tuple(value for value in values if kind_of(value) == kind)
            if alike:
                found.append(attrs.evolve(part, type=kind, values=alike, limits={}, patterns=frozenset()))
    return tuple(found)
