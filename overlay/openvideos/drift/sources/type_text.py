"""A type as a documentation page writes it: `optional string or "a" or "b" or 2 more`, with text right behind it."""

import json
import re
from typing import Any

import attrs

__all__ = ["TypeText", "read_type"]

_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_MORE = re.compile(r"(?P<count>\d{1,6}) more(?![a-z])")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(?![\w.])")
_BRACES = re.compile(r"(?P<name>object|[A-Z]\w*)\s*\{(?P<names>[^{}]*)\}")
_SIMPLE = re.compile(
    r"(?P<word>string|number|integer|boolean|null|object|true|false|file|unknown|array|map)(?![a-z_0-9])"
)
_OF = re.compile(r"(?:array|list) of |map of ")
_NAME = re.compile(r"[A-Z]\w*(?:\.[A-Z]\w*)*")
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9_]*")
_OR = re.compile(r"\s+or\s+|\s*\|\s*")
_SCHEMAS: dict[str, Any] = {word: {"type": word} for word in ("string", "number", "boolean", "null", "object")}
_SCHEMAS |= {
    # a page whose word for a number is number says nothing of whole ones, so none does
    "integer": {"type": "number"},
    "true": {"enum": [True]},
    "false": {"enum": [False]},
    "file": {"type": "string"},
    "array": {"type": "array"},
    "map": {"type": "object"},
}


@attrs.frozen(kw_only=True)
class TypeText:
    """What a page writes as a type.

    optional is what it says at its beginning; parts are simple schemas; names are types that it has by name alone; more
    is the number of alternatives that it counts without naming them; members are those of an object that it names, and
    more_members how many it counts besides, None where it has no list of them. items is the type of what an array
    holds. text is what stands behind the type.
    """

    optional: bool = False
    parts: tuple[Any, ...] = ()
    names: tuple[str, ...] = ()
    more: int = 0
    members: tuple[str, ...] = ()
    more_members: int | None = None
    items: "TypeText | None" = None
    text: str = ""


@attrs.define
class _Found:
    parts: list[Any] = attrs.field(factory=list)
    names: list[str] = attrs.field(factory=list)
    more: int = 0
    members: tuple[str, ...] = ()
    more_members: int | None = None
    items: TypeText | None = None


def read_type(written: str) -> TypeText:
    """Read a type and the text behind it; one without parts and names can't be told."""
    rest = written.strip()
    optional = bool(re.match(r"optional\b", rest))
    rest = re.sub(r"^(?:optional|required)\b\s*", "", rest)
    found = _Found()
    while True:
        length = _alternative(rest, found)
        if length is None:
            break
        behind = rest[length:]
        separator = _OR.match(behind)
        if separator is None or _alternative(behind[separator.end() :], _Found()) is None:
            rest = behind
            break
        rest = behind[separator.end() :]
    values = [value for part in found.parts for value in part.get("enum", ())]
    parts = [part for part in found.parts if "enum" not in part]
    return TypeText(
        optional=optional,
        parts=(*parts, *([{"enum": values}] if values else [])),
        names=tuple(found.names),
        more=found.more,
        members=found.members,
        more_members=found.more_members,
        items=found.items,
        text=rest.strip(),
    )


def _alternative(text: str, found: _Found) -> int | None:
    """Take one alternative from the beginning of a text: how long it is, None if there is none."""
    if match := _QUOTED.match(text):
        found.parts.append({"enum": [_unquoted(match[0])]})
        return match.end()
    if match := _MORE.match(text):
        found.more += int(match["count"])
        return match.end()
    if match := _BRACES.match(text):
        names = [name.strip() for name in match["names"].split(",") if name.strip()]
        counts = [re.fullmatch(r"(\d{1,6}) more", name) for name in names]
        found.members = tuple(name for name, count in zip(names, counts, strict=True) if count is None)
        found.more_members = sum(int(count[1]) for count in counts if count)
        found.parts.append({"type": "object"})
        found.names += [match["name"]] if match["name"] != "object" else []
        return match.end()
    if match := _OF.match(text):
        inner = _Found()
        length = _alternative(text[match.end() :], inner)
        kind = "object" if match[0].startswith("map") else "array"
        found.parts.append({"type": kind})
        if length is None:
            return match.end()
        found.items = TypeText(
            parts=tuple(inner.parts), names=tuple(inner.names), members=inner.members, more_members=inner.more_members
        )
        return match.end() + length
    if match := _SIMPLE.match(text):
        if match["word"] in _SCHEMAS:
            found.parts.append(_SCHEMAS[match["word"]])
        else:
            found.names.append(match["word"])
        return match.end()
    if match := _NUMBER.match(text):
        found.parts.append({"enum": [json.loads(match[0])]})
        return match.end()
    return _named(text, found)


def _named(text: str, found: _Found) -> int | None:
    match = _NAME.match(text)
    if match is None:
        return None
    name = match[0]
    # `VideoSecondsLength of ...`: the last of its words is the first of the text behind it
    if re.match(r"[ ']\s*(?!or )[a-z(0-9`]", text[match.end() :]):
        humps = list(_HUMP.finditer(name))
        if len(humps) < 2:
            return None
        name = name[: humps[-1].start()]
    found.names.append(name)
    return len(name)


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return text[1:-1]
