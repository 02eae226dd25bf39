"""What differs between a contract and a looser source: of what both state."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from openvideos.drift.change import LEVELS, NOTHING, Change, Direction, Place

from .facts import Fact, Facts, Note, Operation
from .members import compare_member
from .values import Spot

__all__ = ["compare_facts"]

_PARAMETER = re.compile(r"\{([^{}]*)\}")


def compare_facts(base: Facts, revised: Facts) -> list[Change]:
    """The changes from a contract to a looser source, whose silence is no change."""
    comparison = _Comparison(base=base, revised=revised)
    found = [*_together(comparison.operations()), *comparison.beside()]
    return [*found, *map(_noted, revised.notes)]


@attrs.define(kw_only=True)
class _Comparison:
    base: Facts
    revised: Facts
    _names: dict[tuple[str, str], list[tuple[str, Place]]] = attrs.field(factory=dict)

    def operations(self) -> Iterator[Change]:
        theirs = {_positions(key): each for key, each in self.revised.operations.items()}
        ours = {_positions(key): each for key, each in self.base.operations.items()}
        moved = self._moved(ours, theirs)
        for key, operation in ours.items():
            other = theirs.get(key)
            if other is not None:
                yield from self._operation(operation, other)
            elif operation.key in moved:
                yield moved[operation.key]
        for key, operation in theirs.items():
            if key not in ours and operation.key not in moved:
                message = f"an operation that the contract doesn't have ({operation.name or operation.key})"
                yield Change(
                    level="compatible", rule="R02", message=message, operation=operation.key, source=operation.place
                )
        missing = [each for key, each in ours.items() if key not in theirs and each.key not in moved]
        if missing:
            message = f"{self.revised.name} says nothing of {', '.join(each.key for each in missing)}"
            yield Change(level="info", rule="R85", message=message, base=[each.key for each in missing])
        yield from self._renamed()

    def _moved(self, ours: Mapping[str, Operation], theirs: Mapping[str, Operation]) -> dict[str, Change]:
        """Operations of one name that have another method or path: both keys -> the change."""
        found = {}
        for key, operation in ours.items():
            for other_key, other in theirs.items():
                if operation.name and operation.name == other.name and key not in theirs and other_key not in ours:
                    change = Change(
                        level="breaking",
                        rule="R03",
                        message=f"{operation.name} is {other.key}",
                        operation=operation.key,
                        base=operation.key,
                        revised=other.key,
                        source=other.place,
                    )
                    found[operation.key] = found[other.key] = change
        return found

    def beside(self) -> Iterator[Change]:
        known = {each.name for each in self.base.operations.values()}
        for name, place in self.revised.beside.items():
            message = f"{name} is a method that only {self.revised.name} has"
            if name in known:
                message = f"{name} is a method whose request can't be seen"
            yield Change(
                level="info",
                rule="R85" if name in known else "R02",
                message=message,
                revised=name,
                surface="sdk",
                source=place,
            )

    def _operation(self, ours: Operation, theirs: Operation) -> Iterator[Change]:
        tell: dict[str, Any] = {"operation": ours.key, "source": theirs.place}
        if theirs.name is not None and ours.name is not None and theirs.name != ours.name:
            named: dict[str, Any] = {"message": f"{ours.name} is called {theirs.name}", **tell}
            named |= {"base": ours.name, "revised": theirs.name}
            yield Change(level="info", rule="R05", **named)
            yield Change(level="breaking", rule="R05", surface="sdk", **named)
        if theirs.deprecated is not None and theirs.deprecated != ours.deprecated:
            said = "deprecated" if theirs.deprecated else "not deprecated"
            message = f"it is {said} in {self.revised.name}"
            tell |= {"base": bool(ours.deprecated), "revised": theirs.deprecated}
            yield Change(level="info", rule="R07", message=message, **tell)
            tell = {"operation": ours.key, "source": theirs.place}
        renamed = _renamed_parameters(ours.key, theirs.key)
        for old, new in renamed.items():
            message = f"the path parameter {old} is called {new}"
            yield Change(level="breaking", rule="R04", message=message, surface="sdk", base=old, revised=new, **tell)
        yield from self._media(ours, theirs, tell)
        # a form and JSON may say it differently: what counts is that in which it is sent
        kinds = ours.sends or ("",)
        sent = [
            _without(facts, renamed) for kind, facts in zip(kinds, ours.request, strict=False) if _sends(theirs, kind)
        ]
        sent = sent or [_without(facts, renamed) for facts in ours.request]
        for facts in theirs.request:
            yield from self._side(ours, sent, _without(facts, renamed.values()), "request")
        if theirs.response:
            yield from self._side(ours, [ours.response] if ours.response else [], theirs.response, "response")

    def _media(self, ours: Operation, theirs: Operation, tell: Mapping[str, Any]) -> Iterator[Change]:
        values: dict[str, Any]
        if theirs.sends is not None and ours.sends:
            values = {"base": list(ours.sends), "revised": list(theirs.sends), **tell}
            strange = [each for each in theirs.sends if each not in ours.sends]
            unused = [each for each in ours.sends if each not in theirs.sends]
            if strange:
                message = f"the request is sent as {', '.join(strange)}, which the contract doesn't take"
                yield Change(level="breaking", rule="R17", message=message, direction="request", **values)
            elif unused:
                message = f"the request is always sent as {', '.join(theirs.sends)}, never as {', '.join(unused)}"
                yield Change(level="info", rule="R85", message=message, direction="request", **values)
        if theirs.answers is not None and ours.answers:
            strange = [each for each in theirs.answers if not _offered(each, ours.answers)]
            if strange:
                values = {"base": list(ours.answers), "revised": list(theirs.answers), **tell}
                message = (
                    f"{', '.join(strange)} is asked for, which the contract doesn't offer: a strict server refuses"
                )
                # what is asked for is not yet what is answered
                yield Change(
                    level="breaking", rule="R18", message=message, direction="response", certain=False, **values
                )

    def _side(
        self, operation: Operation, ours: list[Mapping[str, Fact]], theirs: Mapping[str, Fact], direction: Direction
    ) -> Iterator[Change]:
        """Compare what is sent or answered, with the media type whose facts are the nearest."""
        new: list[str] = []
        for path, fact in theirs.items():
            found = [facts[path] for facts in ours if path in facts]
            if found:
                compared = [compare_member(self._spot(operation.key, each, fact, direction)) for each in found]
                yield from min(compared, key=_gravity)
                self._named(found, fact, operation.key)
            elif path and not any(path.startswith(f"{each}/") for each in new):
                holding = [facts[fact.parent] for facts in ours if fact.parent in facts]
                if any("object" in each.kinds for each in holding) and not path.endswith("/*"):
                    new.append(path)
                    yield self._added(operation.key, fact, holding, direction)
        yield from self._silent(operation, ours, theirs, direction)

    def _spot(self, key: str, b: Fact, r: Fact, direction: Direction) -> Spot:
        return Spot(operation=key, direction=direction, base=b, revised=r, language=self.revised.language)

    def _added(self, key: str, fact: Fact, holding: list[Fact], direction: Direction) -> Change:
        spot = self._spot(key, holding[0], fact, direction)
        name = fact.path.rpartition("/")[2]
        closed = all(each.closed for each in holding)
        if fact.required and direction == "request":
            message = f"{name} is a member that the contract doesn't have, and required"
            spot.tell("R31", message, "breaking", revised=name, witness={}, is_telling=False)
        elif direction == "response" and closed:
            spot.tell("R30", f"{name} is a member that the contract doesn't allow", "breaking", revised=name)
        else:
            rule = "R31" if fact.required else "R30"
            spot.tell(rule, f"{name} is a member that the contract doesn't have", "compatible", revised=name)
        return spot.changes[0]

    def _silent(
        self, operation: Operation, ours: list[Mapping[str, Fact]], theirs: Mapping[str, Fact], direction: Direction
    ) -> Iterator[Change]:
        """Members that the other source doesn't name where it names others of the same object."""
        named = [fact for path, fact in theirs.items() if path and not path.endswith("/*") and fact.where != "example"]
        speaking = {fact.parent for fact in named}
        silent: dict[str, list[str]] = {}
        for facts in ours:
            for path, fact in facts.items():
                if path and path not in theirs and fact.parent in speaking and fact.where not in {"header", "path"}:
                    names = silent.setdefault(fact.parent, [])
                    name = path.rpartition("/")[2]
                    if name not in names and name != "*":
                        names.append(name)
        for parent, names in silent.items():
            place = theirs[parent].place if parent in theirs else None
            if names:
                yield Change(
                    level="info",
                    rule="R85",
                    message=f"{self.revised.name} says nothing of {', '.join(names)}",
                    operation=operation.key,
                    direction=direction,
                    pointer=parent,
                    base=names,
                    source=place,
                )

    def _named(self, ours: list[Fact], theirs: Fact, key: str) -> None:
        """Remember what both call a type; of a plain one generated code shows no name."""
        names = [each.type_name for each in ours if each.type_name and (each.listed or "object" in each.kinds)]
        if theirs.type_name is not None and names:
            old = theirs.type_name if theirs.type_name in names else names[0]
            self._names.setdefault((old, theirs.type_name), []).append((key, theirs.place))

    def _renamed(self) -> Iterator[Change]:
        """What a component of the contract is called, told once; one that keeps its name anywhere is not renamed."""
        for (old, new), uses in self._names.items():
            if (old, old) in self._names:
                continue
            keys = list(dict.fromkeys(key for key, _ in uses))
            yield Change(
                level="breaking",
                rule="R78",
                message=f"{old} is called {new}" if new else f"{old} has no name of its own",
                surface="sdk",
                operation=keys[0],
                also=tuple(keys[1:]),
                base=old,
                revised=new or NOTHING,
                source=uses[0][1],
            )


