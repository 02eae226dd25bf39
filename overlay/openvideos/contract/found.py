"""How a value is shown to a person: short, on one line, and without keys."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar, Token
from functools import lru_cache
from itertools import islice
from typing import Any

from .violation import FilePart

__all__ = ["MAX_FOUND", "Hiding", "hidden", "hide", "show", "show_text"]

MAX_FOUND = 80
# how JSON, and whoever quotes JSON, may spell a letter
_ESCAPE = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_MAX_DEPTH = 3
_MAX_ITEMS = 5
_DEEPEST = 200
# what a key looks like when nobody says that it is one; a server may echo it in an error
_KEY = re.compile(r"(?i)\b(bearer\s+)[^\s'\"]+|\bsk-[A-Za-z0-9_-]{6,}")


class Hiding:
    """While it is entered, all that is shown has asterisks for these keys too; asked for once something is shown."""

    __slots__ = ("_before", "_keys", "_known")

    def __init__(self, keys: Callable[[], Sequence[str]]) -> None:
        self._keys = keys
        self._known: tuple[str, ...] | None = None
        self._before: Token[Callable[[], tuple[str, ...]]]

    def __enter__(self) -> None:
        before = _KEYS.get()

        def known() -> tuple[str, ...]:
            if self._known is None:
                self._known = (*before(), *self._keys())
            return self._known

        self._before = _KEYS.set(known)

    def __exit__(self, *_: object) -> None:
        _KEYS.reset(self._before)


_KEYS: ContextVar[Callable[[], tuple[str, ...]]] = ContextVar("keys", default=tuple)


def hidden() -> tuple[str, ...]:
    """The keys that are not to be shown now."""
    return _KEYS.get()()


def show(value: Any) -> str:
    """Show a value as JSON would write it, texts in single quotes, in at most about MAX_FOUND characters."""
    text = _show(value, 0)
    return text if len(text) <= MAX_FOUND + len("''...") else text[:MAX_FOUND] + "..."


def show_text(text: str) -> str:
    """Show text in quotes, control characters escaped, its end cut off beyond MAX_FOUND characters."""
    # cut well behind the limit, so that a key is seen whole before it is hidden
    keys = hidden()
    text = hide(text[: 4 * MAX_FOUND + sum(map(len, keys))], keys)
    text = _KEY.sub(lambda match: f"{match[1] or ''}***", text)
    short = text if len(text) <= MAX_FOUND else text[:MAX_FOUND]
    quoted = repr(short)
    return quoted if short is text else f"{quoted}..."


def hide(value: Any, keys: Sequence[str], depth: int = 0) -> Any:
    """A server's words without the keys, which some repeat."""
    if not keys:
        return value
    if isinstance(value, str):
        return _without(value, _pattern(tuple(keys)))
    if isinstance(value, Mapping | list | tuple) and depth > _DEEPEST:
        return "..."
    if isinstance(value, Mapping):
        return {hide(name, keys): hide(item, keys, depth + 1) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(hide(item, keys, depth + 1) for item in value)
    return value


def _without(text: str, keys: re.Pattern[str]) -> str:
    told = keys.sub("***", text)
    if told == text and "\\" in text:
        plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)
        return keys.sub("***", plain) if keys.search(plain) else text
    return told


@lru_cache(maxsize=64)
def _pattern(keys: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(set(keys), key=len, reverse=True)
    # a short key could be a part of any word
    each = (re.escape(key) if len(key) >= 8 else rf"(?<!\w){re.escape(key)}(?!\w)" for key in ordered)
    return re.compile("|".join(each))


def _show(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return show_text(str.__str__(value))
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        # str() refuses to write integers of thousands of digits
        if value.bit_length() > 256:
            return f"an integer of {value.bit_length()} bits"
        return str(hide(str(int(value)), hidden()))
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else str(value).replace("nan", "NaN").replace("inf", "Infinity")
    if isinstance(value, FilePart):
        return "a file" if not value.name else f"a file named {show_text(value.name)}"
    if isinstance(value, bytes | bytearray | memoryview):
        return f"{len(value)} bytes"
    if depth == _MAX_DEPTH:
        return "..."
    if isinstance(value, Mapping):
        parts = [f"{_show(key, depth)}: {_show(item, depth + 1)}" for key, item in islice(value.items(), _MAX_ITEMS)]
        return _enclose("{}", parts, len(value))
    if isinstance(value, list | tuple):
        return _enclose("[]", [_show(item, depth + 1) for item in value[:_MAX_ITEMS]], len(value))
    return f"a Python {type(value).__name__}"


def _enclose(brackets: str, parts: list[str], length: int) -> str:
    more = ["..."] if length > len(parts) else []
    return brackets[0] + ", ".join(parts + more) + brackets[1]
