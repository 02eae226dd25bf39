"""Where the rules of a document apply: in a schema, in what it refers to, and in the items of its arrays."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from .decode import Path
from .document import Document, join
from .found import show
from .rules import NO_LOOK, RULES, Look, Rule

__all__ = ["Broken", "Ruled", "stated"]

_EACH = 0  # the step into an array
_NEEDS = ("nothing", "request", "previous")


@attrs.frozen(kw_only=True)
class Broken:
    """A rule that a value breaks: where its member stands, what was found, what is allowed, and where the rule is."""

    rule: Rule
    path: Path
    found: str
    allowed: str
    pointer: str


@attrs.frozen(kw_only=True)
class _Place:
    """A schema with rules, and the way to it from the schema that is asked about; rules by what they need."""

    steps: Path
    pointer: str
    nothing: tuple[tuple[Rule, str], ...]
    request: tuple[tuple[Rule, str], ...]
    previous: tuple[tuple[Rule, str], ...]


class Ruled:
    """Applies the rules of a document; of each schema, where they are is found out once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._places: dict[str, tuple[_Place, ...]] = {}
        # schemas that refer to each other have more ways through them than anybody can go
        self._any = _states_rules(document.data)

    def broken(self, pointer: str, value: Any, look: Look) -> Sequence[Broken]:
        """The rules that a decoded value of the schema at a pointer breaks.

        Rules that compare with a request or with a look before are passed over where there is none. Raises ValueError
        for a rule that nobody has written.
        """
        places = self._places.get(pointer)
        if places is None:
            places = self._places[pointer] = tuple(self._find(pointer, (), ())) if self._any else ()
        found: list[Broken] = []
        for place in places:
            for path, node in _reached(value, place.steps) if place.steps else (((), value),):
                if isinstance(node, dict | Mapping):
                    for rule, where in place.nothing:
                        broken = rule.check(node)
                        if broken is not None:
                            found.append(_broken(rule, where, path, broken))
                    # what was asked, and seen before, is the whole answer, no item of it
                    if look is not NO_LOOK and not path:
                        found += _compared(place, node, look)
        return found

    def _find(self, pointer: str, steps: Path, inside: tuple[str, ...]) -> Iterator[_Place]:
        pointer, schema = self._document.resolve(pointer)
        if not isinstance(schema, dict) or pointer in inside:
            return
        inside = (*inside, pointer)
        if "x-rules" in schema:
            rules = [(RULES[id_], place) for id_, place in stated(self._document, pointer)]
            by_need = {need: tuple(each for each in rules if each[0].needs == need) for need in _NEEDS}
            yield _Place(steps=steps, pointer=pointer, **by_need)
        for name in schema.get("properties", ()):
            yield from self._find(join(pointer, "properties", name), (*steps, name), inside)
        if "items" in schema:
            yield from self._find(join(pointer, "items"), (*steps, _EACH), inside)
        for keyword in ("anyOf", "oneOf", "allOf"):
            for index in range(len(schema.get(keyword, ()))):
                yield from self._find(join(pointer, keyword, str(index)), steps, inside)


def stated(document: Document, pointer: str) -> Iterator[tuple[str, str]]:
    """The rules that the schema at a pointer states: each one's id, and where it stands.

    Raises ValueError for a rule that nobody has written.
    """
    given = document.at(pointer).get("x-rules", [])
    for index, rule in enumerate(given if isinstance(given, list) else [given]):
        place = join(pointer, "x-rules", str(index))
        name = rule.get("id") if isinstance(rule, dict) else None
        if not isinstance(name, str) or name not in RULES:
            raise ValueError(f"contract: found the rule {show(rule)} at {place}; allowed: {', '.join(RULES)}")
        yield name, place


def _states_rules(node: Any) -> bool:
    items = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return (isinstance(node, dict) and "x-rules" in node) or any(_states_rules(item) for item in items)


def _broken(rule: Rule, pointer: str, path: Path, said: tuple[str, str]) -> Broken:
    return Broken(rule=rule, path=(*path, rule.member), found=said[0], allowed=said[1], pointer=pointer)


def _compared(place: _Place, node: Mapping[str, Any], look: Look) -> Iterator[Broken]:
    """The broken rules among those that compare."""
    asked = place.request if look.asked is not None else ()
    before = place.previous if look.before is not None else ()
    for rule, pointer in (*asked, *before):
        broken = rule.check(node, look)
        if broken is not None:
            yield _broken(rule, pointer, (), broken)


def _reached(node: Any, steps: tuple[str | int, ...], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """What some steps lead to in a value, each with its path."""
    if not steps:
        yield path, node
    elif steps[0] == _EACH:
        if isinstance(node, list | tuple):
            for index, item in enumerate(node):
                yield from _reached(item, steps[1:], (*path, index))
    elif isinstance(node, dict | Mapping) and steps[0] in node:
        yield from _reached(node[steps[0]], steps[1:], (*path, steps[0]))
