"""Types of Python, and what they are as JSON Schema."""

import enum
import typing
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from os import PathLike
from typing import IO, Annotated, Any, Literal, Optional, Required, TypeAlias, Union

import pydantic
import pytest
from typing_extensions import TypedDict

from openvideos.drift.sources.annotations import FILE, schema_of

Size: TypeAlias = Literal["small", "large"]
File = Union[IO[bytes], bytes, PathLike[str], tuple[str | None, bytes]]  # noqa: UP007


class Omit:
    pass


class Alias:
    alias = "wireName"


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Params(TypedDict, total=False):
    id: Required["str"]
    size: "Size"
    renamed: Annotated[int, Alias()]


class All(TypedDict):
    id: str


class Part(pydantic.BaseModel):
    text: str


class Model(pydantic.BaseModel):
    id: str
    part: Optional[Part] = None  # noqa: UP045
    count: int | None
    aliased: bool = pydantic.Field(alias="wireName")


class HttpxBinaryResponseContent:
    pass


NULL = {"type": "null"}
TEXT = {"type": "string"}
SIZE = {"enum": ["small", "large"], "title": "Size"}

ROWS: list[tuple[str, Any, Any]] = [
    ("str", str, TEXT),
    ("int", int, {"type": "integer"}),
    ("float", float, {"type": "number"}),
    ("bool", bool, {"type": "boolean"}),
    ("None", None, NULL),
    ("datetime", datetime, TEXT),
    ("a literal with a name", Size, SIZE),
    ("a literal without one", Literal["a", 1], {"enum": ["a", 1]}),
    ("an open enum", Union[str, Size], {"anyOf": [TEXT, SIZE]}),  # noqa: UP007
    ("optional", Optional[int], {"anyOf": [{"type": "integer"}, NULL]}),  # noqa: UP045
    ("a union of today", int | None, {"anyOf": [{"type": "integer"}, NULL]}),
    ("what need not be given", Union[str, Omit], TEXT),  # noqa: UP007
    ("a list", list[str], {"type": "array", "items": TEXT}),
    ("a sequence", Sequence[str], {"type": "array", "items": TEXT}),
    ("an iterable", Iterable[int], {"type": "array", "items": {"type": "integer"}}),
    ("a list of anything", list, {"type": "array"}),
    ("a tuple", tuple[int, ...], {"type": "array", "items": {"type": "integer"}}),
    ("a map", dict[str, int], {"type": "object", "additionalProperties": {"type": "integer"}}),
    ("a mapping of anything", Mapping[str, object], {"type": "object"}),
    ("an enumeration", Colour, {"enum": ["red", "blue"], "title": "Colour"}),
    ("bytes", bytes, FILE),
    ("all that a file may be", File, FILE),
    ("a file or a text", Union[File, str], {"anyOf": [FILE, TEXT]}),  # noqa: UP007
    ("what a download answers", HttpxBinaryResponseContent, FILE),
    ("what is annotated", Annotated[str, "of a kind"], TEXT),
    ("anything", object, {}),
    ("any", Any, {}),
    ("a union with anything", Union[str, Any], {}),  # noqa: UP007
    ("a type variable", typing.TypeVar("T"), {}),
]


@pytest.mark.parametrize(("kind", "schema"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_type_is_a_schema(kind: Any, schema: Any) -> None:
    assert schema_of(kind, __name__) == schema


def members(kind: type) -> tuple[dict[str, Any], list[str]]:
    schema = schema_of(kind, __name__)
    place = f"{__name__}.{kind.__qualname__}"
    assert (schema["title"], schema["x-place"]) == (kind.__name__, place)
    found = {}
    for name, each in schema["properties"].items():
        assert each["x-place"].rpartition(".")[0] == place
        found[name] = {word: said for word, said in each.items() if word != "x-place"}
    return found, schema["required"]


def test_a_typed_dict_is_an_object_whose_annotations_are_text() -> None:
    assert members(Params) == ({"id": TEXT, "size": SIZE, "wireName": {"type": "integer"}}, ["id"])


def test_a_total_typed_dict_has_required_members_only() -> None:
    assert members(All) == ({"id": TEXT}, ["id"])


def test_a_model_is_an_object() -> None:
    properties, required = members(Model)
    part = properties["part"]["anyOf"][0]
    assert (properties["id"], properties["wireName"]) == (TEXT, {"type": "boolean"})
    assert properties["count"] == {"anyOf": [{"type": "integer"}, NULL]}
    assert part["title"] == "Part"
    assert required == ["id", "count", "wireName"]
