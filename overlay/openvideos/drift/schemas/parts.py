"""What a schema accepts, as data: a shape is a union of parts, a part is of one JSON type."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import gcd
from typing import Any, Final

import attrs
from jsonschema_rs import Draft202012Validator

__all__ = ["ANY", "LOWER", "Key", "Member", "Part", "Shape", "bounded", "common", "kind_of", "met", "same", "settled"]

Key = tuple[str, ...]
"""The pointers of schemas that apply together."""
ANY: Final = ("null", "boolean", "number", "string", "binary", "array", "object")
"""The types of parts. An integer is a number that is a multiple of 1; binary is what a file is, and no text."""
_OF_JSON: Final = frozenset(ANY) - {"binary"}
LOWER: Final = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"})
UPPER: Final = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"})


@attrs.frozen(kw_only=True)
class Member:
    """A member of objects: its schema's key, and where it is declared."""

    name: str
    key: Key
    pointer: str


@attrs.frozen(kw_only=True)
class Part:
    """What is accepted of one type.

    values are those listed, None where any will do. limits are the keywords of the type that bound it. Of an object,
    rest is the schema of members that aren't declared, closed says that there are none; sealed that this stands within
    one schema alone, blind to what applies beside it. raw are keywords whose schemas nobody looks into here.
    """

    type: str
    pointer: str
    values: tuple[Any, ...] | None = None
    limits: Mapping[str, Any] = attrs.field(factory=dict)
    patterns: frozenset[str] = frozenset()
    members: Mapping[str, Member] = attrs.field(factory=dict)
    required: frozenset[str] = frozenset()
    rest: Key = ()
    closed: bool = False
    sealed: bool = False
    name_patterns: Mapping[str, Key] = attrs.field(factory=dict)
    items: Key = ()
    prefix: tuple[Key, ...] = ()
    raw: tuple[tuple[str, str], ...] = ()

    @property
    def free(self) -> bool:
        """Whether it takes everything of its type."""
        said = self.values is not None or self.limits or self.patterns or self.raw or self.closed or self.rest
        return not (said or self.members or self.required or self.items or self.prefix or self.name_patterns)

    @property
    def name(self) -> str:
        """Its type, as a schema would say it."""
        step = self.limits.get("multipleOf")
        return "integer" if self.type == "number" and step is not None and step == int(step) else self.type


@attrs.frozen(kw_only=True)
class Shape:
    """What a key accepts: any of the parts, and what parts can't say.

    exactly lists the branches of each oneOf of which two may take the same value; one_of says that there is a oneOf.
    some lists the branches of each anyOf of which parts don't say all. whole is false where there were too many parts
    to list. notes are the keywords that accept and refuse nothing: where it is said first, and what.
    """

    key: Key
    parts: tuple[Part, ...] = ()
    whole: bool = True
    one_of: bool = False
    exactly: tuple[tuple[Key, ...], ...] = ()
    some: tuple[tuple[Key, ...], ...] = ()
    nots: tuple[Key, ...] = ()
    conditions: tuple[str, ...] = ()
    notes: Mapping[str, tuple[str, tuple[Any, ...]]] = attrs.field(factory=dict)

    @property
    def pointer(self) -> str:
        """Where it is said first."""
        return self.key[0]

    @property
    def more(self) -> bool:
        """Whether more is said than parts can say."""
        return bool(self.exactly or self.some or self.nots or self.conditions)

    def noted(self, word: str, default: Any = None) -> Any:
        """What a keyword that accepts and refuses nothing says first."""
        found = self.notes.get(word)
        return default if found is None else found[1][0]

    @property
    def anything(self) -> bool:
        """Whether every value is accepted."""
        return not self.more and self.whole and {part.type for part in self.parts if part.free} == _OF_JSON

    def of(self, kind: str) -> tuple[Part, ...]:
        """The parts of a type."""
        return tuple(part for part in self.parts if part.type == kind)


