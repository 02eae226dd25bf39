"""Operations of a document that somebody else wrote: what OpenAPI allows works, anything else is one line at once."""

import re
from pathlib import Path
from typing import Any

import pytest

from openvideos.contract import Contract

Node = dict[str, Any]

VIDEO = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}


def look(**members: Any) -> Node:
    return {"paths": {"/v": {"get": {"operationId": "look", **members}}}}


def answers(response: Any) -> Node:
    return look(responses={"200": response})


AT = "/paths/~1v/get"
FAULTS: list[tuple[str, Any, str]] = [
    ("a path", {"paths": {"/v": None}}, "null at /paths/~1v; allowed: an object"),
    ("a path", {"paths": {"/v": ["get"]}}, "['get'] at /paths/~1v; allowed: an object"),
    ("a path's name", {"paths": {"v": {}}}, "the path 'v' at /paths/v; allowed: one that begins with /"),
    ("a path elsewhere", {"paths": {"/v": {"$ref": "#/x"}}}, "the $ref '#/x' at /paths/~1v; allowed: one to what is"),
    ("a path of text", {"x": "y", "paths": {"/v": {"$ref": "#/x"}}}, "'y' at /x; allowed: an object"),
    ("an operation", {"paths": {"/v": {"get": None}}}, f"null at {AT}; allowed: an object"),
    ("an operation", {"paths": {"/v": {"get": []}}}, f"[] at {AT}; allowed: an object"),
    ("its id", look(operationId=5), f"the operationId 5 at {AT}; allowed: operationId: text on one line"),
    ("its id", look(operationId=None), f"the operationId null at {AT}; allowed: operationId: text"),
    ("its id", look(operationId="a\nb"), rf"the operationId 'a\nb' at {AT}; allowed: operationId: text"),
    ("parameters", look(parameters=None), f"null at {AT}/parameters; allowed: an array"),
    ("parameters", look(parameters={"a": VIDEO}), "{'a': {'name': 'id', 'in': 'path', 'required': true"),
    ("parameters of a path", {"paths": {"/v": {"parameters": 5, **look()["paths"]["/v"]}}}, "5 at /paths/~1v/param"),
    ("a parameter", look(parameters=[None]), f"null at {AT}/parameters/0; allowed: an object"),
    ("a parameter", look(parameters=[VIDEO, "id"]), f"'id' at {AT}/parameters/1; allowed: an object"),
    ("its name", look(parameters=[{"in": "query"}]), f"no name at {AT}/parameters/0; allowed: name: text on"),
    ("its name", look(parameters=[{**VIDEO, "name": 5}]), f"the name 5 at {AT}/parameters/0; allowed: name: text on"),
    ("its place", look(parameters=[{"name": "id"}]), f"no in at {AT}/parameters/0; allowed: in: text on one line"),
    ("its place", look(parameters=[{**VIDEO, "in": []}]), f"the in [] at {AT}/parameters/0; allowed: in: text on"),
    ("a body", look(requestBody=None), f"null at {AT}/requestBody; allowed: an object"),
    ("a body's content", look(requestBody={"content": None}), f"null at {AT}/requestBody/content; allowed: an object"),
    ("a body's type", look(requestBody={"content": {"a/b": None}}), f"null at {AT}/requestBody/content/a~1b; allowed"),
    ("responses", look(responses=None), f"null at {AT}/responses; allowed: an object"),
    ("responses", look(responses=["200"]), f"['200'] at {AT}/responses; allowed: an object"),
    ("a status", look(responses={"ok": {}}), f"the status 'ok' at {AT}/responses/ok; allowed: 200, 4XX, default"),
    ("a status", look(responses={"4xx": {}}), f"the status '4xx' at {AT}/responses/4xx; allowed: 200, 4XX, default"),
    ("a status", look(responses={"": {}}), f"the status '' at {AT}/responses/; allowed: 200, 4XX, default"),
    ("a status", look(responses={"\u00b2": {}}), f"the status '\u00b2' at {AT}/responses/\u00b2; allowed: 200"),
    ("a response", answers(None), f"null at {AT}/responses/200; allowed: an object"),
    ("a response", answers({"$ref": "#/components/responses/Nope"}), "the $ref '#/components/responses/Nope' at"),
    ("a response elsewhere", answers({"$ref": "own.yaml#/a"}), f"the $ref 'own.yaml#/a' at {AT}/responses/200; allo"),
    ("a response of an array", answers({"$ref": "#/paths/~1v/get/tags"}), "the $ref '#/paths/~1v/get/tags' at"),
    ("headers", answers({"headers": None}), f"null at {AT}/responses/200/headers; allowed: an object"),
    ("a header", answers({"headers": {"a": 5}}), f"5 at {AT}/responses/200/headers/a; allowed: an object"),
    ("content", answers({"content": []}), f"[] at {AT}/responses/200/content; allowed: an object"),
    ("a type", answers({"content": {"a/b": "c"}}), f"'c' at {AT}/responses/200/content/a~1b; allowed: an object"),
]


