"""What a document says with the wrong kind of value is refused, with its place, and not guessed."""

from typing import Any

import pytest

from openvideos.drift.documents.document import DocumentError, from_data

NODE = dict[str, Any]
SCHEMA = "/paths/~1v/post/requestBody/content/a~1b/schema"
TYPES = "one or more of array, boolean, integer, null, number, object, string"

SCHEMAS = {
    "no type": ({"type": "text"}, f"'text' at {SCHEMA}/type; allowed: {TYPES}"),
    "a file, of 2.0": ({"type": "file"}, f"'file' at {SCHEMA}/type; allowed: {TYPES}"),
    "types that are none": ({"type": ["string", 5]}, f"['string', 5] at {SCHEMA}/type; allowed: {TYPES}"),
    "an object as a type": ({"type": {}}, f"{{}} at {SCHEMA}/type; allowed: {TYPES}"),
    "required as in drafts of old": ({"required": True}, f"true at {SCHEMA}/required; allowed: an array of texts"),
    "required that is no name": ({"required": [5]}, f"[5] at {SCHEMA}/required; allowed: an array of texts"),
    "a minimum in quotes": ({"minimum": "5"}, f"'5' at {SCHEMA}/minimum; allowed: a number"),
    "a minimum that is true": ({"minimum": True}, f"true at {SCHEMA}/minimum; allowed: a number"),
    "an exclusive minimum of 3.0": (
        {"exclusiveMinimum": True},
        f"true at {SCHEMA}/exclusiveMinimum; allowed: a number",
    ),
    "an enum that is a word": ({"enum": "a"}, f"'a' at {SCHEMA}/enum; allowed: an array"),
    "a length below 0": ({"minLength": -1}, f"-1 at {SCHEMA}/minLength; allowed: an integer from 0"),
    "half a length": ({"maxItems": 1.5}, f"1.5 at {SCHEMA}/maxItems; allowed: an integer from 0"),
    "a step of 0": ({"multipleOf": 0}, f"0 at {SCHEMA}/multipleOf; allowed: a number above 0"),
    "a pattern that is a number": ({"pattern": 5}, f"5 at {SCHEMA}/pattern; allowed: text"),
    "unique as a word": ({"uniqueItems": "yes"}, f"'yes' at {SCHEMA}/uniqueItems; allowed: true or false"),
}
POST = "/paths/~1v/post"
OPERATIONS = {
    "a body required by a word": (
        {"requestBody": {"required": "yes"}},
        f"'yes' at {POST}/requestBody/required; allowed: true or false",
    ),
    "a parameter whose name is a number": (
        {"parameters": [{"name": 5, "in": "query"}]},
        f"5 at {POST}/parameters/0/name; allowed: text",
    ),
    "an operation whose id is a number": ({"operationId": 5}, f"5 at {POST}/operationId; allowed: text"),
    "security that is an object": ({"security": {}}, f"{{}} at {POST}/security; allowed: an array"),
    "security by name alone": (
        {"security": ["a"]},
        f"'a' at {POST}/security/0; allowed: an object of arrays of texts",
    ),
    "scopes that are none": (
        {"security": [{}, {"a": None}]},
        f"{{'a': null}} at {POST}/security/1; allowed: an object of arrays of texts",
    ),
}


def posting(**operation: Any) -> NODE:
    return {"openapi": "3.1.0", "paths": {"/v": {"post": operation}}}


def with_schema(schema: Any) -> NODE:
    return posting(requestBody={"content": {"a/b": {"schema": schema}}})


def refused(data: NODE) -> str:
    with pytest.raises(DocumentError) as caught:
        from_data(data, "own")
    return str(caught.value)


@pytest.mark.parametrize(("schema", "said"), SCHEMAS.values(), ids=SCHEMAS)
def test_a_schema_that_no_validator_takes_is_refused(schema: NODE, said: str) -> None:
    assert refused(with_schema(schema)) == f"own: found {said}"


@pytest.mark.parametrize(("operation", "said"), OPERATIONS.values(), ids=OPERATIONS)
def test_an_operation_that_says_nothing_that_holds_is_refused(operation: NODE, said: str) -> None:
    assert refused(posting(**operation)) == f"own: found {said}"


def test_security_of_a_document_that_is_none_is_refused() -> None:
    said = "own: found 5 at /security/0; allowed: an object of arrays of texts"
    assert refused(posting() | {"security": [5]}) == said


@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["string", "null"], "minLength": 0, "maxLength": 5.0, "enum": [], "required": [], "multipleOf": 0.5},
        {"properties": {"required": True, "type": {}, "enum": {"type": "string"}}},
        {"default": {"required": True}, "const": {"type": "text"}, "examples": [{"enum": 5}]},
    ],
    ids=["values", "members that are called as keywords are", "data"],
)
def test_what_is_right_or_data_is_taken(schema: NODE) -> None:
    assert from_data(with_schema(schema), "own").data == with_schema(schema)
