"""Another opinion: of thousands of documents, valid and mutated, we say what the jsonschema package says.

Documents are drawn from the contract's schemas, and each is mutated in all of its places. EXCEPTIONS has the cases in
which the two differ.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from openvideos.contract import Contract, FilePart, Violation
from openvideos.contract.document import Document, join
from openvideos.contract.formats import format_allowed
from openvideos.contract.rules import RULES

Node = dict[str, Any]
Path = tuple[str | int, ...]

SCHEMAS: dict[str, Node] = Contract.load().document["components"]["schemas"]
EXAMPLES = 40
FILE = FilePart(name="a.png", type="image/png", size=3)


@attrs.frozen(kw_only=True)
class Difference:
    """A case in which the two differ: why, an example, and which of our violations are such a case."""

    id: str
    why: str
    schema: Node
    value: Any
    is_one: Callable[[Violation], bool]


EXCEPTIONS = [
    Difference(
        id="unixtime",
        why="a format says nothing to a validator unless it is told to look; this one is ours, and 0 to 99999999999",
        schema={"$ref": "#/components/schemas/VideoCharacter"},
        value={"id": None, "name": None, "created_at": 1790000000000},
        is_one=lambda violation: violation.allowed == format_allowed("unixtime"),
    ),
    Difference(
        id="size",
        why="a format of ours; in the contract it only stands where the sizes are listed too",
        schema={"type": "string", "format": "size"},
        value="large",
        is_one=lambda violation: violation.allowed == format_allowed("size"),
    ),
    Difference(
        id="uri",
        why="a format of the standard, which jsonschema checks only if it is told to, and with another package",
        schema={"$ref": "#/components/schemas/ImageReference"},
        value={"image_url": "a.png"},
        is_one=lambda violation: violation.allowed == format_allowed("uri"),
    ),
    Difference(
        id="text-for-file",
        why="to JSON Schema binary is a note on a string; to us text is no file",
        schema={"$ref": "#/components/schemas/CharacterCreateForm"},
        value={"name": "Miro", "video": "text"},
        is_one=lambda violation: violation.allowed.startswith("a file"),
    ),
    Difference(
        id="file-for-text",
        why="jsonschema is shown text where a file stands, as it knows none; to us a file is no text",
        schema={"$ref": "#/components/schemas/VideoPrompt"},
        value=FILE,
        is_one=lambda violation: re.fullmatch(r"a file.*|\d+ bytes", violation.found) is not None,
    ),
    Difference(
        id="not-finite",
        why="Python has numbers that JSON can't write; jsonschema takes them for numbers",
        schema={"type": "number"},
        value=float("nan"),
        is_one=lambda violation: violation.found in {"NaN", "Infinity", "-Infinity"},
    ),
]


class Opinions:
    """Both opinions on values of one schema, each as the member `it` of an object."""

    def __init__(self, schema: Node) -> None:
        whole = {"type": "object", "properties": {"it": schema}, "required": ["it"]}
        document = {"openapi": "3.1.0", "paths": {}, "components": {"schemas": {**SCHEMAS, "It": whole}}}
        self._ours = Contract.load(document)
        self._theirs = Draft202012Validator({**document, "$ref": "#/components/schemas/It"})

    def ours(self, value: Any) -> list[Violation]:
        """What we say, but for what the rules say."""
        found = self._ours.check_schema("It", {"it": value})
        return [each for each in found if each.code.rpartition(".")[2] not in RULES]

    def theirs(self, value: Any) -> bool:
        """Whether it is valid to them; files are shown as text."""
        return self._theirs.is_valid({"it": as_text(value)})

    def agree(self, value: Any, ours: list[Violation]) -> bool:
        """Whether both say the same, or differ only in what EXCEPTIONS allows."""
        if self.theirs(value) == (not ours):
            return True
        return bool(ours) and all(any(row.is_one(each) for row in EXCEPTIONS) for each in ours)


def as_text(value: Any) -> Any:
    if isinstance(value, FilePart | bytes):
        return "the bytes of a file"
    if isinstance(value, dict):
        return {name: as_text(item) for name, item in value.items()}
    return [as_text(item) for item in value] if isinstance(value, list) else value


# drawing valid documents

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=3,
)
OF_FORMAT: dict[str, st.SearchStrategy[Any]] = {
    "binary": st.sampled_from([FILE, FilePart(), b"abc"]),
    "unixtime": st.integers(0, 99_999_999_999),
    "uri": st.sampled_from(["https://images.example/a.png", "data:image/png;base64,AAAA", "urn:a:b"]),
}


def valid(schema: Node) -> st.SearchStrategy[Any]:
    """Values that a schema allows, formats included; of the keywords that the contract uses."""
    if "$ref" in schema:
        return valid(Document.load().resolve(schema["$ref"][1:])[1])
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            rest = {name: value for name, value in schema.items() if name != keyword}
            return st.one_of([valid(branch_of(rest, schema[keyword], index)) for index in range(len(schema[keyword]))])
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of([of_type(kind, schema) for kind in kinds])


def branch_of(rest: Node, branches: list[Node], index: int) -> Node:
    """A schema by one of its branches; what the others require has no place in it."""
    others = {name for other in branches if other is not branches[index] for name in other.get("required", ())}
    found = {**rest, **branches[index]}
    if "properties" in rest:
        found["properties"] = {name: each for name, each in rest["properties"].items() if name not in others}
        found["not"] = others
    return found


def of_type(kind: str, schema: Node) -> st.SearchStrategy[Any]:
    if kind == "null":
        return st.none()
    if kind == "boolean":
        return st.booleans()
    if kind == "integer":
        numbers = OF_FORMAT.get(schema.get("format", ""), st.integers())
        return numbers | numbers.filter(lambda number: abs(number) < 2**53).map(float)
    if kind == "string":
        longest = min(schema.get("maxLength", 9), 9)
        return OF_FORMAT.get(schema.get("format", ""), st.text(min_size=schema.get("minLength", 0), max_size=longest))
    if kind == "array":
        return st.lists(valid(schema["items"]), max_size=2)
    members = {name: valid(each) for name, each in schema["properties"].items()}
    required = {name: members.pop(name) for name in schema.get("required", ())}
    names = st.text(max_size=5).filter(lambda name: name not in {*schema["properties"], *schema.get("not", ())})
    known = st.fixed_dictionaries(required, optional=members)
    return st.tuples(st.dictionaries(names, JSON, max_size=1), known).map(lambda two: {**two[0], **two[1]})


# mutating them

POOL: list[Any] = [
    *(None, True, False, 0, -1, 5, 5.0, 5.5, -0.5, 10**13, 10**400, 1e300, float("inf"), float("nan")),
    *("", "x", "4", "720x1280", "1x1", "queued", "done", "sora-2", "video", "a.png", "https://a", "data:,"),
    *("x" * 81, "x" * 32_001, "video.deleted", "list", "\ud800"),
    *([], {}, [None], [{}], {"id": "x"}, {"id": 5}, {"image_url": "data:,"}, {"file_id": "x", "image_url": "urn:a:b"}),
    *({"code": 5, "message": "x"}, {"error": "boom"}, FILE, b"abc"),
]
EXTRA = "unlisted \u20ac"


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(item, (*path, key))


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


GONE = object()


def put(value: Any, path: Path, new: Any) -> Any:
    """A copy of a value with something else at a place, or without a member."""
    if not path:
        return new
    inner = new if len(path) == 1 else put(value[path[0]], path[1:], new)
    if isinstance(value, list):
        return [inner if index == path[0] else item for index, item in enumerate(value)]
    return {name: item for name, item in {**value, path[0]: inner}.items() if item is not GONE}


def mutations(value: Any, start: int) -> Iterator[tuple[Path, Any]]:
    """In each place of a value: what to put there. Of POOL two each, from a place of it that moves on."""
    for index, path in enumerate(places(value)):
        for step in (0, 1):
            yield path, POOL[(start + 2 * index + step) % len(POOL)]
        if path and isinstance(path[-1], str):
            yield path, GONE
        if isinstance(at(value, path), dict):
            yield (*path, EXTRA), POOL[(start + index) % len(POOL)]


def is_named(path: Path, new: Any, found: Violation) -> bool:
    """Whether a violation is at the place that was mutated, in what was put there, or a choice around it."""
    place = join("/it", *map(str, path))
    # to the validator a file is a list: a file in a list's place is named as an item of it
    inside = isinstance(new, dict | list | FilePart | bytes) and found.pointer.startswith(f"{place}/")
    around = found.code.endswith("oneOf") and found.pointer == place.rpartition("/")[0]
    return found.pointer == place or inside or around


@pytest.mark.parametrize("component", SCHEMAS)
def test_both_say_the_same_of_valid_and_mutated_documents_and_we_name_the_place(component: str) -> None:
    opinions = Opinions({"$ref": f"#/components/schemas/{component}"})
    verdicts = []

    # without shrinking: the message shows one mutation of one document, which is small enough
    @settings(derandomize=True, database=None, deadline=None, max_examples=EXAMPLES, phases=[Phase.generate])
    @given(value=valid(SCHEMAS[component]), start=st.integers(0, len(POOL) - 1), again=st.integers(0, 99))
    def judge(value: Any, start: int, again: int) -> None:
        assert opinions.ours(value) == []
        assert opinions.theirs(value)
        mutants = [(path, new, put(value, path, new)) for path, new in mutations(value, start)]
        for path, new, mutant in mutants:
            found = opinions.ours(mutant)
            assert opinions.agree(mutant, found), (path, new, mutant)
            assert [each for each in found if not is_named(path, new, each)] == [], (path, new, mutant)
            verdicts.append(not found)
        mutant = mutants[again % len(mutants)][2]
        for path, new in islice(mutations(mutant, start + 1), again % 7, None, 7):
            twice = put(mutant, path, new)
            assert opinions.agree(twice, opinions.ours(twice)), (path, new, twice)

    judge()
    assert not all(verdicts)
    assert any(verdicts) or "enum" in SCHEMAS[component]


@pytest.mark.parametrize("row", EXCEPTIONS, ids=[row.id for row in EXCEPTIONS])
def test_they_differ_where_the_table_says_so(row: Difference) -> None:
    opinions = Opinions(row.schema)
    (found,) = opinions.ours(row.value)
    assert opinions.theirs(row.value)
    assert [each.id for each in EXCEPTIONS if each.is_one(found)] == [row.id]


def test_they_know_no_file_so_that_text_is_shown_to_them() -> None:
    binary = {"$ref": "#/components/schemas/Binary"}
    for file in (FILE, b"abc"):
        assert not Draft202012Validator(SCHEMAS["Binary"]).is_valid(file)
        assert Opinions(binary).theirs(file)
        assert Opinions(binary).ours(file) == []


@pytest.mark.parametrize(
    ("value", "is_integer"),
    [(5, True), (5.0, True), (-0.0, True), (1e300, True), (10**400, True), (5.5, False), (float("inf"), False),
     (float("nan"), False), (True, False), ("5", False), (None, False)],
    ids=repr,
)  # fmt: skip
def test_both_take_a_number_without_a_fraction_for_an_integer(value: Any, is_integer: bool) -> None:
    opinions = Opinions({"type": "integer"})
    assert opinions.theirs(value) == is_integer
    assert (opinions.ours(value) == []) == is_integer


@pytest.mark.parametrize(
    ("ours", "value"),
    [
        pytest.param({"type": "string"}, 5, id="we refuse more"),
        pytest.param({}, None, id="we refuse less"),
        pytest.param({"type": "string", "format": "date"}, "x", id="a format that is in no row"),
    ],
)
def test_any_other_difference_would_be_noticed(ours: Node, value: Any) -> None:
    found = Opinions(ours).ours(value)
    assert not Opinions({"not": {"type": "null"}}).agree(value, found)
