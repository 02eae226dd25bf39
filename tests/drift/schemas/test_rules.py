"""What a change of a schema means: in a request, and in an answer; judged on the contract with one member more."""

import copy
from typing import Any

import pytest

from openvideos.contract.document import Document
from openvideos.drift.change import LEVELS, Change
from openvideos.drift.compare import compare
from openvideos.drift.documents.document import from_data

OBJECT = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, "required": ["a"]}
S: dict[str, Any] = {"type": "string"}
INT: dict[str, Any] = {"type": "integer"}
N: dict[str, Any] = {"type": "number"}
B, C, i = "breaking", "compatible", "info"
HAS_A: dict[str, Any] = {"type": "array", "items": S, "contains": {"const": "a"}}
NEEDS_A: dict[str, Any] = {"type": "object", "properties": {"a": S}, "required": ["a"]}
NEEDS_B: dict[str, Any] = {"type": "object", "properties": {"b": S}, "required": ["b"]}
OPEN = {"anyOf": [S, {"enum": ["a", "b"]}]}


def obj(properties: dict[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), **more}


def tree(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"next": {"$ref": name}, **more}}


# rule, base, revised, in a request, in an answer; None where nothing is to be told
ROWS: list[tuple[str, Any, Any, str | None, str | None]] = [
    ("R06", S, {**S, "description": "a word"}, i, i),
    ("R06", S, {**S, "examples": ["a"]}, i, i),
    ("R06", {**S, "title": "a"}, S, i, i),
    ("R07", S, {**S, "deprecated": True}, i, i),
    ("R30", obj({"a": S}), obj({"a": S, "b": S}), C, C),
    ("R30", obj({"a": S}, additionalProperties=False), obj({"a": S, "b": S}, additionalProperties=False), C, B),
    ("R30", obj({"a": S}, additionalProperties=INT), obj({"a": S, "b": S}, additionalProperties=INT), B, B),
    ("R31", obj({"a": S}), obj({"a": S, "b": S}, "b"), B, C),
    ("R31", obj({"a": S}), obj({"a": S, "b": {**S, "default": "x"}}, "b"), B, C),
    ("R32", obj({"a": S, "b": S}), obj({"a": S}), B, C),
    ("R33", obj({"a": S, "b": S}, "b"), obj({"a": S}), B, B),
    ("R34", obj({"a": S}), obj({"a": S}, "a"), B, C),
    ("R35", obj({"a": S}, "a"), obj({"a": S}), C, B),
    ("R36", obj({"a": {"enum": ["x", "y"]}}, "a"), obj({"b": {"enum": ["x", "y"]}}, "b"), B, B),
    ("R36", obj({"a": {"enum": ["x", "y"]}}), obj({"b": {"enum": ["x", "y"]}}), B, C),
    ("R37", obj({"a": S, "b": {**S, "readOnly": True}}), obj({"a": S, "b": {**INT, "readOnly": True}}), None, B),
    ("R37", obj({"a": S}), obj({"a": S, "b": {**INT, "readOnly": True}}, "b"), None, C),
    ("R37", obj({"a": S, "b": {**S, "writeOnly": True}}, "b"), obj({"a": S}), B, None),
    ("R38", INT, N, C, B),
    ("R38", S, {"type": ["string", "integer"]}, C, B),
    ("R38", S, {}, C, B),
    ("R39", N, INT, B, C),
    ("R39", {"type": ["string", "integer"]}, S, B, C),
    ("R39", {}, S, B, C),
    ("R40", S, INT, B, B),
    ("R40", S, {"type": "array", "items": S}, B, B),
    ("R41", S, {"type": ["string", "null"]}, C, B),
    ("R41", {"enum": ["a"]}, {"enum": ["a", None]}, C, B),
    ("R42", {"type": ["string", "null"]}, S, B, C),
    ("R42", {"anyOf": [S, {"type": "null"}]}, S, B, C),
    ("R43", {"enum": ["a", "b"]}, {"enum": ["a", "b", "c"]}, C, B),
    ("R44", {"enum": ["a", "b"]}, {"enum": ["a"]}, B, C),
    ("R45", OPEN, {"anyOf": [S, {"enum": ["a", "b", "c"]}]}, i, i),
    ("R45", OPEN, {"anyOf": [S, {"enum": ["a"]}]}, i, i),
    ("R46", OPEN, {"enum": ["a", "b"]}, B, C),
    ("R46", S, {"enum": ["a", "b"]}, B, C),
    ("R47", {"enum": ["a", "b"]}, OPEN, C, B),
    ("R48", OPEN, S, i, i),
    ("R49", S, {"const": "a"}, B, C),
    ("R49", {"const": "a"}, S, C, B),
    ("R50", {"const": "a"}, {"const": "b"}, B, B),
    ("R50", {"enum": ["a"]}, {"const": "b"}, B, B),
    ("R51", {"anyOf": [S, INT]}, {"anyOf": [S, INT, OBJECT]}, C, B),
    ("R52", {"anyOf": [S, INT, OBJECT]}, {"anyOf": [S, INT]}, B, C),
    ("R53", {"anyOf": [S, INT]}, {"anyOf": [S, INT, {"type": "string", "maxLength": 4}]}, None, None),
    ("R53", {"anyOf": [S, INT]}, {"anyOf": [S, INT, {"type": "string", "minLength": 4, "maxLength": 3}]}, None, None),
    ("R53", {"anyOf": [OBJECT, S]}, {"anyOf": [OBJECT, S, {**OBJECT, "required": ["a", "b"]}]}, None, None),
    ("R54", {"oneOf": [S, INT]}, {"oneOf": [S, INT, OBJECT]}, C, B),
    ("R54", {"oneOf": [S, INT]}, {"oneOf": [S, INT, {"type": "string", "minLength": 3}]}, B, C),
    ("R54", {"oneOf": [S, INT]}, {"oneOf": [S, INT, {"type": ["string", "boolean"]}]}, B, B),
    ("R55", {"oneOf": [S, INT]}, {"anyOf": [S, INT]}, None, None),
    ("R55", {"oneOf": [S, {"enum": ["a"]}]}, {"anyOf": [S, {"enum": ["a"]}]}, C, B),
    ("R56", {"anyOf": [S, INT]}, {"oneOf": [S, INT]}, None, None),
    ("R56", {"anyOf": [S, {"enum": ["a"]}]}, {"oneOf": [S, {"enum": ["a"]}]}, B, C),
    ("R57", S, {"allOf": [S, {"maxLength": 9}]}, B, C),
    ("R57", S, {"allOf": [S, {"description": "a word"}]}, i, i),
    ("R58", S, {**S, "not": {"const": "a"}}, B, C),
    ("R58", {**S, "not": {"const": "a"}}, S, C, B),
    ("R59", {"anyOf": [OBJECT, S]}, {"anyOf": [OBJECT, S], "discriminator": {"propertyName": "a"}}, i, i),
    ("R60", {**S, "maxLength": 9}, {**S, "maxLength": 8}, B, C),
    ("R60", INT, {**INT, "maximum": 8}, B, C),
    ("R60", {"type": "array", "maxItems": 9}, {"type": "array", "maxItems": 8}, B, C),
    (
        "R60",
        {"type": "object", "additionalProperties": INT},
        {"type": "object", "additionalProperties": INT, "maxProperties": 2},
        B,
        C,
    ),
    ("R61", {**S, "maxLength": 8}, S, C, B),
    ("R61", {**N, "maximum": 8}, {**N, "maximum": 9}, C, B),
    ("R62", S, {**S, "minLength": 1}, B, C),
    ("R62", {**INT, "minimum": 1}, {**INT, "minimum": 2}, B, C),
    ("R62", {"type": "array"}, {"type": "array", "minItems": 1}, B, C),
    (
        "R62",
        {"type": "object", "additionalProperties": INT},
        {"type": "object", "additionalProperties": INT, "minProperties": 1},
        B,
        C,
    ),
    ("R63", {**S, "minLength": 2}, {**S, "minLength": 1}, C, B),
    ("R63", {**INT, "minimum": 1}, INT, C, B),
    ("R64", {**INT, "exclusiveMinimum": -1}, {**INT, "minimum": 0}, None, None),
    ("R64", {**N, "exclusiveMinimum": 0}, {**N, "minimum": 0}, C, B),
    ("R64", {**N, "maximum": 1}, {**N, "exclusiveMaximum": 1}, B, C),
    ("R65", S, {**S, "pattern": "^[a-z]+$"}, B, C),
    ("R65", {**S, "pattern": "^[a-z]+$"}, S, C, B),
    ("R66", {**S, "pattern": "^[a-z]+$"}, {**S, "pattern": "^[a-y]+$"}, B, B),
    ("R67", INT, {**INT, "multipleOf": 4}, B, C),
    ("R67", {**INT, "multipleOf": 4}, {**INT, "multipleOf": 2}, C, B),
    ("R67", {**INT, "multipleOf": 2}, {**INT, "multipleOf": 4}, B, C),
    ("R68", {"type": "array", "items": S}, {"type": "array", "items": S, "uniqueItems": True}, B, C),
    ("R68", {"type": "array", "items": S, "uniqueItems": True}, {"type": "array", "items": S}, C, B),
    ("R69", {"type": "array"}, {"type": "array", "items": S}, B, C),
    ("R69", {"type": "array", "items": S}, {"type": "array"}, C, B),
    ("R39", {"type": "array", "items": N}, {"type": "array", "items": INT}, B, C),
    ("R70", S, {**S, "format": "uri"}, i, i),
    ("R70", {**S, "format": "uri"}, {**S, "format": "email"}, i, i),
    ("R40", S, {**S, "format": "binary"}, B, B),
    ("R71", S, {**S, "contentEncoding": "base64"}, i, i),
    ("R72", OBJECT, {**OBJECT, "additionalProperties": False}, i, C),
    ("R73", {**OBJECT, "additionalProperties": False}, OBJECT, C, B),
    ("R74", {"type": "object", "additionalProperties": N}, {"type": "object", "additionalProperties": INT}, B, C),
    ("R74", {"type": "object", "additionalProperties": INT}, {"type": "object", "additionalProperties": N}, C, B),
    ("R75", {**S, "default": "a"}, {**S, "default": "b"}, C, i),
    ("R76", S, {**S, "default": "b"}, i, i),
    ("R76", {**S, "default": "b"}, S, i, i),
    ("R82", INT, {**INT, "maxLength": 4}, None, None),
    ("R82", OBJECT, {**OBJECT, "minimum": 4}, None, None),
    ("R69", {**HAS_A, "minContains": 1}, {**HAS_A, "minContains": 2}, B, C),
    ("R69", HAS_A, {**HAS_A, "maxContains": 1}, B, C),
    (
        "R69",
        {"type": "array", "prefixItems": [S]},
        {"type": "array", "prefixItems": [S], "unevaluatedItems": False},
        B,
        C,
    ),
    (
        "R74",
        obj({}, patternProperties={"^a": INT}, additionalProperties=False),
        obj({}, additionalProperties=False),
        B,
        C,
    ),
    ("R74", obj({}, additionalProperties=S), obj({}, additionalProperties=S, patternProperties={"^a": INT}), B, B),
    ("R30", obj({"a": S}), obj({"a": S}, patternProperties={"^x-": INT}), C, C),
    ("R32", obj({"a": S}, patternProperties={"^x-": INT}), obj({"a": S}), B, C),
    ("R32", obj({"x-a": INT}), obj({}, patternProperties={"^x-": INT}), C, C),
    ("R32", obj({}, patternProperties={"^x-a": INT}), obj({}, patternProperties={"^x-": INT}), C, C),
    (
        "R32",
        obj({"b": obj({"x-b": INT}), "c": obj({}, patternProperties={"^x-": INT})}),
        obj({"b": obj({"x-b": INT}), "c": obj({"x-a": INT})}),
        B,
        C,
    ),
    ("R74", {"type": "object", "additionalProperties": True}, {"type": "object", "additionalProperties": S}, B, C),
    ("R56", {"anyOf": [NEEDS_A, NEEDS_B]}, {"oneOf": [NEEDS_A, NEEDS_B]}, B, C),
    ("R55", {"oneOf": [NEEDS_A, NEEDS_B]}, {"anyOf": [NEEDS_A, NEEDS_B]}, C, B),
    ("R44", {"enum": ["ab", "cd"]}, {"enum": ["ab", "cd"], "pattern": "^a"}, B, C),
    ("R43", {"enum": ["ab", "abc"], "maxLength": 2}, {"enum": ["ab", "abc"]}, C, B),
    ("R39", {}, {"type": ["null", "boolean", "integer", "number", "string", "array", "object"]}, None, None),
    ("R41", S, {"type": ["string", "null"], "not": {"type": "null"}}, None, None),
    (
        "R43",
        {"anyOf": [obj({"a": {"enum": [x]}}, "a") for x in "xy"]},
        obj({"a": {"enum": ["x", "y"]}}, "a"),
        None,
        None,
    ),
    # a shape of objects told by a member
    (
        "R43",
        {"oneOf": [obj({"k": {"const": "x"}, "v": {"enum": ["a"]}}, "k"), obj({"k": {"const": "y"}}, "k")]},
        {"oneOf": [obj({"k": {"const": "x"}, "v": {"enum": ["a", "b"]}}, "k"), obj({"k": {"const": "y"}}, "k")]},
        C,
        B,
    ),
]


