"""The text of a document, YAML or JSON -> its data as plain JSON, and which line says what."""

import json
from collections.abc import Mapping
from typing import Any

import attrs

from openvideos.contract.source import MAX_DEPTH, SourceError, on_one_line, plain

from .json_text import read_json
from .reading import DocumentError, Given

__all__ = ["Decoded", "decode", "fault_at", "line_of"]

_WANTED = "a document in YAML or JSON"


@attrs.frozen(kw_only=True)
class Decoded:
    """Plain JSON data that nobody else holds, and JSON pointer -> line, from 1."""

    data: Any
    lines: Mapping[str, int]


def decode(given: Given) -> Decoded:
    """What a text says, JSON if it begins as JSON does, or else YAML. Raises DocumentError, with the line."""
    text = _text(given)
    lines: Mapping[str, int] = {}
    try:
        if text.lstrip().startswith("{"):
            try:
                data, lines = read_json(text)
            except json.JSONDecodeError as error:
                if given.name.lower().endswith(".json"):
                    raise
                data, lines = _yaml_or(error, given.name, text)
        else:
            data, lines = _yaml(given.name, text)
        return Decoded(data=plain(data), lines=lines)
    except json.JSONDecodeError as error:
        raise DocumentError(f"{given.name}:{error.lineno}: found no JSON ({error.msg}); allowed: {_WANTED}") from None
    except RecursionError:
        raise DocumentError(f"{given.name}: found too much nesting; allowed: {MAX_DEPTH} levels") from None
    except SourceError as error:
        raise fault_at(given.name, lines, error) from None
    except ValueError as error:
        if isinstance(error, DocumentError):
            raise
        # of a number of thousands of digits
        reason = on_one_line(str(error).partition(";")[0])
        raise DocumentError(f"{given.name}: can't be read ({reason}); allowed: {_WANTED}") from None


def fault_at(name: str, lines: Mapping[str, int], fault: SourceError) -> DocumentError:
    """What is wrong at a pointer of a document, with its name and line."""
    where = f" at {on_one_line(fault.pointer)}" if fault.pointer else ""
    found = f"found {fault.found}{where}; allowed: {on_one_line(fault.allowed)}"
    return DocumentError(f"{_named(name, fault.line or line_of(lines, fault.pointer))}: {found}")


def _named(name: str, line: int | None) -> str:
    """A source and a line of it, if that is known."""
    return name if line is None else f"{name}:{line}"


def line_of(lines: Mapping[str, int], pointer: str) -> int | None:
    """The line of what stands at a pointer, or of what is nearest around it."""
    while pointer and pointer not in lines:
        pointer = pointer.rpartition("/")[0]
    return lines.get(pointer)


def _text(given: Given) -> str:
    try:
        text = given.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.content.count(b"\n", 0, error.start) + 1
        found = f"found a byte 0x{given.content[error.start]:02x} that is no UTF-8"
        raise DocumentError(f"{given.name}:{line}: {found}; allowed: {_WANTED}, in UTF-8") from None
    if not text.strip():
        raise DocumentError(f"{given.name}: found nothing in it; allowed: {_WANTED}")
    return text


def _yaml_or(before: json.JSONDecodeError, name: str, text: str) -> tuple[Any, Mapping[str, int]]:
    """What begins as JSON does may be YAML; if it is neither, it was meant to be JSON."""
    try:
        return _yaml(name, text)
    except DocumentError:
        raise before from None


def _yaml(name: str, text: str) -> tuple[Any, Mapping[str, int]]:
    try:
        from openvideos.contract.yaml_text import YAMLError, read_yaml
    except ImportError:
        raise DocumentError(f"{name}: found YAML, which needs PyYAML: pip install PyYAML") from None
    try:
        return read_yaml(text)
    except YAMLError as error:
        line, reason = _said(error, text)
        found = reason if reason.startswith("found ") else f"found no YAML that is read here ({reason})"
        allowed = "each key once" if found.endswith(" again") else _WANTED
        raise DocumentError(f"{_named(name, line)}: {found}; allowed: {allowed}") from None


def _said(error: Exception, text: str) -> tuple[int | None, str]:
    """The line, and the words, of what PyYAML says."""
    position, mark = getattr(error, "position", None), getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    if isinstance(position, int):
        return text.count("\n", 0, position) + 1, on_one_line(reason)
    return (mark.line + 1 if mark else None), on_one_line(reason)
