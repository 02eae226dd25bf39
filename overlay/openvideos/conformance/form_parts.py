"""The parts of a form's bytes, where nothing about them is out of the ordinary."""

from __future__ import annotations

import re

import attrs

__all__ = ["FormPart", "form_parts"]

_BOUNDARY = re.compile(r'multipart/form-data\s*;\s*boundary="?([0-9A-Za-z\'()+_,\-./:=?]{1,70})"?\s*', re.IGNORECASE)
_PARAMETER = re.compile(r'; (name|filename)="([^"\\%\r\n]*)"')
_TYPE = re.compile(r"[0-9a-z!#$&^_.+\-]+/[0-9a-z!#$&^_.+\-]+", re.IGNORECASE)
_MOST = 50


@attrs.frozen(kw_only=True)
class FormPart:
    """A field, or a file where it has a file name; the media type is "" where none was sent."""

    name: str
    filename: str | None
    type: str
    content: bytes = attrs.field(repr=False)


def form_parts(body: bytes, content_type: str) -> list[FormPart] | None:
    """The parts of a multipart/form-data body in their order.

    None for a body that is no form of this plain kind: whoever sent it meant each of its bytes.
    """
    named = _BOUNDARY.fullmatch(content_type)
    if named is None:
        return None
    delimiter = b"--" + named[1].encode()
    first, *pieces = (b"\r\n" + body).split(b"\r\n" + delimiter)
    if first or not pieces or pieces[-1].strip(b"\r\n") != b"--" or len(pieces) > _MOST:
        return None
    found = [_part(each) for each in pieces[:-1]]
    whole = [each for each in found if each is not None]
    return whole if whole and len(whole) == len(found) else None


def _part(piece: bytes) -> FormPart | None:
    start, empty_line, content = piece.partition(b"\r\n\r\n")
    if not empty_line or not start.startswith(b"\r\n"):
        return None
    try:
        lines = start[2:].decode("utf-8").split("\r\n")
    except UnicodeDecodeError:
        return None
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    if len(headers) != len(lines) or headers.keys() - {"content-disposition", "content-type"}:
        return None
    kind = headers.get("content-type", "")
    kinds, parameters = headers.get("content-disposition", ""), {}
    if not kinds.startswith("form-data") or (kind and not _TYPE.fullmatch(kind)):
        return None
    rest = kinds.removeprefix("form-data")
    parameters = dict(_PARAMETER.findall(rest))
    if _PARAMETER.sub("", rest) or "name" not in parameters:
        return None
    return FormPart(name=parameters["name"], filename=parameters.get("filename"), type=kind, content=content)
