"""Values to try: those of one schema that another is likely to refuse, the plain ones first."""

import itertools
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import attrs
from jsonschema_rs import Draft202012Validator, ReferencingError

from .patterns import has_pattern

__all__ = ["candidates"]

_EACH = 40
_MOST = 3_000
_DEEPEST = 6
_LONGEST = 100_000
_UNDECLARED = "undeclared"
_WORDS = ("", "a", "b", "A", "0", "-1", "é", "a b", "x" * 9, "true", "https://a.example", "2026-01-01")
_NUMBERS = (0, 1, -1, 2, 0.5, 7, 1.5, 1000, -0.25, 12345678901)
_POOL: tuple[Any, ...] = (None, True, False, *_NUMBERS, *_WORDS, [], {})


def candidates(a: Any, b: Any) -> Iterator[Any]:
    """Values that a may accept and b may refuse, of bounded number; nobody has asked a validator yet."""
    hints = _Hints()
    for root in (a, b):
        hints.read(root)
    yield from _different(_Values(a, hints).untried(a, 0), _MOST)
    yield from _POOL


@attrs.define
class _Hints:
    """The values, bounds and names that schemas speak of."""

    values: list[Any] = attrs.field(factory=list)
    numbers: set[float] = attrs.field(factory=set)
    lengths: set[int] = attrs.field(factory=set)
    names: dict[str, None] = attrs.field(factory=dict)

    def read(self, node: Any) -> None:
        ahead = [node]
        while ahead:
            here = ahead.pop()
            if isinstance(here, list):
                ahead += here
            if not isinstance(here, dict):
                continue
            self.values += [here["const"]] if "const" in here else []
            listed = here.get("enum")
            self.values += listed if isinstance(listed, list) else []
            for word, said in here.items():
                if word in {"enum", "const"}:
                    continue
                if isinstance(said, int | float) and not isinstance(said, bool):
                    if word == "multipleOf":
                        self.numbers |= {said * times for times in (-3, -2, -1, 1, 2, 3, 5)}
                    elif word in {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}:
                        self.numbers |= {said, said + 1, said - 1, said + 0.5, said - 0.5}
                    elif word[:3] in {"min", "max"}:
                        self.lengths |= {int(each) for each in (said - 1, said, said + 1) if each >= 0}
                if word == "properties" and isinstance(said, dict):
                    self.names.update(dict.fromkeys(said))
                if word == "patternProperties" and isinstance(said, dict):
                    self.names.update((name, None) for name in map(_name, said) if name is not None)
                ahead.append(said)


