"""What 3.0 and 3.1 write differently and mean the same is written as in 3.1, where it stands; data is left alone."""

import json
import re
from typing import Any

import pytest

from openvideos.drift.documents.document import from_data

A = {"$ref": "#/components/schemas/A"}
OLD, NEW = "3.0.3", "3.1.0"

SCHEMAS: dict[str, tuple[Any, Any]] = {
    "nullable": ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    "not nullable": ({"type": "string", "nullable": False}, {"type": "string"}),
    "nullable by another word": ({"type": "string", "nullable": "true"}, {"type": "string"}),
    "nullable without a type": ({"nullable": True, "minLength": 1}, {"minLength": 1}),
    "nullable beside allOf": ({"nullable": True, "allOf": [A]}, {"allOf": [A]}),
    "nullable with a type beside allOf": (
        {"type": "object", "nullable": True, "allOf": [A]},
        {"type": ["object", "null"], "allOf": [A]},
    ),
    "nullable, an enum without null": (
        {"type": "string", "nullable": True, "enum": ["a"]},
        {"type": ["string", "null"], "enum": ["a"]},
    ),
    "nullable, an enum with null": (
        {"type": "string", "nullable": True, "enum": ["a", None]},
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    "nullable beside a $ref": (A | {"nullable": True, "type": "string", "description": "words"}, A),
    "what is beside a $ref": (A | {"minLength": 5, "allOf": [{"type": "string"}]}, A),
    "an exclusive minimum": ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
    "an inclusive minimum": ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
    "an exclusive maximum": ({"maximum": 1, "exclusiveMaximum": True}, {"exclusiveMaximum": 1}),
    "an exclusive bound of nothing": ({"exclusiveMaximum": True, "exclusiveMinimum": True}, {}),
    "an exclusive minimum as a number": ({"exclusiveMinimum": 1}, {"exclusiveMinimum": 1}),
    "an example": ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
    "bytes": ({"type": "string", "format": "binary"}, {"type": "string", "format": "binary"}),
    "items": (
        {"type": "array", "items": {"type": "string", "nullable": True}},
        {"type": "array", "items": {"type": ["string", "null"]}},
    ),
    "additional properties": (
        {"additionalProperties": {"type": "string", "nullable": True}},
        {"additionalProperties": {"type": ["string", "null"]}},
    ),
    "no additional properties": ({"additionalProperties": False}, {"additionalProperties": False}),
    "allOf, anyOf, oneOf, not": (
        {word: [{"type": "string", "nullable": True}] for word in ("allOf", "anyOf", "oneOf")}
        | {"not": {"type": "string", "nullable": True}},
        {word: [{"type": ["string", "null"]}] for word in ("allOf", "anyOf", "oneOf")}
        | {"not": {"type": ["string", "null"]}},
    ),
    "members that are called as keywords are": (
        {
            "properties": {
                "$ref": {"type": "string", "nullable": True},
                "nullable": {"type": "boolean"},
                "properties": {"type": "object", "properties": {"example": {"example": 5}}},
                "exclusiveMinimum": {"minimum": 1, "exclusiveMinimum": True},
                "type": {"type": "string"},
                "example": {"type": "string"},
            }
        },
        {
            "properties": {
                "$ref": {"type": ["string", "null"]},
                "nullable": {"type": "boolean"},
                "properties": {"type": "object", "properties": {"example": {"examples": [5]}}},
                "exclusiveMinimum": {"exclusiveMinimum": 1},
                "type": {"type": "string"},
                "example": {"type": "string"},
            }
        },
    ),
    "data that looks like schemas": (
        {
            "enum": [{"type": "string", "nullable": True}],
            "default": {"$ref": "#/nowhere", "type": "string"},
            "const": {"minimum": 1, "exclusiveMinimum": True},
            "x-own": {"properties": {"a": {"type": "string", "nullable": True}}},
        },
        {
            "enum": [{"type": "string", "nullable": True}],
            "default": {"$ref": "#/nowhere", "type": "string"},
            "const": {"minimum": 1, "exclusiveMinimum": True},
            "x-own": {"properties": {"a": {"type": "string", "nullable": True}}},
        },
    ),
    "an example that looks like a schema": (
        {"example": {"type": "string", "nullable": True, "$ref": "#/nowhere"}},
        {"examples": [{"type": "string", "nullable": True, "$ref": "#/nowhere"}]},
    ),
}


def document(version: str, schema: Any, media: dict[str, Any] | None = None) -> dict[str, Any]:
    content = {"a/b": {"schema": schema, **(media or {})}}
    operation = {"responses": {"200": {"description": "", "content": content}}}
    return {"openapi": version, "paths": {"/v": {"get": operation}}, "components": {"schemas": {"A": {}, "B": schema}}}


@pytest.mark.parametrize(("old", "new"), SCHEMAS.values(), ids=SCHEMAS)
def test_a_schema_of_30_is_written_as_in_31(old: Any, new: Any) -> None:
    found = from_data(document(OLD, old), "own")
    assert found.version == OLD
    assert found.data == document(OLD, new)


# exclusive bounds that are true or false are none in 3.1
OF_BOTH = {
    name: old for name, (old, _) in SCHEMAS.items() if not re.search(r'"exclusiveM.+": (true|false)', json.dumps(old))
}


@pytest.mark.parametrize("schema", OF_BOTH.values(), ids=OF_BOTH)
def test_a_schema_of_31_is_left_as_it_is(schema: Any) -> None:
    assert from_data(document(NEW, schema), "own").data == document(NEW, schema)


def test_the_schema_of_a_raw_body_is_left_as_it_is() -> None:
    for schema in ({}, {"contentMediaType": "application/octet-stream"}, True):
        assert from_data(document(NEW, schema), "own").data == document(NEW, schema)


def test_examples_are_left_as_they_are() -> None:
    media = {
        "example": {"type": "string", "nullable": True},
        "examples": {
            "schema": {"value": {"schema": {"type": "string", "nullable": True}}},
            "one": {"$ref": "one.json"},
        },
    }
    for version in (OLD, NEW):
        assert from_data(document(version, {}, media), "own").data == document(version, {}, media)


PLACES = {
    "a parameter": {"parameters": [{"name": "a", "in": "query", "schema": "X"}]},
    "the content of a parameter": {"parameters": [{"name": "a", "in": "query", "content": {"a/b": {"schema": "X"}}}]},
    "a body": {"requestBody": {"content": {"a/b": {"schema": "X"}}}},
    "a header": {"responses": {"200": {"description": "", "headers": {"nullable": {"schema": "X"}}}}},
    "the header of a part": {
        "requestBody": {"content": {"a/b": {"encoding": {"c": {"headers": {"d": {"schema": "X"}}}}}}},
    },
    "a default response": {"responses": {"default": {"description": "", "content": {"a/b": {"schema": "X"}}}}},
    "a callback": {"callbacks": {"a": {"{b}": {"post": {"requestBody": {"content": {"c/d": {"schema": "X"}}}}}}}},
}


def placed(operation: Any, schema: dict[str, Any]) -> Any:
    if isinstance(operation, dict):
        return {name: placed(node, schema) for name, node in operation.items()}
    if isinstance(operation, list):
        return [placed(node, schema) for node in operation]
    return dict(schema) if operation == "X" else operation


@pytest.mark.parametrize("operation", PLACES.values(), ids=PLACES)
def test_a_schema_of_an_operation_is_upgraded_wherever_it_is(operation: Any) -> None:
    old, new = ({"openapi": OLD, "paths": {"/v": {"put": placed(operation, schema)}}} for schema in PAIR)
    assert from_data(old, "own").data == new


PAIR = ({"type": "string", "nullable": True}, {"type": ["string", "null"]})


@pytest.mark.parametrize("place", ["x-own", "definitions"])
def test_what_stands_where_openapi_has_no_schemas_is_upgraded_once_a_path_refers_to_it(place: str) -> None:
    old, new = (document(OLD, {"$ref": f"#/{place}/C"}) | {place: {"C": schema}} for schema in PAIR)
    assert from_data(old, "own").data == new
    unused = document(OLD, {}) | {place: {"C": PAIR[0]}}
    assert from_data(unused, "own").data == unused


def test_what_is_beside_the_ref_of_a_path_item_stays() -> None:
    data = {"openapi": OLD, "paths": {"/v": {"$ref": "#/paths/~1w", "get": {"responses": {}}}, "/w": {"summary": "a"}}}
    assert from_data(data, "own").data == data
