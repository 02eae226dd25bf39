"""The operations of a document: what each takes, and what it answers with."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from .pointer import join

if TYPE_CHECKING:
    from .document import Document

__all__ = ["Operation", "Parameter", "Response", "media_type", "read_operations"]

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_STATUS = re.compile("[1-9][0-9]{2}|[1-5]XX|default")
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


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


def media_type(content_type: str) -> str:
    """The media type of a Content-Type header, without parameters and in small letters."""
    return content_type.partition(";")[0].strip().lower()


def read_operations(document: "Document") -> Iterator[Operation]:
    """Each operation that has an operationId, in the document's order; ValueError for what can't be one."""
    for path in tuple(document.data["paths"]):
        item = join("/paths", path)
        if path.startswith("x-"):
            continue
        if not path.startswith("/"):
            raise document.fault(item, "the path {}", "one that begins with /", path)
        target, _ = _object(document, item)
        owners = tuple(dict.fromkeys((item, target)))
        for owner in owners:
            for method in tuple(document.at(owner)):
                if method in _METHODS:
                    pointer, node = _object(document, join(owner, method))
                    if "operationId" in node:
                        yield _Reading(document=document, pointer=pointer, node=node).operation(method, path, owners)


@attrs.frozen(kw_only=True)
class _Reading:
    """Reads one operation."""

    document: "Document"
    pointer: str
    node: dict[str, Any]

    def operation(self, method: str, path: str, items: tuple[str, ...]) -> Operation:
        bodies: dict[str, str] = {}
        required = False
        if "requestBody" in self.node:
            place, body = _object(self.document, join(self.pointer, "requestBody"))
            bodies, required = self._content(place, body), bool(body.get("required"))
        # those of the path item first: the operation's own take their place
        parameters = (each for owner in (*items, self.pointer) for each in self._parameters(owner))
        responses = (self._response(status) for status in _map(self.document, self.pointer, self.node, "responses"))
        return Operation(
            id=_text(self.document, self.pointer, self.node, "operationId"),
            method=method.upper(),
            path=path,
            pointer=self.pointer,
            parameters=tuple({(each.location, each.name): each for each in parameters}.values()),
            bodies=bodies,
            body_required=required,
            responses={response.status: response for response in responses if response is not None},
        )

    def _parameters(self, owner: str) -> Iterator[Parameter]:
        listed = self.document.at(owner).get("parameters", [])
        if not isinstance(listed, list):
            raise self.document.fault(join(owner, "parameters"), "{}", "an array", listed)
        for index in range(len(listed)):
            place, node = _object(self.document, join(owner, "parameters", str(index)))
            description = node.get("description")
            yield Parameter(
                name=_text(self.document, place, node, "name"),
                location=_text(self.document, place, node, "in"),
                required=bool(node.get("required")),
                description=description if isinstance(description, str) else "",
                pointer=_schema(place, node),
            )

    def _response(self, status: str) -> Response | None:
        place = join(self.pointer, "responses", status)
        if status.startswith("x-"):
            return None
        if not _STATUS.fullmatch(status):
            raise self.document.fault(place, "the status {}", "200, 4XX, default and the like", status)
        place, node = _object(self.document, place)
        headers = {}
        for name in _map(self.document, place, node, "headers"):
            headers[name] = _schema(*_object(self.document, join(place, "headers", name)))
        return Response(status=status, pointer=place, content=self._content(place, node), headers=headers)

    def _content(self, owner: str, node: dict[str, Any]) -> dict[str, str]:
        found = {}
        for name in _map(self.document, owner, node, "content"):
            kind = media_type(name)
            place, media = _object(self.document, join(owner, "content", name))
            found[kind] = _schema(place, media, {} if _is_decoded(kind) else {"type": "string", "format": "binary"})
        return found


def _is_decoded(kind: str) -> bool:
    """Whether bodies of a media type are looked into."""
    return kind in _FORMS or kind.endswith(("/json", "+json"))


def _object(document: "Document", pointer: str) -> tuple[str, dict[str, Any]]:
    """The object at a pointer, or where a $ref leads from there, and its pointer."""
    place, node = document.resolve(pointer)
    if not isinstance(node, dict):
        raise document.fault(place, "{}", "an object", node)
    return place, node


def _map(document: "Document", owner: str, node: dict[str, Any], name: str) -> dict[str, Any]:
    """A copy of a member that maps names to something; empty where it is left out."""
    found = node.get(name, {})
    if not isinstance(found, dict):
        raise document.fault(join(owner, name), "{}", "an object", found)
    return dict(found)


def _text(document: "Document", owner: str, node: dict[str, Any], name: str) -> str:
    """A member that is text on one line."""
    found = node.get(name)
    if isinstance(found, str) and found.isprintable():
        return found
    told = f"the {name} {{}}" if name in node else f"no {name}"
    raise document.fault(owner, told, f"{name}: text on one line", found)


def _schema(owner: str, node: dict[str, Any], default: Any = None) -> str:
    """The pointer of the schema of a parameter, header or media type; what has none gets one that takes anything."""
    node.setdefault("schema", {} if default is None else default)
    return join(owner, "schema")
