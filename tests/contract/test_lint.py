"""What we ask of openapi/videos.yaml beyond OpenAPI: a rule a row, each with a broken document that it notices."""

import builtins
import copy
import keyword
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openapi_spec_validator
import pytest
import yaml

from openvideos.contract import Contract, FilePart
from openvideos.contract.document import Document, join

Node = dict[str, Any]
Rule = Callable[[Node], Iterator[str]]

METHODS = ("get", "post", "put", "patch", "delete")
ERRORS = {"400", "401", "403", "429", "500", "503"}
ERRORS_OF_AN_ID = {"404"}
ERRORS_OF_A_BODY = {"409", "413", "415", "422"}
# the order of the page that this began from
PAGE = (
    *("id", "completed_at", "created_at", "error", "expires_at", "model", "object"),
    *("progress", "prompt", "remixed_from_video_id", "seconds", "size", "status"),
)


@pytest.fixture(scope="module")
def document() -> Node:
    text = (Path(__file__).parents[2] / "openapi" / "videos.yaml").read_text(encoding="utf-8")
    found: Node = yaml.safe_load(text)
    return found


def operations(document: Node) -> Iterator[Node]:
    for item in document["paths"].values():
        yield from (item[method] for method in METHODS if method in item)


def walk(node: Any, place: str = "") -> Iterator[tuple[str, Node]]:
    """Each object in a document but those of examples, which are data."""
    if isinstance(node, dict):
        yield place, node
        for key, value in node.items():
            if key not in {"examples", "example", "default", "enum"}:
                yield from walk(value, join(place, str(key)))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, join(place, str(index)))


def schemas(document: Node) -> Iterator[tuple[str, Node]]:
    """Each schema: the components, those of parameters and headers, and what is in them."""
    for place, node in walk(document):
        if re.fullmatch(r"/components/schemas/.*|.*/schema(/.*)?", place) and not place.endswith("/properties"):
            yield place, node


def answers(document: Node) -> Iterator[tuple[str, str, Node]]:
    """Each response of each operation: whose it is, its status, and the response itself."""
    reader = Document(document)
    for operation in reader.operations.values():
        for status, response in operation.responses.items():
            yield operation.id, status, reader.at(response.pointer)


def examples_validate(document: Node) -> Iterator[str]:
    contract = Contract.load(document)
    reader = Document(document)
    for operation in reader.operations.values():
        for kind, pointer in operation.bodies.items():
            for name, example in reader.at(pointer.rpartition("/")[0]).get("examples", {}).items():
                body = (
                    with_files(reader, pointer, example["value"]) if kind.startswith("multipart") else example["value"]
                )
                for found in contract.check_request(operation.id, content_type=kind, body=body):
                    yield f"{operation.id}: {name}: {found}"
    for owner, status, response in answers(document):
        for kind, content in response.get("content", {}).items():
            for name, example in content.get("examples", {}).items():
                given = {"status": int(status), "headers": {"Content-Type": kind}, "body": example["value"]}
                for found in contract.check_response(owner, **given):
                    yield f"{owner}: {status}: {name}: {found}"
    for place, node in walk(document):
        if "example" in node and "schema" in node:
            yield from misfits(document, join(place, "schema"), node["example"])
    for place, node in schemas(document):
        for example in node.get("examples", ()):
            yield from misfits(document, place, example)


def with_files(reader: Document, pointer: str, form: Node) -> Node:
    """A form's example as a decoded form: YAML has a word for the bytes of a file."""
    place, schema = reader.resolve(pointer)
    takes_file = {
        name
        for name in schema["properties"]
        if "binary" in yaml.safe_dump(reader.resolve(join(place, "properties", name))[1]).lower()
    }
    return {
        name: FilePart() if name in takes_file and isinstance(value, str) else value for name, value in form.items()
    }


def misfits(document: Node, pointer: str, value: Any) -> Iterator[str]:
    """How a value departs from the schema at a pointer."""
    reader = {"paths": {}, "components": {**document["components"]}}
    reader["components"]["schemas"] = {**document["components"]["schemas"], "Subject": Document(document).at(pointer)}
    yield from (f"{pointer}: {found}" for found in Contract.load(reader).check_schema("Subject", value))


def bodies_and_answers_have_examples(document: Node) -> Iterator[str]:
    for place, node in walk(document):
        yield from (
            f"{place}: {kind}" for kind, content in node.get("content", {}).items() if not content.get("examples")
        )


