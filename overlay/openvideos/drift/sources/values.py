"""What differs between the values that two sources state for one member."""

import json
from collections.abc import Sequence
from typing import Any

import attrs

from openvideos.drift.change import NOTHING, Change, Direction, Level, Surface
from openvideos.drift.contain import Answer, No, Yes, covers

from .facts import Fact, Language

__all__ = ["Spot", "compare_values"]

_NUMBERS = ("integer", "number")


@attrs.define(kw_only=True)
class Spot:
    """One member of one side of an operation: what is known of it, and the changes that were found."""

    operation: str
    direction: Direction
    base: Fact
    revised: Fact
    language: Language
    changes: list[Change] = attrs.field(factory=list)

    def tell(
        self,
        rule: str,
        message: str,
        level: Level,
        *,
        base: Any = NOTHING,
        revised: Any = NOTHING,
        witness: Any = NOTHING,
        is_telling: bool = True,
        certain: bool = True,
        surface: Surface = "wire",
    ) -> None:
        """Keep a change; one that breaks nothing is as certain as it needs to be.

        is_telling says whether a witness says more to a person than the message.
        """
        self.changes.append(
            Change(
                level=level,
                rule=rule,
                message=message,
                operation=self.operation,
                direction=self.direction,
                pointer=self.revised.path,
                base=base,
                revised=revised,
                witness=witness,
                of=_of(self.revised.path) if is_telling else None,
                certain=certain or level != "breaking",
                surface=surface,
                source=self.revised.place,
            )
        )

    def graver(self, *, when: Direction) -> Level:
        """Breaking in one direction, compatible in the other."""
        return "breaking" if self.direction == when else "compatible"

    def gained(self, rule: str, message: str, piece: Any, *, certain: bool = True, **said: Any) -> None:
        """Keep that the revised source takes more, unless the base takes that too."""
        level = self.graver(when="response")
        self._moved(rule, message, level, covers(piece, _union(self.base.parts)), {"certain": certain, **said})

    def lost(self, rule: str, message: str, piece: Any, *, certain: bool = True, **said: Any) -> None:
        """Keep that the revised source takes less, unless it takes that in another way."""
        level = self.graver(when="request")
        self._moved(rule, message, level, covers(piece, _union(self.revised.parts)), {"certain": certain, **said})

    def _moved(self, rule: str, message: str, level: Level, covered: Answer, said: dict[str, Any]) -> None:
        if isinstance(covered, Yes):
            return
        if isinstance(covered, No) and level == "breaking":
            said["witness"] = covered.witness
        said["certain"] = said["certain"] and isinstance(covered, No)
        self.tell(rule, message, level, **said)


def _of(path: str) -> str:
    """What a witness is a value of, by its path, which says that of what has no name of its own."""
    name = path.rpartition("/")[2]
    return path if name == "*" else json.dumps(name, ensure_ascii=False) if name else ""


def compare_values(spot: Spot) -> None:
    """Compare what may stand there, but for null and for what objects and arrays hold."""
    b, r = spot.base, spot.revised
    if not b.whole or not r.parts:
        return
    _compare_kinds(spot, set(b.kinds), set(r.kinds))
    if "string" in b.kinds and "string" in r.kinds:
        _compare_strings(spot)


def _compare_kinds(spot: Spot, old: set[str], new: set[str]) -> None:
    b, r = spot.base, spot.revised
    gone = [kind for kind in b.kinds if kind not in new and not (kind in _NUMBERS and new & set(_NUMBERS))]
    come = [kind for kind in r.kinds if kind not in old and not (kind in _NUMBERS and old & set(_NUMBERS))]
    said: dict[str, Any] = {"base": list(b.kinds), "revised": list(r.kinds)}
    if not r.whole:
        gone = []
    if "integer" in old and "number" in new:
        spot.gained("R38", "it may be any number, and not only a whole one", {"type": "number"}, **said)
    elif "number" in old and "integer" in new and r.whole:
        spot.lost("R39", "it is a whole number now", {"type": "number"}, **said)
    # types are apart: what goes or comes is covered by none that stays
    if gone and come:
        message = f"the type changed from {', '.join(gone)} to {', '.join(come)}"
        spot.tell("R40", message, "breaking", witness=_shown(spot, gone, come), **said)
    elif gone:
        level = spot.graver(when="request")
        message = f"it is never of type {', '.join(gone)} now"
        spot.tell("R39", message, level, witness=_shown(spot, gone, come), **said)
    elif come:
        level = spot.graver(when="response")
        message = f"it may be of type {', '.join(come)} now"
        spot.tell("R38", message, level, witness=_shown(spot, gone, come), **said)


