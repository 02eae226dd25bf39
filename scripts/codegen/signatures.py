"""What resource.py, params.py and literals.py say, read from the contract: names, annotations, descriptions, limits."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from .document import METHODS, Schema, component_of, resolve

_PLAIN = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "object": "dict[str, object]",
}
# component -> the type variable of resource.py that a client fills in with a class of its own
_RESULTS = {"Video": "VideoT", "VideoList": "PageT", "VideoDeleted": "DeletedT", "VideoCharacter": "CharacterT"}


@frozen(kw_only=True)
class Member:
    """A keyword of a method, or a member of a TypedDict; `limits` is what its schema adds to the description."""

    name: str
    annotation: str
    required: bool
    description: str
    limits: str


@frozen(kw_only=True)
class TypedObject:
    """A TypedDict: of an operation's keywords, or of an object that a request refers to."""

    name: str
    description: str
    members: list[Member]


@frozen(kw_only=True)
class Operation:
    """A method: its keywords, its result, and whether it has a twin that waits."""

    name: str
    summary: str
    description: str
    path_parameters: list[Member]
    members: list[Member]
    result: str
    polled: bool


@frozen(kw_only=True)
class Enum:
    """A type alias; an open one takes any other string too."""

    name: str
    values: list[str]
    open: bool


class Signatures:
    """The contract as Python's signatures; `extensions` is x-openvideos of codegen.yaml."""

    def __init__(self, document: dict[str, Any], extensions: Mapping[str, Any]) -> None:
        self.document = document
        self.accepts: Mapping[str, str] = extensions.get("accepts", {})
        self.polled: list[str] = extensions.get("and_poll", [])
        self.schemas: dict[str, Schema] = document["components"]["schemas"]
        self._referred: dict[str, None] = {}
        named = {operation["operationId"] for item in document["paths"].values() for operation in _of(item)}
        for key, unknown in (
            ("accepts", set(self.accepts) - set(self.schemas)),
            ("and_poll", set(self.polled) - named),
        ):
            if unknown:
                raise ValueError(f"codegen.yaml: x-openvideos.{key}: the contract has no {', '.join(sorted(unknown))}")

    def operations(self) -> list[Operation]:
        """Every operation, in the contract's order."""
        return [
            self._operation(operation, item.get("parameters", []))
            for item in self.document["paths"].values()
            for operation in _of(item)
        ]

    def enums(self) -> list[Enum]:
        """Every component that is an enumeration of strings, open or closed."""
        return [
            Enum(name=name, values=listed, open="enum" not in schema)
            for name, schema in self.schemas.items()
            if (listed := self._listed(schema))
        ]

    def objects(self) -> list[TypedObject]:
        """The keywords of each operation that has any, and each object that they refer to."""
        operations = [
            TypedObject(
                name="Video" + "".join(word.capitalize() for word in operation.name.split("_")) + "Params",
                description=f"The keywords of `{operation.name}`. {operation.summary}",
                members=operation.members,
            )
            for operation in self.operations()
            if operation.members
        ]
        referred = [
            TypedObject(name=f"{name}Param", description=schema["description"], members=self._members(schema))
            for name in self._referred
            for schema in [self.schemas[name]]
        ]
        return referred + operations

    def _operation(self, operation: dict[str, Any], shared: list[dict[str, Any]]) -> Operation:
        parameters = [resolve(self.document, parameter) for parameter in [*shared, *operation.get("parameters", [])]]
        members: dict[str, Member] = {}
        for media in operation.get("requestBody", {}).get("content", {}).values():
            for member in self._members(resolve(self.document, media["schema"])):
                members[member.name] = self._widened(member, members.get(member.name))
        query = [self._parameter(parameter) for parameter in parameters if parameter["in"] == "query"]
        name = operation["operationId"]
        return Operation(
            name=name,
            summary=operation["summary"],
            description=operation["description"],
            path_parameters=[self._parameter(parameter) for parameter in parameters if parameter["in"] == "path"],
            members=sorted([*query, *members.values()], key=lambda member: not member.required),
            result=self._result(operation),
            polled=name in self.polled,
        )

    @staticmethod
    def _widened(member: Member, earlier: Member | None) -> Member:
        """A member that stands in two bodies takes what either takes."""
        if earlier is None:
            return member
        parts = dict.fromkeys([*earlier.annotation.split(" | "), *member.annotation.split(" | ")])
        return Member(
            name=member.name,
            annotation=" | ".join(parts),
            required=earlier.required and member.required,
            description=max(earlier.description, member.description, key=len),
            limits=earlier.limits or member.limits,
        )

    def _result(self, operation: dict[str, Any]) -> str:
        content = resolve(self.document, operation["responses"]["200"])["content"]
        if "application/json" not in content:
            return "ContentT"
        name = component_of(content["application/json"]["schema"]) or ""
        return _RESULTS.get(name, f"models.{name}")

    def _members(self, schema: Schema) -> list[Member]:
        required = schema.get("required", [])
        return [
            Member(
                name=name,
                annotation=self.annotation(node),
                required=name in required,
                description=resolve(self.document, node).get("description", ""),
                limits=self.limits(node),
            )
            for name, node in schema.get("properties", {}).items()
        ]

    def _parameter(self, parameter: dict[str, Any]) -> Member:
        return Member(
            name=parameter["name"],
            annotation=self.annotation(parameter["schema"]),
            required=parameter.get("required", False),
            description=parameter["description"],
            limits=self.limits(parameter["schema"]),
        )

    def annotation(self, node: Schema) -> str:
        """The type of a keyword; an enumeration takes its listed strings, its class, and what `accepts` names."""
        name = component_of(node)
        schema = resolve(self.document, node)
        if schema.get("format") == "binary":
            return "FileTypes"
        if name and self._listed(schema):
            parts = [f"literals.{name}", f"models.{name}", self.accepts.get(name)]
        elif name and "properties" in schema:
            self._referred[name] = None
            parts = [f"params.{name}Param", self.accepts.get(name)]
        elif branches := schema.get("anyOf") or schema.get("oneOf"):
            parts = [part for branch in branches for part in self.annotation(branch).split(" | ")]
        elif "enum" in schema:
            parts = [f"Literal[{', '.join(map(repr, schema['enum']))}]"]
        elif schema.get("type") == "array":
            parts = [f"Sequence[{self.annotation(schema['items'])}]"]
        else:
            types = schema.get("type", "object")
            parts = [_PLAIN[kind] for kind in ([types] if isinstance(types, str) else types)]
        return " | ".join(dict.fromkeys(part for part in parts if part))

    def limits(self, node: Schema) -> str:
        """What a description leaves to the schema: lengths, bounds, listed values, what a server assumes."""
        schema = resolve(self.document, node)
        said = []
        listed = self._listed(schema)
        if listed:
            said.append(f"{'one of' if 'enum' in schema else 'known:'} {', '.join(listed)}")
        for low, high, unit in (("minLength", "maxLength", " characters"), ("minimum", "maximum", "")):
            if low in schema and high in schema:
                said.append(f"{schema[low]} to {schema[high]}{unit}")
        if "default" in schema:
            said.append(f"left out, a server assumes {schema['default']}")
        return f"({'; '.join(said)})" if said else ""

    def _listed(self, schema: Schema) -> list[str]:
        branches = [schema, *schema.get("anyOf", [])]
        return next((branch["enum"] for branch in branches if "enum" in branch and branch.get("type") == "string"), [])


def _of(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations of a path."""
    return [operation for method, operation in item.items() if method in METHODS]
