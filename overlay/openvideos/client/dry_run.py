"""A request as it would go out, for people: built as ever, judged by the contract, and not sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from openvideos.contract import Contract, FilePart, Violation
from openvideos.contract.document import Document, media_type
from openvideos.contract.multipart import decode_multipart
from openvideos.errors import RequestValidationError

from .http import request_of
from .options import shown_header, shown_url
from .request import FORM, build

if TYPE_CHECKING:
    import httpx

    from . import OpenVideos

__all__ = ["Described", "describe"]


@attrs.frozen(kw_only=True)
class Described:
    """A request: `shown` is what would go out, as JSON data without keys; `violations` is what is off in it."""

    shown: dict[str, Any]
    violations: tuple[Violation, ...]


def describe(client: OpenVideos, operation: str, arguments: Mapping[str, Any]) -> Described:
    """The request that a client would send for an operation with these keywords.

    What the contract forbids is no error here, but a violation. Raises RequestValidationError for what nothing can
    write, InputFileError for files.
    """
    setup = client._setup()
    try:
        call = build(operation, arguments, {}, attrs.evolve(setup, check_requests=False))
        request = request_of(client._driver().http, call.keywords, call.without)
    except RequestValidationError:  # nothing can write it; the contract may say more clearly why
        build(operation, arguments, {}, attrs.evolve(setup, check_requests=True))
        raise
    content = request.read()
    path = {each.name for each in Document.load().operation(operation).parameters if each.location == "path"}
    violations = Contract.load().check_request(
        operation,
        path={name: value for name, value in arguments.items() if name in path},
        query=request.url.params.multi_items(),
        headers=request.headers.items(),
        body=content or None,
    )
    shown = {
        "method": request.method,
        "url": shown_url(str(request.url)),
        "headers": {name: _header(name, value) for name, value in request.headers.items()},
        "body": _body(request, content),
    }
    return Described(shown=shown, violations=tuple(violations))


def _header(name: str, value: str) -> str:
    if media_type(value) == FORM and name == "content-type":
        return FORM  # its boundary is drawn anew for each request
    return shown_header(name, value)


def _body(request: httpx.Request, content: bytes) -> Any:
    """The body, decoded: of a form its fields, of a file what it is called, its media type and its size in bytes."""
    if not content:
        return None
    kind = request.headers.get("content-type", "")
    return _plain(decode_multipart(content, kind)) if media_type(kind) == FORM else json.loads(content)


def _plain(value: Any) -> Any:
    if isinstance(value, FilePart):
        return {"file": value.name, "type": value.type, "bytes": value.size}
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
