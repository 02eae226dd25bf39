"""Every code that a violation can have, and where: what docs/validation.md lists, and what people filter by.

Not listed: `json` and `unicode` behind a member, which can stand behind any.
"""

from collections.abc import Iterator
from typing import Any

from .check import Contract
from .document import Document, Operation, join
from .formats import OWN, enforced
from .judge import FORM
from .ruled import stated
from .rules import RULES

__all__ = ["codes"]

# keywords that a violation is named by; "required" is named by the member that is missing
_KEYWORDS = frozenset(
    {
        *("type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum"),
        *("exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
        *("additionalProperties", "not", "oneOf"),
    }
)


def codes(contract: Contract) -> dict[str, list[str]]:
    """Each code with the parts of the contract that it can be about, in the contract's order.

    A part is an operation's request, its parameter, or the schema that has the member.
    """
    document = Document.load(contract.document)
    found: dict[str, dict[str, None]] = {}
    for operation in contract.operations.values():
        for code, part in (*_request(document, operation), *_response(document, operation)):
            found.setdefault(code, {})[part] = None
    return {code: list(parts) for code, parts in sorted(found.items())}


def _request(document: Document, operation: Operation) -> Iterator[tuple[str, str]]:
    for parameter in operation.parameters:
        name = f"{parameter.location}.{parameter.name}"
        part = f"{operation.id} request"
        if parameter.required:
            yield f"{name}.required", part
        yield from ((code, part) for code, _ in _schema(document, parameter.pointer, name, part, ()))
    if operation.bodies:
        part = f"{operation.id} request"
        if operation.body_required:
            yield "body.required", part
        yield from ((f"body.{keyword}", part) for keyword in ("contentType", "json", "more"))
        if FORM in operation.bodies:
            yield "body.multipart", part
    for pointer in operation.bodies.values():
        yield from _schema(document, pointer, "body", f"{operation.id} request", ())


def _response(document: Document, operation: Operation) -> Iterator[tuple[str, str]]:
    part = f"{operation.id} answer"
    yield "status.undeclared", part
    if document.answers_with(operation, "Video"):
        yield "status.misplaced", part
    for response in operation.responses.values():
        for name, pointer in response.headers.items():
            yield from ((code, part) for code, _ in _schema(document, pointer, f"header.{name}", part, ()))
        if response.content:
            yield from ((f"body.{keyword}", part) for keyword in ("contentType", "json", "more", "required"))
        for pointer in response.content.values():
            yield from _schema(document, pointer, "body", part, ())


def _schema(
    document: Document, pointer: str, name: str, part: str, inside: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    pointer, schema = document.resolve(pointer)
    if not isinstance(schema, dict) or pointer in inside:
        return
    inside = (*inside, pointer)
    if "properties" in schema and pointer.startswith("/components/schemas/"):
        part = pointer.rpartition("/")[2]
    yield from ((f"{name}.{keyword}", part) for keyword in _keywords(schema))
    yield from ((f"{name}.{member}.required", part) for member in schema.get("required", ()))
    for rule in (RULES[id_] for id_, _ in stated(document, pointer)):
        # what was asked, or seen before, is the whole answer's, no item's
        if rule.needs == "nothing" or name == "body":
            yield f"{name}.{rule.member}.{rule.id}", part
    for member in schema.get("properties", ()):
        yield from _schema(document, join(pointer, "properties", member), f"{name}.{member}", part, inside)
    if "items" in schema:
        yield from _schema(document, join(pointer, "items"), name, part, inside)
    for keyword in ("anyOf", "oneOf", "allOf"):
        branches = schema.get(keyword, ())
        # any text, or one of these: of text, nothing is off
        open_ = [branch["type"] for branch in branches if set(branch) == {"type"}]
        for index, branch in enumerate(branches):
            place = join(pointer, keyword, str(index))
            narrower = set(branch) != {"type"} and document.resolve(place)[1].get("type") in open_
            if set(branch) != {"required"} and not narrower:
                yield from _schema(document, place, name, part, inside)


def _keywords(schema: dict[str, Any]) -> Iterator[str]:
    if schema.get("format") == "binary":
        yield "type"  # of a file
        return
    yield from (keyword for keyword in schema if keyword in _KEYWORDS)
    # of a value that isn't listed, that is all that is said
    if "enum" not in schema and (schema.get("format") in OWN or enforced(schema)):
        yield "format"
