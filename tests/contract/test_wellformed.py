"""What a user's document calls a schema is one, or that is said when it is loaded."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from openvideos.contract import Contract
from openvideos.contract.compiled import Compiled
from openvideos.contract.document import Document

Node = dict[str, Any]
OfBody = Callable[[Node], Contract]

NO_SCHEMAS: list[tuple[str, Any, str]] = [
    ("text", "x", "'x' at {}; allowed: JSON Schema 2020-12"),
    ("null", None, "null at {}; allowed: JSON Schema 2020-12"),
    ("a number as a type", {"type": 5}, "5 at {}/type; allowed: JSON Schema 2020-12"),
    ("an unknown type", {"type": "file"}, "'file' at {}/type; allowed: JSON Schema 2020-12"),
    ("a broken pattern", {"pattern": "("}, "'(' at {}/pattern; allowed: JSON Schema 2020-12"),
    ("a broken pattern of names", {"patternProperties": {"(": {}}}, "{{'(': {{}}}} at {}/patternProperties; allowed"),
    ("a number among names", {"properties": {}, "required": ["a", 5]}, "5 at {}/required/1; allowed"),
    ("no members", {"properties": None}, "null at {}/properties; allowed"),
    ("a member", {"properties": {"a/b": {"items": 5}}}, "5 at {}/properties/a~1b/items; allowed"),
    ("items by place", {"items": [{}]}, "[{{}}] at {}/items; allowed"),
    ("a branch", {"anyOf": [{}, None]}, "null at {}/anyOf/1; allowed"),
    (
        "a member without a name",
        {"properties": {"": {"type": 5}}},
        "something at {}; allowed: JSON Schema 2020-12 (this",
    ),
    ("no branches", {"oneOf": []}, "[] at {}/oneOf; allowed"),
    ("a bound of text", {"minimum": "5"}, "'5' at {}/minimum; allowed"),
    ("a bound of another version", {"minimum": 5, "exclusiveMinimum": True}, "true at {}/exclusiveMinimum; allowed"),
    ("a reference that is none", {"$ref": 5}, "5 at {}/$ref; allowed"),
    ("a broken reference", {"items": {"$ref": "#/x"}}, "the $ref '#/x' at {}/items; allowed: one to what is"),
    ("a name", {"$ref": "#name", "$defs": {"a": {"$anchor": "name"}}}, "the $ref '#name' at {}; allowed: one within"),
    (
        "a name of data",
        {"properties": {"default": {"$ref": "#/x"}}},
        "the $ref '#/x' at {}/properties/default; allowed",
    ),
    ("a reference beside others", {"$ref": "#/info", "items": {"$ref": "#/x"}}, "the $ref '#/x' at {}/items; allowed"),
    ("a reference to no schema", {"$ref": "#/info/title"}, "'t' at /info/title; allowed: JSON Schema 2020-12"),
    ("a reference to worse", {"$ref": "#/info/x"}, "5 at /info/x/type; allowed: JSON Schema 2020-12"),
    (
        "a reference nobody follows",
        {"$dynamicRef": "#x"},
        "a schema that no validator takes; allowed: JSON Schema 2020",
    ),
]


def everywhere(schema: Any) -> dict[str, Node]:
    """Documents that have the schema in one place, by that place."""
    info = {"title": "t", "x": {"type": 5}}
    query = {"name": "a", "in": "query", "schema": schema}
    body = {"content": {"application/json": {"schema": schema}}}
    answer = {"headers": {"a": {"schema": schema}}}
    at = "/paths/~1v/get"

    def look(**members: Any) -> Node:
        return {"info": info, "paths": {"/v": {"get": {"operationId": "look", **members}}}}

    return {
        f"{at}/parameters/0/schema": look(parameters=[query]),
        f"{at}/requestBody/content/application~1json/schema": look(requestBody=body),
        f"{at}/responses/200/content/application~1json/schema": look(responses={"200": body}),
        f"{at}/responses/default/headers/a/schema": look(responses={"default": answer}),
        "/components/schemas/A": {"info": info, "paths": {}, "components": {"schemas": {"A": schema}}},
    }


@pytest.mark.parametrize(("schema", "message"), [row[1:] for row in NO_SCHEMAS], ids=[row[0] for row in NO_SCHEMAS])
def test_what_is_no_schema_is_refused_with_its_place(schema: Any, message: str) -> None:
    for place, document in everywhere(schema).items():
        with pytest.raises(ValueError, match=f"^contract: found {re.escape(message.format(place))}") as caught:
            Contract.load(document)
        assert str(caught.value).isprintable()


HARMLESS: dict[str, Any] = {
    "true": True,
    "words of another form": {"title": 5, "description": None, "examples": {"a": 1}, "deprecated": "no"},
    "references in data": {
        **{key: {"$ref": "#/nope"} for key in ("default", "example", "examples", "x-a")},
        "anyOf": [{"const": {"$ref": "#/nope"}}, {"enum": [{"$ref": "#/nope"}]}, {}],
    },
    "members named like keywords": {"properties": {"$ref": {}, "properties": {}, "default": True, "required": {}}},
    "a choice of itself": {"anyOf": [{"$ref": "#/components/schemas/A"}, True]},
    "a name of its own": {
        "$id": "https://schemas.example/a",
        "$schema": "https://json-schema.org/draft/2020-12/schema",
    },
    "an older version's words": {"nullable": True, "definitions": {"a": {"type": 5}}},
    "an unknown format": {"format": "of-mine"},
}


@pytest.mark.parametrize("schema", HARMLESS.values(), ids=HARMLESS)
def test_what_says_nothing_of_a_value_does_no_harm(schema: Any) -> None:
    contract = Contract.load({"paths": {}, "components": {"schemas": {"A": schema}}})
    assert contract.check_schema("A", {"$ref": 5}) == []


def test_what_nobody_asks_for_is_not_looked_at() -> None:
    nobody = {"responses": {"A": None}, "parameters": {"A": {"$ref": "#/nope"}}, "x-a": {"schema": {"type": 5}}}
    paths = {"/v": {"get": {"parameters": None}, "put": {"operationId": "store", "callbacks": {"a": None}}}}
    contract = Contract.load({"info": None, "paths": paths, "components": nobody, "webhooks": {"a": None}})
    assert list(contract.operations) == ["store"]


def test_a_schema_of_true_or_false_may_stand_anywhere(of_body: OfBody) -> None:
    contract = of_body({"properties": {"yes": True, "no": False, "list": {"items": False}, "map": False}})
    for kind in ("application/json", "multipart/form-data"):
        assert contract.check_request("send", content_type=kind, body={"yes": {"a": 1}, "list": []}) == []
        body = {"no": 1, "list": [1], "map": {"a": "1"}}
        found = contract.check_request("send", content_type=kind, body=body)
        assert sorted(each.pointer for each in found) == ["/list/0", "/map", "/no"]


def test_choices_of_choices_are_gone_through_once() -> None:
    schemas: dict[str, Node] = {"A0": {"type": "integer"}}
    for level in range(1, 10):
        schemas[f"A{level}"] = {"anyOf": [{"$ref": f"#/components/schemas/A{level - 1}"}] * 20}
    document = Document.load({"paths": {}, "components": {"schemas": schemas}})
    assert document.enum("A9") == ()
    assert Compiled(document).read("/components/schemas/A9", "5") == 5
