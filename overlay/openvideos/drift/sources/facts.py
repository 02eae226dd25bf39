"""What a source states of an API, in one form, whatever it was read from: what it doesn't say stays unknown."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import attrs

from openvideos.drift.change import NOTHING, Place

__all__ = ["CONTRACT", "PAGE", "SDK", "Fact", "Facts", "Language", "Operation", "facts_from_json", "facts_to_json"]


@attrs.frozen(kw_only=True)
class Language:
    """What can be said in the words of a source.

    integers: that a number is whole. files: that a value is the bytes of a file, and not text. limits: how long, how
    many, of which form. says_null: that an answer's member may be null, apart from that it may be missing. lists: where
    values are listed, they always are.
    """

    name: Literal["contract", "sdk", "page"]
    integers: bool = True
    files: bool = True
    limits: bool = False
    says_null: bool = True
    lists: bool = True


CONTRACT: Final = Language(name="contract", limits=True)
SDK: Final = Language(name="sdk", says_null=False)
PAGE: Final = Language(name="page", integers=False, files=False, lists=False)
_LANGUAGES: Final = {each.name: each for each in (CONTRACT, SDK, PAGE)}


@attrs.frozen(kw_only=True)
class Fact:
    """What is stated of one member; path is a pointer to it, with * for any item of an array or member of a map.

    parts are simple schemas, any of which it may be, but for null; of an object or an array only that it is one. whole
    is false where there may be others too. limited are the same, with what the source's language says beyond that of
    the other. doubtful are listed values that the source names in one place and not in another. said are the values
    that its text names, None for none. type_name is what generated code calls its type: empty for a type that has no
    name, None where nobody knows. where is how a request carries it: path, query, header or body, empty for unknown; or
    `example`, of a member that nothing but an example shows.
    """

    path: str
    parts: tuple[Any, ...] = ()
    whole: bool = False
    limited: tuple[Any, ...] = ()
    required: bool | None = None
    nullable: bool | None = None
    closed: bool = False
    default: Any = NOTHING
    doubtful: tuple[Any, ...] = ()
    said: tuple[str, ...] | None = None
    type_name: str | None = None
    where: str = ""
    place: Place

    @property
    def listed(self) -> tuple[Any, ...]:
        """The values that are listed, all there are or those that are known of more."""
        return tuple(value for part in self.parts for value in part.get("enum", ()))

    @property
    def open(self) -> bool:
        """Whether any text is taken."""
        return any(part.get("type") == "string" and part.get("format") != "binary" for part in self.parts)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The types of its parts."""
        return tuple(dict.fromkeys(kind for part in self.parts for kind in _kinds(part)))

    @property
    def parent(self) -> str:
        """The path of what it is a member of."""
        return self.path.rpartition("/")[0]


@attrs.frozen(kw_only=True)
class Operation:
    """What is stated of an operation; key is its method and path.

    request has what is sent, once for each media type that says it differently; response what success answers. An empty
    one is unknown. sends and answers are media types, None for unknown. name is what programs call it.
    """

    key: str
    name: str | None = None
    deprecated: bool | None = None
    request: tuple[Mapping[str, Fact], ...] = ()
    response: Mapping[str, Fact] = attrs.field(factory=dict)
    sends: tuple[str, ...] | None = None
    answers: tuple[str, ...] | None = None
    place: Place


@attrs.frozen(kw_only=True)
class Facts:
    """What a source states: its operations by key, and what it offers beside them (helper methods) by name.

    notes are what the source says against itself.
    """

    name: str
    language: Language
    operations: Mapping[str, Operation]
    beside: Mapping[str, Place] = attrs.field(factory=dict)
    notes: tuple["Note", ...] = ()


@attrs.frozen(kw_only=True)
class Note:
    """A line about a source itself."""

    text: str
    operation: str
    direction: Literal["request", "response", ""] = ""
    pointer: str = ""
    place: Place


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """Facts as JSON data."""

    def kept(attribute: "attrs.Attribute[Any]", value: Any) -> bool:
        return value is not NOTHING and value not in ((), attribute.default)

    written = {**attrs.asdict(facts, filter=kept), "language": facts.language.name}
    # tuples are lists
    return dict(json.loads(json.dumps(written)))


def facts_from_json(data: Mapping[str, Any]) -> Facts:
    """The facts that facts_to_json wrote."""
    return Facts(
        name=data["name"],
        language=_LANGUAGES[data["language"]],
        operations={key: _operation(each) for key, each in data["operations"].items()},
        beside={name: Place(**place) for name, place in data.get("beside", {}).items()},
        notes=tuple(Note(**{**each, "place": Place(**each["place"])}) for each in data.get("notes", ())),
    )


def _operation(data: Mapping[str, Any]) -> Operation:
    given: dict[str, Any] = {**data, "place": Place(**data["place"])}
    given["request"] = tuple({path: _fact(each) for path, each in sent.items()} for sent in data.get("request", ()))
    given["response"] = {path: _fact(each) for path, each in data.get("response", {}).items()}
    return Operation(**_frozen(given))


def _fact(data: Mapping[str, Any]) -> Fact:
    given: dict[str, Any] = {**data, "place": Place(**data["place"])}
    return Fact(**_frozen(given))


def _frozen(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(each) if isinstance(each, list) else each for name, each in given.items()}


def _kinds(part: Mapping[str, Any]) -> Iterator[str]:
    if part.get("format") == "binary":
        yield "file"
    elif "type" in part:
        yield part["type"]
    for value in part.get("enum", ()):
        yield "boolean" if isinstance(value, bool) else "string" if isinstance(value, str) else "number"
