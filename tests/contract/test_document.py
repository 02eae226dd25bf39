import json
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


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_another_document_is_loaded_from_a_file(tmp_path: Path, contract: Contract, suffix: str) -> None:
    # JSON is YAML too
    file = tmp_path / f"other.{suffix}"
    file.write_text(json.dumps(contract.document), encoding="utf-8")
    loaded = Contract.load(file)
    (found,) = loaded.check_request("create", body={})
    assert (found.code, found.line) == ("body.prompt.required", None)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", "{", "contract: a.json is not JSON or not UTF-8 (Expecting property name"),
        ("a.yaml", "a: [", "contract: a.yaml is not YAML (while parsing a flow node"),
        ("b.yaml", "a: 1", "contract: found no paths; allowed: an OpenAPI 3.1 document"),
        ("c.yaml", "- 1", "contract: found no paths; allowed: an OpenAPI 3.1 document"),
    ],
)
def test_what_is_no_contract_is_refused_in_one_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="contract: ") as caught:
        Contract.load(tmp_path / name)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("target", "message"),
    [("#/components/schemas/Loop", "a $ref that leads in circles"), ("other.yaml#/x", "allowed: one within the doc")],
    ids=["circle", "outside"],
)
def test_a_reference_that_leads_nowhere_is_refused(target: str, message: str) -> None:
    document = Document({"paths": {}, "components": {"schemas": {"Loop": {"$ref": target}}}})
    with pytest.raises(ValueError, match="contract: found") as caught:
        document.resolve("/components/schemas/Loop")
    assert message in str(caught.value)


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
