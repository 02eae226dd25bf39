"""Files of recorded traffic -> exchanges: a HAR, or JSON Lines."""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import attrs

from .exchange import Exchange
from .found import show
from .multipart import fold
from .violation import FilePart

__all__ = ["Recorded", "RecordingError", "read_json", "recorded"]

_ALLOWED = "an object with a request and a response"


class RecordingError(ValueError):
    """A file that is no recording, or one that is broken; the message says where, what was found, what is allowed."""


@attrs.frozen(kw_only=True)
class Recorded:
    """An exchange, its place in the file, and when it began and ended, where that is known."""

    place: str
    exchange: Exchange
    began: datetime | None
    ended: datetime | None


def recorded(data: bytes, document: Any) -> Iterator[Recorded] | None:
    """The exchanges of a file, which was decoded to one document or, of several lines, to None; None if it is another.

    Raises RecordingError where it comes to what is broken.
    """
    if document is None:
        return _lines(data)
    if isinstance(document, dict) and "log" in document:
        return _har(document)
    if isinstance(document, dict) and "request" in document:
        return iter([_timed("", _of_line(document, "exchange"), document)])
    return None


def _har(document: Any) -> Iterator[Recorded]:
    entries = _member(_member(document, "log", dict, ""), "entries", list, "log.")
    for number, entry in enumerate(entries, 1):
        place = f"entry {number}"
        yield _timed(place, _of_har(entry, place), entry)


def _lines(data: bytes) -> Iterator[Recorded]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            place = f"line {number}"
            exchange = read_json(line, place)
            yield _timed(place, _of_line(exchange, place), exchange)


def read_json(data: bytes, place: str = "") -> Any:
    """Decode a recording, or a line of one. Raises RecordingError, which begins with the place."""
    before = f"{place}: " if place else ""
    if data.startswith(b"\x1f\x8b"):
        raise RecordingError(f"{before}found gzip; allowed: the file unpacked (gunzip)")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RecordingError(f"{before}found UTF-16; allowed: UTF-8")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RecordingError(f"{before}byte {error.start} is not UTF-8; allowed: JSON in UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"column {error.colno}" if place else f"line {error.lineno}, column {error.colno}"
        raise RecordingError(f"{before}found no JSON ({error.msg}, {where}); allowed: JSON") from None
    except RecursionError:
        raise RecordingError(f"{before}found JSON nested too deep to be read; allowed: a recording") from None
    except ValueError:
        raise RecordingError(f"{before}found an integer of too many digits; allowed: JSON") from None


def _of_har(entry: Any, place: str) -> Exchange:
    request = _member(entry, "request", dict, f"{place}: ")
    response = _member(entry, "response", dict, f"{place}: ")
    headers = _headers(request, f"{place}: request.")
    posted = request.get("postData")
    kind = str(posted.get("mimeType") or "") if isinstance(posted, dict) else ""
    if kind and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("content-type", kind))
    return Exchange(
        method=_member(request, "method", str, f"{place}: request."),
        url=_member(request, "url", str, f"{place}: request."),
        request_headers=headers,
        request_body=_posted(posted),
        status=_member(response, "status", int, f"{place}: response."),
        response_headers=_headers(response, f"{place}: response."),
        response_body=_content(response.get("content"), place),
    )


def _of_line(exchange: Any, place: str) -> Exchange:
    if isinstance(exchange, dict) and isinstance(exchange.get("response"), dict) and "content" in exchange["response"]:
        return _of_har(exchange, place)
    request = _member(exchange, "request", dict, f"{place}: ")
    response = _member(exchange, "response", dict, f"{place}: ")
    return Exchange(
        method=_member(request, "method", str, f"{place}: request."),
        url=_member(request, "url", str, f"{place}: request."),
        request_headers=_headers(request, f"{place}: request."),
        request_body=_body(request.get("body")),
        status=_member(response, "status", int, f"{place}: response."),
        response_headers=_headers(response, f"{place}: response.") if "headers" in response else None,
        response_body=_body(response.get("body")),
    )


def _member(node: Any, name: str, kind: type, place: str) -> Any:
    value = node.get(name) if isinstance(node, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        words = {dict: "an object", list: "an array", str: "text", int: "a whole number"}[kind]
        if not isinstance(node, dict):
            raise RecordingError(f"{place.rstrip(': .') or 'the file'}: found {show(node)}; allowed: {_ALLOWED}")
        raise RecordingError(f"{place}{name}: found {show(value) if name in node else 'nothing'}; allowed: {words}")
    return value


def _headers(node: Mapping[str, Any], place: str) -> list[tuple[str, str]]:
    """Headers as HAR has them, as pairs, or as an object."""
    given = node.get("headers", [])
    items = given.items() if isinstance(given, dict) else given if isinstance(given, list) else [None]
    found = []
    for item in items:
        pair = (item.get("name"), item.get("value")) if isinstance(item, dict) else item
        if not (isinstance(pair, list | tuple) and len(pair) == 2 and all(isinstance(each, str) for each in pair)):
            raise RecordingError(f"{place}headers: found something else; allowed: names with values, both text")
        found.append((pair[0], pair[1]))
    return found


def _body(given: Any) -> Any:
    return given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given


def _posted(posted: Any) -> Any:
    """The body of a HAR's request; None where there was none, or it wasn't recorded."""
    if not isinstance(posted, dict):
        return None
    if isinstance(posted.get("text"), str) and posted["text"]:
        return _body(posted["text"])
    params = posted.get("params")
    if not isinstance(params, list) or not params:
        return None
    parts = [each for each in params if isinstance(each, dict) and isinstance(each.get("name"), str)]
    return fold((each["name"], _part(each)) for each in parts)


def _part(param: Mapping[str, Any]) -> Any:
    if param.get("fileName") is not None:
        return FilePart(name=str(param["fileName"]), type=param.get("contentType"))
    return param.get("value", "")


def _content(content: Any, place: str) -> bytes | None:
    """The body of a HAR's response; None where it wasn't recorded."""
    if not isinstance(content, dict):
        return None
    text = content.get("text")
    if not isinstance(text, str):
        return b"" if content.get("size") == 0 else None
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise RecordingError(f"{place}: response.content.text: found no base64, which it says it is") from None


def _timed(place: str, exchange: Exchange, node: Any) -> Recorded:
    """With the times that HAR has: startedDateTime, and time in milliseconds."""
    began, ended = None, None
    try:
        began = datetime.fromisoformat(node["startedDateTime"])
        ended = began + timedelta(milliseconds=max(0, node.get("time", 0)))
    except (KeyError, TypeError, ValueError, OverflowError):
        pass
    return Recorded(place=place, exchange=exchange, began=began, ended=ended)
