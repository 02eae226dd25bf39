# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""Types that operations and models share."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from typing import IO, Final, Generic, Literal, NamedTuple, TypeAlias, TypeVar


class Unset:
    """The type of UNSET: a parameter of a request that is not sent."""

    def __bool__(self) -> Literal[False]:
        return False


UNSET: Final = Unset()


class Omit:
    """The type of omit: a keyword that was not given, so that nothing is sent for it."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "omit"


omit: Final = Omit()


class NotGiven:
    """The type of not_given: an option that was not given, so that the client's own counts."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"


not_given: Final = NotGiven()
NOT_GIVEN: Final = not_given

FileContent: TypeAlias = IO[bytes] | bytes | os.PathLike[str]
# content; or (file name, content), then media type, then headers of the part
FileTypes: TypeAlias = (
    FileContent
    | tuple[str | None, FileContent]
    | tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles: TypeAlias = list[tuple[str, tuple[str | None, IO[bytes] | bytes, str | None]]]


class File:
    """A file to upload: its bytes or an open binary file, a name, and a media type.

    Raises ValueError for a media type with control characters: it becomes a header of the part.
    """

    __slots__ = ("file_name", "mime_type", "payload")

    def __init__(self, payload: IO[bytes] | bytes, file_name: str | None = None, mime_type: str | None = None) -> None:
        if mime_type is not None and not mime_type.isprintable():
            raise ValueError(f"mime_type: found {mime_type!r}; allowed: a media type without control characters")
        self.payload = payload
        self.file_name = file_name
        self.mime_type = mime_type

    def __repr__(self) -> str:
        return f"File(file_name={self.file_name!r}, mime_type={self.mime_type!r})"

    def to_tuple(self) -> tuple[str, IO[bytes] | bytes, str]:
        """What httpx takes as a part of a multipart body; a part without a file name would be no file."""
        return self.file_name or "upload", self.payload, self.mime_type or "application/octet-stream"


T = TypeVar("T")


class Response(NamedTuple, Generic[T]):
    """What a server answered: status, body and headers as they came, and the body as a model."""

    status_code: int
    content: bytes
    headers: MutableMapping[str, str]
    parsed: T | None


__all__ = [
    "NOT_GIVEN",
    "UNSET",
    "File",
    "FileContent",
    "FileTypes",
    "NotGiven",
    "Omit",
    "RequestFiles",
    "Response",
    "Unset",
    "not_given",
    "omit",
]
