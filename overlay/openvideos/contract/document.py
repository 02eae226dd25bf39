"""The contract's document: the bundled JSON, its operations, and where things stand in it."""

import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import attrs

__all__ = ["Document", "Operation", "Parameter", "Response", "contract_defaults", "join", "media_type", "split"]

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_MAX_REFS = 50


@attrs.frozen(kw_only=True)
class Parameter:
    """A parameter of an operation; pointer names its schema in the document."""

    name: str
    location: str
    required: bool
    description: str
    pointer: str


@attrs.frozen(kw_only=True)
class Response:
    """What an operation answers under one status ("200", "4XX", "default"); maps of media type or header to a schema's
    pointer."""

    status: str
    pointer: str
    content: Mapping[str, str]
    headers: Mapping[str, str]

    def media_type(self, content_type: str) -> str | None:
        """Which of the declared media types (`video/*` and `*/*` among them) a Content-Type header falls under."""
        kind = media_type(content_type)
        if kind in self.content:
            return kind
        return next((name for name in (f"{kind.partition('/')[0]}/*", "*/*") if name in self.content), None)


@attrs.frozen(kw_only=True)
class Operation:
    """An operation of the contract; bodies maps a media type to the pointer of its schema."""

    id: str
    method: str
    path: str
    pointer: str
    parameters: tuple[Parameter, ...]
    bodies: Mapping[str, str]
    body_required: bool
    responses: Mapping[str, Response]

    @property
    def statuses(self) -> tuple[int, ...]:
        """The statuses that the contract names one by one, in its order."""
        return tuple(int(status) for status in self.responses if status.isdigit())

    def response(self, status: int) -> Response | None:
        """The response that is declared for a status, by itself, by its class (4XX) or by default."""
        found = self.responses.get(str(status))
        return found or self.responses.get(f"{status // 100}XX") or self.responses.get("default")

    def nearest(self, status: int) -> Response | None:
        """By which response to judge a body under an undeclared status: a success, or an error's envelope."""
        kinds = "2" if 200 <= status < 300 else "45" if status >= 400 else ""
        return next((each for each in self.responses.values() if each.content and each.status[0] in kinds), None)


