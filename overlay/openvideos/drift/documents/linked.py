"""Where the $refs of a document lead: all that its paths consist of, and what is wrong with it."""

from collections.abc import Container, Iterable, Iterator
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any
from urllib.parse import quote, unquote

import attrs

from openvideos.contract.found import show
from openvideos.contract.keys import without_secrets
from openvideos.contract.pointer import join
from openvideos.contract.source import SourceError

from .forms import check_values
from .grammar import Part, parts
from .references import at

__all__ = ["Links", "at", "reference", "whole"]

_IN_PLACE = ("allOf", "anyOf", "oneOf", "dependentSchemas", "not", "if", "then", "else")
_WITHIN = "one within the document (#/...), as remote $refs are not fetched"


def _shown(ref: Any) -> str:
    """A $ref for a person: it may be an address, with a key in it."""
    return show(without_secrets(ref) if isinstance(ref, str) else ref)


def reference(pointer: str) -> str:
    """The $ref that names a pointer."""
    return "#" + quote(pointer, safe="/~")


def whole(data: dict[str, Any], *, old: bool, known: Container[str] = ()) -> Iterator[Part]:
    """Each object and schema of a document, whether or not anybody refers to it; what has another form is left out.

    So is what stands at a known pointer, with all that is below it.
    """
    yield from _below(Part(kind="document", pointer="", node=data), old=old, known=known)


def _below(part: Part, *, old: bool, known: Container[str] = ()) -> Iterator[Part]:
    ahead = [part]
    while ahead:
        found = ahead.pop()
        if isinstance(found.node, dict) and found.pointer not in known:
            yield found
            if not found.is_alone(old=old):
                ahead += parts(found, strict=False)


@attrs.define(kw_only=True)
class Links:
    """Follows the $refs of a document; old is one before 3.1, where what stands beside a $ref counts for nothing."""

    data: dict[str, Any]
    old: bool
    _seen: set[str] = attrs.field(factory=set)
    _in_place: dict[str, list[str]] = attrs.field(factory=dict)
    _targets: dict[str, tuple[str, Any]] = attrs.field(factory=dict)

    def follow(self, starts: Iterable[Part]) -> Iterator[Part]:
        """Each part that the starts consist of or refer to, unless it was met before.

        Raises SourceError for what is not what it should be, and for a $ref that leads nowhere or out of the document.
        """
        ahead = list(starts)[::-1]
        while ahead:
            part = ahead.pop()
            if part.pointer in self._seen:
                continue
            self._seen.add(part.pointer)
            if isinstance(part.node, dict):
                ahead += reversed(self._parts(part))
            elif not (part.kind == "schema" and isinstance(part.node, bool)):
                raise SourceError(part.pointer, f"{show(part.node)} as a {part.kind}", "an object")
            yield part

    def target(self, part: Part) -> str:
        """The pointer that the $ref of a part names. Raises SourceError if there is nothing."""
        pointer, ref = join(part.pointer, "$ref"), part.node["$ref"]
        if not isinstance(ref, str):
            raise SourceError(pointer, f"the $ref {_shown(ref)}", "text")
        if not ref.startswith("#"):
            raise SourceError(pointer, f"the $ref {_shown(ref)}", _WITHIN)
        try:
            target, _ = self._found(ref)
        except (KeyError, UnicodeDecodeError):
            raise SourceError(pointer, f"the $ref {_shown(ref)}", "one to what is in the document") from None
        if not target:
            raise SourceError(pointer, f"the $ref {_shown(ref)}", f"one to a {part.kind}")
        return target

    def _found(self, ref: str) -> tuple[str, Any]:
        """The pointer that a $ref names, and what is there."""
        found = self._targets.get(ref)
        if found is None:
            target = unquote(ref[1:], errors="strict")
            target = self._anchors[target] if target and not target.startswith("/") else target
            found = self._targets[ref] = target, at(self.data, target)
        return found

    def check_circles(self) -> None:
        """Raise SourceError if, among what was followed, a $ref leads back to where it stands, for the same value."""
        further = (
            (part, [each for each in others if each in self._in_place]) for part, others in self._in_place.items()
        )
        try:
            TopologicalSorter({part: others for part, others in further if others}).prepare()
        except CycleError as error:
            raise SourceError(min(error.args[1]), "a $ref that leads in circles", "one that ends") from None

    @cached_property
    def _anchors(self) -> dict[str, str]:
        found = ((part, part.node.get("$anchor")) for part in whole(self.data, old=False) if part.kind == "schema")
        return {name: part.pointer for part, name in found if isinstance(name, str)}

    def _parts(self, part: Part) -> list[Part]:
        """What a part refers to, and consists of."""
        referred: list[Part] = []
        if "$ref" in part.node:
            target = self.target(part)
            referred.append(Part(kind=part.kind, pointer=target, node=self._found(part.node["$ref"])[1]))
        is_alone = part.is_alone(old=self.old)
        if not is_alone:
            check_values(part, old=self.old)
        inner = [] if is_alone else list(parts(part))
        if part.kind != "schema":
            self._applies(part, referred)
            return referred + inner
        _check(part)
        start = len(part.pointer) + 1
        applied = [each for each in inner if each.pointer[start:].partition("/")[0] in _IN_PLACE]
        self._applies(part, referred + applied)
        return [*referred, *inner, *self._hinted(part)]

    def _applies(self, part: Part, others: list[Part]) -> None:
        """Others say more of the value that a part is of."""
        if others:
            self._in_place[part.pointer] = [each.pointer for each in others]

    def _hinted(self, part: Part) -> Iterator[Part]:
        """The schemas that a discriminator names, as far as they are there."""
        named = part.node.get("discriminator")
        mapping = named.get("mapping") if isinstance(named, dict) else None
        for name in mapping.values() if isinstance(mapping, dict) else ():
            if isinstance(name, str):
                pointer = unquote(name[1:]) if name.startswith("#/") else join("/components/schemas", name)
                try:
                    yield Part(kind="schema", pointer=pointer, node=at(self.data, pointer))
                except KeyError:
                    continue


def _check(schema: Part) -> None:
    """Raise SourceError for a schema whose $refs mean what this module doesn't know."""
    for word in ("$dynamicRef", "$recursiveRef"):
        if word in schema.node:
            raise SourceError(join(schema.pointer, word), f"a {word}", "$ref")
    if "$id" in schema.node and any("$ref" in inner.node for inner in _below(schema, old=False)):
        pointer = join(schema.pointer, "$id")
        raise SourceError(pointer, "an $id that the $refs below it start from", "$refs that start from the document")
