"""Schemas drawn at random, and values: none may contradict what is told of them."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from openvideos.drift.change import LEVELS, NOTHING, Change
from openvideos.drift.compare import compare
from openvideos.drift.documents.document import from_data

Draw = random.Random
VALUES: list[Any] = [
    None,
    True,
    False,
    -1,
    0,
    1,
    2,
    3,
    4,
    6,
    0.5,
    1.5,
    "",
    "a",
    "b",
    "ab",
    "abc",
    "abcd",
    [],
    ["a"],
    [1],
]
VALUES += [["a", "a"], ["a", "b"], [1, 2], [1, "a"], [None], [[]], ["a", "b", "ab"], {}, {"k": "x"}, {"k": "y"}]
VALUES += [{"k": "x", "n": 1}, {"k": "y", "n": 1}, {"k": "x", "n": "a"}, {"k": None}, {"n": 0}, {"k": "a"}]


def scalar(draw: Draw) -> dict[str, Any]:
    kind = draw.choice(["string", "integer", "number", "boolean", "null"])
    schema: dict[str, Any] = {"type": kind}
    if kind == "string":
        for word in draw.sample(["minLength", "maxLength"], draw.randint(0, 2)):
            schema[word] = draw.randint(0, 3)
        if draw.random() < 0.3:
            schema = {"enum": draw.sample(["a", "b", "ab", "abc"], draw.randint(1, 3))}
    elif kind in {"integer", "number"}:
        for word in draw.sample(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], draw.randint(0, 2)):
            schema[word] = draw.randint(-1, 4)
        if draw.random() < 0.2:
            schema["multipleOf"] = draw.choice([2, 3])
    return schema


def tagged(draw: Draw) -> dict[str, Any]:
    """An object that says by k what it is; closed, so that what isn't declared plays no part."""
    members: dict[str, Any] = {"k": {"const": draw.choice("xy")}}
    if draw.random() < 0.5:
        members["n"] = scalar(draw)
    required = ["k", *(name for name in ("n",) if name in members and draw.random() < 0.5)]
    return {"type": "object", "properties": members, "required": required, "additionalProperties": False}


def schema(draw: Draw, depth: int = 2) -> Any:
    choice = draw.random()
    if depth == 0 or choice < 0.4:
        return scalar(draw)
    if choice < 0.5:
        return tagged(draw)
    if choice < 0.6:
        return {"type": draw.sample(["string", "integer", "null", "boolean"], 2)}
    inner = [schema(draw, depth - 1) for _ in range(draw.randint(1, 3))]
    if choice < 0.7:
        found: dict[str, Any] = {"type": "array", "items": inner[0]}
        if draw.random() < 0.4:
            found[draw.choice(["minItems", "maxItems"])] = draw.randint(0, 2)
        if draw.random() < 0.2:
            found["uniqueItems"] = True
        return found
    if choice < 0.95:
        return {draw.choice(["anyOf", "oneOf", "allOf"]): inner}
    # without objects: of one that declares no members, a client sends none
    return {"type": ["null", "boolean", "number", "string", "array"], "not": inner[0]}


def nearby(draw: Draw, other: Any) -> Any:
    """Another schema, often one that shares much with the first."""
    if draw.random() < 0.5:
        return schema(draw)
    return {draw.choice(["anyOf", "oneOf", "allOf"]): [other, schema(draw, 1)]}


def document(probe: Any, *, sent: bool) -> dict[str, Any]:
    body = {"application/json": {"schema": probe}}
    operation: dict[str, Any] = {"responses": {"200": {"description": ""}}}
    if sent:
        operation["requestBody"] = {"required": True, "content": body}
    else:
        operation["responses"]["200"]["content"] = body
    return {"openapi": "3.1.0", "info": {"title": "", "version": "1"}, "paths": {"/probe": {"post": operation}}}


def moved(base: Any, revised: Any, *, sent: bool) -> list[Change]:
    found = compare(*(from_data(document(probe, sent=sent), "probe") for probe in (base, revised)))
    return [change for change in found if change.surface == "wire"]


@pytest.mark.parametrize("sent", [True, False], ids=["in a request", "in an answer"])
@pytest.mark.parametrize("seed", range(8))
def test_no_value_contradicts_a_verdict(seed: int, sent: bool) -> None:
    for number in range(60):
        draw = random.Random(f"{seed} {number}")
        base = schema(draw)
        revised = nearby(draw, base)
        assert_true_of_values(base, revised, sent=sent)


def assert_true_of_values(base: Any, revised: Any, *, sent: bool) -> None:
    found = moved(base, revised, sent=sent)
    old, new = (accepts(each) for each in (base, revised))
    giver, taker = (old, new) if sent else (new, old)
    level = max((each.level for each in found), key=LEVELS.index, default="info")
    broken = [value for value in VALUES if giver(value) and not taker(value)]
    if broken:
        assert level == "breaking", (base, revised, broken)
    if not found:
        assert [value for value in VALUES if old(value) != new(value)] == [], (base, revised)
    for change in found:
        if change.level == "breaking" and change.certain and change.pointer.endswith("/schema"):
            assert change.witness is not NOTHING


def accepts(probe: Any) -> Callable[[Any], bool]:
    return Draft202012Validator(probe).is_valid