def links_lead_somewhere(document: Node) -> Iterator[str]:
    reader = Document(document)
    for owner, status, response in answers(document):
        for name, link in response.get("links", {}).items():
            target = reader.operations.get(link["operationId"])
            if target is None:
                yield f"{owner}: {status}: {name}: no operation {link['operationId']}"
                continue
            for parameter, expression in link["parameters"].items():
                if parameter not in {each.name for each in target.parameters}:
                    yield f"{owner}: {status}: {name}: {target.id} has no parameter {parameter}"
                schema = reader.operations[owner].responses[status].content["application/json"]
                if not has(reader, schema, expression.removeprefix("$response.body#")):
                    yield f"{owner}: {status}: {name}: {expression} is not in the answer"


def has(reader: Document, schema: str, pointer: str) -> bool:
    for part in pointer.split("/")[1:]:
        place, node = reader.resolve(schema)
        if part.isdigit() and "items" in node:
            schema = join(place, "items")
        elif part in node.get("properties", {}):
            schema = join(place, "properties", part)
        else:
            return False
    return pointer.startswith("/")


def operations_are_described_and_tagged(document: Node) -> Iterator[str]:
    tags = {tag["name"] for tag in document["tags"]}
    for operation in operations(document):
        for field in ("summary", "description"):
            if not operation.get(field, "").endswith("."):
                yield f"{operation['operationId']}: no {field} that is a sentence"
        if not operation.get("tags") or set(operation["tags"]) - tags:
            yield f"{operation['operationId']}: no tag, or one that isn't declared"
    used = {tag for operation in operations(document) for tag in operation.get("tags", ())}
    yield from (f"tag {tag} is not used" for tag in tags - used)


def operations_have_their_errors(document: Node) -> Iterator[str]:
    reader = Document(document)
    for operation in reader.operations.values():
        wanted = set(ERRORS)
        wanted |= ERRORS_OF_AN_ID if any(each.location == "path" for each in operation.parameters) else set()
        wanted |= ERRORS_OF_A_BODY if operation.bodies else set()
        yield from (f"{operation.id}: no {status}" for status in sorted(wanted - set(operation.responses)))


def errors_have_the_envelope(document: Node) -> Iterator[str]:
    reader = Document(document)
    for operation in reader.operations.values():
        for status, response in operation.responses.items():
            where = f"{operation.id}: {status}"
            if "x-request-id" not in response.headers:
                yield f"{where}: no x-request-id"
            if status in {"429", "503"} and "Retry-After" not in response.headers:
                yield f"{where}: no Retry-After"
            if status[0] in "45":
                content = {kind: reader.resolve(schema)[0] for kind, schema in response.content.items()}
                if content != {"application/json": "/components/schemas/ErrorResponse"}:
                    yield f"{where}: not an ErrorResponse"


def components_are_used(document: Node) -> Iterator[str]:
    used = {node["$ref"].removeprefix("#") for _, node in walk(document) if "$ref" in node}
    used |= {f"/components/securitySchemes/{name}" for need in document["security"] for name in need}
    for section, members in document["components"].items():
        yield from (name for name in members if join("/components", section, name) not in used)


def schemas_have_no_title(document: Node) -> Iterator[str]:
    yield from (place for place, node in schemas(document) if "title" in node)


def components_have_names_of_classes(document: Node) -> Iterator[str]:
    taken = {*dir(builtins), *keyword.kwlist, *keyword.softkwlist}
    for section, members in document["components"].items():
        for name in members if section != "securitySchemes" else ():
            if not re.fullmatch(r"([A-Z][a-z0-9]*)+", name) or name in taken:
                yield f"{section}: {name}"


def enums_name_their_members(document: Node) -> Iterator[str]:
    for place, node in schemas(document):
        if "enum" not in node:
            continue
        names = node.get("x-enum-varnames", [])
        if len(names) != len(node["enum"]) or len(set(names)) != len(names):
            yield f"{place}: {len(node['enum'])} values, {len(set(names))} names"
        yield from (f"{place}: {name}" for name in names if not re.fullmatch(r"[A-Z][A-Z0-9_]*", name))


def defaults_are_allowed(document: Node) -> Iterator[str]:
    for place, node in schemas(document):
        if "default" not in node:
            continue
        yield from misfits(document, place, node["default"])
        # an open string takes any: a default is still one that the contract knows
        listed = Contract.load(document).enum(node["$ref"].rpartition("/")[2]) if "$ref" in node else ()
        if listed and node["default"] not in listed:
            yield f"{place}: {node['default']!r} is not listed"


