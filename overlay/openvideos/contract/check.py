"""Contract: how does this request or response depart from the contract?"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from os import PathLike
from typing import Any, TypeAlias

from jsonschema_rs import ValidationError

from .compiled import FILE, Compiled
from .decode import NotJSONError, Path, decode_json, plain, surrogates
from .document import Document, Operation, Response, join, media_type
from .explain import MAX_VIOLATIONS, Place, explain, missing, violation
from .found import show
from .multipart import NotMultipartError, decode_multipart
from .violation import FilePart, Location, Violation

__all__ = ["Contract"]

Pairs: TypeAlias = Mapping[str, Any] | Iterable[tuple[str, Any]]
# location, operation, status, the name of a parameter or header: a Place costs more, and only a violation needs it
_Where: TypeAlias = tuple[Location, str | None, int | None, str | None]

_FORM = "multipart/form-data"
_BYTES = (bytes, bytearray, memoryview)


class Contract:
    """One opinion on what departs from the contract; each check answers with a list, empty when nothing does."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._compiled = Compiled(document)
        self._schemas: dict[str, str] = {}

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
        found: list[Violation] = []
        if path is not None:
            found += self._parameters(asked, "path", _grouped(path))
        if query is not None:
            found += self._parameters(asked, "query", _grouped(query))
        if headers is not None:
            given = _lowered(headers)
            found += self._parameters(asked, "header", given)
            content_type = given.get("content-type") if content_type is None else content_type
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
        request: Any = None,  # noqa: ARG002 - for rules that compare; none are written yet
        previous: Any = None,  # noqa: ARG002
    ) -> list[Violation]:
        """Check a response: its status, media type, headers and body.

        headers None and body None are not looked at. A success status that the operation doesn't have is a violation,
        an error status that it doesn't have is not; both have their bodies judged by the nearest declared status.
        Raises ValueError for an unknown operation.
        """
        asked = self._document.operation(operation)
        response = asked.response(status)
        found: list[Violation] = []
        if response is None:
            response = asked.nearest(status)
            if 200 <= status < 300:
                found.append(self._undeclared(asked, status))
            if response is None or (isinstance(body, _BYTES) and not len(body)):
                return found
        kind = None
        if headers is not None:
            given = _lowered(headers)
            kind = given.get("content-type", "")
            for name, pointer in response.headers.items():
                if name.lower() in given:
                    found += self._text(pointer, given[name.lower()], ("header", operation, status, name))
        if body is not None and response.content:
            found += self._response_body(response, kind, body, ("body", operation, status, None))
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
        return self._body(pointer, data, ("body", None, None, None))

    def _parameters(self, asked: Operation, location: Location, values: Mapping[str, Any]) -> Iterator[Violation]:
        for parameter in asked.parameters:
            if parameter.location != location:
                continue
            where = (location, asked.id, None, parameter.name)
            key = parameter.name.lower() if location == "header" else parameter.name
            if key in values:
                yield from self._text(parameter.pointer, values[key], where)
            elif parameter.required:
                yield missing(self._place(where), parameter.pointer.rpartition("/")[0])

    def _request_body(self, asked: Operation, content_type: str | None, body: Any) -> list[Violation]:
        where: _Where = ("body", asked.id, None, None)
        if body is None or (isinstance(body, _BYTES) and not len(body)):
            return [missing(self._place(where), join(asked.pointer, "requestBody"))] if asked.body_required else []
        kind = _guess(asked, body) if content_type is None else media_type(content_type)
        if kind not in asked.bodies:
            return [self._unknown_type(where, kind, asked.bodies, join(asked.pointer, "requestBody", "content"))]
        schema = asked.bodies[kind]
        if kind == _FORM and isinstance(body, _BYTES):
            try:
                body = decode_multipart(bytes(body), content_type or "")
            except NotMultipartError as error:
                path, keyword = ((error.field,), "json") if error.field else ((), "multipart")
                return [self._undecodable(where, schema, str(error), keyword=keyword, path=path)]
        found = self._body(schema, body, where)
        if found and kind == _FORM:
            body = self._compiled.read(schema, body)
            found = self._body(schema, body, where)
        return found or self._unwritable(schema, body, where)

    def _response_body(self, response: Response, kind: str | None, body: Any, where: _Where) -> list[Violation]:
        content = response.content
        declared = next(iter(content)) if kind is None else response.media_type(kind)
        found: list[Violation] = []
        if declared is None:
            found.append(self._unknown_type(where, media_type(kind or ""), content, join(response.pointer, "content")))
            declared = next(iter(content))
            # JSON under another name is still looked into; anything else is what its name says
            if isinstance(body, _BYTES) and not _is_json(bytes(body)):
                return found
        pointer = content[declared]
        if self._compiled.is_file(pointer):
            return found
        if isinstance(body, _BYTES) and not len(body):
            return [*found, missing(self._place(where), pointer)]
        return found + self._body(pointer, body, where)

    def _text(self, pointer: str, value: Any, where: _Where) -> list[Violation]:
        """A parameter or header: text that may stand for another type."""
        found = self._body(pointer, value, where)
        if found:
            found = self._body(pointer, self._compiled.read(pointer, value), where)
        return found or self._unwritable(pointer, value, where)

    def _body(self, pointer: str, value: Any, where: _Where) -> list[Violation]:
        validator = self._compiled.validator(pointer)
        if isinstance(value, _BYTES):
            try:
                value = decode_json(bytes(value))
            except NotJSONError as error:
                found = f"{show(bytes(value[:400]).decode('utf-8', 'replace'))} ({error})"
                return [self._undecodable(where, pointer, found)]
        errors: Iterable[ValidationError]
        try:
            if validator.is_valid(value):
                return []
            errors = validator.iter_errors(value)
        except ValueError:
            # a file, a subclass of str or int, or what JSON can't say
            rebuilt, problems = plain(value, FILE)
            if problems:
                return [self._undecodable(where, pointer, what, path=path) for path, what in problems[:MAX_VIOLATIONS]]
            errors = validator.iter_errors(rebuilt)
        return explain(errors, value, self._place(where))

    def _place(self, where: _Where) -> Place:
        location, operation, status, name = where
        names = () if name is None else (name,)
        return Place(document=self._document, location=location, names=names, operation=operation, status=status)

    def _undeclared(self, asked: Operation, status: int) -> Violation:
        return violation(
            self._place(("status", asked.id, status, None)),
            keyword="undeclared",
            found=str(status),
            allowed=", ".join(name for name in asked.responses if name.startswith("2")),
            schema_pointer=join(asked.pointer, "responses"),
        )

    def _unknown_type(self, where: _Where, kind: str, content: Iterable[str], pointer: str) -> Violation:
        found = f"the media type {show(kind)}" if kind else "no media type"
        return violation(
            self._place(where), keyword="contentType", found=found, allowed=", ".join(content), schema_pointer=pointer
        )

    def _undecodable(
        self, where: _Where, pointer: str, found: str, *, keyword: str = "json", path: Path = ()
    ) -> Violation:
        allowed = "JSON" if keyword == "json" else _FORM
        return violation(
            self._place(where), keyword=keyword, found=found, allowed=allowed, schema_pointer=pointer, path=path
        )

    def _unwritable(self, pointer: str, value: Any, where: _Where) -> list[Violation]:
        """Text that UTF-8 can't write, in a value that is otherwise fine: the schema has no word for it."""
        if isinstance(value, _BYTES):
            return []
        return [
            violation(
                self._place(where),
                keyword="unicode",
                found=show(text),
                allowed="text without lone surrogates",
                schema_pointer=pointer,
                path=path,
            )
            for path, text in surrogates(value)
        ]


@cache
def _bundled() -> Contract:
    return Contract(Document.load())


def _grouped(pairs: Pairs) -> Mapping[str, Any]:
    """Names with values, those of a repeated name in a list."""
    if isinstance(pairs, Mapping):
        return pairs
    found: dict[str, list[Any]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _lowered(pairs: Pairs) -> dict[str, Any]:
    """Headers with their names in small letters; of a repeated one the last."""
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    return {str(name).lower(): value for name, value in items}


def _guess(asked: Operation, body: Any) -> str:
    """The media type that a body of no named type has."""
    filed = isinstance(body, Mapping) and any(isinstance(value, FilePart) for value in body.values())
    others = [kind for kind in asked.bodies if kind != _FORM]
    return _FORM if _FORM in asked.bodies and (filed or not others) else others[0]


def _is_json(body: bytes) -> bool:
    try:
        decode_json(body)
    except NotJSONError:
        return False
    return True