class Document:
    """An OpenAPI document, read where something is asked; pointers are JSON pointers without a leading #."""

    def __init__(self, data: dict[str, Any], lines: Mapping[str, int] | None = None) -> None:
        if not isinstance(data, dict) or not isinstance(data.get("paths"), dict):
            raise ValueError("contract: found no paths; allowed: an OpenAPI 3.1 document")
        self.data = data
        self._lines = lines

    @classmethod
    def load(cls, source: str | PathLike[str] | dict[str, Any] | None = None) -> "Document":
        """The bundled document (one object per process), that of a file (YAML needs PyYAML), or a decoded one.

        Raises ValueError for what is no OpenAPI document, OSError for a file that can't be read.
        """
        if source is None:
            return _bundled()
        return cls(source if isinstance(source, dict) else _read(Path(source)))

    def at(self, pointer: str) -> Any:
        """What stands at a pointer; KeyError if there is nothing."""
        node: Any = self.data
        for part in split(pointer):
            try:
                node = node[int(part)] if isinstance(node, list) else node[part]
            except (IndexError, ValueError, TypeError):
                raise KeyError(pointer) from None
        return node

    def resolve(self, pointer: str) -> tuple[str, Any]:
        """Follow $refs from a pointer to where there is none: that pointer and what stands there."""
        for _ in range(_MAX_REFS):
            node = self.at(pointer)
            ref = node.get("$ref") if isinstance(node, dict) else None
            if not isinstance(ref, str):
                return pointer, node
            pointer = self.target(ref)
        raise ValueError(f"contract: found a $ref that leads in circles at {pointer}; allowed: one that ends")

    @staticmethod
    def target(ref: str) -> str:
        """The pointer that a $ref of this document names; ValueError for one that leads out of it."""
        if not ref.startswith("#"):
            raise ValueError(f"contract: found the $ref {ref!r}; allowed: one within the document (#/...)")
        return unquote(ref[1:])

    def line(self, pointer: str) -> int | None:
        """The line of the YAML, counted from 1, on which a pointer (or what is nearest around it) stands, if known."""
        lines = self._line_table
        while pointer and pointer not in lines:
            pointer = pointer.rpartition("/")[0]
        return lines.get(pointer)

    @cached_property
    def _line_table(self) -> Mapping[str, int]:
        if self._lines is not None:
            return self._lines
        return _bundled_lines() if self is _bundled() else {}

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """Each operation by its operationId, in the document's order."""
        return {operation.id: operation for operation in self._operations()}

    def operation(self, name: str) -> Operation:
        """The operation of this operationId; ValueError, which lists them, if there is none."""
        found = self.operations.get(name)
        if found is None:
            raise ValueError(f"operation: found {name!r}; allowed: {', '.join(self.operations)}")
        return found

    def members(self, operation: str) -> Mapping[str, dict[str, Any]]:
        """The members of an operation's request body by name, each schema resolved, of all its media types together."""
        found: dict[str, dict[str, Any]] = {}
        for pointer in self.operation(operation).bodies.values():
            place, schema = self.resolve(pointer)
            for name, member in schema.get("properties", {}).items():
                target = self.resolve(join(place, "properties", name))[1]
                found.setdefault(name, {**target, **member})
        return found

    def defaults(self, operation: str) -> dict[str, Any]:
        """What a server assumes for the members of an operation's body that aren't sent."""
        return {name: schema["default"] for name, schema in self.members(operation).items() if "default" in schema}

    def enum(self, component: str) -> tuple[Any, ...]:
        """The listed values of a schema component, open (any string, or one of these) or not; () if it lists none."""
        return tuple(self._values(self.resolve(join("/components/schemas", component))[1]))

    def answers_with(self, operation: Operation, component: str) -> bool:
        """Whether an operation that succeeds answers with a schema component."""
        success = operation.nearest(200)
        place = join("/components/schemas", component)
        return success is not None and place in {self.resolve(each)[0] for each in success.content.values()}

    def _values(self, schema: Any) -> Iterator[Any]:
        yield from schema.get("enum", ())
        for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            if "$ref" in branch:
                branch = self.resolve(self.target(branch["$ref"]))[1]  # noqa: PLW2901
            yield from self._values(branch)

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.data["paths"].items():
            for method in item:
                if method in _METHODS and "operationId" in item[method]:
                    yield self._operation(path, method)

    def _operation(self, path: str, method: str) -> Operation:
        item = join("/paths", path)
        pointer = join(item, method)
        node = self.at(pointer)
        bodies: dict[str, str] = {}
        required = False
        if "requestBody" in node:
            place, body = self.resolve(join(pointer, "requestBody"))
            bodies, required = self._content(place), bool(body.get("required"))
        # those of the path item first: the operation's own take their place
        found = {(each.location, each.name): each for each in (*self._parameters(item), *self._parameters(pointer))}
        responses = [self._response(pointer, status) for status in node.get("responses", {})]
        return Operation(
            id=node["operationId"],
            method=method.upper(),
            path=path,
            pointer=pointer,
            parameters=tuple(found.values()),
            bodies=bodies,
            body_required=required,
            responses={response.status: response for response in responses},
        )

    def _parameters(self, owner: str) -> Iterator[Parameter]:
        for index in range(len(self.at(owner).get("parameters", ()))):
            place, node = self.resolve(join(owner, "parameters", str(index)))
            yield Parameter(
                name=node["name"],
                location=node["in"],
                required=bool(node.get("required")),
                description=node.get("description", ""),
                pointer=join(place, "schema"),
            )

    def _response(self, owner: str, status: str) -> Response:
        place, node = self.resolve(join(owner, "responses", status))
        headers = {}
        for name in node.get("headers", {}):
            header, _ = self.resolve(join(place, "headers", name))
            headers[name] = join(header, "schema")
        return Response(status=status, pointer=place, content=self._content(place), headers=headers)

    def _content(self, owner: str) -> dict[str, str]:
        names = self.at(owner).get("content", {})
        return {media_type(name): join(owner, "content", name, "schema") for name in names}


def join(pointer: str, *parts: str) -> str:
    """A pointer extended by unescaped parts."""
    return "/".join((pointer, *(part.replace("~", "~0").replace("/", "~1") for part in parts)))


def split(pointer: str) -> list[str]:
    """The unescaped parts of a pointer."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def media_type(content_type: str) -> str:
    """The media type of a Content-Type header, without parameters and in small letters."""
    return content_type.partition(";")[0].strip().lower()


def contract_defaults(operation: str) -> dict[str, Any]:
    """What the bundled contract says a server assumes for the members of an operation's body that aren't sent."""
    return Document.load().defaults(operation)


@cache
def _bundled() -> Document:
    return Document(_resource("videos.json"))


@cache
def _bundled_lines() -> Mapping[str, int]:
    return cast("Mapping[str, int]", _resource("lines.json"))


def _resource(name: str) -> dict[str, Any]:
    text = resources.files("openvideos_api.contract").joinpath(name).read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            return cast("dict[str, Any]", json.loads(text))
    except ValueError as error:
        raise ValueError(f"contract: {path.name} is not JSON or not UTF-8 ({error})") from None
    try:
        import yaml
    except ImportError:
        raise ValueError(f"contract: {path.name} is YAML, which needs PyYAML: pip install PyYAML") from None
    try:
        return cast("dict[str, Any]", yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise ValueError(f"contract: {path.name} is not YAML ({' '.join(str(error).split())})") from None
