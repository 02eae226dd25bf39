"""One entry of a recording -> an exchange: as a HAR has it, or in the words of a line of JSON Lines."""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from .document import media_type
from .exchange import Exchange
from .found import show
from .multipart import NotMultipartError, decode_multipart, fold
from .violation import FilePart

__all__ = ["RecordingError", "asked_in", "exchange_in", "member", "times_in"]

_ALLOWED = "an object with a request and a response"
_WORDS: Mapping[type, str] = {dict: "an object", list: "an array", str: "text"}
_FORM = "multipart/form-data"


class RecordingError(ValueError):
    """A file that is no recording, or what is broken in one; the message says what was found and what is allowed."""


def asked_in(entry: Any) -> tuple[str, str]:
    """The method and the URL of an entry, whatever the rest of it is. Raises RecordingError."""
    request = member(entry, "request", dict)
    return member(request, "method", str, "request."), member(request, "url", str, "request.")


def exchange_in(entry: Any) -> Exchange | None:
    """The whole of an entry; None where no answer ever came. What it doesn't hold is not known.

    Raises RecordingError.
    """
    method, url = asked_in(entry)
    request = entry["request"]
    response = member(entry, "response", dict) if entry.get("response") is not None else {}
    status = _status(response.get("status"))
    # browsers write 0 for an answer that never came, others -1: what of the request went out is not known either
    if status is not None and status <= 0:
        return None
    posted = request.get("postData")
    headers = _headers(request, "request.")
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    if not kind and isinstance(posted, dict) and isinstance(posted.get("mimeType"), str) and posted["mimeType"]:
        kind = posted["mimeType"]
        headers.append(("content-type", kind))
    came = _headers(response, "response.")
    return Exchange(
        method=method,
        url=url,
        request_headers=headers,
        request_body=_given(request["body"]) if "body" in request else _posted(posted, kind),
        status=status,
        # no answer comes without any
        response_headers=came or None,
        response_body=_given(response["body"]) if "body" in response else _content(response.get("content"), came),
    )


def times_in(entry: Any) -> tuple[datetime | None, datetime | None]:
    """When an exchange began and when it was over: startedDateTime, and time in milliseconds, as HAR has them."""
    began, ended = None, None
    try:
        began = datetime.fromisoformat(entry["startedDateTime"])
        ended = began + timedelta(milliseconds=max(0, entry.get("time", 0)))
    except (KeyError, TypeError, ValueError, OverflowError):
        pass
    return began, ended


def member(node: Any, name: str, kind: type, place: str = "") -> Any:
    """A member of an object, which has to be there. Raises RecordingError, which begins with the place."""
    if not isinstance(node, dict):
        raise RecordingError(f"found {_kind(node)}; allowed: {_ALLOWED}")
    value = node.get(name)
    if not isinstance(value, kind):
        found = _kind(value) if name in node else "nothing"
        raise RecordingError(f"{place}{name}: found {found}; allowed: {_WORDS[kind]}")
    return value


def _kind(value: Any) -> str:
    """What stands in another's place: a text or an object may hold a key."""
    return _WORDS.get(type(value)) or show(value)


def _status(given: Any) -> int | None:
    if given is None:
        return None
    # JSON doesn't tell 200.0 from 200
    whole = given.is_integer() if isinstance(given, float) else isinstance(given, int) and not isinstance(given, bool)
    if not whole or not (given <= 0 or 100 <= given <= 999):
        raise RecordingError(f"response.status: found {show(given)}; allowed: a whole number from 100 to 999, or 0")
    return int(given)


def _headers(node: Mapping[str, Any], place: str) -> list[tuple[str, str]]:
    """Headers as HAR has them, as pairs, or as an object, in which a repeated one has a list."""
    found = []
    for name, value in _pairs(node.get("headers")):
        # nothing of it is shown: it may be a key
        if not isinstance(name, str) or not isinstance(value, str | int) or isinstance(value, bool):
            raise RecordingError(f"{place}headers: found something else; allowed: names with values, both text")
        found.append((name, str(value)))
    return found


def _pairs(given: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(given, dict):
        for name, value in given.items():
            yield from ((name, each) for each in (value if isinstance(value, list) else [value]))
    elif isinstance(given, list):
        for item in given:
            if isinstance(item, dict):
                yield item.get("name"), item.get("value")
            else:
                yield tuple(item) if isinstance(item, list) and len(item) == 2 else (None, None)
    elif given is not None:
        yield None, None


def _given(body: Any) -> Any:
    return body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body


def _posted(posted: Any, kind: str) -> Any:
    """The body of a HAR's request; None where there was none, or it wasn't recorded."""
    if not isinstance(posted, dict):
        return None
    params = posted.get("params")
    fields = [each for each in params if isinstance(each, dict)] if isinstance(params, list) else []
    form = fold((each["name"], _field(each)) for each in fields if isinstance(each.get("name"), str))
    text = posted.get("text")
    if isinstance(text, str) and text:
        body = _decoded(text, posted.get("encoding"), "request.postData.text")
        # browsers write a form twice, and of its files, which are no text, as much as they like
        if not form or media_type(kind) != _FORM or _is_form(body, kind):
            return body
    return form or None


def _is_form(body: bytes, kind: str) -> bool:
    try:
        decode_multipart(body, kind)
    except NotMultipartError:
        return False
    return True


def _field(param: Mapping[str, Any]) -> Any:
    name, value = param.get("fileName"), param.get("value")
    kind = param["contentType"] if isinstance(param.get("contentType"), str) else None
    # as in a form: a media type that is neither text nor JSON makes a file of a part
    if name is not None or not (media_type(kind or "") in {"", "application/json"} or (kind or "").startswith("text/")):
        return FilePart(name=name if isinstance(name, str) else None, type=kind)
    return "" if value is None else value


def _content(content: Any, headers: Sequence[tuple[str, str]]) -> bytes | None:
    """The body of a HAR's response, which has no Content-Encoding any more; None where it wasn't recorded."""
    if not isinstance(content, dict):
        return None
    text, size = content.get("text"), content.get("size", 0)
    if isinstance(text, str) and text:
        return _decoded(text, content.get("encoding"), "response.content.text")
    # Browsers drop bodies: too large, of a page that is gone, or from their cache. What they write then is a size
    # without a text, or the size 0 (and bodySize 0, their word for the cache) that an empty body has as well. So a body
    # is empty where the answer's own Content-Length says so, or where a text is there, is empty, and nothing says else.
    lengths = {value.strip() for name, value in headers if name.lower() == "content-length"}
    return b"" if lengths == {"0"} or (text == "" and size == 0 and not lengths) else None


def _decoded(text: str, encoding: Any, place: str) -> bytes:
    if encoding != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        # some break its lines
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise RecordingError(f"{place}: found no base64, which it says it is") from None
