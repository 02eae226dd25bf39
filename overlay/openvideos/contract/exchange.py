"""A request with its response, as a recording or a transport has them, against the operation that its URL names."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs

from .decode import NotJSONError, decode_json
from .document import Document, Operation, media_type
from .given import pairs
from .keys import keys_sent
from .multipart import NotMultipartError, decode_multipart

__all__ = ["Asked", "Exchange", "Routes", "origin_of"]

Headers = Sequence[tuple[str, str]]
_PARAMETER = re.compile(r"\{([^{}]+)\}")
_PORTS = {"http": 80, "https": 443}


@attrs.frozen(kw_only=True)
class Exchange:
    """A request and what it was answered with. Bodies are bytes without a Content-Encoding, or decoded; None is not
    known, and not looked at, and so is the status of an answer that isn't there."""

    method: str
    url: str = attrs.field(repr=False)
    request_headers: Headers = attrs.field(default=(), repr=False)
    request_body: Any = attrs.field(default=None, repr=False)
    status: int | None = None
    response_headers: Headers | None = attrs.field(default=None, repr=False)
    response_body: Any = attrs.field(default=None, repr=False)

    def keys(self) -> list[str]:
        """The keys that went out, in the request's headers and in its URL."""
        return keys_sent(((str(name), str(value)) for name, value in pairs(self.request_headers)), self.url)


@attrs.frozen(kw_only=True)
class Asked:
    """The operation that a method and a URL name, and the parameters in the URL."""

    operation: Operation
    path: Mapping[str, str]
    query: Sequence[tuple[str, str]]

    def values(self, content_type: str, body: Any) -> dict[str, Any]:
        """What is asked, name -> value: parameters and the members of the body together."""
        members: Any = body
        if isinstance(body, bytes):
            try:
                form = media_type(content_type) == "multipart/form-data"
                members = decode_multipart(body, content_type) if form else decode_json(body) if body else {}
            except (NotJSONError, NotMultipartError):
                members = {}
        return {**dict(self.query), **(members if isinstance(members, Mapping) else {}), **self.path}


class Routes:
    """The operations of a document by method and path, under whatever prefix."""

    def __init__(self, document: Document) -> None:
        # /videos/edits before /videos/{video_id}
        operations = sorted(document.operations.values(), key=lambda each: each.path.count("{"))
        self._routes = [(each, _pattern(each.path), _PARAMETER.findall(each.path)) for each in operations]

    def match(self, method: str, url: str, base: str | None = None) -> Asked | None:
        """What a method and a URL ask for; None where that is no operation, or isn't below the base URL."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        path = parts.path
        if base is not None:
            start = urlsplit(base).path.rstrip("/")
            if origin_of(url) != origin_of(base) or not path.startswith(f"{start}/"):
                return None
            path = path[len(start) :]
        for operation, pattern, names in self._routes:
            found = pattern.fullmatch(path) if operation.method == method.upper() else None
            if found is not None and (base is None or not found[1]):
                values = map(unquote, found.groups()[1:])
                query = parse_qsl(parts.query, keep_blank_values=True)
                return Asked(operation=operation, path=dict(zip(names, values, strict=True)), query=query)
        return None


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL, without the usual port and without user information; "" where it has none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{'' if port in {None, _PORTS.get(parts.scheme)} else f':{port}'}" if host else ""


def _pattern(path: str) -> re.Pattern[str]:
    """A path template as a pattern for the end of a path."""
    inner = "([^/]+)".join(map(re.escape, _PARAMETER.split(path)[::2]))
    return re.compile(f"(.*){inner}/?", re.DOTALL)