def bodies_are_required(document: Node) -> Iterator[str]:
    for operation in operations(document):
        if "requestBody" in operation and operation["requestBody"].get("required") is not True:
            yield operation["operationId"]


def everything_is_described(document: Node) -> Iterator[str]:
    for place, node in walk(document):
        named = "name" in node and "in" in node
        header = re.fullmatch(r"/components/headers/\w+", place)
        answer = re.fullmatch(r".*/responses/\w+", place) and "$ref" not in node
        member = re.search(r"/properties/\w+$", place)
        link = re.search(r"/links/\w+$", place)
        if (named or header or answer or member or link) and not node.get("description", "").endswith("."):
            yield place


def forms_are_like_bodies(document: Node) -> Iterator[str]:
    components = document["components"]["schemas"]
    for name, form in components.items():
        body = components.get(re.sub("Form$", "Body", name)) if name.endswith("Form") else None
        if body is None:
            continue
        if list(form["properties"]) != list(body["properties"]) or form["required"] != body["required"]:
            yield f"{name}: other members, another order, or others required"
        for member, schema in body["properties"].items():
            other = form["properties"].get(member, {})
            as_file = [{"$ref": "#/components/schemas/Binary"}, {"$ref": schema.get("$ref")}]
            if other != schema and other.get("oneOf") != as_file:
                yield f"{name}: {member}"


def video_has_the_pages_members_in_its_order(document: Node) -> Iterator[str]:
    video = document["components"]["schemas"]["Video"]
    if tuple(video["properties"]) != PAGE:
        yield f"properties: {', '.join(video['properties'])}"
    if set(video["required"]) != set(PAGE):
        yield f"required: {', '.join(video['required'])}"


def at(document: Node, *path: str | int) -> Any:
    node: Any = document
    for part in path:
        node = node[part]
    return node


def put(*path: Any) -> Callable[[Node], None]:
    """A change that puts the last part where the others lead; None takes away what is there."""
    *owner, key, value = path

    def change(document: Node) -> None:
        if value is None:
            del at(document, *owner)[key]
        else:
            at(document, *owner)[key] = value

    return change


CREATE = ("paths", "/videos", "post")
ACCEPTED = ("components", "responses", "VideoAccepted")
SCHEMAS = ("components", "schemas")
JSON_BODY = (*CREATE, "requestBody", "content", "application/json")

