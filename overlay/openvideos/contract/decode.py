"""Bytes -> JSON that every reader reads alike, and Python data -> what a validator takes."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from .found import show
from .violation import FilePart

__all__ = ["MAX_DEPTH", "NotJSONError", "Path", "decode_json", "plain", "surrogates", "too_deep", "unsayable"]

Path: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 200
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class NotJSONError(ValueError):
    """Bytes that are not JSON; str() says why, in a few words."""


def decode_json(body: bytes) -> Any:
    r"""Decode JSON as RFC 8259 and I-JSON have it: UTF-8 without a mark, no NaN, no name twice, no lone surrogate.

    Fractions and exponents beyond a double, integers of thousands of digits and nesting beyond MAX_DEPTH are refused
    too, since readers differ on them. Raises NotJSONError.
    """
    try:
        text = body.decode("utf-8")
        value = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        raise NotJSONError(f"byte {error.start} is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotJSONError(f"{error.msg} at character {error.pos}") from None
    except NotJSONError:
        raise
    except RecursionError:
        raise NotJSONError(_DEEP) from None
    except ValueError:
        raise NotJSONError("an integer of too many digits") from None
    if too_deep(body, value):
        raise NotJSONError(_DEEP)
    if _ESCAPED_SURROGATE.search(text) is not None and next(surrogates(value), None) is not None:
        raise NotJSONError("a lone surrogate")
    return value


def too_deep(body: bytes, value: Any) -> bool:
    """Whether what a body was decoded to is nested deeper than MAX_DEPTH."""
    # brackets bound the depth, so that ordinary bodies aren't walked
    return body.count(b"[") + body.count(b"{") > MAX_DEPTH and _depth(value) > MAX_DEPTH


def surrogates(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The texts in a decoded value, names included, that UTF-8 can't write, and where they stand (to MAX_DEPTH)."""
    if len(path) > MAX_DEPTH:
        return
    if isinstance(value, str):
        if not value.isascii() and _SURROGATE.search(value):
            yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from surrogates(name, (*path, name))
            yield from surrogates(item, (*path, name))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from surrogates(item, (*path, index))


def unsayable(value: Any, *, files: bool, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """What in a decoded value can't be sent as JSON, or with files as a form: where, which code says so, what it is."""
    if isinstance(value, str):
        yield from ((path, "unicode", show(text)) for _, text in surrogates(value))
    elif isinstance(value, Mapping) and len(path) < MAX_DEPTH:
        for name, item in value.items():
            if not isinstance(name, str):
                yield path, "json", f"the name {show(name)}"
            elif not name.isascii():
                yield from unsayable(name, files=files, path=(*path, name))
            if not (isinstance(item, str) and item.isascii()):  # most are, and a call costs more than the question
                yield from unsayable(item, files=files, path=(*path, _name(name)))
    elif isinstance(value, list | tuple) and len(path) < MAX_DEPTH:
        for index, item in enumerate(value):
            yield from unsayable(item, files=files, path=(*path, index))
    elif isinstance(value, FilePart | bytes | bytearray | memoryview):
        if not files:
            yield path, "json", show(value)
    elif not (value is None or isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))):
        yield path, "json", show(value)


def plain(value: Any, file: Any) -> tuple[Any, list[tuple[Path, str]]]:
    """Rebuild a decoded body of exact JSON types, a file part as the given mark, a lone surrogate as U+FFFD.

    Answers with the body and with what in it JSON can't say: where it stands, and what it is.
    """
    problems: list[tuple[Path, str]] = []
    try:
        return _plain(value, (), file, problems), problems
    except (_TooDeepError, RecursionError):
        return None, [((), _DEEP)]


class _TooDeepError(Exception):
    pass


def _plain(node: Any, path: Path, file: Any, problems: list[tuple[Path, str]]) -> Any:
    if isinstance(node, str):
        text = str.__str__(node)
        # a validator can't look at a lone surrogate at all
        return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
    if node is None or isinstance(node, bool):
        return node
    if isinstance(node, int):
        return int(node)
    if isinstance(node, float) and math.isfinite(node):
        return float(node)
    if isinstance(node, FilePart | bytes | bytearray | memoryview):
        return file
    if len(path) >= MAX_DEPTH:
        raise _TooDeepError
    if isinstance(node, Mapping):
        problems.extend((path, f"the name {show(name)}") for name in node if not isinstance(name, str))
        return {
            _SURROGATE.sub("\ufffd", _name(name)): _plain(item, (*path, _name(name)), file, problems)
            for name, item in node.items()
        }
    if isinstance(node, Sequence):
        return [_plain(item, (*path, index), file, problems) for index, item in enumerate(node)]
    problems.append((path, show(node)))
    return None


def _name(name: Any) -> str:
    # str() of a member of an enum of strings is not its value
    return str.__str__(name) if isinstance(name, str) else str(name)


_DEEP = f"nested deeper than {MAX_DEPTH} levels"


def _depth(value: Any) -> int:
    depth = 0
    level = [value]
    while level and depth <= MAX_DEPTH:
        level = [item for node in level if isinstance(node, dict | list) for item in _items(node)]
        depth += 1
    return depth


def _items(node: dict[str, Any] | list[Any]) -> Sequence[Any]:
    return list(node.values()) if isinstance(node, dict) else node


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise NotJSONError(f"the name {show(twice)} twice in one object")
    return found


def _constant(word: str) -> Any:
    raise NotJSONError(f"{word}, which is no JSON number")


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise NotJSONError("a number too large for a double")
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)
