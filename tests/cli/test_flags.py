"""Flags are read from the contract, whatever it says."""

from typing import Any

import pytest

from openvideos.cli.flags import Flag, flags
from openvideos.contract.document import Document


def document(members: dict[str, Any], required: list[str] | None = None) -> Document:
    body = {"type": "object", "properties": members, "required": required or []}
    operation = {
        "operationId": "make",
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}},
        "responses": {},
    }
    schemas = {
        "Body": body,
        "Shade": {"type": "string", "description": "A shade.", "enum": ["dark", "light"]},
        "Name": {"anyOf": [{"type": "string"}, {"type": "string", "enum": ["one", "two"]}]},
        "Binary": {"type": "string", "format": "binary"},
        "Picture": {
            "type": "object",
            "properties": {"url": {"type": "string", "format": "uri"}, "file_id": {"type": "string"}},
            "oneOf": [{"required": ["url"]}, {"required": ["file_id"]}],
        },
        "Clip": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
    }
    return Document({"paths": {"/things": {"post": operation}}, "components": {"schemas": schemas}})


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param(
            {"$ref": "#/components/schemas/Shade", "description": "Mine.", "default": "dark"},
            {"kind": "string", "choices": ("dark", "light"), "closed": True, "default": "dark", "description": "Mine."},
            id="closed enum",
        ),
        pytest.param(
            {"$ref": "#/components/schemas/Name"},
            {"kind": "string", "choices": ("one", "two"), "closed": False},
            id="open enum",
        ),
        pytest.param({"const": "only"}, {"kind": "string", "choices": ("only",), "closed": True}, id="const"),
        pytest.param(
            {"type": "integer", "minimum": 1, "maximum": 60, "default": 24},
            {"kind": "integer", "limits": "1 to 60", "default": 24},
            id="integer",
        ),
        pytest.param({"type": ["number", "null"]}, {"kind": "number"}, id="number or null"),
        pytest.param({"type": "boolean", "default": False}, {"kind": "boolean", "default": False}, id="boolean"),
        pytest.param({"type": "array", "items": {"type": "string"}}, {"kind": "array"}, id="array"),
        pytest.param({"type": "string", "minLength": 1}, {"limits": "at least 1 characters"}, id="only from below"),
        pytest.param({"type": "string", "maxLength": 9}, {"limits": "at most 9 characters"}, id="only from above"),
        pytest.param(
            {"oneOf": [{"$ref": "#/components/schemas/Binary"}, {"$ref": "#/components/schemas/Picture"}]},
            {"kind": "reference", "forms": ("FILE", "URL", "ID", "JSON"), "wrap": None},
            id="file or reference",
        ),
        pytest.param(
            {"oneOf": [{"$ref": "#/components/schemas/Binary"}, {"$ref": "#/components/schemas/Clip"}]},
            {"kind": "reference", "forms": ("FILE", "ID", "JSON"), "wrap": "id"},
            id="file or id",
        ),
        pytest.param(
            {"$ref": "#/components/schemas/Binary"}, {"kind": "reference", "forms": ("FILE",)}, id="nothing but a file"
        ),
        pytest.param({}, {"kind": "string"}, id="anything"),
    ],
)
def test_a_member_is_a_flag_as_its_schema_says(schema: dict[str, Any], expected: dict[str, Any]) -> None:
    (flag,) = flags(document({"new_member": schema}), "make")
    assert (flag.name, flag.option, flag.location) == ("new_member", "--new-member", "body")
    assert {name: getattr(flag, name) for name in expected} == expected


def test_what_the_body_requires_is_required() -> None:
    found = flags(document({"a": {"type": "string"}, "b": {"type": "string"}}, required=["b"]), "make")
    assert [(flag.name, flag.required) for flag in found] == [("a", False), ("b", True)]


def test_parameters_of_path_and_query_are_flags_and_headers_are_not() -> None:
    found = flags(Document.load(), "download_content")
    assert [(flag.name, flag.location, flag.required) for flag in found] == [
        ("video_id", "path", True),
        ("variant", "query", False),
    ]


def test_the_pages_five_parameters_are_those_of_create() -> None:
    models = ("sora-2", "sora-2-pro", "sora-2-2025-10-06", "sora-2-pro-2025-10-06", "sora-2-2025-12-08")
    sizes = ("720x1280", "1280x720", "1024x1792", "1792x1024")

    def facts(flag: Flag) -> tuple[Any, ...]:
        return flag.option, flag.kind, flag.required, flag.choices, flag.closed, flag.default

    assert [facts(flag) for flag in flags(Document.load(), "create")] == [
        ("--prompt", "string", True, (), False, None),
        ("--input-reference", "reference", False, (), False, None),
        ("--model", "string", False, models, False, "sora-2"),
        ("--seconds", "string", False, ("4", "8", "12"), True, "4"),
        ("--size", "string", False, sizes, True, "720x1280"),
    ]
