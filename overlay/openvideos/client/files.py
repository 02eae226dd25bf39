"""What a keyword for a file or a reference takes -> a file to upload, or an object of the body."""

from __future__ import annotations

import io
import mimetypes
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from openvideos.contract.found import show
from openvideos.errors import InputFileError, RequestValidationError
from openvideos.escape import escape

from .options import header_problem

__all__ = ["Upload", "is_file", "reference", "sniff", "upload"]

NAMELESS = "upload"
UNKNOWN = "application/octet-stream"
BY_PREFIX: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "ImageReference": ((("https://", "http://", "data:"), "image_url"), (("file-", "file_"), "file_id")),
}
"""Component of a reference -> beginnings of a text, and the member that such a text is."""

# the suffixes that matter here, because mimetypes knows what the machine's tables know
_TYPES = {
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".webm": "video/webm",
    ".webp": "image/webp",
}


@attrs.frozen(kw_only=True)
class Upload:
    """A file to upload: its name, its bytes, its media type, and further headers of its part."""

    name: str
    content: bytes = attrs.field(repr=False)
    type: str
    headers: Mapping[str, str] = attrs.field(factory=dict, repr=False)


def is_file(value: object) -> bool:
    """Whether a value is a file in one of the forms that the official SDK has; text never is."""
    content = value[1] if isinstance(value, tuple) and len(value) in {2, 3, 4} else value
    return isinstance(content, bytes | bytearray | memoryview | os.PathLike | io.IOBase) or (
        hasattr(content, "read") and not isinstance(content, str | Mapping)
    )


def upload(name: str, value: Any) -> Upload:
    """Read a file: a path, bytes, an open binary file, or a tuple (file name, one of these[, type[, headers]]).

    An open file is read from where it stands. The type is guessed from the name, else from the first bytes.
    Raises InputFileError for what can't be read, RequestValidationError for headers that can't be written.
    """
    called: str | None = None
    kind: str | None = None
    headers: Mapping[str, str] = {}
    content = value
    if isinstance(value, tuple):
        called, content = value[:2]
        kind = value[2] if len(value) > 2 else None
        headers = value[3] if len(value) > 3 else {}
    own_name, data = _read(name, content)
    file_name = _clean(called or own_name or NAMELESS)
    for each, text in {"media type": kind, **(headers or {})}.items():
        problem = "" if text is None else header_problem(text) or header_problem(each)
        if problem:
            raise RequestValidationError(f"{name}: the file's {escape(str(each), 80)}: {problem}")
    kind = kind or _guess(file_name) or sniff(data) or UNKNOWN
    return Upload(name=file_name, content=data, type=kind, headers=dict(headers or {}))


def reference(name: str, value: Any, objects: Sequence[str], members: Sequence[str], *, file: bool) -> Any:
    """The Upload or the object that a keyword stands for.

    objects are the components that the contract takes there, members the names of their members, file says whether it
    takes a file. Text is never opened as a path: it is a URL or an id, or RequestValidationError.
    """
    if is_file(value):
        return upload(name, value)
    if isinstance(value, str):
        for component in objects:
            for beginnings, member in BY_PREFIX.get(component, ()):
                if value[:8].lower().startswith(beginnings):
                    return {member: value}
        raise RequestValidationError(f"{name}: found {show(value)}; allowed: {_allowed(value, objects, members, file)}")
    return value


def sniff(data: bytes) -> str | None:
    """The media type that the first bytes show, of those that this API deals in."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "video/quicktime" if data[8:12] == b"qt  " else "video/mp4"
    return None


def _allowed(value: str, objects: Sequence[str], members: Sequence[str], file: bool) -> str:
    ways = []
    if file:
        path = repr(value) if value.isprintable() and len(value) <= 80 else "..."
        ways += [f"Path({path}) for a file", "bytes", "an open binary file"]
    for component in objects:
        for beginnings, member in BY_PREFIX.get(component, ()):
            ways.append(f"{' or '.join(beginnings)} at the beginning for {member}")
    ways += [f'{{"{member}": ...}}' for member in members]
    return ", ".join(ways)


def _read(name: str, content: Any) -> tuple[str | None, bytes]:
    if isinstance(content, bytes | bytearray | memoryview):
        return None, bytes(content)
    path = os.fspath(content) if isinstance(content, os.PathLike) else None
    try:
        if path is not None:
            return Path(os.fsdecode(path)).name, Path(os.fsdecode(path)).read_bytes()
        data = content.read()
    except FileNotFoundError as error:
        raise InputFileError(f"{name}: no such file: {_shown(path)}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputFileError(f"{name}: can't be read: {_shown(path)} ({escape(reason, 200).lower()})") from error
    if not isinstance(data, bytes):
        raise InputFileError(f"{name}: found a file opened for text; allowed: one opened for bytes, open(..., 'rb')")
    opened = getattr(content, "name", None)
    return (os.path.basename(opened) if isinstance(opened, str) else None), data


def _shown(path: str | bytes | None) -> str:
    return "the open file" if path is None else escape(os.fsdecode(path), 400)


def _guess(file_name: str) -> str | None:
    suffix = os.path.splitext(file_name)[1].lower()
    return _TYPES.get(suffix) or mimetypes.guess_type(file_name, strict=False)[0]


def _clean(file_name: str) -> str:
    """A file name as a part's header can carry it."""
    return "".join(char if char.isprintable() else "_" for char in str(file_name))
