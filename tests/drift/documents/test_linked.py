"""The $refs that the paths of a document need are followed, whatever they look like; others are left alone."""

from typing import Any

import pytest

from openvideos.drift.documents.document import from_data

REFS = {
    "an escaped slash": ("#/components/schemas/a~1b", {"a/b": {"type": "integer"}}),
    "an escaped tilde": ("#/components/schemas/a~0b", {"a~b": {"type": "integer"}}),
    "percent signs": ("#/components/schemas/%7Ba%7D%20%C3%A9", {"{a} é": {"type": "integer"}}),
    "percent signs before tildes": ("#/components/schemas/a%7E1b", {"a/b": {"type": "integer"}}),
    "deep": ("#/components/schemas/a/allOf/0/properties/b", {"a": {"allOf": [{"properties": {"b": {}}}]}}),
    "deep in a path": ("#/paths/~1v/get/parameters/0/schema", {}),
    "true": ("#/components/schemas/a", {"a": True}),
    "a chain": ("#/components/schemas/a", {"a": {"$ref": "#/components/schemas/b"}, "b": {}}),
    "recursion": ("#/components/schemas/a", {"a": {"items": {"$ref": "#/components/schemas/a"}}}),
    "a part of itself": (
        "#/components/schemas/a",
        {"a": {"anyOf": [{"items": {"$ref": "#/components/schemas/a"}}, {}]}},
    ),
}


def using(ref: str, schemas: dict[str, Any]) -> dict[str, Any]:
    parameters = [{"name": "p", "in": "query", "schema": {"type": "string"}}]
    answer = {"description": "", "content": {"a/b": {"schema": {"$ref": ref}}}}
    operation = {"parameters": parameters, "responses": {"200": answer}}
    return {"openapi": "3.1.0", "paths": {"/v": {"get": operation}}, "components": {"schemas": schemas}}


@pytest.mark.parametrize(("ref", "schemas"), REFS.values(), ids=REFS)
def test_a_ref_within_the_document_is_followed(ref: str, schemas: dict[str, Any]) -> None:
    data = using(ref, schemas)
    assert from_data(data, "own").data == data


def test_a_ref_to_an_anchor_becomes_a_pointer() -> None:
    schemas = {"a": {"properties": {"b/c": {"$anchor": "B", "type": "string"}}}}
    found = from_data(using("#B", schemas), "own").data
    (answer,) = found["paths"]["/v"]["get"]["responses"].values()
    assert answer["content"]["a/b"]["schema"] == {"$ref": "#/components/schemas/a/properties/b~1c"}


@pytest.mark.parametrize("where", ["components", "webhooks", "examples", "x-own", "paths"])
def test_what_no_path_needs_may_refer_to_what_it_wants(where: str) -> None:
    data = using(
        "#/components/schemas/a", {"a": {"properties": {"$ref": {"type": "string"}}, "default": {"$ref": "x"}}}
    )
    broken = {"$ref": "other.yaml"}
    if where == "components":
        data["components"]["schemas"]["b"] = broken
    elif where == "examples":
        data["paths"]["/v"]["get"]["responses"]["200"]["content"]["a/b"]["examples"] = {"one": broken}
    elif where == "paths":
        data["paths"]["x-own"] = data["paths"]["/v"]["get"]["responses"]["x-own"] = broken
    else:
        data[where] = {"one": broken}
    assert from_data(data, "own").data == data


def test_beside_the_ref_of_a_response_counts_nothing_but_beside_that_of_a_schema_all() -> None:
    data = using("#/components/schemas/a", {"a": {}})
    responses = data["paths"]["/v"]["get"]["responses"]
    responses["200"]["content"]["a/b"]["schema"]["maxLength"] = 5
    responses["201"] = {"$ref": "#/components/responses/b", "description": "words", "content": {"a/b": {"schema": 5}}}
    data["components"]["responses"] = {"b": {"description": ""}}
    found = from_data(data, "own").data["paths"]["/v"]["get"]["responses"]
    assert found["200"] == responses["200"]
    assert found["201"] == {"$ref": "#/components/responses/b", "description": "words"}