def kind_of(value: Any) -> str:
    """The type of a JSON value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def same(a: Any, b: Any) -> bool:
    """Whether two JSON values are one: 1 is 1.0 and not true, and members have no order."""
    if kind_of(a) != kind_of(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    return bool(a == b)


def settled(part: Part) -> Part | None:
    """A part whose listed values are those that keep its limits, which then say nothing more; None if none does."""
    if part.values is None or part.type not in {"string", "number"} or not (part.limits or part.patterns):
        return part
    try:
        patterns = [{"pattern": pattern} for pattern in sorted(part.patterns)]
        validator = Draft202012Validator({"allOf": [part.limits, *patterns]}, offline=True)
        values = tuple(value for value in part.values if validator.is_valid(value))
    except ValueError:  # a pattern that no validator takes
        return part
    return attrs.evolve(part, values=values, limits={}, patterns=frozenset()) if values else None


def met(a: Part, b: Part) -> Part | None:
    """What two parts accept both; None for nothing."""
    if a.type != b.type:
        return None
    if b.free:
        return a
    if a.free:
        return b
    values = a.values if b.values is None else b.values
    if a.values is not None and b.values is not None:
        values = tuple(value for value in a.values if any(same(value, other) for other in b.values))
    found = attrs.evolve(
        a,
        values=values,
        limits=_limits(a.limits, b.limits),
        patterns=a.patterns | b.patterns,
        raw=_each(a.raw + b.raw),
        **(_objects(a, b) if a.type == "object" else {}),
        **(_arrays(a, b) if a.type == "array" else {}),
    )
    return None if _is_empty(found) else settled(found)


def _objects(a: Part, b: Part) -> dict[str, Any]:
    members = {}
    for name in (*a.members, *(name for name in b.members if name not in a.members)):
        if any(each.sealed and name not in each.members for each in (a, b)):
            continue
        x, y = a.members.get(name), b.members.get(name)
        keys = (x.key if x else a.rest) + (y.key if y else b.rest)
        declared = a.members.get(name) or b.members[name]
        members[name] = attrs.evolve(declared, key=_each(keys))
    return {
        "members": members,
        "required": a.required | b.required,
        "rest": _each(a.rest + b.rest),
        "closed": a.closed or b.closed,
        "sealed": a.sealed or b.sealed,
        "name_patterns": {
            pattern: _each(a.name_patterns.get(pattern, ()) + b.name_patterns.get(pattern, ()))
            for pattern in (*a.name_patterns, *b.name_patterns)
        },
    }


def _arrays(a: Part, b: Part) -> dict[str, Any]:
    most = max(len(a.prefix), len(b.prefix))
    prefix = tuple(_each(_item(a, index) + _item(b, index)) for index in range(most))
    return {"items": _each(a.items + b.items), "prefix": prefix}


def _item(part: Part, index: int) -> Key:
    return part.prefix[index] if index < len(part.prefix) else part.items


def _each(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))


def _limits(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Any]:
    found = {**a, **b}
    for word in a.keys() & b.keys():
        if word in LOWER:
            found[word] = max(a[word], b[word])
        elif word in UPPER:
            found[word] = min(a[word], b[word])
        elif word == "multipleOf":
            found[word] = common(a[word], b[word])
        else:  # uniqueItems
            found[word] = a[word] or b[word]
    return bounded(found)


def bounded(limits: dict[str, Any]) -> dict[str, Any]:
    """Limits without what says nothing, and those of integers without exclusive ones."""
    found = {word: limit for word, limit in limits.items() if limit is not False}
    for word in ("minLength", "minItems", "minProperties"):
        if found.get(word) == 0:
            del found[word]
    step = found.get("multipleOf")
    if step is not None and step == int(step):
        for word, strict, closer, inward in (
            ("minimum", "exclusiveMinimum", max, 1),
            ("maximum", "exclusiveMaximum", min, -1),
        ):
            nearest = [_inside(found[word], inward)] if word in found else []
            if strict in found:
                inner = _inside(found.pop(strict), inward)
                nearest.append(inner if inner != limits[strict] else inner + inward)
            if nearest:
                found[word] = closer(nearest)
    return found


def _inside(bound: float, inward: int) -> int:
    """The nearest integer on the inner side of a bound."""
    whole = Fraction(bound)
    floor = whole.numerator // whole.denominator
    return floor if inward < 0 or whole.denominator == 1 else floor + 1


def common(a: float, b: float) -> float:
    """The least number that is a multiple of both."""
    x, y = Fraction(str(a)), Fraction(str(b))
    below = x.denominator * y.denominator // gcd(x.denominator, y.denominator)
    m, n = int(x * below), int(y * below)
    found = Fraction(m * n // gcd(m, n), below)
    return found.numerator if found.denominator == 1 else float(found)


def _is_empty(part: Part) -> bool:
    limits = part.limits
    pairs = (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"))
    if part.values == () or any(low in limits and high in limits and limits[low] > limits[high] for low, high in pairs):
        return True
    return part.sealed and not part.required <= part.members.keys() and not part.name_patterns
