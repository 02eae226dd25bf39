"""Documents that say the same in other words: nothing to tell."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from openvideos.contract.document import Document
from openvideos.drift.change import Change
from openvideos.drift.compare import compare
from openvideos.drift.documents.document import from_data

Data = dict[str, Any]
METHODS = ("get", "post", "delete")
DATA = ("enum", "const", "default", "examples", "example")


def schemas_in(data: Data) -> Iterator[Data]:
    """Every schema, the innermost first."""

    def inside(node: Any, *, is_map: bool = False) -> Iterator[Data]:
        if isinstance(node, dict):
            for key, item in list(node.items()):
                if is_map or not (key in DATA or key.startswith("x-")):
                    yield from inside(item, is_map=not is_map and key == "properties")
            if not is_map:
                yield node
        elif isinstance(node, list):
            for item in node:
                yield from inside(item)

    for schema in data["components"]["schemas"].values():
        yield from inside(schema)
    for operation in operations(data):
        for parameter in operation.get("parameters", []):
            yield from inside(parameter.get("schema", {}))


def operations(data: Data) -> Iterator[Data]:
    for item in data["paths"].values():
        for method in METHODS:
            if method in item:
                yield item[method]


def every(change: Callable[[Data], Any]) -> Callable[[Data], None]:
    def rewrite(data: Data) -> None:
        for schema in schemas_in(data):
            change(schema)

    return rewrite


def instead(schema: Data, **said: Any) -> None:
    schema.clear()
    schema.update(said)


def key_order(data: Data) -> None:
    def turned(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: turned(node[key]) for key in reversed(node)}
        return [turned(item) for item in node] if isinstance(node, list) else node

    found = turned(data)
    data.clear()
    data.update(found)


def inlined(data: Data) -> None:
    schemas = copy.deepcopy(data["components"]["schemas"])

    def within(node: Any) -> Any:
        if isinstance(node, dict):
            if list(node) == ["$ref"] and node["$ref"].startswith("#/components/schemas/"):
                return within(copy.deepcopy(schemas[node["$ref"].rpartition("/")[2]]))
            return {key: within(item) for key, item in node.items()}
        return [within(item) for item in node] if isinstance(node, list) else node

    data["paths"] = within(data["paths"])
    data["components"] = {**within({k: v for k, v in data["components"].items() if k != "schemas"}), "schemas": schemas}


def extracted(data: Data) -> None:
    schemas = data["components"]["schemas"]
    schemas["Progress"] = schemas["Video"]["properties"]["progress"]
    schemas["Video"]["properties"]["progress"] = {"$ref": "#/components/schemas/Progress"}


def chained(data: Data) -> None:
    schemas = data["components"]["schemas"]
    schemas["Chained"] = schemas["VideoStatus"]
    schemas["VideoStatus"] = {"$ref": "#/components/schemas/Chained"}


def renamed(data: Data) -> None:
    text = json.dumps(data)
    for name in data["components"]["schemas"]:
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{name}Renamed"')
    data.update(json.loads(text))
    data["components"]["schemas"] = {f"{name}Renamed": item for name, item in data["components"]["schemas"].items()}


def deep_pointer(data: Data) -> None:
    data["paths"]["/videos/edits"]["post"]["responses"]["200"] = {"$ref": "#/paths/~1videos/post/responses/200"}
    data["paths"]["/videos/{video_id}"]["get"]["parameters"] = [
        {"$ref": "#/paths/~1videos~1%7Bvideo_id%7D/delete/parameters/0"}
    ]


def on_the_path_item(data: Data) -> None:
    for item in data["paths"].values():
        methods = [item[method] for method in METHODS if method in item]
        if len(methods) == 1 and "parameters" in methods[0]:
            item["parameters"] = methods[0].pop("parameters")


def written_out(data: Data) -> None:
    for operation in operations(data):
        for parameter in operation.get("parameters", []):
            if parameter.get("in") == "query":
                parameter.update(style="form", explode=True)
                parameter.setdefault("required", False)
    for schema in list(schemas_in(data)):
        if schema.get("type") == "string" and "enum" not in schema:
            schema.setdefault("minLength", 0)
        if schema.get("type") == "object":
            schema.setdefault("additionalProperties", True)


def security_each(data: Data) -> None:
    for operation in operations(data):
        operation.setdefault("security", copy.deepcopy(data["security"]))
    del data["security"]


def scheme_renamed(data: Data) -> None:
    text = json.dumps(data).replace('"bearerAuth"', '"token"')
    data.update(json.loads(text))


def orders(data: Data) -> None:
    for schema in list(schemas_in(data)):
        for word in ("enum", "required", "anyOf", "oneOf"):
            if isinstance(schema.get(word), list):
                schema[word].reverse()
        schema.pop("x-enum-varnames", None)
    for operation in operations(data):
        operation.get("parameters", []).reverse()


def type_listed(schema: Data) -> None:
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"]]


def any_of_null(schema: Data) -> None:
    if isinstance(schema.get("type"), list) and "null" in schema["type"] and len(schema["type"]) == 2:
        kind = next(each for each in schema["type"] if each != "null")
        notes = {word: schema[word] for word in ("description",) if word in schema}
        rest = {word: said for word, said in schema.items() if word not in {"type", "description"}}
        instead(schema, anyOf=[{"type": kind, **rest}, {"type": "null"}], **notes)


def const_as_enum(schema: Data) -> None:
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]


def enum_as_consts(schema: Data) -> None:
    if "enum" in schema:
        schema["oneOf"] = [{"const": value} for value in schema.pop("enum")]


def enum_without_type(schema: Data) -> None:
    if "enum" in schema or "const" in schema:
        schema.pop("type", None)


def all_of_one(schema: Data) -> None:
    if "$ref" in schema and len(schema) > 1:
        schema["allOf"] = [{"$ref": schema.pop("$ref")}]
    elif schema.get("type") == "string" and "enum" not in schema:
        inner = dict(schema)
        instead(schema, anyOf=[inner])


def all_of_split(schema: Data) -> None:
    if schema.get("type") == "object" and len(schema.get("properties", {})) > 1:
        name = next(iter(schema["properties"]))
        part: Data = {"type": "object", "properties": {name: schema["properties"].pop(name)}}
        if name in schema.get("required", []):
            schema["required"].remove(name)
            part["required"] = [name]
        schema["allOf"] = [part]


def nested_any_of(schema: Data) -> None:
    if len(schema.get("anyOf", ())) > 1:
        first, *others = schema["anyOf"]
        schema["anyOf"] = [first, {"anyOf": others}]


def branch_within(schema: Data) -> None:
    if {"type": "string"} in schema.get("anyOf", ()):
        schema["anyOf"].append({"type": "string", "maxLength": 3})


def one_of_disjoint(schema: Data) -> None:
    if len(schema.get("anyOf", ())) == 2 and {"type": "null"} in schema["anyOf"]:
        schema["oneOf"] = schema.pop("anyOf")


def integer_as_number(schema: Data) -> None:
    if schema.get("type") == "integer":
        schema.update(type="number", multipleOf=1)


def exclusive_bounds(schema: Data) -> None:
    kinds = schema.get("type")
    if (kinds == "integer" or (isinstance(kinds, list) and "integer" in kinds)) and "minimum" in schema:
        schema["exclusiveMinimum"] = schema.pop("minimum") - 1


def path_parameters_renamed(data: Data) -> None:
    text = json.dumps(data["paths"]).replace("{video_id}", "{id}")
    data["paths"] = json.loads(text)
    for parameter in data["components"]["parameters"].values():
        if parameter["name"] == "video_id":
            parameter["name"] = "id"


def statuses_as_numbers(data: Data) -> None:
    for operation in operations(data):
        operation["responses"] = {
            int(status) if str(status).isdigit() else status: said for status, said in operation["responses"].items()
        }


REWRITES: dict[str, Callable[[Data], None]] = {
    "key order": key_order,
    "refs inlined": inlined,
    "a schema extracted": extracted,
    "a ref to a ref": chained,
    "components renamed": renamed,
    "a deep pointer": deep_pointer,
    "parameters on the path item": on_the_path_item,
    "defaults written out": written_out,
    "security per operation": security_each,
    "security scheme renamed": scheme_renamed,
    "other orders": orders,
    "type as a list": every(type_listed),
    "null by anyOf": every(any_of_null),
    "const as enum": every(const_as_enum),
    "enum as consts": every(enum_as_consts),
    "enum without type": every(enum_without_type),
    "allOf and anyOf of one": every(all_of_one),
    "allOf split": every(all_of_split),
    "anyOf nested": every(nested_any_of),
    "a branch within another": every(branch_within),
    "oneOf that is disjoint": every(one_of_disjoint),
    "integer as number": every(integer_as_number),
    "exclusive bounds": every(exclusive_bounds),
    "path parameters renamed": path_parameters_renamed,
    "statuses as numbers": statuses_as_numbers,
}
# written for the document as it is: these would hide from the others what they look for
LAST = ("refs inlined", "components renamed", "path parameters renamed", "type as a list", "statuses as numbers")


def original() -> Data:
    data = copy.deepcopy(Document.load().data)
    for schema in list(schemas_in(data)):
        schema.pop("x-enum-varnames", None)
    return data


def wire(base: Data, revised: Data) -> list[Change]:
    found = compare(from_data(base, "base"), from_data(revised, "revised"))
    return [change for change in found if change.surface == "wire"]


def rewritten(*names: str) -> Data:
    data = original()
    before = repr(data)
    for name in names:
        REWRITES[name](data)
    assert repr(data) != before
    return data


@pytest.mark.parametrize("name", REWRITES)
def test_a_rewrite_is_no_change_either_way(name: str) -> None:
    data = rewritten(name)
    assert wire(original(), data) == []
    assert wire(data, original()) == []


@pytest.mark.parametrize("seed", range(12))
def test_rewrites_together_are_no_change(seed: int) -> None:
    names = random.Random(seed).sample([name for name in REWRITES if name != "a deep pointer"], 6)
    names.sort(key=lambda name: name in LAST)
    data = rewritten(*names)
    assert wire(original(), data) == []
    assert wire(data, original()) == []


def test_recursion_unrolled_is_no_change() -> None:
    def tree(data: Data, schema: Data) -> Data:
        data["components"]["schemas"]["Tree"] = {
            "type": "object",
            "properties": {"below": {"$ref": "#/components/schemas/Tree"}},
        }
        data["components"]["schemas"]["Video"]["properties"]["tree"] = schema
        return data

    ref = {"$ref": "#/components/schemas/Tree"}
    unrolled = {"type": "object", "properties": {"below": {"type": "object", "properties": {"below": ref}}}}
    assert wire(tree(original(), ref), tree(original(), unrolled)) == []
    assert wire(tree(original(), unrolled), tree(original(), ref)) == []