def _noted(note: Note) -> Change:
    return Change(
        level="info",
        rule="R85",
        message=note.text,
        operation=note.operation,
        direction=note.direction,
        pointer=note.pointer,
        source=note.place,
    )


def _together(changes: Iterable[Change]) -> list[Change]:
    """Changes of which those that several operations have from one type are one, at the shortest pointer."""
    found: dict[Any, list[Change]] = {}
    for change in changes:
        same = (change.rule, change.direction, change.level, change.message, str(change.source))
        alone = change.operation if not change.pointer else ""
        found.setdefault((*same, alone, change.pointer.rpartition("/")[2], change.surface), []).append(change)
    merged = []
    for each in found.values():
        first = min(each, key=lambda change: change.pointer.count("/"))
        others = dict.fromkeys(change.operation for change in each if change.operation != first.operation)
        merged.append(attrs.evolve(first, also=first.also or tuple(others)))
    return merged


def _gravity(changes: list[Change]) -> tuple[int, int]:
    return max((LEVELS.index(each.level) for each in changes), default=-1), len(changes)


def _without(facts: Mapping[str, Fact], names: Iterable[str]) -> Mapping[str, Fact]:
    left = set(names)
    return {path: fact for path, fact in facts.items() if path[1:] not in left}


def _sends(operation: Operation, kind: str) -> bool:
    return operation.sends is None or kind in operation.sends


def _positions(key: str) -> str:
    return _PARAMETER.sub("{}", key)


def _renamed_parameters(ours: str, theirs: str) -> dict[str, str]:
    pairs = zip(_PARAMETER.findall(ours), _PARAMETER.findall(theirs), strict=True)
    return {old: new for old, new in pairs if old != new}


def _offered(asked: str, offered: tuple[str, ...]) -> bool:
    kind, _, rest = asked.partition("/")
    return asked in offered or asked == "*/*" or (rest == "*" and any(each.startswith(f"{kind}/") for each in offered))
