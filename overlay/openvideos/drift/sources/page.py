"""What the text of a documentation page states of the API: its parameters, what is returned, its examples."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from openvideos.contract.found import show
from openvideos.drift.change import Change, Direction, Place
from openvideos.drift.documents.document import DocumentError, Source

from .facts import PAGE, Fact, Facts, Note, Operation
from .loose import compare_facts
from .page_lists import Entry
from .page_text import PageOperation, read_page
from .prose import allowed_values, default_value
from .stated import contract_facts
from .type_text import TypeText, read_type

__all__ = ["compare_page", "page_facts"]

_FLAG = re.compile(r"(?:^|\s)--(?P<name>[a-z][a-z0-9-]*)")
_PARAMETER = re.compile(r"\{[^{}]*\}|(?<=/):\w+")
# what a command needs to be run at all
_OWN_FLAGS = frozenset({"api-key", "base-url"})
_NO_WORDS = re.compile(r"[^a-z0-9]")


def compare_page(text: str, name: str, contract: Source) -> list[Change]:
    """What differs between a contract and a documentation page. Raises DocumentError if the text is no such page."""
    base = contract_facts(contract, PAGE)
    return compare_facts(base, page_facts(text, name, base))


def page_facts(text: str, name: str, contract: Facts) -> Facts:
    """The facts of a page, its members by the contract's names where a command line spells them otherwise.

    Raises DocumentError, in one line, where the page has none of the contract's operations, or nothing of them.
    """
    pages = read_page(text, name)
    known = {_positions(key): operation for key, operation in contract.operations.items()}
    if not any(_positions(f"{page.method} {page.path}") in known for page in pages):
        found = ", ".join(f"{page.method} {page.path}" for page in pages[:3])
        first = f"{name}:{pages[0].line}"
        raise DocumentError(f"{first}: found {show(found)}; allowed: {', '.join(contract.operations)}")
    if not any(page.parameters or page.returns for page in pages):
        first = f"{name}:{pages[0].line}"
        found = f"{pages[0].method} {pages[0].path}, and no parameter and no field of it"
        raise DocumentError(f"{first}: found {show(found)}; allowed: a page that lists them, as in `--name: string`")
    operations: dict[str, Operation] = {}
    notes: list[Note] = []
    for page in pages:
        key = f"{page.method} {_PARAMETER.sub(_braced, page.path)}"
        reading = _Reading(name=name, page=page, key=key, contract=known.get(_positions(key)))
        operations[key] = reading.operation()
        notes += reading.notes
    return Facts(name=name, language=PAGE, operations=operations, notes=tuple(notes))


@attrs.define(kw_only=True)
class _Reading:
    """Reads what a page has on one operation."""

    name: str
    page: PageOperation
    key: str
    contract: Operation | None
    notes: list[Note] = attrs.field(factory=list)

    def operation(self) -> Operation:
        entries = self.page.parameters
        returned = self.page.returns
        lists = dict(_value_lists([*entries, *returned]))
        place = self._place(self.page.line)
        request = {"": Fact(path="", parts=({"type": "object"},), whole=True, place=place)}
        for entry in entries:
            request |= {fact.path: fact for fact in self._facts(entry, "", lists, is_request=True)}
        response = self._returned(returned, lists)
        self._compare_example(entries)
        response |= self._example_answer(response)
        return Operation(key=self.key, request=(request,) if entries else (), response=response, place=place)

    def _returned(self, entries: list[Entry], lists: Mapping[str, tuple[Any, ...]]) -> dict[str, Fact]:
        """The members of the answer: those of the one object that is returned, or those listed without one."""
        holds_all = len(entries) == 1 and bool(entries[0].nested) and not entries[0].has_values
        inside = entries[0].nested if holds_all else entries
        if not inside:
            return {}
        line = entries[0].line
        name = entries[0].name if holds_all else None
        found = {"": Fact(path="", parts=({"type": "object"},), type_name=name, place=self._place(line))}
        for entry in inside:
            found |= {fact.path: fact for fact in self._facts(entry, "", lists, is_request=False)}
        return found

    def _facts(
        self, entry: Entry, parent: str, lists: Mapping[str, tuple[Any, ...]], *, is_request: bool
    ) -> Iterator[Fact]:
        written = read_type(entry.written)
        path = f"{parent}/{self._known_name(entry.name, parent)}"
        below = [_value(each) for each in entry.nested if each.is_value]
        # an object with a name of its own is known by its members
        names = () if written.members else written.names
        parts, whole, doubtful = _statement(
            attrs.evolve(written, names=names), tuple(below), lists.get(_plain(entry.name), ())
        )
        listed = [value for part in parts for value in part.get("enum", ())]
        simple = tuple(part for part in parts if part != {"type": "null"})
        yield Fact(
            path=path,
            parts=simple,
            whole=whole,
            required=None if not is_request or parent else not written.optional,
            nullable=True if len(simple) < len(parts) else None,
            default=default_value(written.text, listed),
            doubtful=doubtful,
            said=allowed_values(written.text),
            type_name=written.names[-1] if written.names else None,
            place=self._place(entry.line),
        )
        inside, members = path, written.members
        if {"type": "array"} in simple:
            inside, members = f"{path}/*", written.items.members if written.items else ()
            yield Fact(path=inside, parts=written.items.parts if written.items else (), place=self._place(entry.line))
        below_it = {each.name for each in entry.nested}
        for name in members:
            if name not in below_it:
                yield Fact(path=f"{inside}/{self._known_name(name, inside)}", place=self._place(entry.line))
        for each in entry.nested:
            if not each.is_value:
                yield from self._facts(each, inside, lists, is_request=is_request)

    def _known_name(self, written: str, parent: str) -> str:
        """A member's name as the contract has it: a command line has hyphens where that has underscores."""
        plain = _plain(written)
        known = [*self.contract.request, self.contract.response] if self.contract else []
        for facts in known:
            for path in facts:
                above, _, name = path.rpartition("/")
                if above == parent and path and _plain(name) == plain:
                    return name
        return written.lstrip("-").replace("-", "_") if written.startswith("--") else written

    def _compare_example(self, entries: list[Entry]) -> None:
        """Whether the example's command is one that the parameters allow."""
        if not entries:
            return
        names = {_plain(entry.name) for entry in entries}
        command = "\n".join(self.page.example)
        used = [match["name"] for match in _FLAG.finditer(command)]
        strange = [flag for flag in used if flag not in _OWN_FLAGS and _plain(flag) not in names]
        if strange:
            text = f"its example has {', '.join('--' + flag for flag in strange)}, which its parameters don't name"
            self._note(text, "request", "", self.page.line)
        needed = [entry.name for entry in entries if not read_type(entry.written).optional]
        lacking = [name for name in needed if used and _plain(name) not in {_plain(flag) for flag in used}]
        if lacking:
            text = f"its example lacks {', '.join(lacking)}, which its parameters require"
            self._note(text, "request", "", self.page.line)

    def _example_answer(self, known: Mapping[str, Fact]) -> dict[str, Fact]:
        """Members that only the example of an answer has; of the others it may only show what is stated."""
        try:
            value = json.loads("\n".join(self.page.response))
        except ValueError:
            return {}
        place = self._place(self.page.response_line)
        found: dict[str, Fact] = {}
        for path, shown in _members(value, ""):
            fact = known.get(path)
            if fact is None and path:
                found[path] = Fact(path=path, where="example", place=place)
            elif fact is not None and _contradicts(fact, shown):
                self._note(f"its example has {show(shown)}, which its list doesn't allow", "response", path, place.line)
        return found if known else {"": Fact(path="", parts=({"type": "object"},), place=place), **found}

    def _note(self, text: str, direction: Direction, pointer: str, line: int | None) -> None:
        place = Place(name=self.name, line=line)
        self.notes.append(Note(text=text, operation=self.key, direction=direction, pointer=pointer, place=place))

    def _place(self, line: int) -> Place:
        return Place(name=self.name, line=line)


