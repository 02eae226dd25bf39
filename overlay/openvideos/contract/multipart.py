"""multipart/form-data bytes -> the decoded form that checks look at."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from .decode import NotJSONError, decode_json
from .document import media_type
from .found import show
from .violation import FilePart

__all__ = ["NotMultipartError", "decode_multipart", "fold"]

MAX_PARTS = 1000
MAX_HEADER = 16 * 1024
_MAX_BRACKETS = 5
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
# of a header: a parameter, its value quoted or not (RFC 9110, 5.6.6)
_PARAMETER = re.compile(r';\s*([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\.)*+)"|([^";]*))', re.DOTALL)
_FOLD = re.compile(r"\r\n[ \t]+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")


class NotMultipartError(ValueError):
    """Bytes that are not the form that their media type names.

    keyword is what of it they are not: the form itself, or JSON or text (unicode) in the part of a field.
    """

    def __init__(self, reason: str, field: str = "", keyword: str = "multipart") -> None:
        super().__init__(reason)
        self.field = field
        self.keyword = keyword


def decode_multipart(body: bytes, content_type: str) -> dict[str, Any]:
    """Decode a form: name -> text, FilePart (contents aren't kept), or what an application/json part says.

    A repeated name has a list; `input_reference[file_id]` is a member of an object, `tags[]` an item of a list. A part
    is a file if it has a file name, or a media type that is neither text nor JSON. Raises NotMultipartError.
    """
    return fold(_parts(body, _boundary(content_type)))


def fold(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Fold fields, in the order of a form, into the decoded form: brackets to objects, repetitions to lists."""
    form: dict[str, list[Any]] = {}
    objects: dict[str, list[tuple[str, Any]]] = {}
    for name, value in pairs:
        match = _NAME.fullmatch(name)
        if match is None or match[2].count("[") > _MAX_BRACKETS:
            form.setdefault(name, []).append(value)
        elif match[2] == "[]":
            form.setdefault(match[1], [_LIST]).append(value)
        else:
            first, _, rest = match[2][1:].partition("]")
            if match[1] not in objects:
                form.setdefault(match[1], []).append(objects.setdefault(match[1], []))
            objects[match[1]].append((first + rest, value))
    found: dict[str, Any] = {}
    for name, values in form.items():
        items = [
            fold(objects[name]) if name in objects and item is objects[name] else item
            for item in values
            if item is not _LIST
        ]
        found[name] = items if len(values) > 1 else items[0]
    return found


# says that a name was written with [], so that one value of it is a list too
_LIST = object()


def _boundary(content_type: str) -> bytes:
    boundary = _parameters(content_type).get("boundary")
    if not boundary:
        raise NotMultipartError("no boundary in its media type")
    if _BOUNDARY.fullmatch(boundary) is None:
        raise NotMultipartError(f"the boundary {show(boundary)}")
    return boundary.encode("ascii")


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[str, Any]]:
    delimiter = b"\r\n--" + boundary
    # what stands before the first delimiter is no part; at the very start it has no line break before it
    place = len(boundary) + 2 if body.startswith(delimiter[2:]) else _after(body, delimiter, 0)
    for _ in range(MAX_PARTS + 1):
        if body.startswith(b"--", place):
            return
        start = body.find(b"\r\n", place)
        if start < 0 or body[place:start].strip(b" \t"):
            raise NotMultipartError(f"a broken delimiter at byte {place}")
        # a part without any header has its empty line at once
        empty = body.find(b"\r\n\r\n", start, start + MAX_HEADER)
        if empty < 0:
            raise NotMultipartError(f"a part without an end of its headers at byte {place}")
        content = empty + 4
        place = _after(body, delimiter, empty + 2)
        end = max(content, place - len(delimiter))
        yield _part(body[start + 2 : empty], body, content, end)
    raise NotMultipartError(f"more than {MAX_PARTS} parts")


def _after(body: bytes, delimiter: bytes, start: int) -> int:
    place = body.find(delimiter, start)
    if place < 0:
        raise NotMultipartError("no closing delimiter")
    return place + len(delimiter)


def _parameters(header: str) -> dict[str, str]:
    """The parameters of a header by their names in small letters; of a repeated one the first."""
    found: dict[str, str] = {}
    for match in _PARAMETER.finditer(header):
        value = _ESCAPED.sub(r"\1", match[2]) if match[2] is not None else match[3].strip()
        found.setdefault(match[1].lower(), value)
    return found


def _part(headers: bytes, body: bytes, start: int, end: int) -> tuple[str, Any]:
    found = {}
    # a header may be folded (RFC 5322, 2.2.3)
    for line in _FOLD.sub(" ", headers.decode("utf-8", "replace")).split("\r\n"):
        name, _, value = line.partition(":")
        found[name.strip().lower()] = value.strip()
    disposition = _parameters(found.get("content-disposition", ""))
    if "name" not in disposition:
        raise NotMultipartError("a part without a name")
    field = disposition["name"]
    kind = media_type(found.get("content-type", ""))
    file_name = disposition.get("filename")
    if file_name is None and "filename*" in disposition:
        file_name = unquote(disposition["filename*"].rpartition("'")[2], errors="replace")
    if file_name is not None or not (kind in {"", "application/json"} or kind.startswith("text/")):
        return field, FilePart(name=file_name, type=kind or None, size=end - start)
    if kind == "application/json":
        try:
            return field, decode_json(body[start:end])
        except NotJSONError as error:
            raise NotMultipartError(str(error), field, "json") from None
    charset = _parameters(found.get("content-type", "")).get("charset", "utf-8")
    try:
        return field, body[start:end].decode(charset)
    except (LookupError, ValueError):
        reason = f"text that is not {'UTF-8' if charset.lower() == 'utf-8' else show(charset)}"
        raise NotMultipartError(reason, field, "unicode") from None
