"""What a document says of its operations, in one form: parameters together, defaults filled in, $refs followed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from openvideos.contract.operation import media_type
from openvideos.contract.pointer import join
from openvideos.drift.documents.document import Source
from openvideos.drift.documents.grammar import METHODS
from openvideos.drift.documents.references import referred, resolved
from openvideos.drift.schemas.parts import Key
from openvideos.drift.schemas.shapes import Shapes

__all__ = ["Api", "Body", "Header", "Media", "Operation", "Parameter", "Response", "read_api"]

_NAMES = re.compile(r"\{([^{}]*)\}")
_ANY = ("",)
_OF_PATHS = ("summary", "description", "servers")
_IGNORED = frozenset({"accept", "content-type", "authorization"})
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


@attrs.frozen(kw_only=True)
class Parameter:
    """A parameter. name is as it is compared: a position in a path, small letters in a header; shown as written.

    form is how it is written: style, explode (where values can have several parts), a media type, what is reserved.
    """

    name: str
    location: str
    shown: str
    required: bool
    may_be_empty: bool
    form: tuple[Any, ...]
    schema: Key
    pointer: str
    notes: Mapping[str, Any]


@attrs.frozen(kw_only=True)
class Media:
    """A body in one media type; encoding is member -> what is said of its form."""

    type: str
    schema: Key
    encoding: Mapping[str, Mapping[str, Any]]
    pointer: str


@attrs.frozen(kw_only=True)
class Body:
    """A request body."""

    required: bool
    content: Mapping[str, Media]
    pointer: str


@attrs.frozen(kw_only=True)
class Header:
    """A header of an answer, by its name in small letters."""

    name: str
    required: bool
    schema: Key
    pointer: str


@attrs.frozen(kw_only=True)
class Response:
    """What is answered under a status, a class of them or by default."""

    status: str
    content: Mapping[str, Media]
    headers: Mapping[str, Header]
    pointer: str
    notes: Mapping[str, Any]


@attrs.frozen(kw_only=True)
class Operation:
    """An operation; key is its method and its path with every parameter's name left out.

    security is what a request must carry, one of the alternatives: scheme -> scopes, a scheme told by what it is.
    """

    key: str
    method: str
    path: str
    id: str
    parameters: Mapping[tuple[str, str], Parameter]
    body: Body | None
    responses: Mapping[str, Response]
    security: tuple[Mapping[tuple[str, ...], frozenset[str]], ...]
    security_pointer: str
    notes: Mapping[str, Any]
    pointer: str
    pointers: tuple[str, str]
    """Where it is said, and what its path has for all of its methods."""

    @property
    def shown(self) -> str:
        """Its method and path."""
        return f"{self.method} {self.path}"


@attrs.frozen(kw_only=True)
class Api:
    """The operations of a document, and its schemas."""

    source: Source
    shapes: Shapes
    operations: Mapping[str, Operation]


def read_api(source: Source) -> Api:
    """Read the operations of a document."""
    reading = _Reading(source.data, source.base)
    return Api(source=source, shapes=Shapes(source), operations={each.key: each for each in reading.operations()})


class _Reading:
    """Reads the operations of one document."""

    def __init__(self, data: Mapping[str, Any], base: str) -> None:
        self.data = data
        self._base = base
        self._followed: dict[str, tuple[str, Any]] = {}
        self._answers: dict[tuple[str, str], Response] = {}
        self._global = data.get("security", [])
        schemes = data.get("components", {}).get("securitySchemes", {})
        self._schemes = {
            name: _scheme(resolved(data, join("/components/securitySchemes", name))[1]) for name in schemes
        }

    def operations(self) -> Iterator[Operation]:
        """Each operation, in the document's order."""
        for path in self.data.get("paths", {}):
            place = join("/paths", path)
            if not path.startswith("/"):
                continue
            target, item = self._follow(place, self.data["paths"][path])
            for method in METHODS:
                if isinstance(item, dict) and method in item:
                    yield self._operation(method, path.removeprefix(self._base), target, item)

    def _follow(self, pointer: str, node: Any) -> tuple[str, Any]:
        """Where $refs lead from what stands at a pointer, and what is there."""
        target = referred(node)
        if target is None:
            return pointer, node
        if target not in self._followed:
            self._followed[target] = resolved(self.data, target)
        return self._followed[target]

    def _operation(self, method: str, path: str, item_pointer: str, item: Mapping[str, Any]) -> Operation:
        pointer = join(item_pointer, method)
        node = item[method]
        names = _NAMES.findall(path)
        parameters: dict[tuple[str, str], Parameter] = {}
        for owner, holder in ((item_pointer, item), (pointer, node)):
            for index, written in enumerate(holder.get("parameters", ())):
                found = self._parameter(*self._follow(join(owner, "parameters", str(index)), written), names)
                if not (found.location == "header" and found.name in _IGNORED):
                    parameters[found.location, found.name] = found
        return Operation(
            key=f"{method.upper()} {_NAMES.sub('{}', path)}",
            method=method.upper(),
            path=path,
            id=str(node.get("operationId", "")),
            parameters=parameters,
            body=self._body(*self._follow(join(pointer, "requestBody"), node["requestBody"]))
            if "requestBody" in node
            else None,
            responses={
                _status(status): self._response(
                    _status(status), *self._follow(join(pointer, "responses", status), written)
                )
                for status, written in node.get("responses", {}).items()
                if not status.startswith("x-")
            },
            security=self._security(node.get("security", self._global)),
            security_pointer=join(pointer, "security") if "security" in node else "/security",
            notes={**{f"path's {word}": item[word] for word in _OF_PATHS if word in item}, **_notes(node)},
            pointer=pointer,
            pointers=(pointer, join(item_pointer, "parameters") if "parameters" in item else ""),
        )

    def _parameter(self, pointer: str, node: Mapping[str, Any], names: list[str]) -> Parameter:
        location, shown = str(node.get("in", "")), str(node.get("name", ""))
        name = shown.lower() if location == "header" else shown
        if location == "path" and shown in names:
            name = str(names.index(shown))
        style = node.get("style", _STYLES.get(location, ""))
        content = node.get("content")
        form: tuple[Any, ...]
        if isinstance(content, dict) and content:
            kind = next(iter(content))
            form = ("content", media_type(kind))
            schema = (join(pointer, "content", kind, "schema"),) if "schema" in content[kind] else _ANY
        else:
            form = (style, node.get("explode", style == "form"), node.get("allowReserved", False))
            schema = (join(pointer, "schema"),) if "schema" in node else _ANY
        return Parameter(
            name=name,
            location=location,
            shown=shown,
            required=bool(node.get("required", False)) or location == "path",
            may_be_empty=bool(node.get("allowEmptyValue", False)),
            form=form,
            schema=schema,
            pointer=pointer,
            notes=_notes(node),
        )

    def _body(self, pointer: str, node: Mapping[str, Any]) -> Body:
        return Body(required=bool(node.get("required", False)), content=self._content(pointer, node), pointer=pointer)

    def _content(self, owner: str, node: Mapping[str, Any]) -> dict[str, Media]:
        found = {}
        for name, written in node.get("content", {}).items():
            pointer, media = self._follow(join(owner, "content", name), written)
            kind = media_type(name)
            schema = (join(pointer, "schema"),) if "schema" in media else _ANY
            found[kind] = Media(type=kind, schema=schema, encoding=media.get("encoding", {}), pointer=pointer)
        return found

    def _response(self, status: str, pointer: str, node: Mapping[str, Any]) -> Response:
        if (pointer, status) in self._answers:
            return self._answers[pointer, status]
        headers = {}
        for name, written in node.get("headers", {}).items():
            inner, header = self._follow(join(pointer, "headers", name), written)
            key = (join(inner, "schema"),) if "schema" in header else _ANY
            if name.lower() != "content-type":
                headers[name.lower()] = Header(
                    name=name.lower(), required=bool(header.get("required", False)), schema=key, pointer=inner
                )
        found = self._answers[pointer, status] = Response(
            status=status, content=self._content(pointer, node), headers=headers, pointer=pointer, notes=_notes(node)
        )
        return found

    def _security(self, listed: Any) -> tuple[Mapping[tuple[str, ...], frozenset[str]], ...]:
        found = tuple(
            {self._schemes.get(name, ("unknown", name)): frozenset(scopes or ()) for name, scopes in each.items()}
            for each in listed or [{}]
        )
        return found or ({},)


def _status(status: str) -> str:
    return status if status == "default" else status.upper()


def _scheme(node: Mapping[str, Any]) -> tuple[str, ...]:
    """What a security scheme is, whatever its name: its kind, and where the credentials are."""
    kind = str(node.get("type", ""))
    where = {
        "apiKey": (str(node.get("in", "")), str(node.get("name", ""))),
        "http": (str(node.get("scheme", "")).lower(),),
        "openIdConnect": (str(node.get("openIdConnectUrl", "")),),
    }.get(kind, ())
    if kind == "apiKey" and where[0] == "header":
        where = (where[0], where[1].lower())
    return (kind, *where)


def _notes(node: Mapping[str, Any]) -> dict[str, Any]:
    """What is said beside what is sent and answered."""
    words = ("summary", "description", "tags", "externalDocs", "deprecated", "example", "examples", "links", "servers")
    return {word: said for word, said in node.items() if word in words or str(word).startswith("x-")}