def _shown(spot: Spot, gone: list[str], come: list[str]) -> Any:
    """A value of a type that one side sends and the other doesn't take; NOTHING for none."""
    sides = (spot.base, gone, spot.revised), (spot.revised, come, spot.base)
    sent, kinds, taken = sides[0] if spot.direction == "request" else sides[1]
    pieces = [part for part in _pieces(sent, kinds) if part.get("format") != "binary"]
    covered = covers(_union(pieces), _union(taken.parts))
    return covered.witness if isinstance(covered, No) else NOTHING


def _compare_strings(spot: Spot) -> None:
    b, r = spot.base, spot.revised
    old, new = _texts(b), _texts(r)
    if b.open and r.open:
        _compare_known(spot, old, new)
    elif b.open:
        free = _union([part for part in b.limited if part.get("type") == "string" and part.get("format") != "binary"])
        if r.whole:
            message = "nothing but the listed values is allowed"
            spot.lost("R46", message, free, base=list(old), revised=list(new), certain=not r.doubtful)
    elif r.open:
        if new or spot.language.lists:
            message = "more than the listed values is allowed"
            spot.gained("R47", message, {"type": "string"}, base=list(old), revised=list(new), certain=bool(new))
        else:
            spot.tell("R85", f"the values that are allowed ({_listed(old)}) aren't listed", "info", base=list(old))
    else:
        _compare_listed(spot, old, new)


def _compare_listed(spot: Spot, old: list[Any], new: list[Any]) -> None:
    """Values that are all there are."""
    r = spot.revised
    if len(old) == len(new) == 1 and r.whole and old != new:
        witness = old[0] if spot.direction == "request" else new[0]
        spot.tell("R50", "the one value is another", "breaking", base=old[0], revised=new[0], witness=witness)
        return
    added = [value for value in new if value not in old]
    removed = [value for value in old if value not in new or value in r.doubtful] if r.whole else []
    if added:
        certain = not any(value in r.doubtful for value in added)
        spot.gained("R43", f"{_listed(added)} added", {"enum": added}, revised=added, certain=certain)
    if removed:
        # the source's own text may know better than its types
        certain = not any(value in new or value in (r.said or ()) for value in removed)
        kept = attrs.evolve(r, parts=({"enum": [value for value in new if value not in r.doubtful]},))
        inner = attrs.evolve(spot, revised=kept)
        inner.lost("R44", f"{_listed(removed)} removed", {"enum": removed}, base=removed, certain=certain)


def _compare_known(spot: Spot, old: list[Any], new: list[Any]) -> None:
    """Values that are known of any text."""
    if old and not new:
        if spot.language.lists:
            message = "the values that are known are not listed"
            spot.tell("R48", message, "info", base=old)
            spot.tell("R48", message, "breaking", base=old, surface="sdk")
        return
    added = [value for value in new if value not in old]
    removed = [value for value in old if value not in new] if spot.revised.whole else []
    for values, level, said in ((added, "compatible", "revised"), (removed, "breaking", "base")):
        if values:
            message = f"{_listed(values)} {'added' if said == 'revised' else 'removed'}; any other is allowed too"
            kept: dict[str, Any] = {said: values}
            spot.tell("R45", message, "info", **kept)
            spot.tell("R45", message, "breaking" if level == "breaking" else "compatible", surface="sdk", **kept)


def _texts(fact: Fact) -> list[Any]:
    return [value for value in fact.listed if isinstance(value, str)]


def _pieces(fact: Fact, kinds: Sequence[str]) -> list[Any]:
    return [part for part in fact.parts if any(kind in kinds for kind in attrs.evolve(fact, parts=(part,)).kinds)]


def _union(parts: Sequence[Any]) -> Any:
    return parts[0] if len(parts) == 1 else {"anyOf": list(parts)} if parts else False


def _listed(values: Sequence[Any]) -> str:
    return ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
