"""Whether what a document calls schemas are some: asked of documents that somebody else wrote."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError

from .document import Document
from .pointer import join

__all__ = ["check_schemas", "roots", "schema_fault"]

# of a schema's members, those that map names to schemas, and those that are data, whatever it looks like
_MAPS = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"})
_DATA = frozenset({"const", "default", "enum", "example", "examples"})
# of JSON Schema 2020-12 what a validator reads: titles and examples of another form do no harm
_VOCABULARIES = ("core", "applicator", "unevaluated", "validation")
_DIALECT = "https://json-schema.org/draft/2020-12"


def roots(document: Document) -> Iterator[str]:
    """The pointers of the schemas that somebody can ask for: of operations, and the components."""
    for operation in document.operations.values():
        yield from (parameter.pointer for parameter in operation.parameters)
        yield from operation.bodies.values()
        for response in operation.responses.values():
            yield from (*response.headers.values(), *response.content.values())
    yield from (join("/components/schemas", name) for name in document.schemas)


def check_schemas(document: Document) -> None:
    """Look at each schema that the roots are or refer to.

    ValueError, with its place, for the first that is none, or whose $ref leads nowhere.
    """
    seen: set[str] = set()
    ahead = list(roots(document))
    while ahead:
        pointer = ahead.pop()
        if pointer not in seen:
            seen.add(pointer)
            schema = document.at(pointer)
            for error in _metaschema().iter_errors(schema):
                raise schema_fault(document, error, pointer)
            for place, ref in _references(pointer, schema):
                document.resolve(place)
                ahead.append(document.target(ref))


def schema_fault(document: Document, error: Exception, pointer: str = "") -> ValueError:
    """Why something below a pointer is no schema, in one line."""
    reason, path = str(error), []
    if isinstance(error, ValidationError):
        reason, path = error.message, list(error.instance_path)
    allowed = f"JSON Schema 2020-12 ({reason})"
    if pointer or path:
        place = join(pointer, *map(str, path))
        try:
            return document.fault(place, "{}", allowed, document.at(place))
        except KeyError:  # jsonschema-rs leaves out a step whose name is empty
            return document.fault(pointer, "something", allowed)
    return document.fault("", "a schema that no validator takes", allowed)


def _references(pointer: str, schema: Any) -> Iterator[tuple[str, str]]:
    """The $refs of a schema and of those inside of it, and where they stand."""
    ahead = [(pointer, schema, False)]
    while ahead:
        place, node, is_map = ahead.pop()
        if isinstance(node, list):
            ahead += ((join(place, str(index)), item, False) for index, item in enumerate(node))
        elif isinstance(node, dict):
            if not is_map and isinstance(node.get("$ref"), str):
                yield place, node["$ref"]
            for key, item in node.items():
                if is_map or not (key in _DATA or key.startswith("x-")):
                    ahead.append((join(place, key), item, key in _MAPS and not is_map))


@cache
def _metaschema() -> Draft202012Validator:
    parts = [{"$ref": f"{_DIALECT}/meta/{name}"} for name in _VOCABULARIES]
    schema = {
        "$schema": f"{_DIALECT}/schema",
        "$id": "urn:openvideos:schema",
        "$dynamicAnchor": "meta",
        "type": ["object", "boolean"],
        "allOf": parts,
    }
    return Draft202012Validator(schema, validate_formats=True, offline=True, mask="this")