def contract(schema: Any, body: str) -> dict[str, Any]:
    data = copy.deepcopy(Document.load().data)
    data["components"]["schemas"][body]["properties"]["probe"] = copy.deepcopy(schema)
    return data


def moved(base: Any, revised: Any, body: str) -> list[Change]:
    found = compare(from_data(contract(base, body), "base"), from_data(contract(revised, body), "revised"))
    return [change for change in found if change.surface == "wire"]


@pytest.mark.parametrize(
    ("body", "column"), [("VideoCreateBody", 3), ("Video", 4)], ids=["in a request", "in an answer"]
)
@pytest.mark.parametrize("row", ROWS, ids=[f"{index} {row[0]}" for index, row in enumerate(ROWS)])
def test_a_change_has_its_rule_and_its_level(row: tuple[Any, ...], body: str, column: int) -> None:
    found = moved(row[1], row[2], body)
    level = row[column]
    if level is None:
        assert found == []
        return
    assert max(found, key=lambda each: LEVELS.index(each.level)).level == level
    if row[0] not in {"R37", "R57", "R74"}:  # what follows from these has rules of its own
        assert row[0] in {each.rule for each in found}
    assert {each.direction for each in found} == {"request" if column == 3 else "response"}
    assert all(each.certain or row[0] == "R66" for each in found)


