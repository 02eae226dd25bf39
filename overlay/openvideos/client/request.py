"""Arguments of a call -> the request that goes out, judged by the contract before it does. No I/O but for files."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import attrs

from openvideos._version import __version__
from openvideos.contract.document import media_type
from openvideos.errors import OpenVideosError, RequestValidationError
from openvideos.escape import escape
from openvideos.omit import NotGiven, Omit
from openvideos_api import api
from openvideos_api.types import File
from openvideos_api.wire import path_segment

from .files import Upload, is_file, reference, upload
from .options import Headers, Settings
from .shape import shape_of

__all__ = ["Call", "Setup", "build", "members"]

FORM, JSON = "multipart/form-data", "application/json"
LENIENT = "for a server that takes others: check_requests=False"
_UNWRITABLE = frozenset({"unicode", "json", "multipart"})
_AGENT = {"User-Agent": f"openvideos/{__version__} python/{platform.python_version()}"}


@attrs.frozen(kw_only=True)
class Setup:
    """What a client adds to each of its calls."""

    settings: Settings
    default_headers: Mapping[str, Any]
    default_query: Mapping[str, Any]
    defaults: Mapping[str, Any]
    check_requests: bool


@attrs.frozen(kw_only=True)
class Call:
    """A request to send: httpx's keywords, names of headers to leave out, and the operation's generated module.

    asked is what it asks for, name -> value; previous the job as it was seen before; on_violation that of the call.
    """

    operation: str
    module: ModuleType
    keywords: dict[str, Any] = attrs.field(repr=False)
    without: tuple[str, ...]
    asked: Mapping[str, Any] = attrs.field(factory=dict, repr=False)
    previous: Mapping[str, Any] | None = attrs.field(default=None, repr=False)
    on_violation: Any = None


def build(operation: str, arguments: Mapping[str, Any], options: Mapping[str, Any], setup: Setup) -> Call:
    """The request of an operation with these keywords and options.

    Raises RequestValidationError for what the contract forbids or nothing can write, InputFileError for files.
    """
    try:
        return _build(operation, arguments, options, setup)
    except OpenVideosError:
        raise
    except RecursionError:
        raise RequestValidationError(
            "request: found something nested without end; allowed: what JSON can say"
        ) from None
    except (OverflowError, ValueError) as error:  # a number of more digits than Python writes, a lone surrogate
        raise RequestValidationError(f"request: can't be written ({escape(str(error), 200)})") from error


def _build(operation: str, arguments: Mapping[str, Any], options: Mapping[str, Any], setup: Setup) -> Call:
    module: ModuleType = api.operation(operation)
    shape = shape_of(operation)
    given = {name: value for name, value in arguments.items() if _is_given(value)}
    path = {name: value for name, value in arguments.items() if shape.parameters.get(name) == "path"}
    for name, value in path.items():
        _check_segment(name, value)
    query = {
        name: value
        for name, value in given.items()
        # a value that a server assumes anyway is left out: some refuse it (T21 of what servers are known to do)
        if shape.parameters.get(name) == "query" and shape.defaults.get(name) != value
    }
    body = {name: value for name, value in given.items() if name not in shape.parameters}
    if operation == "create":
        body = {**setup.defaults, **body}
    body = {**body, **_mapping("extra_body", options.get("extra_body"))}
    body = members(operation, {name: value for name, value in body.items() if not isinstance(value, Omit | NotGiven)})
    headers = Headers(
        {"Accept": "application/binary" if module.RESPONSES.get(200, module) is None else JSON, **_AGENT},
        setup.settings.headers(),
        setup.default_headers,
        _mapping("extra_headers", options.get("extra_headers")),
    )
    asked = media_type(headers.get("content-type") or "")
    kind = _media_type(operation, body, list(module.BODIES), asked)
    if setup.check_requests:
        _check(operation, path=path, query=query, content_type=kind and (asked or kind), body=body)
    keywords = {**path, **query}
    if kind is not None:
        keywords["body"] = module.BODIES[kind].from_dict({name: _sent(value) for name, value in body.items()})
    try:
        wanted: dict[str, Any] = module.request(**keywords)
    except UnicodeEncodeError as error:
        raise RequestValidationError(f"body: can't be written ({escape(str(error), 200)})") from error
    if kind is None and body and module.METHOD != "get":
        wanted["json"] = body
    everything = {**setup.default_query, **query, **_mapping("extra_query", options.get("extra_query"))}
    base = urlsplit(setup.settings.base_url)
    wanted["params"] = [*parse_qsl(base.query, keep_blank_values=True), *_flat(everything)]
    wanted["url"] = urlunsplit((base.scheme, base.netloc, base.path + wanted["url"].lstrip("/"), "", ""))
    if kind == FORM:
        headers.discard("content-type")  # of a form it names the boundary, which is drawn for each request
    wanted["headers"] = headers.pairs(wanted.get("headers", {}))
    return Call(
        operation=operation,
        module=module,
        keywords=wanted,
        without=headers.without,
        asked={**{name: value for name, value in everything.items() if _is_given(value)}, **body, **path},
        on_violation=options.get("on_violation"),
    )


def members(operation: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a body as they go out: text for the listed conversions, Upload for files, objects as they are."""
    known = shape_of(operation).members
    made = {}
    for name, value in given.items():
        member = known.get(name)
        if member is None:
            made[name] = upload(name, value) if is_file(value) else value
        elif member.file or member.objects:
            inner = [each for names in member.objects.values() for each in names]
            made[name] = reference(name, value, list(member.objects), inner, file=member.file)
        else:
            made[name] = next((_CONVERSIONS[each](value) for each in member.components if each in _CONVERSIONS), value)
    return made