RULES: list[tuple[Rule, list[Callable[[Node], None]]]] = [
    (
        examples_validate,
        [
            put(*JSON_BODY, "examples", "prompt_only", "value", "size", "1x1"),
            put(
                "paths",
                "/videos/edits",
                "post",
                "requestBody",
                "content",
                "multipart/form-data",
                "examples",
                "edit",
                "value",
                "video",
                5,
            ),
            put(*ACCEPTED, "content", "application/json", "examples", "queued", "value", "status", "done"),
            put("components", "headers", "PollAfter", "example", "soon"),
            put(*SCHEMAS, "ImageReference", "properties", "image_url", "examples", ["lighthouse.png"]),
        ],
    ),
    (
        bodies_and_answers_have_examples,
        [put(*JSON_BODY, "examples", {}), put(*ACCEPTED, "content", "application/json", "examples", None)],
    ),
    (
        links_lead_somewhere,
        [
            put(*ACCEPTED, "links", "Remix", "operationId", "vary"),
            put(*ACCEPTED, "links", "Remix", "parameters", {"id": "$response.body#/id"}),
            put(*ACCEPTED, "links", "Remix", "parameters", {"video_id": "$response.body#/job"}),
            put(
                "paths",
                "/videos",
                "get",
                "responses",
                "200",
                "links",
                "NextPage",
                "parameters",
                {"after": "$response.body#/data/0/last"},
            ),
        ],
    ),
    (
        operations_are_described_and_tagged,
        [
            put(*CREATE, "summary", None),
            put(*CREATE, "description", "no sentence"),
            put(*CREATE, "tags", ["films"]),
            put("tags", [{"name": "videos"}, {"name": "films"}]),
        ],
    ),
    (
        operations_have_their_errors,
        [
            put(*CREATE, "responses", "413", None),
            put("paths", "/videos", "get", "responses", "503", None),
            put("paths", "/videos/{video_id}", "get", "responses", "404", None),
        ],
    ),
    (
        errors_have_the_envelope,
        [
            put("components", "responses", "Conflict", "content", "text/plain", {"schema": {"type": "string"}}),
            put("components", "responses", "TooManyRequests", "headers", "Retry-After", None),
            put(*ACCEPTED, "headers", "x-request-id", None),
        ],
    ),
    (components_are_used, [put(*SCHEMAS, "Film", {"type": "object"}), put("components", "headers", "Age", {})]),
    (
        schemas_have_no_title,
        [put(*SCHEMAS, "Video", "title", "Job"), put(*SCHEMAS, "Video", "properties", "id", "title", "Id")],
    ),
    (
        components_have_names_of_classes,
        [put(*SCHEMAS, name, {}) for name in ("video", "Video-2", "Video_Job", "None", "KeyError")],
    ),
    (
        enums_name_their_members,
        [
            put(*SCHEMAS, "VideoSize", "x-enum-varnames", None),
            put(*SCHEMAS, "VideoOrder", "x-enum-varnames", ["ASC"]),
            put(*SCHEMAS, "VideoOrder", "x-enum-varnames", ["ASC", "ASC"]),
            put(*SCHEMAS, "VideoModel", "anyOf", 1, "x-enum-varnames", 0, "sora-2"),
        ],
    ),
    (
        defaults_are_allowed,
        [
            put(*SCHEMAS, "VideoCreateBody", "properties", "size", "default", "1x1"),
            put(*SCHEMAS, "VideoCreateBody", "properties", "model", "default", "unheard-of"),
        ],
    ),
    (bodies_are_required, [put(*CREATE, "requestBody", "required", None)]),
    (
        everything_is_described,
        [
            put(*SCHEMAS, "Video", "properties", "size", "description", None),
            put("components", "parameters", "VideoId", "description", None),
            put("components", "headers", "ETag", "description", "no sentence"),
            put(*ACCEPTED, "description", None),
            put(*ACCEPTED, "links", "Remix", "description", None),
        ],
    ),
    (
        forms_are_like_bodies,
        [
            put(*SCHEMAS, "VideoCreateForm", "properties", "size", "default", "1280x720"),
            put(*SCHEMAS, "VideoCreateForm", "properties", "size", None),
            put(*SCHEMAS, "VideoEditForm", "required", ["prompt"]),
            put(*SCHEMAS, "VideoEditForm", "properties", "video", "oneOf", 1, {"type": "string"}),
        ],
    ),
    (
        video_has_the_pages_members_in_its_order,
        [
            put(*SCHEMAS, "Video", "properties", "fps", {}),
            put(*SCHEMAS, "Video", "required", []),
            lambda document: at(document, *SCHEMAS, "Video", "properties").update(
                id=at(document, *SCHEMAS, "Video", "properties").pop("id")
            ),
        ],
    ),
]


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES], ids=lambda rule: rule.__name__)
def test_the_contract_keeps_the_rule(document: Node, rule: Rule) -> None:
    assert list(rule(document)) == []


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        pytest.param(rule, change, id=f"{rule.__name__}-{index}")
        for rule, changes in RULES
        for index, change in enumerate(changes)
    ],
)
def test_a_broken_rule_is_noticed(document: Node, rule: Rule, change: Callable[[Node], None]) -> None:
    broken = copy.deepcopy(document)
    change(broken)
    assert list(rule(broken)) != []


def test_the_contract_is_an_openapi_document(document: Node) -> None:
    openapi_spec_validator.validate(document)


def test_its_readme_opens_with_what_it_is_and_has_its_tables() -> None:
    text = (Path(__file__).parents[2] / "openapi" / "README.md").read_text(encoding="utf-8")
    assert text.startswith("videos.yaml is the OpenAPI fragment for /videos")
    heads = ["How it is written", "Versions and releases", "Disagree", "Rules", "Not said"]
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == heads


def test_its_readme_says_where_each_rule_comes_from(document: Node) -> None:
    text = (Path(__file__).parents[2] / "openapi" / "README.md").read_text(encoding="utf-8")
    table = text.partition("## Rules\n")[2].partition("\n## ")[0]
    named = [name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall("`([^`]+)`", row)]
    stated = [rule["id"] for _, node in walk(document) for rule in node.get("x-rules", ())]
    assert sorted(named) == sorted(stated)


def test_the_whole_family_is_there(document: Node) -> None:
    assert {operation["operationId"] for operation in operations(document)} == {
        *("create", "list", "retrieve", "delete", "download_content"),
        *("remix", "edit", "extend", "create_character", "get_character"),
    }
