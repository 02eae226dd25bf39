"""JSON as the standard has it, each key once; and on which line what stands."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NoReturn

import attrs

from openvideos.contract.found import show
from openvideos.contract.pointer import LONGEST, join
from openvideos.contract.source import SourceError

__all__ = ["JSONLines", "read_json"]

_MAX_VALUES = 1_000_000
_MAX_POINTERS = 50_000_000  # characters, of all of them
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:\n]|[^\s{}\[\],:"]+')


def read_json(text: str) -> tuple[Any, "JSONLines"]:
    """What a text in JSON says, and its lines.

    Raises JSONDecodeError for what is no JSON, SourceError for what Python would read all the same, and, for numbers
    and nesting that it can't read, ValueError and RecursionError.
    """
    if text.count(",") + text.count("[") + text.count("{") > _MAX_VALUES:
        raise SourceError("", f"more than {_MAX_VALUES} values", "at most so many")
    lines = JSONLines(text=text)

    def once(members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        if len(found) != len(members):
            raise _twice(lines)
        return found

    return json.loads(text, object_pairs_hook=once, parse_constant=_refuse), lines


def _twice(lines: "JSONLines") -> SourceError:
    pointer, name, line = lines.scan.again[0] if lines.scan.again else ("", "", None)
    return SourceError(pointer, f"the key {show(name)} again", "each key once", line)


def _refuse(word: str) -> NoReturn:
    raise SourceError("", f"{word}, for which JSON has no word", "numbers")


@attrs.frozen(kw_only=True)
class JSONLines(Mapping[str, int]):
    """JSON pointer -> line, from 1, of every member and item; looked for once somebody asks."""

    text: str = attrs.field(repr=False)

    @cached_property
    def scan(self) -> "_Scan":
        """What going through the text finds."""
        return _Scan().through(self.text)

    def __getitem__(self, pointer: str) -> int:
        return self.scan.lines[pointer]

    def __iter__(self) -> Iterator[str]:
        return iter(self.scan.lines)

    def __len__(self) -> int:
        return len(self.scan.lines)


@attrs.define
class _Inside:
    """An object or array that is being gone through: its pointer, and the key or index of what comes next."""

    pointer: str
    keys: set[str] | None
    step: str = "0"


@attrs.define(kw_only=True)
class _Scan:
    """Goes through the words of a text. again are keys that were there before: pointer of the object, key, line."""

    lines: dict[str, int] = attrs.field(factory=dict)
    again: list[tuple[str, str, int]] = attrs.field(factory=list)
    _inside: list[_Inside] = attrs.field(factory=list)
    _room: int = _MAX_POINTERS

    def through(self, text: str) -> "_Scan":
        """Note the line of each member, where its key is, and of each item."""
        line, wants_key = 1, False
        for match in _TOKEN.finditer(text):
            word = match[0]
            if word == "\n":
                line += 1
            elif word in "}]" and self._inside:
                self._inside.pop()
                wants_key = False
            elif word == "," and self._inside:
                inside = self._inside[-1]
                wants_key = inside.keys is not None
                if inside.keys is None:
                    inside.step = str(int(inside.step) + 1)
            elif wants_key and word != ":":
                self._key(word, line)
                wants_key = False
            elif word not in ",:":
                wants_key = self._value(word, line)
        return self

    def _key(self, word: str, line: int) -> None:
        inside = self._inside[-1]
        inside.step = json.loads(word) if word.startswith('"') else word
        if inside.keys is not None:
            if inside.step in inside.keys:
                self.again.append((inside.pointer, inside.step, line))
            inside.keys.add(inside.step)
        self._note(join(inside.pointer, inside.step), line)

    def _value(self, word: str, line: int) -> bool:
        """Note an item, and go into what has members or items; whether a key comes next."""
        pointer = ""
        if self._inside:
            inside = self._inside[-1]
            pointer = join(inside.pointer, inside.step) if len(inside.pointer) <= LONGEST else inside.pointer
            if inside.keys is None:
                self._note(pointer, line)
        if word in "{[":
            self._inside.append(_Inside(pointer, set() if word == "{" else None))
        return word == "{"

    def _note(self, pointer: str, line: int) -> None:
        self._room -= len(pointer)
        if self._room >= 0:
            self.lines[pointer] = line
