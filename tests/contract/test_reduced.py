"""What is large and off is named as what is small and off, without a copy of it for each thing that is off."""

import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from openvideos.contract import Contract, FilePart

Load = Callable[[dict[str, Any]], Contract]


def page(video: dict[str, Any], *items: Any) -> dict[str, Any]:
    ids = [item["id"] if isinstance(item, dict) and "id" in item else None for item in items]
    return {"object": "list", "data": list(items), "first_id": ids[0], "last_id": ids[-1], "has_more": False}


def test_items_keep_their_places(contract: Contract, video: dict[str, Any]) -> None:
    items: list[Any] = [video, {**video, "size": 7}, video, 5, video, {**video, "error": {"code": 1}}]
    found = contract.check_response("list", status=200, body=page(video, *items))
    assert [(each.pointer, each.found) for each in found] == [
        ("/data/1/size", "7"),
        ("/data/3", "5"),
        ("/data/5/error/message", "missing"),
        ("/data/5/error/code", "1"),
    ]


def test_the_first_hundred_are_listed_and_the_others_counted(contract: Contract, video: dict[str, Any]) -> None:
    body = page(video, *[{**video, "size": 7} for _ in range(100_000)])
    found = contract.check_response("list", status=200, body=body)
    assert [each.pointer for each in found[:-1]] == [f"/data/{index}/size" for index in range(100)]
    assert (found[-1].code, found[-1].found) == ("body.more", "at least 99900 more violations")


MANY = {f"odd{number}": "x" * 50 for number in range(100_000)}
LARGE: dict[str, tuple[str, Any, list[str]]] = {
    "members that nobody asked for": ("Video", {**MANY, "id": "v"}, ["/object", "/model"]),
    "members of an object in a choice": ("Video", {"error": {**MANY, "code": "c"}}, ["/error/message"]),
    "an array where an object should be": ("Video", [MANY] * 3, [""]),
    "an array where text should be": ("Video", {"prompt": [1] * 1_000_000}, ["/prompt"]),
    "an object where an array should be": ("VideoList", {"data": MANY}, ["/data"]),
    "items that are no objects": ("VideoList", {"data": [1] * 100_000}, ["/data/0", "/data/90"]),
    "a member of an item": ("VideoList", {"data": [MANY]}, ["/data/0/id"]),
}


@pytest.mark.parametrize(("schema", "value", "pointers"), LARGE.values(), ids=LARGE)
def test_what_is_large_is_not_copied_for_each_thing_that_is_off(
    contract: Contract, schema: str, value: Any, pointers: list[str]
) -> None:
    contract.check_schema(schema, {})
    size = len(json.dumps(value))
    tracemalloc.start()
    found = contract.check_schema(schema, value)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert set(pointers) <= {each.pointer for each in found}
    assert most < size + 20_000_000


@pytest.mark.parametrize(
    ("schema", "value", "codes"),
    [
        ({"additionalProperties": False}, {"a": 1}, ["body.additionalProperties"]),
        ({"maxProperties": 1}, {"a": 1, "b": 2}, ["body.maxProperties"]),
        ({"properties": {"a": {"type": "array", "maxItems": 1}}}, {"a": [1, 2]}, ["body.a.maxItems"]),
        ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"c": 1}, ["body.anyOf"]),
        (
            {"properties": {"a": {"uniqueItems": True, "items": {"type": "integer"}}}},
            {"a": [1, 1]},
            ["body.a.uniqueItems"],
        ),
    ],
    ids=["other members", "their number", "items", "a choice between members", "equal items"],
)
def test_what_a_schema_says_of_all_that_is_there_still_counts(
    of_body: Load, schema: dict[str, Any], value: Any, codes: list[str]
) -> None:
    contract = of_body({"type": "object", **schema})
    found = contract.check_request("send", content_type="application/json", body=value)
    assert [each.code for each in found] == codes


def test_a_file_is_still_a_file_beside_what_is_off(contract: Contract) -> None:
    body = {"video": FilePart(name="a.mp4"), "name": 7}
    found = contract.check_request("create_character", content_type="multipart/form-data", body=body)
    assert [each.code for each in found] == ["body.name.type"]


def test_a_schema_that_contains_itself_ends(of_body: Load) -> None:
    contract = of_body({"type": "object"})
    document = {**contract.document, "components": {"schemas": {"Node": {"properties": {"next": {}}}}}}
    node = document["components"]["schemas"]["Node"]
    node["properties"]["next"] = {"anyOf": [{"$ref": "#/components/schemas/Node"}, {"type": "null"}]}
    node["type"] = "object"
    found = Contract.load(document).check_schema("Node", {"next": {"next": {"next": 5}}})
    assert [each.pointer for each in found] == ["/next/next/next"]


SCHEMAS = "#/components/schemas"
ENDLESS: dict[str, tuple[dict[str, Any], str]] = {
    "a list": ({"properties": {"it": {"$ref": f"{SCHEMAS}/Node"}}}, "it"),
    "a tree": ({"properties": {"it": {"type": "array", "items": {"$ref": f"{SCHEMAS}/Node"}}}}, "it"),
    "a map": ({"additionalProperties": {"$ref": f"{SCHEMAS}/Node"}}, "it"),
}


@pytest.mark.parametrize(("schema", "name"), ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("depth", [90, 1_000, 100_000])
@pytest.mark.parametrize("end", [5, {}, "itself"], ids=["off", "fine", "endless"])
def test_a_body_may_be_nested_as_deep_as_its_schema(schema: dict[str, Any], name: str, depth: int, end: Any) -> None:
    contract = Contract.load({"paths": {}, "components": {"schemas": {"Node": {"type": "object", **schema}}}})
    outer: Any = {}
    node = outer
    for level in range(depth):
        last = level == depth - 1
        inner = {} if not last else outer if end == "itself" else end
        node[name] = [inner] if "array" in str(schema) else inner
        node = inner
    codes = [each.code.rpartition(".")[2] for each in contract.check_schema("Node", outer)]
    deep = depth > 100 or end == "itself"
    assert codes == (["json"] if deep else ["type"] if end == 5 else [])
