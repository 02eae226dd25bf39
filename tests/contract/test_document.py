import json
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from openvideos.contract import Contract, contract_defaults
from openvideos.contract.document import Document, join, split


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, openvideos.contract; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {
        "attr",
        "attrs",
        "httpx",
        "jsonschema_rs",
        "openvideos_api.models",
        "openvideos_api.model",
        "yaml",
    } & set(loaded)


def test_the_bundled_contract_is_loaded_once_per_process() -> None:
    assert Contract.load() is Contract.load()
    assert Document.load() is Document.load()


def test_operations_are_read_in_the_documents_order(contract: Contract) -> None:
    assert list(contract.operations) == [
        *("create", "list", "retrieve", "delete", "download_content", "remix", "edit", "extend"),
        *("create_character", "get_character"),
    ]
    create = contract.operations["create"]
    assert (create.method, create.path, create.body_required) == ("POST", "/videos", True)
    assert set(create.bodies) == {"application/json", "multipart/form-data"}
    assert 200 in create.statuses
    listed = contract.operations["list"]
    assert {each.name: (each.location, each.required) for each in listed.parameters} == {
        "after": ("query", False),
        "limit": ("query", False),
        "order": ("query", False),
    }


def test_defaults_and_listed_values_come_from_the_contract(contract: Contract) -> None:
    assert contract_defaults("create") == {"model": "sora-2", "seconds": "4", "size": "720x1280"}
    assert contract.defaults("remix") == {}
    assert list(contract.members("create")) == ["prompt", "input_reference", "model", "seconds", "size"]
    assert contract.members("create")["size"]["enum"][0] == "720x1280"
    # what stands beside a $ref is said of this member, and goes before what the component says
    assert contract.members("create")["size"]["description"] != contract.members("create")["seconds"]["description"]
    assert contract.enum("VideoSize") == ("720x1280", "1280x720", "1024x1792", "1792x1024")
    assert contract.enum("VideoModel")[:2] == ("sora-2", "sora-2-pro")
    assert contract.enum("Video") == ()


def test_a_pointer_is_found_on_its_line_of_the_yaml(contract: Contract) -> None:
    text = resources.files("openvideos_api.contract").joinpath("videos.yaml").read_text(encoding="utf-8").splitlines()
    bundled = Document.load()
    line = bundled.line("/components/schemas/VideoSize/enum")
    assert line is not None
    assert text[line - 1].strip().startswith("enum:")
    # what has no line of its own has that of what is around it
    assert bundled.line("/components/schemas/VideoSize/enum/0/nothing") == bundled.line(
        "/components/schemas/VideoSize/enum/0"
    )
    assert bundled.line("/nowhere") is None


def test_pointers_escape_what_they_have_to() -> None:
    assert join("/paths", "/a~b", "get") == "/paths/~1a~0b/get"
    assert split("/paths/~1a~0b/get") == ["paths", "/a~b", "get"]


@pytest.mark.parametrize(("suffix", "line"), [("json", None), ("yaml", 1)])
def test_another_document_is_loaded_from_a_file(
    tmp_path: Path, contract: Contract, suffix: str, line: int | None
) -> None:
    # JSON is YAML too, and only of YAML lines are known
    file = tmp_path / f"other.{suffix}"
    file.write_text(json.dumps(contract.document), encoding="utf-8")
    loaded = Contract.load(file)
    assert loaded.document == contract.document
    (found,) = loaded.check_request("create", body={})
    assert (found.code, found.line) == ("body.prompt.required", line)


