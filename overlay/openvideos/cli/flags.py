"""What flags an operation has: read from the contract, so that a member added there is a flag here."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import attrs

from openvideos.contract.document import Document

__all__ = ["Flag", "Kind", "flags"]

Kind = Literal["string", "integer", "number", "boolean", "array", "reference"]

# parameters that travel as headers are not the command line's to give
_LOCATIONS = ("path", "query")


@attrs.frozen(kw_only=True)
class Flag:
    """A member of an operation's body, or a parameter of it, as a flag.

    choices are the listed values, and closed says whether no other is allowed. default is what a server assumes.
    forms says what a reference may be: `FILE`, `URL`, `ID`, `JSON`; wrap names the member into which a bare text goes,
    where there is only one for it.
    """

    name: str
    kind: Kind
    description: str
    required: bool
    location: Literal["path", "query", "body"]
    choices: tuple[str, ...] = ()
    closed: bool = False
    default: Any = None
    limits: str = ""
    forms: tuple[str, ...] = ()
    wrap: str | None = None

    @property
    def option(self) -> str:
        """The flag as it is typed."""
        return f"--{self.name.replace('_', '-')}"


def flags(document: Document, operation: str) -> tuple[Flag, ...]:
    """The flags of an operation: its parameters, then the members of its body, in the contract's order."""
    found = document.operation(operation)
    parameters = [
        _flag(
            document,
            parameter.name,
            {"description": parameter.description, **_resolved(document, parameter.pointer)},
            location=parameter.location,
            required=parameter.required,
        )
        for parameter in found.parameters
        if parameter.location in _LOCATIONS
    ]
    needed = _required(document, list(found.bodies.values()))
    members = [
        _flag(document, name, schema, location="body", required=name in needed)
        for name, schema in document.members(operation).items()
    ]
    return (*parameters, *members)


def _resolved(document: Document, pointer: str) -> dict[str, Any]:
    schema = document.at(pointer)
    target = document.resolve(pointer)[1]
    own = {key: value for key, value in schema.items() if key != "$ref"}
    # the parameter says what it is for; the component it refers to only what it is
    return {key: value for key, value in {**target, **own}.items() if key != "description"}


def _required(document: Document, bodies: list[str]) -> set[str]:
    """The members that every media type of a body requires."""
    each = [set(document.resolve(pointer)[1].get("required", ())) for pointer in bodies]
    return set.intersection(*each) if each else set()


def _flag(document: Document, name: str, schema: Mapping[str, Any], *, location: Any, required: bool) -> Flag:
    branches = list(_branches(document, schema))
    values = [branch["enum"] if "enum" in branch else [branch["const"]] for branch in branches if _lists(branch)]
    objects = [branch for branch in branches if "properties" in branch]
    needed = [member for branch in objects for member in branch.get("required", ())]
    return Flag(
        name=name,
        kind=_kind(branches),
        description=schema.get("description", ""),
        required=required,
        location=location,
        choices=tuple(dict.fromkeys(str(value) for some in values for value in some)),
        closed=bool(values) and all(_lists(branch) for branch in branches),
        default=schema.get("default"),
        limits=next(filter(None, map(_limits, branches)), ""),
        forms=tuple(dict.fromkeys(form for branch in branches for form in _forms(branch))),
        wrap=needed[0] if len(needed) == 1 else None,
    )


def _branches(document: Document, schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The alternatives of a schema, in the contract's order, but for null."""
    if "$ref" in schema:
        schema = {**document.resolve(document.target(schema["$ref"]))[1], **schema}
        schema = {key: value for key, value in schema.items() if key != "$ref"}
    # a choice between members that an object must have is no choice between types
    choices = [each for each in (*schema.get("anyOf", ()), *schema.get("oneOf", ())) if set(each) != {"required"}]
    if choices:
        for choice in choices:
            yield from _branches(document, choice)
    elif schema.get("type") != "null":
        yield schema


def _lists(branch: Mapping[str, Any]) -> bool:
    return "enum" in branch or "const" in branch


def _kind(branches: list[Mapping[str, Any]]) -> Kind:
    types = {each for branch in branches for each in _types(branch)} - {"null"}
    if "object" in types or any(branch.get("format") == "binary" for branch in branches):
        return "reference"
    # text can be anything, so that it is what is left of a choice
    if "string" in types or not types:
        return "string"
    kinds: tuple[Kind, ...] = ("array", "number", "integer", "boolean")
    return next((kind for kind in kinds if kind in types), "string")


def _types(branch: Mapping[str, Any]) -> list[str]:
    types = branch.get("type", [])
    return [types] if isinstance(types, str) else types


def _forms(branch: Mapping[str, Any]) -> Iterator[str]:
    """How the value of a reference can be given; an object's own members say which texts stand for it."""
    if branch.get("format") == "binary":
        yield "FILE"
    properties = branch.get("properties", {})
    if any(member.get("format") == "uri" for member in properties.values()):
        yield "URL"
    if any(name == "id" or name.endswith("_id") for name in properties):
        yield "ID"
    if properties:
        yield "JSON"


def _limits(branch: Mapping[str, Any]) -> str:
    for low, high, unit in (("minLength", "maxLength", " characters"), ("minimum", "maximum", "")):
        if low in branch and high in branch:
            return f"{branch[low]} to {branch[high]}{unit}"
        if low in branch:
            return f"at least {branch[low]}{unit}"
        if high in branch:
            return f"at most {branch[high]}{unit}"
    return ""
