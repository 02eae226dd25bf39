"""A list of members as it is copied from a documentation page -> its entries, nested as they were.

A browser copies a list as text with a bullet before each item, on a line of its own or behind the item before. Where a
list inside another ends there is a bullet more; a page that has been tidied up has indentation, or nothing at all.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import attrs

__all__ = ["Entry", "read_entries"]

_BULLETS = ("-", "*", "\u2022", "\u2013")
_BEHIND = re.compile(r"\s[-*\u2022\u2013]$")
_MEMBER = re.compile(r"(?P<name>(?:--)?[A-Za-z_][\w.\-]*)\s*:\s*(?P<written>.*)", re.DOTALL)
_BEGINNING = re.compile(r"(?:--)?[a-z_][\w\-]*: ?(?:optional |required |string|number|boolean|object|array|\"|[A-Z])")
_VALUE = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_BRACES = re.compile(r"\b(?P<kind>object|[A-Z]\w*)\s*\{(?P<names>[^{}]*)\}")
_DEEPEST = 20
_MORE = re.compile(r"(\d{1,6}) more")


@attrs.define(kw_only=True)
class Entry:
    """A member with what is written behind its name, or a listed value; nested are those below it. line is from 1."""

    name: str
    written: str
    line: int
    is_value: bool = False
    nested: list["Entry"] = attrs.field(factory=list)

    def opens(self, ahead: str = "") -> bool:
        """Whether its members follow: of a type with a name only where what is ahead is one of them."""
        match = None if self.is_value else _BRACES.search(self.written)
        return match is not None and (match["kind"] == "object" or ahead in _names(match))

    @property
    def has_values(self) -> bool:
        """Whether listed values are below it."""
        return bool(self.nested) and self.nested[0].is_value

    @property
    def is_full(self) -> bool:
        """Whether as many members are below it as it says that it has."""
        match = _BRACES.search(self.written)
        names = _names(match) if match else []
        counts = [_MORE.fullmatch(name) for name in names]
        return len(self.nested) >= sum(int(count[1]) if count else 1 for count in counts)


@attrs.frozen(kw_only=True)
class _Item:
    """An item of a list, its lines put together; bullets are those before it."""

    text: str
    line: int
    bullets: int
    indent: int

    def entry(self) -> Entry | None:
        if _VALUE.fullmatch(self.text):
            return Entry(name="", written=self.text, line=self.line, is_value=True)
        match = _MEMBER.match(self.text)
        return Entry(name=match["name"], written=match["written"], line=self.line) if match else None


def read_entries(lines: Sequence[tuple[int, str]], *, one: bool = False) -> list[Entry]:
    """The entries of a list; lines have their numbers. one: the first entry holds all others, and nothing ends it."""
    items = list(_items(lines))
    nesting = _Nesting(told_by=_told_by(items), one=one)
    found = [(entry, item) for item in items if (entry := item.entry()) is not None]
    for index, (entry, item) in enumerate(found):
        nesting.add(entry, item, found[index + 1][0].name if index + 1 < len(found) else "")
    return nesting.root.nested


def _told_by(items: Sequence[_Item]) -> Literal["bullets", "indents", "counts"]:
    if any(item.bullets > 1 for item in items):
        return "bullets"
    return "indents" if len({item.indent for item in items}) > 1 else "counts"


@attrs.define(kw_only=True)
class _Nesting:
    """Puts each entry where it belongs, by what tells that."""

    told_by: Literal["bullets", "indents", "counts"]
    one: bool
    root: Entry = attrs.field(factory=lambda: Entry(name="", written="", line=0))
    _open: list[tuple[Entry, int]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._open = [(self.root, -1)]

    def add(self, entry: Entry, item: _Item, ahead: str) -> None:
        """Add the next entry; ahead is the name of the one after it."""
        while len(self._open) > 1 and self._ends(item):
            self._open.pop()
        if self.told_by == "bullets":
            inside = self.one and len(self.root.nested) == 1 and bool(self.root.nested[0].nested)
            keep = max(2 if inside else 1, len(self._open) - max(item.bullets - 1, 0))
            del self._open[keep:]
        holder = self._open[-1][0]
        if entry.is_value:
            if not holder.has_values and holder.nested:
                holder = holder.nested[-1]
                self._open.append((holder, item.indent - 1))
        elif holder.has_values or (self.told_by == "counts" and holder is not self.root and holder.is_full):
            self._leave()
            holder = self._open[-1][0]
        holder.nested.append(entry)
        if len(self._open) < _DEEPEST and (entry.opens(ahead) or self.told_by == "indents"):
            self._open.append((entry, item.indent))

    def _ends(self, item: _Item) -> bool:
        return self.told_by == "indents" and item.indent <= self._open[-1][1]

    def _leave(self) -> None:
        """Leave what a member can't be in: a list of values, and, where counts tell, an object that is full."""
        while len(self._open) > 1:
            holder = self._open[-1][0]
            if not holder.has_values and not (self.told_by == "counts" and holder.is_full):
                break
            self._open.pop()


def _items(lines: Sequence[tuple[int, str]]) -> Iterator[_Item]:
    """Put together what stands on several lines, and count the bullets before it."""
    held: list[str] = []
    first = before = indent = bullets = 0
    for number, line in lines:
        text = line.strip()
        while text in _BULLETS or (text[:1] in _BULLETS and text[1:2].isspace()):
            text = text[1:].lstrip()
            bullets += 1
        behind = 0
        while _BEHIND.search(text):
            text = text[:-1].rstrip()
            behind += 1
        if text and (bullets or not held or _VALUE.fullmatch(text) or _BEGINNING.match(text)):
            if held:
                yield _Item(text=" ".join(held), line=first, bullets=before, indent=indent)
            held, first, before = [text], number, bullets
            indent = len(line) - len(line.lstrip())
            bullets = 0
        elif text:
            held.append(text)
        bullets += behind
    if held:
        yield _Item(text=" ".join(held), line=first, bullets=before, indent=indent)


def _names(braces: re.Match[str]) -> list[str]:
    return [name.strip() for name in braces["names"].split(",") if name.strip()]
