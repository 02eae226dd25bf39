"""Whether everything that one schema accepts, another accepts."""

import random
import time
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from openvideos.drift.change import NOTHING
from openvideos.drift.contain import No, Unknown, Yes, contains, covers

S: dict[str, Any] = {"type": "string"}
INT: dict[str, Any] = {"type": "integer"}
NUM: dict[str, Any] = {"type": "number"}
BYTES = {"type": "string", "format": "binary"}
OBJ: dict[str, Any] = {"type": "object"}
CLOSED: dict[str, Any] = {"additionalProperties": False}


def obj(properties: dict[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), **more}


def arr(items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


def tree(name: str, **members: Any) -> dict[str, Any]:
    node = obj({"below": {"$ref": f"#/$defs/{name}"}, **members})
    return {"$ref": f"#/$defs/{name}", "$defs": {name: node}}


def unrolled(name: str, **members: Any) -> dict[str, Any]:
    found = tree(name, **members)
    return {
        **obj({"below": obj({"below": {"$ref": f"#/$defs/{name}"}, **members}), **members}),
        "$defs": found["$defs"],
    }


def told(name: str, *kinds: list[str]) -> dict[str, Any]:
    """Objects whose kind is listed, with others below, which differ in their kind only."""
    nodes = [obj({"kind": {"enum": kind}, "below": {"$ref": f"#/$defs/{name}"}}, "kind") for kind in kinds]
    return {"$ref": f"#/$defs/{name}", "$defs": {name: {"anyOf": nodes} if len(nodes) > 1 else nodes[0]}}


# a, b, whether b accepts all of a, whether a accepts all of b
PAIRS: list[tuple[Any, Any, bool, bool]] = [
    (True, {}, True, True),
    (False, S, True, False),
    (S, True, True, False),
    (INT, NUM, True, False),
    ({"type": "number", "multipleOf": 1}, INT, True, True),
    ({**INT, "minimum": 0}, {**INT, "exclusiveMinimum": -1}, True, True),
    ({**NUM, "minimum": 0}, {**NUM, "exclusiveMinimum": 0}, False, True),
    ({**NUM, "maximum": 3}, {**NUM, "maximum": 2.5}, False, True),
    ({**INT, "multipleOf": 4}, {**INT, "multipleOf": 2}, True, False),
    ({**INT, "multipleOf": 6}, {**INT, "multipleOf": 4}, False, False),
    ({**INT, "minimum": 1, "maximum": 3}, {"enum": [1, 2, 3]}, True, True),
    ({"const": 5.0}, {"const": 5}, True, True),
    ({"enum": ["a"]}, {"enum": ["a", "b"]}, True, False),
    ({"enum": ["a"]}, {"const": "a"}, True, True),
    ({"enum": ["a", 1]}, {"type": ["string", "integer"]}, True, False),
    ({"enum": [True]}, {"enum": [1]}, False, False),
    ({"oneOf": [{"const": "a"}, {"const": "b"}]}, {"enum": ["b", "a"]}, True, True),
    ({**S, "maxLength": 3}, {**S, "maxLength": 4}, True, False),
    ({**S, "minLength": 1}, S, True, False),
    ({**S, "minLength": 0}, S, True, True),
    ({**S, "pattern": "^a"}, S, True, False),
    ({**S, "pattern": "^a"}, {**S, "pattern": "^a"}, True, True),
    ({"enum": ["ab"]}, {**S, "pattern": "^a"}, True, False),
    ({"enum": ["abc"]}, {**S, "maxLength": 2}, False, False),
    ({**INT, "maxLength": 4}, INT, True, True),
    ({"type": ["string", "null"]}, {"anyOf": [S, {"type": "null"}]}, True, True),
    ({"anyOf": [S, INT]}, {"anyOf": [INT, S, {"type": "null"}]}, True, False),
    ({"anyOf": [S, {"enum": ["a"]}]}, S, True, True),
    ({"anyOf": [{"anyOf": [S]}, INT]}, {"type": ["integer", "string"]}, True, True),
    ({"oneOf": [S, INT]}, {"anyOf": [S, INT]}, True, True),
    ({"oneOf": [S, {"enum": ["a"]}]}, S, True, False),
    ({"allOf": [S, {"maxLength": 3}]}, {**S, "maxLength": 3}, True, True),
    ({"allOf": [S, INT]}, False, True, True),
    ({**S, "not": {"const": "a"}}, S, True, False),
    ({**S, "not": {"enum": ["a", "b"]}}, {**S, "not": {"const": "a"}}, True, False),
    (BYTES, S, False, False),
    (BYTES, BYTES, True, True),
    (BYTES, OBJ, False, False),
    (BYTES, {}, True, False),
    ({"anyOf": [BYTES, OBJ]}, OBJ, False, True),
    ({"anyOf": [BYTES, S]}, {"anyOf": [S, BYTES]}, True, True),
    (BYTES, {"properties": {"a": INT}, "required": ["a"]}, True, False),
    (BYTES, {"minProperties": 1}, True, False),
    (obj({"required": S, "type": BYTES}, "type"), obj({"required": S, "type": BYTES}), True, False),
    ({"type": ["string", "null"], "format": "binary"}, {"anyOf": [BYTES, {"type": "null"}]}, True, True),
    ({"type": ["string", "null"], "format": "binary"}, {"type": ["string", "null"]}, False, False),
    (arr(INT), arr(NUM), True, False),
    (arr(S), {"type": "array"}, True, False),
    (arr(S, maxItems=2), arr(S, maxItems=3), True, False),
    (arr(S, uniqueItems=True), arr(S), True, False),
    (arr(S, maxItems=0), arr(INT, maxItems=0), True, True),
    (arr(arr(INT)), arr(arr(NUM)), True, False),
    (
        {"type": "array", "prefixItems": [S, INT], "items": False, "minItems": 2},
        arr({"type": ["string", "integer"]}),
        True,
        False,
    ),
    (obj({"a": S}, "a"), obj({"a": S}), True, False),
    (obj({"a": S}), obj({"a": S, "b": S}), False, True),
    (obj({"a": S}, additionalProperties=False), obj({"a": S, "b": S}, additionalProperties=False), True, False),
    (obj({"a": INT}, additionalProperties=False), obj({"a": NUM}), True, False),
    (obj({"a": S}, "a", additionalProperties=S), obj({}, "a", additionalProperties=S), True, True),
    (obj({}, additionalProperties=INT), obj({}, additionalProperties=NUM), True, False),
    (obj({"a": False}, "a"), False, True, True),
    (obj({"a": S}, minProperties=1), obj({"a": S}), True, False),
    (obj({"a": obj({"b": S}, "b")}, "a"), obj({"a": obj({"b": S})}, "a"), True, False),
    ({"allOf": [obj({"a": S}, "a"), obj({"b": S})]}, obj({"a": S, "b": S}, "a"), True, True),
    (
        {"anyOf": [obj({"k": {"const": "x"}}, "k"), obj({"k": {"const": "y"}}, "k")]},
        obj({"k": {"enum": ["x", "y"]}}, "k"),
        True,
        True,
    ),
    (tree("a"), tree("b"), True, True),
    (tree("a"), unrolled("b"), True, True),
    (tree("a", v=INT), tree("b", v=NUM), True, False),
    (tree("a", v=INT), unrolled("b", v=NUM), True, False),
    (tree("a", v={"type": ["integer", "null"]}), tree("b", v=INT), False, True),
    (told("a", ["x"], ["y"]), told("b", ["x", "y"]), True, True),
    (told("a", ["x"]), told("b", ["x", "y"]), True, False),
    (arr({"type": ["string", "integer"]}), {"anyOf": [arr(S), arr(INT)]}, False, True),
    ({**OBJ, "patternProperties": {"^a": INT}}, {**OBJ, "patternProperties": {"^a": NUM}}, True, False),
    ({**OBJ, "patternProperties": {"^a": INT}}, obj({"ab": NUM}), True, False),
    (obj({"ab": INT, "b": S}, additionalProperties=False), {**OBJ, "patternProperties": {"^a": INT}}, True, False),
    (
        {"$defs": tree("a")["$defs"], **OBJ, "patternProperties": {"b$": {"$ref": "#/$defs/a"}}, **CLOSED},
        {
            "$defs": tree("c")["$defs"],
            **OBJ,
            "patternProperties": {"b$": {"$ref": "#/$defs/c"}},
            "additionalProperties": S,
        },
        True,
        False,
    ),
]


def check(a: Any, b: Any, *, expected: bool) -> None:
    answer = covers(a, b)
    if expected:
        assert answer == Yes()
        assert contains(b, a)
        return
    assert isinstance(answer, No)
    assert answer.witness is not NOTHING
    assert not contains(b, a)
    if "binary" not in repr((a, b)):
        assert Draft202012Validator(a).is_valid(answer.witness)
        assert not Draft202012Validator(b).is_valid(answer.witness)


@pytest.mark.parametrize("pair", PAIRS, ids=[str(index) for index in range(len(PAIRS))])
def test_a_pair_is_decided_both_ways(pair: tuple[Any, Any, bool, bool]) -> None:
    a, b, forward, back = pair
    check(a, b, expected=forward)
    check(b, a, expected=back)


@pytest.mark.parametrize(
    ("a", "b", "witness"),
    [
        (S, {**S, "maxLength": 3}, "aaaa"),
        (obj({"a": S, "b": INT}, "a"), obj({"a": S, "b": S}, "a"), {"a": "", "b": 0}),
        (
            obj({"status": {"enum": ["queued", "cancelled"]}}),
            obj({"status": {"enum": ["queued"]}}),
            {"status": "cancelled"},
        ),
        (obj({"a": S}), obj({"a": S}, "a"), {}),
        (arr({"enum": ["a", "b"]}), arr({"enum": ["a"]}), ["b"]),
        ({"anyOf": [BYTES, S]}, S, {"<bytes>": True}),
    ],
)
def test_a_witness_is_as_small_as_it_gets(a: Any, b: Any, witness: Any) -> None:
    assert covers(a, b) == No(witness)


def test_a_text_that_nobody_would_read_is_no_witness() -> None:
    assert covers({**S, "maxLength": 20_971_520}, {**S, "maxLength": 10_000_000}) == No(NOTHING)
    assert covers({**S, "maxLength": 9, "minLength": 3}, {**S, "maxLength": 8}) == No("a" * 9)
    assert covers({**S, "minLength": 3}, {**S, "maxLength": 2}) == No("aaa")
    assert covers({**S, "minLength": 2, "maxLength": 1}, {**S, "maxLength": 0}) == Yes()


def test_what_nobody_can_decide_is_unknown() -> None:
    assert covers({**S, "pattern": "^(ab)+c$"}, {**S, "pattern": "c$"}) == Unknown()


def test_what_would_be_endless_ends() -> None:
    many: Any = {"oneOf": [{"type": "object", "properties": {f"m{index}": S}} for index in range(200)]}
    deep: Any = S
    for _ in range(90):
        deep = arr(deep)
    wide = {"allOf": [{"anyOf": [{**S, "minLength": x}, {**INT, "minimum": x}]} for x in range(12)]}
    start = time.process_time()
    for schema in (many, deep, wide):
        covers(schema, {**OBJ, "minProperties": 3})
        covers(OBJ, schema)
    assert time.process_time() - start < 60  # seconds, where it would be hours


def scalar(draw: random.Random) -> Any:
    number = draw.randint(0, 3)
    bounded = [{**INT, "minimum": number}, {**NUM, "maximum": number}, {**S, "maxLength": number}]
    return draw.choice(
        [S, INT, NUM, {"type": "null"}, {"type": "boolean"}, {"enum": ["a", 1]}, {"const": "b"}, *bounded]
    )


def schema(draw: random.Random, depth: int = 2) -> Any:
    if depth == 0 or draw.random() < 0.3:
        return scalar(draw)
    inner = [schema(draw, depth - 1) for _ in range(draw.randint(1, 3))]
    kind = draw.choice(["array", "object", "object", "anyOf", "oneOf", "allOf", "not"])
    if kind == "array":
        return arr(inner[0], **draw.choice([{}, {"minItems": 1}, {"maxItems": 1}]))
    if kind == "object":
        names = draw.sample("abc", len(inner))
        rest = draw.choice([{}, CLOSED, {"additionalProperties": scalar(draw)}])
        patterns = {pattern: scalar(draw) for pattern in ("^a", "b$", "c") if draw.random() < 0.3}
        rest = {**rest, "patternProperties": patterns} if draw.random() < 0.3 else rest
        required = [name for name in names if draw.random() < 0.5]
        return obj(dict(zip(names, inner, strict=True)), *required, **rest)
    return {"not": inner[0]} if kind == "not" else {kind: inner}


LEAVES: list[Any] = [None, True, 0, 1, 2, 5, 0.5, "", "a", "b", "abc"]
VALUES = [*LEAVES, [], {}, *([leaf] for leaf in LEAVES), *({name: leaf} for name in "abcd" for leaf in LEAVES)]
VALUES += [{name: leaf, "a": 1} for name in ("ab", "cb", "ac") for leaf in LEAVES]
VALUES += (
    [{"a": x, "b": y} for x in LEAVES[:9] for y in LEAVES[:9]] + [{"a": [x]} for x in LEAVES] + [[[1]], [{"a": 1}]]
)


@pytest.mark.parametrize("seed", range(10))
def test_no_value_contradicts_an_answer(seed: int) -> None:
    for number in range(150):
        draw = random.Random(f"contain {seed} {number}")
        a = schema(draw)
        b = schema(draw) if draw.random() < 0.5 else {draw.choice(["anyOf", "allOf"]): [a, schema(draw, 1)]}
        takes, other = Draft202012Validator(a).is_valid, Draft202012Validator(b).is_valid
        answer = covers(a, b)
        if answer == Yes():
            assert [value for value in VALUES if takes(value) and not other(value)] == [], (a, b)
        elif isinstance(answer, No) and answer.witness is not NOTHING:
            assert takes(answer.witness), (a, b, answer)
            assert not other(answer.witness), (a, b, answer)