@attrs.define
class _Values:
    """Makes values of one schema."""

    root: Any
    hints: _Hints

    def of(self, node: Any, depth: int) -> list[Any]:
        """Values of a schema within another, at most so many, the plainest first."""
        found = list(_different(self.untried(node, depth), _EACH))
        if not isinstance(node, dict):
            return found
        definitions = {"$defs": self.root["$defs"]} if isinstance(self.root, dict) and "$defs" in self.root else {}
        try:
            is_valid = Draft202012Validator({**node, **definitions}, offline=True).is_valid
        except (ValueError, ReferencingError):
            return []
        return [value for value in found if is_valid(value)]

    def untried(self, node: Any, depth: int) -> Iterator[Any]:
        """Values that a schema may accept: no validator was asked."""
        if depth > _DEEPEST or node is False:
            return
        if not isinstance(node, dict) or not set(node) - {"$defs"}:
            yield from (*_POOL, *self.hints.values)
            return
        if isinstance(node.get("$ref"), str):
            inner = self.root["$defs"].get(node["$ref"].removeprefix("#/$defs/"), False)
            yield from self.untried(inner, depth + 1)
        if "const" in node:
            yield node["const"]
        yield from node.get("enum", ())
        for word in ("anyOf", "oneOf", "allOf"):
            inside = [self.of(each, depth + 1) for each in node.get(word, ())]
            if word == "allOf":
                inside.append(self._merged(node["allOf"], depth) if "allOf" in node else [])
            yield from _in_turn(inside)
        if "not" in node and "type" not in node:
            yield from (*_POOL, *self.hints.values)
        if "enum" in node or "const" in node:
            return
        kinds = node.get("type", ())
        yield from _in_turn([self._typed(kind, node, depth) for kind in ([kinds] if isinstance(kinds, str) else kinds)])

    def _merged(self, parts: list[Any], depth: int) -> list[Any]:
        """Objects of all parts of an allOf together."""
        objects = [[value for value in self.of(each, depth + 1) if isinstance(value, dict)][:6] for each in parts]
        found = itertools.islice(itertools.product(*(each for each in objects if each)), _EACH)
        return [{name: item for value in values for name, item in value.items()} for values in found]

    def _typed(self, kind: str, node: dict[str, Any], depth: int) -> Iterable[Any]:
        match kind:
            case "null":
                return [None]
            case "boolean":
                return [True, False]
            case "integer" | "number":
                return [*_NUMBERS, *sorted(self.hints.numbers, key=abs)]
            case "string":
                known = [value for value in self.hints.values if isinstance(value, str)]
                long = ["a" * each for each in sorted(self.hints.lengths) if each <= _LONGEST]
                return [*_WORDS[:2], *known, *(f"{value}x" for value in known[:2]), *long, *_WORDS]
            case "array":
                return self._arrays(node, depth)
            case "object":
                return self._objects(node, depth)
        return ()

    def _arrays(self, node: dict[str, Any], depth: int) -> Iterator[Any]:
        items = self.of(node.get("items", True), depth + 1)
        first = [self.of(each, depth + 1) or [None] for each in node.get("prefixItems", ())]
        if first:
            plain = [each[0] for each in first]
            yield plain
            for index, each in enumerate(first):
                yield from ([*plain[:index], value, *plain[index + 1 :]] for value in each)
            yield from ([*plain, value] for value in items)
        yield []
        yield from ([value] for value in items)
        for value in self.of(node["contains"], depth + 1)[:3] if "contains" in node else ():
            yield from ([value] * count for count in (1, 2, 3))
        for length in sorted({2, 3, *self.hints.lengths}):
            if 2 <= length <= 200 and items:
                yield [items[0]] * length
                yield [items[index % len(items)] for index in range(length)]
                yield list(range(length))

    def _objects(self, node: dict[str, Any], depth: int) -> Iterator[Any]:
        members = node.get("properties", {})
        rest = node.get("additionalProperties", True)
        values: dict[str, list[Any]] = {}
        for name in dict.fromkeys((*node.get("required", ()), *members)):
            values[name] = self.of(members.get(name, rest), depth + 1)
        least = {name: values[name][0] for name in node.get("required", ()) if values[name]}
        yield least
        for name in dict.fromkeys((*values, *(self.hints.names if rest is not False else ()))):
            for value in values.get(name) or (self.of(rest, depth + 1)[:12] if rest is not False else []):
                yield {**least, name: value}
        for pattern, inner in node.get("patternProperties", {}).items():
            named = _name(pattern)
            yield from ({**least, named: value} for value in self.of(inner, depth + 1)[:_EACH] if named is not None)
            yield from ({**least, named: value} for value in _POOL if named is not None)
        if rest is not False:
            others = self.of(rest, depth + 1)
            yield from ({**least, _UNDECLARED: value} for value in others[:_EACH])
            for length in sorted(each for each in self.hints.lengths if each <= 20):
                if others:
                    yield {**least, **{f"{_UNDECLARED}{index}": others[0] for index in range(length - len(least))}}
        everything = {name: each[0] for name, each in values.items() if each}
        yield everything
        for name in everything:
            yield {other: value for other, value in everything.items() if other != name}


_NONE = object()


def _in_turn(some: Iterable[Iterable[Any]]) -> Iterator[Any]:
    """The first of each, then the second of each, and so on."""
    for group in itertools.zip_longest(*some, fillvalue=_NONE):
        yield from (value for value in group if value is not _NONE)


def _name(pattern: str) -> str | None:
    """A name that a pattern fits, if a plain one does."""
    literal = "".join(char for char in pattern if char.isalnum() or char in "-_")
    for name in (literal, f"{literal}a", f"{literal}0", *"abcdefghijklmnopqrstuvwxyz0", "x-a", "aa", "a1"):
        with suppress(ValueError):
            if name and has_pattern(pattern, name):
                return str(name)
    return None


def _different(values: Iterable[Any], most: int) -> Iterator[Any]:
    """The values that differ, at most so many, of not many more that are looked at."""
    found = set()
    for value in itertools.islice(values, most * 4):
        use = repr(value) if isinstance(value, dict | list) else (type(value), value)  # true is not 1
        if use not in found:
            found.add(use)
            yield value
            if len(found) >= most:
                break
