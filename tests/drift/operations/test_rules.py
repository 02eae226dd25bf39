"""What a change of an operation means: its path, its parameters, bodies, answers and security."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from openvideos.contract.document import Document
from openvideos.drift.change import LEVELS, Change
from openvideos.drift.compare import compare
from openvideos.drift.documents.document import from_data

B, C, i = "breaking", "compatible", "info"
Data = dict[str, Any]
Edit = Callable[[Data], Any]
S: Data = {"type": "string"}


def post(data: Data) -> Any:
    return data["paths"]["/videos"]["post"]


def get(data: Data) -> Any:
    return data["paths"]["/videos"]["get"]


def one(data: Data) -> Any:
    return data["paths"]["/videos/{video_id}"]


def remix(data: Data) -> Any:
    return data["paths"]["/videos/{video_id}/remix"]["post"]


def add(*parameters: Data) -> Edit:
    return lambda data: get(data).setdefault("parameters", []).extend(copy.deepcopy(parameters))


def query(name: str = "probe", schema: Data = S, **said: Any) -> Data:
    return {"name": name, "in": "query", "schema": schema, **said}


def answer(status: str) -> Edit:
    return lambda data: get(data)["responses"].update({status: {"description": "", "content": {}}})


def header(**said: Any) -> Edit:
    return lambda data: get(data)["responses"].update(
        {"200": {**resolved(data, get(data)["responses"]["200"]), "headers": {"x-probe": {"schema": S, **said}}}}
    )


def resolved(data: Data, node: Any) -> Any:
    while "$ref" in node:
        found = data
        for part in node["$ref"][2:].split("/"):
            found = found[part]
        node = found
    return node


def media(*kinds: str) -> Edit:
    return lambda data: get(data)["responses"].update(
        {"200": {"description": "", "content": {kind: {"schema": {}} for kind in kinds}}}
    )


def body(required: bool | None = None, *kinds: str) -> Edit:
    said = {} if required is None else {"required": required}
    content = {kind: {"schema": {"type": "object"}} for kind in kinds or ("application/json",)}
    return lambda data: remix(data).update(requestBody={**said, "content": content})


def form(encoding: Data) -> Edit:
    return lambda data: post(data)["requestBody"]["content"]["multipart/form-data"].update(encoding=encoding)


def secure(security: Any, **schemes: Any) -> Edit:
    def edit(data: Data) -> None:
        post(data)["security"] = security
        data["components"]["securitySchemes"].update(
            {
                "key": {"type": "apiKey", "in": "header", "name": "x-key"},
                "oauth": {"type": "oauth2", "flows": {}},
                **schemes,
            }
        )

    return edit


def everything(*edits: Edit) -> Edit:
    def edit(data: Data) -> None:
        for each in edits:
            each(data)

    return edit


def rename_path(data: Data) -> None:
    data["paths"]["/videos/{id}"] = item = data["paths"].pop("/videos/{video_id}")
    for method in ("get", "delete"):
        item[method]["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": S}]


def move(data: Data) -> None:
    data["paths"]["/jobs"] = data["paths"].pop("/videos")


def nothing(data: Data) -> None:
    pass


def unused(data: Data) -> None:
    data["components"]["schemas"]["Spare"] = {"type": "integer"}


SCOPED = secure([{"oauth": ["read"]}])
# rule, edit of the base, edit of the revised, level, direction
ROWS: list[tuple[str, Edit, Edit, str | None, str]] = [
    ("R01", nothing, lambda data: one(data).pop("delete"), B, ""),
    ("R01", lambda data: one(data)["delete"].update(deprecated=True), lambda data: one(data).pop("delete"), B, ""),
    ("R01", nothing, lambda data: data["paths"].pop("/videos/characters"), B, ""),
    ("R02", nothing, lambda data: one(data).update(put={"responses": {"200": {"description": ""}}}), C, ""),
    ("R03", nothing, move, B, ""),
    ("R03", nothing, lambda data: one(data).update(put=one(data).pop("delete")), B, ""),
    ("R04", lambda data: None, rename_path, None, ""),
    ("R05", nothing, lambda data: post(data).update(operationId="make"), i, ""),
    ("R05", nothing, lambda data: post(data).pop("operationId"), i, ""),
    ("R06", nothing, lambda data: post(data).update(description="another"), i, ""),
    ("R06", nothing, lambda data: post(data).update(tags=["another"]), i, ""),
    ("R06", nothing, lambda data: post(data).update({"x-group": 1}), i, ""),
    ("R06", nothing, lambda data: data["info"].update(title="another"), i, ""),
    ("R07", nothing, lambda data: post(data).update(deprecated=True), i, ""),
    ("R07", add(query()), add(query(deprecated=True)), i, "request"),
    ("R08", nothing, lambda data: data.update(servers=[{"url": "https://videos.example"}]), i, ""),
    ("R09", nothing, lambda data: data["info"].update(version="99.0.0"), i, ""),
    ("R10", nothing, add(query()), C, "request"),
    ("R10", nothing, add({**query(), "in": "header"}), C, "request"),
    ("R11", nothing, add(query(required=True)), B, "request"),
    ("R11", nothing, lambda data: data["paths"]["/videos"].update(parameters=[query(required=True)]), B, "request"),
    ("R12", add(query()), nothing, B, "request"),
    ("R13", add(query()), add(query(required=True)), B, "request"),
    ("R13", add(query(required=True)), add(query()), C, "request"),
    ("R14", add(query()), add({**query(), "in": "header"}), B, "request"),
    ("R14", add({**query(), "in": "header"}), add({**query("Probe"), "in": "header"}), None, ""),
    (
        "R15",
        add(query(schema={"type": "array", "items": S})),
        add(query(schema={"type": "array", "items": S}, explode=False)),
        B,
        "request",
    ),
    ("R15", add(query()), add(query(style="form", explode=True)), None, ""),
    (
        "R15",
        add(query()),
        add({"name": "probe", "in": "query", "content": {"application/json": {"schema": S}}}),
        B,
        "request",
    ),
    ("R16", add(query(allowEmptyValue=True)), add(query()), B, "request"),
    ("R16", add(query()), add(query(allowEmptyValue=True)), C, "request"),
    ("R17", nothing, lambda data: post(data)["requestBody"]["content"].pop("application/json"), B, "request"),
    ("R17", body(True), body(True, "application/json", "text/plain"), C, "request"),
    ("R17", body(True, "application/json", "image/webp"), body(True, "application/json", "image/*"), C, "request"),
    ("R18", media("video/mp4", "image/webp"), media("video/mp4"), B, "response"),
    ("R18", media("video/mp4"), media("video/webm"), B, "response"),
    ("R19", media("video/mp4"), media("video/mp4", "image/webp"), C, "response"),
    ("R20", body(), body(True), B, "request"),
    ("R20", body(False), body(), None, ""),
    ("R20", body(True), body(), C, "request"),
    ("R20", lambda data: remix(data).pop("requestBody"), body(True), B, "request"),
    ("R21", body(True), lambda data: remix(data).pop("requestBody"), B, "request"),
    ("R21", lambda data: remix(data).pop("requestBody"), body(False), C, "request"),
    (
        "R22",
        form({"input_reference": {"contentType": "image/png, image/webp"}}),
        form({"input_reference": {"contentType": "image/png"}}),
        B,
        "request",
    ),
    (
        "R22",
        form({"input_reference": {"contentType": "image/png"}}),
        form({"input_reference": {"contentType": "image/*"}}),
        C,
        "request",
    ),
    (
        "R22",
        form({"input_reference": {"style": "form"}}),
        form({"input_reference": {"style": "deepObject"}}),
        B,
        "request",
    ),
    ("R23", nothing, answer("201"), B, "response"),
    ("R23", answer("201"), nothing, C, "response"),
    ("R23", nothing, everything(answer("201"), lambda data: get(data)["responses"].pop("200")), B, "response"),
    ("R24", nothing, answer("418"), C, "response"),
    ("R24", answer("418"), nothing, C, "response"),
    ("R24", nothing, answer("default"), C, "response"),
    ("R24", answer("4XX"), nothing, C, "response"),
    ("R25", header(required=True), header(), B, "response"),
    (
        "R25",
        everything(header(required=True)),
        lambda data: get(data)["responses"].update(
            {"200": {**resolved(data, get(data)["responses"]["200"]), "headers": {}}}
        ),
        B,
        "response",
    ),
    ("R26", header(), header(required=True), C, "response"),
    ("R27", nothing, secure([{"bearerAuth": []}, {"key": []}]), C, "request"),
    ("R27", nothing, secure([]), C, "request"),
    ("R27", secure([{"bearerAuth": [], "key": []}]), secure([{"bearerAuth": []}]), C, "request"),
    ("R28", secure([]), secure([{"bearerAuth": []}]), B, "request"),
    ("R28", secure([{"bearerAuth": []}]), secure([{"bearerAuth": [], "key": []}]), B, "request"),
    ("R28", secure([{"bearerAuth": []}, {"key": []}]), secure([{"bearerAuth": []}]), B, "request"),
    ("R28", SCOPED, secure([{"oauth": ["read", "write"]}]), B, "request"),
    (
        "R29",
        secure([{"key": []}]),
        secure([{"key": []}], key={"type": "apiKey", "in": "query", "name": "x-key"}),
        B,
        "request",
    ),
    ("R29", secure([{"key": []}]), secure([{"key": []}], key={"type": "http", "scheme": "basic"}), B, "request"),
    ("R77", nothing, unused, i, ""),
    ("R77", unused, nothing, i, ""),
    ("R81", nothing, lambda data: resolved(data, post(data)["responses"]["200"]).update(links={}), i, "response"),
]


def moved(base: Edit, revised: Edit) -> list[Change]:
    documents = []
    for edit, name in ((base, "base"), (revised, "revised")):
        data = copy.deepcopy(Document.load().data)
        edit(data)
        documents.append(from_data(data, name))
    return compare(*documents)


@pytest.mark.parametrize("row", ROWS, ids=[f"{index} {row[0]}" for index, row in enumerate(ROWS)])
def test_a_change_has_its_rule_and_its_level(row: tuple[Any, ...]) -> None:
    rule, base, revised, level, direction = row
    found = [change for change in moved(base, revised) if change.surface == "wire"]
    told = [change for change in found if change.rule == rule]
    if level is None:
        assert [change for change in found if change.level != "info"] == []
        assert told == []
        return
    assert max(found, key=lambda each: LEVELS.index(each.level)).level == level
    assert max(told, key=lambda each: LEVELS.index(each.level)).level == level
    assert {each.direction for each in told} == {direction}


@pytest.mark.parametrize(
    ("rule", "edit", "level"),
    [
        ("R04", rename_path, B),
        ("R05", lambda data: post(data).update(operationId="make"), B),
        ("R77", unused, C),
    ],
)
def test_names_that_generated_code_shows_are_told_apart(rule: str, edit: Edit, level: str) -> None:
    assert (rule, level) in [(each.rule, each.level) for each in moved(nothing, edit) if each.surface == "sdk"]


def test_a_component_that_has_another_name_is_known_by_what_it_says() -> None:
    def rename(data: Data) -> None:
        schemas = data["components"]["schemas"]
        schemas["Film"] = schemas.pop("VideoSize")
        text = repr(data).replace("#/components/schemas/VideoSize'", "#/components/schemas/Film'")
        data.update(eval(text))

    assert [(each.rule, each.surface, each.base, each.revised) for each in moved(nothing, rename)] == [
        ("R78", "sdk", "VideoSize", "Film")
    ]


def test_a_component_of_requests_and_answers_is_judged_in_each() -> None:
    found = moved(nothing, lambda data: data["components"]["schemas"]["VideoSize"]["enum"].pop())
    assert [
        (each.rule, each.direction, each.level) for each in found if each.surface == "wire" and each.rule == "R44"
    ] == [
        ("R44", "request", B),
        ("R44", "response", C),
    ]
    assert len(found[0].also) + 1 >= 1