def _statement(
    written: TypeText, below: tuple[Any, ...], elsewhere: tuple[Any, ...]
) -> tuple[tuple[Any, ...], bool, tuple[Any, ...]]:
    """What a type and the values listed below it state: the parts, whether they are all, and the values in doubt.

    elsewhere are the values that the page lists under the same name at another place.
    """
    listed = next((tuple(part["enum"]) for part in written.parts if "enum" in part), ())
    simple = tuple(part for part in written.parts if "enum" not in part)
    missing = written.more
    doubtful: tuple[Any, ...] = ()
    if missing:
        full = next((each for each in (below, elsewhere) if _completes(each, listed, missing)), ())
        listed, missing = (full, 0) if full else (listed, missing)
    if below and not missing and (listed or written.names):
        if listed and set(below) != set(listed):
            doubtful = tuple(value for value in (*listed, *below) if value not in listed or value not in below)
        listed = tuple(dict.fromkeys((*listed, *below)))
    named = [name for name in written.names if not below]
    parts = (*simple, *([{"enum": list(listed)}] if listed else []))
    return parts, bool(parts) and not missing and not named, doubtful


def _completes(values: tuple[Any, ...], listed: tuple[Any, ...], more: int) -> bool:
    return set(listed) <= set(values) and len(values) == len(listed) + more


def _value_lists(entries: Iterable[Entry]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The values that are listed in full, by the name of what they are listed under."""
    for entry in entries:
        values = tuple(_value(each) for each in entry.nested if each.is_value)
        if values:
            yield _plain(entry.name), values
        yield from _value_lists(each for each in entry.nested if not each.is_value)


def _value(entry: Entry) -> Any:
    return read_type(entry.written).parts[0]["enum"][0]


def _members(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The values of an example by path, but for those inside lists after the first."""
    yield path, value
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _members(each, f"{path}/{name}")
    elif isinstance(value, list) and value:
        yield from _members(value[0], f"{path}/*")


def _contradicts(fact: Fact, shown: Any) -> bool:
    """Whether an example's value is none that a fact allows."""
    kinds = {str: "string", bool: "boolean", int: "number", float: "number", dict: "object", list: "array"}
    kind = kinds.get(type(shown))
    if not fact.whole or kind is None:
        return False
    allowed = {"number" if each == "integer" else each for each in fact.kinds}
    if kind not in allowed:
        return True
    return kind == "string" and not fact.open and shown not in fact.listed


def _plain(name: str) -> str:
    return _NO_WORDS.sub("", name.lower())


def _braced(match: re.Match[str]) -> str:
    """A parameter of a path as a contract writes it, where the page may have `:video_id`."""
    return f"{{{match[0].strip(':{}')}}}"


def _positions(key: str) -> str:
    return _PARAMETER.sub("{}", key)
