"""What somebody brings as a contract, a file or decoded data -> plain JSON data of our own, and its lines."""

import json
from collections.abc import Mapping
from datetime import date, time
from math import isfinite
from os import PathLike
from pathlib import Path
from typing import Any

import attrs

from .found import show
from .pointer import LONGEST, join

__all__ = ["Source", "SourceError", "fault", "on_one_line", "plain", "read_source"]

MAX_DEPTH = 100
_MAX_REPEATED = 100_000
_LONG_TEXT = 100
_LONGEST = 300
_SHOWN_STEPS = 5


@attrs.frozen(kw_only=True)
class Source:
    """Plain JSON data that nobody else holds, and JSON pointer -> line, from 1, of YAML."""

    data: Any
    lines: Mapping[str, int]


class SourceError(ValueError):
    """What is wrong at a pointer of a document, in one line; found and allowed are words."""

    def __init__(self, pointer: str, found: str, allowed: str, line: int | None = None) -> None:
        self.pointer, self.found, self.allowed, self.line = pointer, found, allowed, line
        where = f" at {on_one_line(pointer)}" if pointer else ""
        on_line = f" (line {line})" if line else ""
        super().__init__(f"contract: found {found}{where}{on_line}; allowed: {on_one_line(allowed)}")


def fault(pointer: str, found: str, allowed: str, line: int | None = None) -> SourceError:
    """What is wrong with a document, to be raised; found and allowed are words."""
    return SourceError(pointer, found, allowed, line)


def read_source(source: str | PathLike[str] | Mapping[str, Any]) -> Source:
    """Read a file, JSON by its name's end or else YAML, or take decoded data.

    Keys are text then, and so are dates; nothing in it is shared or endless. Raises ValueError, in one line, for what
    can't be made so, OSError for a file that can't be read.
    """
    lines: Mapping[str, int] = {}
    if isinstance(source, str | PathLike):
        source, lines = _decoded(Path(source))
    elif not isinstance(source, Mapping):
        raise fault("", show(source), "a path, or an OpenAPI 3.1 document")
    return Source(data=plain(source), lines=lines)


def plain(data: Any) -> Any:
    """Copy decoded data as JSON would say it, so that nothing is shared. SourceError for what JSON has no word for."""
    return _Copy().copy(data, "", 0)


def _decoded(path: Path) -> tuple[Any, Mapping[str, int]]:
    name = on_one_line(path.name)
    kind = "JSON" if path.suffix.lower() == ".json" else "YAML"
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return (json.loads(text), {}) if kind == "JSON" else _yaml(text)
    except ImportError:
        raise ValueError(f"contract: {name} is YAML, which needs PyYAML: pip install PyYAML") from None
    except RecursionError:
        raise ValueError(f"contract: {name} is nested too deep; allowed: {MAX_DEPTH} levels") from None
    except ValueError as error:
        raise ValueError(f"contract: {name} is not {kind} in UTF-8 ({on_one_line(str(error))})") from None


def _yaml(text: str) -> tuple[Any, Mapping[str, int]]:
    from .yaml_text import YAMLError, read_yaml

    try:
        return read_yaml(text)
    except YAMLError as error:
        raise ValueError(str(error)) from None


@attrs.define(kw_only=True)
class _Copy:
    """Copies data as JSON can say it. What is repeated is counted: by aliases, a few lines can say gigabytes."""

    _seen: set[int] = attrs.field(factory=set)
    _repeated: int = 0

    def copy(self, node: Any, pointer: str, depth: int) -> Any:
        """Copy what stands at a pointer."""
        if isinstance(node, dict | list | tuple | Mapping):
            return self._held(node, pointer, depth)
        if node is None or isinstance(node, bool):
            return node
        if isinstance(node, str):
            return self._text(node, pointer)
        if isinstance(node, int) and node.bit_length() <= 1024:
            return int(node)
        if isinstance(node, float) and isfinite(node):
            return float(node)
        if isinstance(node, date | time):
            return node.isoformat()
        raise fault(pointer, show(node), "what JSON has a word for")

    def _held(self, node: Any, pointer: str, depth: int) -> Any:
        if depth >= MAX_DEPTH:
            start = "/".join(pointer.split("/")[:_SHOWN_STEPS])
            raise fault(f"{start}/...", "too much nesting, or what holds itself,", f"{MAX_DEPTH} levels")
        if len(pointer) > LONGEST:
            raise fault(pointer, "too long a pointer", f"{LONGEST} characters")
        self._count(node, pointer)
        if isinstance(node, list | tuple):
            return [self.copy(item, f"{pointer}/{index}", depth + 1) for index, item in enumerate(node)]
        return self._object(node, pointer, depth)

    def _object(self, node: Mapping[Any, Any], pointer: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, item in node.items():
            name = key if type(key) is str and _is_plain(key) else self._key(key, pointer)
            if name in found:
                raise fault(pointer, f"the key {show(name)} twice", "once")
            found[name] = item if _is_plain(item) else self.copy(item, join(pointer, name), depth + 1)
        return found

    def _key(self, key: Any, pointer: str) -> str:
        """A key as JSON would write it: YAML's 200, true and null are no text to Python."""
        if isinstance(key, bool):
            return "true" if key else "false"
        if key is None:
            return "null"
        if isinstance(key, date):
            return key.isoformat()
        if isinstance(key, int | float):
            return show(key)
        if not isinstance(key, str):
            raise fault(pointer, f"the key {show(key)}", "text")
        return self._text(key, pointer)

    def _text(self, text: str, pointer: str) -> str:
        if len(text) > _LONG_TEXT:
            self._count(text, pointer)
        if not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError:
                raise fault(pointer, show(text), "text without lone surrogates") from None
        return str.__str__(text)  # of a member of an enum of strings, its value

    def _count(self, node: Any, pointer: str) -> None:
        if id(node) in self._seen:
            self._repeated += 1 + len(node)
            if self._repeated > _MAX_REPEATED:
                raise fault(pointer, "too much that is repeated, as by YAML's aliases,", f"{_MAX_REPEATED} values")
        self._seen.add(id(node))


def _is_plain(node: Any) -> bool:
    """Whether it can be taken as it is: a short and simple text, as most is in a document, true, false or null."""
    kind = type(node)
    return (kind is str and len(node) <= _LONG_TEXT and node.isascii()) or kind is bool or node is None


def on_one_line(text: str) -> str:
    """Show somebody's words on one line, in bounded length."""
    words = " ".join(text.split())
    words = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in words)
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "..."
