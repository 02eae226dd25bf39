"""The copy of the contract that the generator sees: without what it does badly. Each step says what would go wrong."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from .document import METHODS

Document = dict[str, Any]


def prepare(document: Document) -> Document:
    """A copy to generate from; it has the same operations and the same objects on the wire."""
    prepared = deepcopy(document)
    for step in STEPS:
        step(prepared)
    return prepared


def drop_defaults_and_titles(document: Document) -> None:
    """A default becomes Python's and is sent though nobody gave it; equal titles drop a model, and a body with it."""
    for schema in _schemas(document):
        schema.pop("default", None)
        schema.pop("title", None)


def collapse_open_enums(document: Document) -> None:
    """`anyOf` of string and enum becomes a union that is tried by exception for each value."""
    for schema in _schemas(document):
        branches = [branch for branch in schema.get("anyOf", []) if branch != {"type": "string"}]
        if len(branches) < len(schema.get("anyOf", [])) and all(
            "$ref" in branch or "enum" in branch for branch in branches
        ):
            listed = next((branch for branch in branches if "enum" in branch), {"type": "string"})
            del schema["anyOf"]
            schema.update(listed)


def drop_required_alternatives(document: Document) -> None:
    """`oneOf` that only says which members go together makes an object a union of nothing, and the model is lost."""
    for schema in _schemas(document):
        for keyword in ("oneOf", "anyOf"):
            if "properties" in schema and all(set(branch) == {"required"} for branch in schema.get(keyword, [{}])):
                del schema[keyword]


def split_shared_bodies(document: Document) -> None:
    """One model for two media types: both branches run, and multipart bytes go out labelled as JSON."""
    for operation in _operations(document):
        seen: set[str] = set()
        for media_type, media in operation.get("requestBody", {}).get("content", {}).items():
            reference = media.get("schema", {}).get("$ref")
            if reference in seen:
                name = reference.rsplit("/", 1)[-1]
                twin = name + {"multipart/form-data": "Form", "application/json": "Body"}.get(media_type, "Data")
                document["components"]["schemas"].setdefault(twin, deepcopy(document["components"]["schemas"][name]))
                media["schema"]["$ref"] = f"#/components/schemas/{twin}"
            elif reference:
                seen.add(reference)


def check_enum_names(document: Document) -> None:
    """A list of names that is too short or too long is used, or not, without a word."""
    for schema in _schemas(document):
        names = schema.get("x-enum-varnames")
        if names is not None and len(names) != len(schema.get("enum", [])):
            values = ", ".join(map(str, schema.get("enum", [])))
            raise ValueError(f"x-enum-varnames: found {len(names)} names; wanted: one for each of {values}")


def push_security_down(document: Document) -> None:
    """Security at the document's root is not seen: an operation would take a client without a key."""
    for operation in _operations(document):
        operation.setdefault("security", document.get("security", []))


STEPS: tuple[Callable[[Document], None], ...] = (
    drop_defaults_and_titles,
    collapse_open_enums,
    drop_required_alternatives,
    split_shared_bodies,
    check_enum_names,
    push_security_down,
)


def _operations(document: Document) -> list[Document]:
    return [operation for item in document["paths"].values() for method, operation in item.items() if method in METHODS]


def _schemas(document: Document) -> list[Document]:
    """Every schema of the document: components, and those of parameters and media types, with all they hold."""
    found: list[Document] = []

    def walk(schema: Any) -> None:
        if not isinstance(schema, dict):
            return
        found.append(schema)
        for keyword in ("properties", "patternProperties", "$defs"):
            for inner in schema.get(keyword, {}).values():
                walk(inner)
        for keyword in ("anyOf", "oneOf", "allOf", "prefixItems"):
            for inner in schema.get(keyword, []):
                walk(inner)
        for keyword in ("items", "additionalProperties", "not"):
            walk(schema.get(keyword))

    def look(node: Any) -> None:
        if isinstance(node, list):
            for item in node:
                look(item)
        elif isinstance(node, dict):
            for key, value in node.items():
                if key == "schema":
                    walk(value)
                elif key not in ("example", "examples"):
                    look(value)

    for schema in document.get("components", {}).get("schemas", {}).values():
        walk(schema)
    look(document["paths"])
    look({key: value for key, value in document.get("components", {}).items() if key != "schemas"})
    return found