def _seconds(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _size(value: Any) -> Any:
    if isinstance(value, tuple | list) and len(value) == 2 and all(type(each) is int for each in value):
        return f"{value[0]}x{value[1]}"
    return value


_CONVERSIONS = {"VideoSeconds": _seconds, "VideoExtensionSeconds": _seconds, "VideoSize": _size}
"""Component of the contract -> what its keyword takes beyond the contract's own type."""


def _is_given(value: object) -> bool:
    return value is not None and not isinstance(value, Omit | NotGiven)


def _check_segment(name: str, value: Any) -> None:
    try:
        path_segment(name, value if isinstance(value, str) or not value else str(value))
    except UnicodeEncodeError:
        raise RequestValidationError(f"{name}: found a lone surrogate; allowed: text that UTF-8 can write") from None
    except ValueError as error:
        raise RequestValidationError(str(error)) from None


def _mapping(option: str, value: Any) -> Mapping[str, Any]:
    if value is None or isinstance(value, Omit | NotGiven):
        return {}
    if not isinstance(value, Mapping):
        raise RequestValidationError(f"{option}: found a {type(value).__name__}; allowed: a dict")
    return value


def _media_type(operation: str, body: Mapping[str, Any], kinds: list[str], asked: str) -> str | None:
    """A file makes a body a form and a reference object makes it JSON; else a header decides, else the contract."""
    if not kinds:
        return None
    known = shape_of(operation).members
    files = [name for name, value in body.items() if isinstance(value, Upload)]
    objects = [
        name for name, value in body.items() if name in known and known[name].objects and isinstance(value, Mapping)
    ]
    if files and (objects or asked == JSON):
        other = f"{objects[0]} is an object" if objects else f"Content-Type is {JSON}"
        raise RequestValidationError(
            f"{files[0]}: found a file where {other}; allowed: files alone (a form can't carry the other), or no file"
        )
    if files and FORM in kinds:
        return FORM
    if objects and JSON in kinds:
        return JSON
    return asked if asked in kinds else kinds[0]


def _check(operation: str, *, path: Any, query: Any, content_type: str | None, body: Mapping[str, Any]) -> None:
    from openvideos.contract import Contract, FilePart

    decoded = {
        name: FilePart(name=value.name, type=value.type, size=len(value.content))
        if isinstance(value, Upload)
        else value
        for name, value in body.items()
    }
    violations = Contract.load().check_request(
        operation, path=path, query=query, content_type=content_type, body=decoded if content_type else None
    )
    if violations:
        more = "".join(f"; {each.message}" for each in violations[1:4])
        writable = not all(each.code.rpartition(".")[2] in _UNWRITABLE for each in violations)
        raise RequestValidationError(
            f"{violations[0].message}{more}", hint=LENIENT if writable else "", violations=violations
        )


class _Part(File):
    """A generated File with headers of its own."""

    __slots__ = ("headers",)

    def __init__(self, made: Upload) -> None:
        super().__init__(made.content, made.name, made.type)
        self.headers = dict(made.headers)

    def to_tuple(self) -> Any:
        """What httpx takes as a part."""
        return (*super().to_tuple(), self.headers) if self.headers else super().to_tuple()


def _sent(value: Any) -> Any:
    return _Part(value) if isinstance(value, Upload) else value


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Query parameters as the official SDK writes them: q[]=1 for lists, a[b]=c for objects, nothing for None."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flat(item, f"{name}[{key}]" if name else str(key))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _flat(item, f"{name}[]")
    elif isinstance(value, bool):
        yield name, str(value).lower()
    elif _is_given(value):
        yield name, str(value)