@pytest.mark.parametrize(("document", "message"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_what_is_no_part_of_an_operation_is_refused_with_its_place(document: Node, message: str) -> None:
    with pytest.raises(ValueError, match=f"^contract: found {re.escape(message)}") as caught:
        Contract.load(document)
    assert str(caught.value).isprintable()


def test_the_line_of_yaml_is_said_too(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("paths:\n  /v:\n    get:\n      operationId: look\n      responses:\n", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"^contract: found null at {AT}/responses \(line 5\); allowed: an object$"):
        Contract.load(file)


def test_two_operations_of_one_name_are_refused_and_one_under_two_paths_is_not() -> None:
    item: Node = {"get": {"operationId": "look"}}
    paths: Node = {"/v": item, "/w": {"$ref": "#/paths/~1v"}}
    assert Contract.load({"paths": paths}).operations["look"].path == "/v"
    message = f"contract: found 'look' again at /paths/~1w/get/operationId; allowed: another than that of {AT}"
    with pytest.raises(ValueError, match=f"^{message}$"):
        Contract.load({"paths": {"/v": item, "/w": item}})


LEFT_OUT: dict[str, Node] = {
    "nothing": {},
    "extensions": {"x-a": None, "responses": {"x-a": None}},
    "no schema of a parameter": {"parameters": [{"name": "a", "in": "query"}]},
    "content of a parameter": {"parameters": [{"name": "a", "in": "query", "content": {"application/json": {}}}]},
    "odd words": {"description": None, "parameters": [{"name": "a", "in": "odd", "description": 5, "required": "x"}]},
    "no content": {"requestBody": {}, "responses": {"200": {}}},
    "empty content": {"requestBody": {"content": {}}, "responses": {"200": {"content": {}, "headers": {}}}},
    "no schemas": {"responses": {"200": {"content": {"application/json": {}, "*/*": {}}, "headers": {"a": {}}}}},
    "true and false": {"responses": {"200": {"content": {"application/json": {"schema": True}}}}},
}


@pytest.mark.parametrize("members", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_may_be_left_out_may_be_left_out(members: Node) -> None:
    contract = Contract.load({**look(**members), "x-a": None})
    assert contract.check_request("look", query={"a": "b"}, path={}, headers={}, body={}) == []
    assert contract.check_response("look", status=404, headers={"a": "b"}, body={"a": [None]}) == []
    headers = {"a": "b", "content-type": "application/json"}
    found = contract.check_response("look", status=200, headers=headers, body=5)
    assert [each.code for each in found] == ([] if "200" in members.get("responses", {}) else ["status.undeclared"])


def test_a_body_without_a_schema_is_any_of_its_media_type() -> None:
    content: Node = {"application/json": {}, "application/hal+json": {}, "video/mp4": {}, "text/*": {}}
    send = {"requestBody": {"content": content}, "responses": {"200": {"content": content}}}
    contract = Contract.load(look(**send))

    def answered(kind: str, body: Any) -> list[str]:
        found = contract.check_response("look", status=200, headers={"content-type": kind}, body=body)
        return [each.code for each in found]

    for kind in ("application/json", "application/hal+json"):
        assert [answered(kind, body) for body in ({"a": 1}, b"[5]", b"nope")] == [[], [], ["body.json"]]
    for kind in ("video/mp4", "text/plain"):
        assert answered(kind, b"\0\1") == []
    assert contract.check_request("look", content_type="application/json", body={"a": 1}) == []


def test_a_parameter_or_header_without_a_schema_may_be_anything() -> None:
    query = [{"name": "a", "in": "query", "required": True, "content": {"application/json": {"schema": False}}}]
    headers: Node = {"X-A": {"content": {"text/plain": {}}}, "X-B": {}}
    contract = Contract.load(look(parameters=query, responses={"200": {"headers": headers}}))
    assert contract.check_request("look", query={"a": "{"}) == []
    assert [each.code for each in contract.check_request("look", query={})] == ["query.a.required"]
    assert contract.check_response("look", status=200, headers={"x-a": "b", "x-b": "c"}) == []


def test_a_path_that_stands_elsewhere_is_read_there() -> None:
    item: Node = {"parameters": [VIDEO], "get": {"operationId": "look"}, "put": {"operationId": "store"}}
    components: Node = {"pathItems": {"Video": item}}
    paths: Node = {"/v/{id}": {"$ref": "#/components/pathItems/Video", "delete": {"operationId": "drop"}}}
    contract = Contract.load({"paths": paths, "components": components})
    assert [(each.id, each.method, each.path) for each in contract.operations.values()] == [
        ("drop", "DELETE", "/v/{id}"),
        ("look", "GET", "/v/{id}"),
        ("store", "PUT", "/v/{id}"),
    ]
    for name in contract.operations:
        (found,) = contract.check_request(name, path={"id": "x"})
        assert found.schema_pointer == "/components/pathItems/Video/parameters/0/schema/type"
    asked = contract.match("PUT", "https://api.example/v/7")
    assert asked is not None
    assert (asked.operation.id, asked.path) == ("store", {"id": "7"})
