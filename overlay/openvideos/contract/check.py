"""Contract: how does this request or response depart from the contract?"""

from collections.abc import Mapping
from functools import cache
from os import PathLike
from typing import Any

import attrs

from .decode import NotJSONError, decode_json
from .document import Document, Operation, Response, join, media_type
from .exchange import Asked, Exchange, Routes, origin_of
from .found import Hiding, hidden, hide, show
from .given import Pairs, grouped, keys_in, lowered, members, pairs
from .judge import BYTES, FORM, Judge, Where
from .keys import without_secrets
from .multipart import NotMultipartError, decode_multipart
from .rules import NO_LOOK, Look
from .violation import FilePart, Violation

__all__ = ["Contract"]


class Contract:
    """One opinion on what departs from the contract; each check answers with a list, empty when nothing does."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._judge = Judge(document)
        self._routes = Routes(document)
        self._schemas: dict[str, str] = {}
        self._names: dict[str, frozenset[str]] = {}

    @classmethod
    def load(cls, source: str | PathLike[str] | dict[str, Any] | None = None) -> "Contract":
        """The bundled contract (one object per process), or that of a file or a decoded document.

        Raises ValueError for what is no OpenAPI document, OSError for a file that can't be read.
        """
        return _bundled() if source is None else cls(Document.load(source))

    @property
    def document(self) -> dict[str, Any]:
        """The decoded OpenAPI document; shared, so not to be changed."""
        return self._document.data

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Each operation by its operationId: method, path, parameters, bodies, responses."""
        return self._document.operations

    def defaults(self, operation: str) -> dict[str, Any]:
        """What a server assumes for the members of an operation's body that aren't sent."""
        return self._document.defaults(operation)

    def members(self, operation: str) -> Mapping[str, dict[str, Any]]:
        """The members of an operation's request body by name, each with its schema, of all media types together."""
        return self._document.members(operation)

    def enum(self, component: str) -> tuple[Any, ...]:
        """The listed values of a schema component."""
        return self._document.enum(component)

    def check_request(
        self,
        operation: str,
        *,
        path: Pairs | None = None,
        query: Pairs | None = None,
        headers: Pairs | None = None,
        content_type: str | None = None,
        body: Any = None,
    ) -> list[Violation]:
        """Check a request.

        path, query and headers are names with values (text, or what text stands for; a list where a name is repeated);
        None is not looked at. body is bytes or decoded: JSON as Python data, a form as a dict of text, FilePart, dict
        and list. None is no body, which is a violation where one is required. Without content_type (and Content-Type
        in headers) a body with a file in it, or of an operation that takes forms only, is a form, any other JSON; with
        content_type="" there is none, which is a violation. Unknown members and parameters aren't violations.
        Raises ValueError for an unknown operation.
        """
        asked = self._document.operation(operation)
        sent = [] if headers is None else list(pairs(headers))
        given = None if headers is None else lowered(sent)
        asking = None if query is None else grouped(query)
        with Hiding(lambda: keys_in(sent, asking or {})):
            found: list[Violation] = []
            if path is not None:
                found += self._judge.parameters(asked, "path", grouped(path))
            if asking is not None:
                found += self._judge.parameters(asked, "query", asking)
            if given is not None:
                found += self._judge.parameters(asked, "header", given)
                if content_type is None:
                    # bytes are what their media type says, and without one nobody knows; what is decoded was known
                    content_type = given.get("content-type", "" if given and isinstance(body, BYTES) else None)
            if asked.bodies:
                found += self._request_body(asked, content_type, body)
            return found

    def check_response(
        self,
        operation: str,
        *,
        status: int,
        headers: Pairs | None = None,
        body: Any = None,
        request: Any = None,
        previous: Any = None,
    ) -> list[Violation]:
        """Check a response: its status, media type, headers and body.

        headers None is not looked at, and of body None the media type alone; a decoded body is taken for JSON. request
        is what was asked, name -> value, parameters and members of the body together; previous is the job as it was
        seen before; each may be a dict, the bytes of JSON, or an object with to_dict(). Without them the rules that
        compare with them are passed over. A success status that the operation doesn't have is a violation, an error
        status that it doesn't have is not; both have their bodies judged by the nearest declared status. Raises
        ValueError for an unknown operation, and for what is no status.
        """
        asked = self._document.operation(operation)
        if not isinstance(status, int) or not 100 <= status <= 999:
            raise ValueError(f"status: found {show(status)}; allowed: a whole number from 100 to 999")
        response = asked.response(status)
        found: list[Violation] = []
        if response is None or status >= 400:
            if status >= 400 and self.is_job(operation, body):
                # a job that failed, as some servers answer with it: there is nothing wrong with it but the status
                found.append(self._judge.status(asked, status, misplaced=True))
                response = asked.nearest(200)
            elif response is None:
                response = asked.nearest(status)
                if 200 <= status < 300:
                    found.append(self._judge.status(asked, status))
                if isinstance(body, BYTES) and not len(body):
                    return found
            if response is None:
                return found
        kind = None
        where: Where = ("body", operation, status, None)
        if headers is not None:
            given = lowered(headers)
            kind = given.get("content-type", "")
            found += self._headers(response, given, operation, status)
        if body is None:
            return found + self._label(response, kind, where)
        look = NO_LOOK
        if request is not None or previous is not None:
            look = Look(operation=operation, asked=self._asked(asked, request), before=members(previous))
        return found + (self._response_body(response, kind, body, where, look) if response.content else [])

    def match(self, method: str, url: str, base_url: str | None = None) -> Asked | None:
        """The operation that a method and a URL ask for, with the URL's parameters; None where it is none.

        Whatever stands before an operation's path is taken for a prefix, unless base_url says what it is.
        """
        return self._routes.match(method, url, base_url)

    def check_exchange(
        self, exchange: Exchange, *, asked: Asked | None = None, previous: Any = None
    ) -> list[Violation]:
        """Check a request together with its response; each violation has the server's origin.

        asked is what `match` says of the request, found out where it isn't given; previous is as of `check_response`.
        Raises ValueError where the URL is that of no operation.
        """
        asked = asked or self.match(exchange.method, exchange.url)
        if asked is None:
            allowed = ", ".join(f"{each.method} {each.path}" for each in self.operations.values())
            raise ValueError(
                f"url: found {show(without_secrets(exchange.url))}; allowed: that of an operation ({allowed})"
            )
        # a server may repeat a key anywhere
        with Hiding(exchange.keys):
            violations = self._exchanged(asked, exchange, previous)
        origin = origin_of(exchange.url)
        return [attrs.evolve(each, origin=origin) for each in violations]

    def _exchanged(self, asked: Asked, exchange: Exchange, previous: Any) -> list[Violation]:
        operation, headers, body = asked.operation.id, exchange.request_headers, exchange.request_body
        found = self.check_request(operation, path=asked.path, query=asked.query, headers=headers, body=body)
        if body is None:  # not known, which is not missing
            found = [each for each in found if each.code != "body.required"]
        if exchange.status is not None:
            found += self.check_response(
                operation,
                status=exchange.status,
                headers=exchange.response_headers,
                body=exchange.response_body,
                request=asked.values(lowered(headers).get("content-type", ""), body),
                previous=previous,
            )
        return found

    def check_schema(self, component: str, data: Any) -> list[Violation]:
        """Check data, or the bytes of JSON, against a schema of the contract by its name.

        Raises ValueError for an unknown name.
        """
        pointer = self._schemas.get(component)
        if pointer is None:
            schemas = self.document.get("components", {}).get("schemas", {})
            if component not in schemas:
                raise ValueError(f"schema: found {component!r}; allowed: {', '.join(schemas)}")
            pointer = self._schemas[component] = join("/components/schemas", component)
        return self._judge.value(pointer, data, ("body", None, None, None))

    def is_job(self, operation: str, body: Any) -> bool:
        """Whether a body, decoded or not, is a job with an id, of an operation that answers with one.

        Some servers answer with a failed job under an error status.
        """
        if not self._document.answers_with(self._document.operation(operation), "Video"):
            return False
        data = members(body)
        return data is not None and data.get("object") == "video" and isinstance(data.get("id"), str)

    def _asked(self, operation: Operation, request: Any) -> Mapping[str, Any] | None:
        """What was asked, as far as the operation's contract has it: what it doesn't have means nothing."""
        given = members(request)
        if given is None:
            return None
        known = self._names.get(operation.id)
        if known is None:
            names = (*(each.name for each in operation.parameters), *self._document.members(operation.id))
            known = self._names[operation.id] = frozenset(names)
        return {name: value for name, value in given.items() if name in known}

    def _request_body(self, asked: Operation, content_type: str | None, body: Any) -> list[Violation]:
        judge = self._judge
        where: Where = ("body", asked.id, None, None)
        if body is None or (isinstance(body, BYTES) and not len(body)):
            return [judge.missing(where, join(asked.pointer, "requestBody"))] if asked.body_required else []
        kind = _guess(asked, body) if content_type is None else media_type(str(content_type))
        if kind not in asked.bodies:
            kind = media_type(hide(str(content_type), hidden()))  # before its letters are made small
            return [judge.unknown_type(where, kind, asked.bodies, join(asked.pointer, "requestBody", "content"))]
        schema = asked.bodies[kind]
        if judge.compiled.is_file(schema):
            return []
        if kind == FORM and isinstance(body, BYTES):
            try:
                body = decode_multipart(bytes(body), content_type or "")
            except NotMultipartError as error:
                path = (error.field,) if error.field else ()
                return [judge.undecodable(where, schema, str(error), keyword=error.keyword, path=path)]
        found = judge.value(schema, body, where)
        if found and kind == FORM:
            body = judge.compiled.read(schema, body)
            found = judge.value(schema, body, where)
        return found or judge.unwritable(schema, body, where, files=kind == FORM)

    def _headers(self, response: Response, given: Mapping[str, Any], operation: str, status: int) -> list[Violation]:
        found: list[Violation] = []
        for name, pointer in response.headers.items():
            if name.lower() in given:
                found += self._judge.text(pointer, given[name.lower()], ("header", operation, status, name))
        return found

    def _label(self, response: Response, kind: str | None, where: Where) -> list[Violation]:
        """The media type of a body that nobody has looked at."""
        off = response.content and kind and self._declared(response, kind) is None
        return [self._undeclared(response, str(kind), where)] if off else []

    def _declared(self, response: Response, kind: str) -> str | None:
        # several ranges of media come as HTTP has them (RFC 9110, 15.3.7.2), whatever a contract calls one
        if response.status == "206" and media_type(kind) == "multipart/byteranges":
            return next(iter(response.content))
        return response.media_type(kind)

    def _undeclared(self, response: Response, kind: str, where: Where) -> Violation:
        place = join(response.pointer, "content")
        return self._judge.unknown_type(where, media_type(hide(kind, hidden())), response.content, place)

    def _response_body(
        self, response: Response, kind: str | None, body: Any, where: Where, look: Look
    ) -> list[Violation]:
        judge, content = self._judge, response.content
        declared = next(iter(content)) if kind is None else self._declared(response, kind)
        found: list[Violation] = []
        if declared is None:
            found.append(self._undeclared(response, kind or "", where))
            declared = next(iter(content))
            # JSON under another name is still looked into; anything else is what its name says
            if isinstance(body, BYTES) and not _is_json(bytes(body)):
                return found
        pointer = content[declared]
        if judge.compiled.is_file(pointer):
            return found
        if isinstance(body, BYTES) and not len(body):
            return [*found, judge.missing(where, pointer)]
        return found + judge.value(pointer, body, where, look)


@cache
def _bundled() -> Contract:
    return Contract(Document.load())


def _guess(asked: Operation, body: Any) -> str:
    """The media type that a body of no named type has."""
    filed = isinstance(body, Mapping) and any(isinstance(value, FilePart) for value in body.values())
    others = [kind for kind in asked.bodies if kind != FORM]
    return FORM if FORM in asked.bodies and (filed or not others) else others[0]


def _is_json(body: bytes) -> bool:
    try:
        decode_json(body)
    except NotJSONError:
        return False
    return True