def test_a_break_shows_a_value() -> None:
    found = moved({"enum": ["queued"]}, {"enum": ["queued", "cancelled"]}, "Video")
    assert [(each.witness, each.certain) for each in found] == [("cancelled", True)]


def test_what_cannot_be_decided_is_told_as_a_break_that_is_not_certain() -> None:
    """Whatever stands beside it: a pattern that no validator takes, beside listed values."""
    found = moved({"enum": ["a", "b"]}, {"enum": ["a", "b"], "pattern": "(["}, "VideoCreateBody")
    assert [(each.level, each.certain) for each in found] == [("breaking", False)]


def test_bytes_in_a_form_are_bytes_in_either_spelling() -> None:
    spellings: list[Any] = [
        {"type": "string", "format": "binary"},
        {"type": "string", "contentMediaType": "application/octet-stream"},
        {"contentMediaType": "application/octet-stream"},
    ]
    for base in spellings:
        for revised in spellings:
            assert {each.level for each in moved(base, revised, "CharacterCreateForm")} <= {"info"}


def test_a_witness_is_a_value_of_the_whole() -> None:
    found = moved({"type": "string", "pattern": "^q"}, {"type": "string", "minLength": 3}, "Video")
    assert [each.witness for each in found if each.level == "breaking"] == ["aaa"]
    needed = moved(obj({"a": S, "c": S}, "c"), obj({"a": S, "c": S}, "a", "c"), "VideoCreateBody")
    assert [each.witness for each in needed] == [{"c": ""}]