@pytest.mark.parametrize("document", [{}, {"paths": None}, {"paths": []}, {"openapi": "3.1.0"}], ids=str)
def test_what_has_no_paths_is_no_contract(document: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^contract: found no paths; allowed: an OpenAPI 3\.1 document$"):
        Contract.load(document)


NOWHERE = {
    "#/components/schemas/Loop": "found a $ref that leads in circles at {}; allowed: one that ends",
    "other.yaml#/x": "found the $ref 'other.yaml#/x' at {}; allowed: one within the document (#/...)",
    "#anchor": "found the $ref '#anchor' at {}; allowed: one within the document (#/...)",
    "": "found the $ref '' at {}; allowed: one within the document (#/...)",
    "#/components/schemas/Nope": "found the $ref '#/components/schemas/Nope' at {}; allowed: one to what is in the "
    "document",
    "#/paths/0": "found the $ref '#/paths/0' at {}; allowed: one to what is in the document",
    "#/tags/1": "found the $ref '#/tags/1' at {}; allowed: one to what is in the document",
    "#/tags/-1": "found the $ref '#/tags/-1' at {}; allowed: one to what is in the document",
    "#/openapi/0": "found the $ref '#/openapi/0' at {}; allowed: one to what is in the document",
}


@pytest.mark.parametrize(("target", "message"), NOWHERE.items(), ids=NOWHERE)
def test_a_reference_that_leads_nowhere_is_refused_with_its_place(target: str, message: str) -> None:
    schemas = {"Loop": {"$ref": target}}
    data = {"openapi": "3.1.0", "tags": [{}], "paths": {}, "components": {"schemas": schemas}}
    message = f"contract: {message.format('/components/schemas/Loop')}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Document(data).resolve("/components/schemas/Loop")
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Contract.load(data)


@pytest.mark.parametrize("target", ["#/components/schemas/A%20~1b", "#/tags/0", "#"], ids=ascii)
def test_a_reference_within_the_document_is_followed(target: str) -> None:
    schemas = {"First": {"$ref": "#/components/schemas/Next"}, "Next": {"$ref": target}, "A /b": {}}
    data = {"tags": [{}], "paths": {}, "components": {"schemas": schemas}}
    pointer, node = Document.load(data).resolve("/components/schemas/First")
    assert node == Document.load(data).at(pointer)
    assert Contract.load(data).check_schema("First", 5) == []


@pytest.mark.parametrize(
    ("components", "message"),
    [
        (None, "found null at /components; allowed: an object"),
        ([], "found [] at /components; allowed: an object"),
        ({"schemas": None}, "found null at /components/schemas; allowed: an object"),
        ({"schemas": [{}]}, "found [{}] at /components/schemas; allowed: an object"),
        ({"schemas": {"": {}}}, "found the name '' at /components/schemas; allowed: letters, digits, ._-"),
        ({"schemas": {"a\n": {}}}, r"found the name 'a\n' at /components/schemas; allowed: letters, digits, ._-"),
    ],
    ids=str,
)
def test_schemas_are_an_object_by_names(components: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^contract: {re.escape(message)}$"):
        Contract.load({"paths": {}, "components": components})


def test_listed_values_and_members_are_read_from_any_schema() -> None:
    schemas: dict[str, Any] = {
        "Never": False,
        "Loop": {"anyOf": [{"$ref": "#/components/schemas/Loop"}, {"enum": ["a"]}, True]},
        "Both": {
            "enum": [1],
            "oneOf": [{"$ref": "#/components/schemas/Loop"}, {"enum": [2]}],
            "anyOf": [{"enum": [3]}],
        },
        "Body": {"properties": {"never": False, "it": {"$ref": "#/components/schemas/Never"}, "one": {"default": 1}}},
    }
    content = {"a/json": {"schema": {"$ref": "#/components/schemas/Body"}}, "b/json": {"schema": True}}
    send = {"operationId": "send", "requestBody": {"content": content}}
    contract = Contract.load({"paths": {"/": {"put": send}}, "components": {"schemas": schemas}})
    assert [contract.enum(name) for name in schemas] == [(), ("a",), (1, 3, "a", 2), ()]
    assert list(contract.members("send")) == ["never", "it", "one"]
    assert contract.defaults("send") == {"one": 1}


def test_the_bundled_document_holds_no_schema_that_holds_itself(contract: Contract) -> None:
    # what is nested without end would end the process: values of our own schemas aren't counted before they are judged
    document = Document.load()
    inside: list[str] = []

    def visit(pointer: str) -> None:
        pointer, node = document.resolve(pointer)
        assert pointer not in inside
        inside.append(pointer)
        names = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        for name in names:
            if name not in {"example", "examples", "default"}:
                visit(join(pointer, str(name)))
        inside.pop()

    for name in contract.document["components"]["schemas"]:
        visit(join("/components/schemas", name))


def test_parameters_of_a_path_are_those_of_its_operations() -> None:
    def parameter(kind: str) -> dict[str, Any]:
        return {"name": "id", "in": "path", "required": True, "schema": {"type": kind}}

    paths = {
        "/{id}": {
            "parameters": [parameter("integer")],
            "get": {"operationId": "look", "responses": {}},
            "put": {"operationId": "store", "parameters": [parameter("string")], "responses": {}},
        }
    }
    contract = Contract.load({"paths": paths})
    assert [each.code for each in contract.check_request("look", path={"id": "x"})] == ["path.id.type"]
    assert contract.check_request("store", path={"id": "x"}) == []


@pytest.mark.parametrize(("status", "codes"), [(404, ["body.type"]), (500, []), (200, [])])
def test_classes_of_statuses_and_a_default_are_found(status: int, codes: list[str]) -> None:
    def response(kind: str) -> dict[str, Any]:
        return {"description": "", "content": {"application/*": {"schema": {"type": kind}}}}

    responses = {"4XX": response("string"), "default": response("object")}
    contract = Contract.load({"paths": {"/": {"get": {"operationId": "look", "responses": responses}}}})
    found = contract.check_response("look", status=status, headers={"Content-Type": "application/json"}, body=b"{}")
    assert [each.code for each in found] == codes
