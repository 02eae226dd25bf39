"""One value against one schema of the document: the validator's opinion, then the rules', each put into words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias

from .compiled import FILE, Compiled
from .decode import NotJSONError, Path, decode_json, plain, unsayable
from .document import Document, Operation, join
from .explain import MAX_VIOLATIONS, NOTHING, Explained, Place, explain, missing, more, violation
from .found import hidden, show
from .reduced import reduced
from .ruled import Broken, Ruled
from .rules import NO_LOOK, Look
from .violation import Location, Violation

__all__ = ["BYTES", "FORM", "Judge", "Where"]

# location, operation, status, the name of a parameter or header: a Place costs more, and only a violation needs it
Where: TypeAlias = tuple[Location, str | None, int | None, str | None]

BYTES = (bytes, bytearray, memoryview)
FORM = "multipart/form-data"
_LONGEST_START = 65_536


class Judge:
    """Judges values by the schemas and rules of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._ruled = Ruled(document)
        self.compiled = Compiled(document)

    def parameters(self, asked: Operation, location: Location, values: Mapping[str, Any]) -> Iterator[Violation]:
        """The parameters of one location, by name; those of headers in small letters."""
        for parameter in asked.parameters:
            if parameter.location != location:
                continue
            where = (location, asked.id, None, parameter.name)
            key = parameter.name.lower() if location == "header" else parameter.name
            if key in values:
                yield from self.text(parameter.pointer, values[key], where)
            elif parameter.required:
                yield self.missing(where, parameter.pointer.rpartition("/")[0])

    def text(self, pointer: str, value: Any, where: Where) -> list[Violation]:
        """A parameter or header: text that may stand for another type."""
        found = self.value(pointer, value, where)
        if found:
            found = self.value(pointer, self.compiled.read(pointer, value), where)
        return found or self.unwritable(pointer, value, where)

    def value(self, pointer: str, value: Any, where: Where, look: Look = NO_LOOK) -> list[Violation]:
        """A decoded value, or the bytes of JSON."""
        validator = self.compiled.validator(pointer)
        if isinstance(value, BYTES):
            try:
                value = decode_json(bytes(value))
            except NotJSONError as error:
                found = f"{_start(bytes(value[:_LONGEST_START]))} ({error})"
                return [self.undecodable(where, pointer, found)]
        said = NOTHING
        try:
            if not validator.is_valid(value):
                said = self._explained(pointer, value, value, where)
        except ValueError:
            # a file, a subclass of str or int, or what JSON can't say
            rebuilt, problems = plain(value, FILE)
            if problems:
                return [self.undecodable(where, pointer, what, path=path) for path, what in problems[:MAX_VIOLATIONS]]
            if not validator.is_valid(rebuilt):
                said = self._explained(pointer, value, rebuilt, where)
        broken = self._ruled.broken(pointer, value, look)
        return self._together(said, broken, where) if said.violations or broken else []

    def _together(self, said: Explained, broken: Sequence[Broken], where: Where) -> list[Violation]:
        """What the schema and the rules say; of a value that isn't one, a rule has nothing to add."""
        place, count = self.place(where), said.more
        found = list(said.violations)
        mistyped = {each.pointer for each in found if each.code.endswith((".type", ".format"))}
        for each in dict.fromkeys(broken):
            if len(found) >= MAX_VIOLATIONS:
                count += 1
            elif join("", *map(str, each.path)) not in mistyped:
                found.append(
                    violation(
                        place,
                        keyword=each.rule.id,
                        found=each.found,
                        allowed=each.allowed,
                        schema_pointer=each.pointer,
                        path=each.path,
                    )
                )
        return found + more(place, count, found[0].schema_pointer if found else "")

    def _explained(self, pointer: str, value: Any, rebuilt: Any, where: Where) -> Explained:
        """What is off in a value, which was rebuilt for the validator, in words."""

        def is_valid(place: str, item: Any) -> bool:
            return bool(self.compiled.validator(place).is_valid(item))

        rest = reduced(self._document, pointer, rebuilt, is_valid, MAX_VIOLATIONS)
        errors = self.compiled.validator(pointer).iter_errors(rest.value)
        return explain(errors, value, self.place(where), rest)

    def unwritable(self, pointer: str, value: Any, where: Where, *, files: bool = False) -> list[Violation]:
        """What can't be written down, in a value that is otherwise fine: the schema has no word for it."""
        if isinstance(value, BYTES) or (isinstance(value, str) and value.isascii()):
            return []
        return [
            violation(
                self.place(where),
                keyword=keyword,
                found=found,
                allowed="JSON" if keyword == "json" else "text without lone surrogates",
                schema_pointer=pointer,
                path=path,
            )
            for path, keyword, found in islice(unsayable(value, files=files), MAX_VIOLATIONS)
        ]

    def missing(self, where: Where, pointer: str) -> Violation:
        """What is required is not there."""
        return missing(self.place(where), pointer)

    def unknown_type(self, where: Where, kind: str, content: Iterable[str], pointer: str) -> Violation:
        """A media type that is none of those at a pointer."""
        found = f"the media type {show(kind)}" if kind else "no media type"
        return violation(
            self.place(where), keyword="contentType", found=found, allowed=", ".join(content), schema_pointer=pointer
        )

    def undecodable(
        self, where: Where, pointer: str, found: str, *, keyword: str = "json", path: Path = ()
    ) -> Violation:
        """Bytes, or a value, that are not what they should be read as."""
        allowed = {"json": "JSON", "unicode": "text in the charset that its part names, or in UTF-8"}.get(keyword, FORM)
        return violation(
            self.place(where), keyword=keyword, found=found, allowed=allowed, schema_pointer=pointer, path=path
        )

    def status(self, asked: Operation, status: int, *, misplaced: bool = False) -> Violation:
        """A status that the operation doesn't have, or not with this body."""
        return violation(
            self.place(("status", asked.id, status, None)),
            keyword="misplaced" if misplaced else "undeclared",
            found=f"a job under status {status}" if misplaced else str(status),
            allowed=", ".join(name for name in asked.responses if name.startswith("2")),
            schema_pointer=join(asked.pointer, "responses"),
        )

    def place(self, where: Where) -> Place:
        """Where a value belongs, for the words of a violation."""
        location, operation, status, name = where
        names = () if name is None else (name,)
        return Place(document=self._document, location=location, names=names, operation=operation, status=status)


def _start(body: bytes) -> str:
    """How bytes begin that are not JSON; nothing of them where a key could be spelled in other ways."""
    text = body.decode("utf-8", "replace")
    if hidden() and ("\\" in text or "\0" in text):
        return "(hidden)"
    return show(text)
