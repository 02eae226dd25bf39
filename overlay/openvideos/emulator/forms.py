"""multipart/form-data, as it arrives: text is kept in memory, files on disk, both bounded."""

from __future__ import annotations

import logging
import tempfile
from typing import Any, BinaryIO, cast

import attrs
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from openvideos.contract import FilePart, fold
from openvideos.contract.decode import NotJSONError, decode_json
from openvideos.contract.document import media_type

from .errors import ApiError
from .limits import Limits

__all__ = ["FormReader", "Upload"]

_SILENT = logging.Logger("silent", logging.CRITICAL + 1)  # what is wrong with a form is for its sender alone
_IN_MEMORY = 1024 * 1024


@attrs.frozen(kw_only=True, eq=False)
class Upload(FilePart):
    """A file of a form, with its bytes."""

    file: BinaryIO


class FormReader:
    """Reads a form piece by piece: `write` what arrives, then `finish`; `close` drops the files.

    Raises ApiError for what is no form, and for what exceeds the limits.
    """

    def __init__(self, content_type: str, limits: Limits) -> None:
        self._limits = limits
        self._fields: list[tuple[str, Any]] = []
        self._files: list[BinaryIO] = []
        self._text_bytes = 0
        self._parts = 0
        self._ended = False
        self._part = _Part()
        _, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if not boundary:
            raise _malformed("its media type names no boundary")
        callbacks: dict[str, Any] = {
            "on_part_begin": self._begin,
            "on_header_field": self._name,
            "on_header_value": self._value,
            "on_header_end": self._header,
            "on_headers_finished": self._headers,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._last,
        }
        try:
            self._parser = MultipartParser(boundary, cast("Any", callbacks))
        except FormParserError as error:
            raise _malformed("its boundary is too long") from error
        self._parser.logger = _SILENT

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise _malformed("its parts are not delimited as its media type says") from error

    def finish(self) -> dict[str, Any]:
        """The form: names with text, Upload, or what JSON parts and bracketed names say."""
        if not self._ended:
            raise _malformed("it ends before its closing delimiter")
        return fold(self._fields)

    def close(self) -> None:
        """Drop the files."""
        for file in self._files:
            file.close()

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > self._limits.form_parts:
            raise _malformed(f"it has more than {self._limits.form_parts} parts")
        self._part = _Part()

    def _name(self, data: bytes, start: int, end: int) -> None:
        self._part.header_name += data[start:end]

    def _value(self, data: bytes, start: int, end: int) -> None:
        self._part.header_value += data[start:end]

    def _header(self) -> None:
        part = self._part
        part.headers[bytes(part.header_name).lower()] = bytes(part.header_value)
        part.header_name, part.header_value = bytearray(), bytearray()

    def _headers(self) -> None:
        part = self._part
        _, options = parse_options_header(part.headers.get(b"content-disposition", b""))
        name = options.get(b"name")
        if name is None:
            raise _malformed("a part has no name")
        part.field = _text(name, "the name of a field")
        part.type = media_type(part.headers.get(b"content-type", b"").decode("latin-1"))
        if b"filename" in options or not (part.type in ("", "application/json") or part.type.startswith("text/")):
            part.file_name = options.get(b"filename", b"").decode("utf-8", "replace")
            # closed by close()
            part.file = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
            self._files.append(part.file)

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part.file is not None:
            part.file.write(data[start:end])
            return
        self._text_bytes += end - start
        if self._text_bytes > self._limits.text_bytes:
            message = f"The text of the form is larger than {self._limits.text_bytes} bytes."
            raise ApiError(413, message, code="content_too_large", param=part.field)
        part.text += data[start:end]

    def _end(self) -> None:
        part = self._part
        if part.file is not None:
            size = part.file.tell()
            part.file.seek(0)
            upload = Upload(name=part.file_name, type=part.type or None, size=size, file=part.file)
            self._fields.append((part.field, upload))
        elif part.type == "application/json":
            try:
                self._fields.append((part.field, decode_json(bytes(part.text))))
            except NotJSONError as error:
                message = f"{part.field}: the part is not JSON ({error})"
                raise ApiError(400, message, code="body.json", param=part.field) from error
        else:
            self._fields.append((part.field, _text(bytes(part.text), part.field)))

    def _last(self) -> None:
        self._ended = True


class _Part:
    def __init__(self) -> None:
        self.header_name = bytearray()
        self.header_value = bytearray()
        self.headers: dict[bytes, bytes] = {}
        self.field = ""
        self.type = ""
        self.file_name = ""
        self.file: BinaryIO | None = None
        self.text = bytearray()


def _text(data: bytes, what: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _malformed(f"{what} is not UTF-8") from error


def _malformed(reason: str) -> ApiError:
    return ApiError(400, f"The body is not a multipart form: {reason}.", code="body.multipart")
