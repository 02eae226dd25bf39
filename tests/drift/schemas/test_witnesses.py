"""What a report shows of a break: put back where it says, one side sends it and the other refuses it."""

import copy
import json
import re
from typing import Any

import pytest

from openvideos.drift.change import Change
from openvideos.drift.compare import compare
from openvideos.drift.contain import confirms
from openvideos.drift.documents.document import Source, from_data
from openvideos.drift.report.words import witness
from openvideos.drift.schemas.emitted import Text, emit, names_of
from openvideos.drift.schemas.shapes import Shapes

S: dict[str, Any] = {"type": "string"}
INT: dict[str, Any] = {"type": "integer"}
N: dict[str, Any] = {"type": "number"}
A: dict[str, Any] = {"type": "array"}
X: dict[str, Any] = {"enum": ["x", "y"]}


def obj(properties: dict[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), **more}


def of_map(values: Any, **more: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values, **more}


def told_apart(*values: str) -> dict[str, Any]:
    return {"oneOf": [obj({"k": {"const": "x"}, "v": {"enum": list(values)}}, "k"), obj({"k": {"const": "y"}}, "k")]}


PAIRS: list[tuple[Any, Any]] = [
    (obj({"a": S}), obj({"a": S, "b": S}, "b")),
    (obj({"a": S}), obj({"a": S, "b": S, "c": S}, "a", "b", "c")),
    (obj({"a": S, "b": S}), obj({"a": S})),
    (obj({"a": S, "b": S}, "b"), obj({"a": S})),
    (obj({"a": S, "b": S, "c": X, "d": {**A, "items": INT}}, "a"), obj({})),
    (obj({"a": S, "b": S}, "a", "b"), obj({"a": S, "c": INT}, "a", "c")),
    (obj({"a": S, "b": S, "c": X}, "a"), obj({"b": S, "c": X}, "b", "c")),
    (obj({"a": X}, "a"), obj({"b": X}, "b")),
    (obj({"a": X, "c": S}, "c"), obj({"b": X, "c": S}, "c")),
    (obj({"a": S}, additionalProperties=False), obj({"a": S, "b": S}, additionalProperties=False)),
    (obj({"a": S}, "a", additionalProperties=INT), obj({"a": S, "b": S}, "a", additionalProperties=INT)),
    (obj({"a": S}, additionalProperties=False), obj({"a": S})),
    (obj({}, additionalProperties=S), obj({}, additionalProperties=S, patternProperties={"^a": INT})),
    (obj({"a": S}, patternProperties={"^x-": INT}), obj({"a": S})),
    (obj({"a": obj({"b": S, "c": S}, "b")}), obj({"a": obj({"d": S}, "d")})),
    (obj({"a b": {**A, "items": INT}}), obj({"a b": {**A, "items": S}})),
    (obj({"a": of_map(INT)}), obj({"a": of_map(S)})),
    (of_map(N), of_map(INT)),
    (of_map(INT), of_map(INT, maxProperties=2)),
    (of_map(INT), of_map(INT, minProperties=1)),
    ({"anyOf": [obj({"a": S, "b": S}, "a"), INT]}, {"anyOf": [obj({"c": S}), INT]}),
    (told_apart("a"), told_apart("a", "b")),
    (INT, N),
    (S, INT),
    (S, {"type": ["string", "integer"]}),
    (S, {"type": ["string", "null"]}),
    (S, {**A, "items": S}),
    (S, {"const": "a"}),
    (S, X),
    ({"enum": ["a", "b"]}, {"enum": ["a", "b", "c"]}),
    ({"enum": [4, 8]}, {"enum": [4, 8, 12]}),
    ({"const": "a"}, {"const": "b"}),
    ({"enum": ["ab", "cd"]}, {"enum": ["ab", "cd"], "pattern": "^a"}),
    ({"anyOf": [S, INT]}, {"anyOf": [S, INT, obj({"a": S}, "a")]}),
    ({"oneOf": [S, INT]}, {"oneOf": [S, INT, {"type": "string", "minLength": 3}]}),
    ({"oneOf": [S, X]}, {"anyOf": [S, X]}),
    (S, {**S, "not": {"const": "a"}}),
    (S, {**S, "maxLength": 8}),
    ({**S, "minLength": 2}, {**S, "minLength": 1}),
    (INT, {**INT, "maximum": 8}),
    ({**N, "exclusiveMinimum": 0}, {**N, "minimum": 0}),
    (INT, {**INT, "multipleOf": 4}),
    (S, {**S, "pattern": "^[a-z]+$"}),
    (A, {**A, "items": S}),
    ({**A, "items": S}, {**A, "items": S, "uniqueItems": True}),
    ({**A, "items": N}, {**A, "items": INT}),
    (A, {**A, "minItems": 1}),
    ({**A, "items": S, "contains": {"const": "a"}}, {**A, "items": S, "contains": {"const": "a"}, "minContains": 2}),
]
PAIRS += [(revised, base) for base, revised in PAIRS]

# the side that sends, whether as text, and the member that the schema is of, if it isn't the whole
PLACES: dict[str, tuple[str, Text, str]] = {
    "a body": ("request", "", ""),
    "an answer": ("response", "", ""),
    "a member of a body": ("request", "", "probe"),
    "a member of an answer": ("response", "", "probe"),
    "a member of a form": ("request", "form", "probe"),
}


def document(schema: Any, direction: str, text: Text, member: str) -> tuple[Source, str]:
    """A document that has a schema in a place, and the pointer of the whole body or answer."""
    kind = "multipart/form-data" if text else "application/json"
    whole = obj({member: schema, "other": S}, "other") if member else schema
    body = {"content": {kind: {"schema": copy.deepcopy(whole)}}}
    operation: dict[str, Any] = {"responses": {"200": {"description": ""}}}
    if direction == "request":
        operation["requestBody"] = {"required": True, **body}
    else:
        operation["responses"]["200"] |= body
    data = {"openapi": "3.1.0", "info": {"title": "", "version": "1"}, "paths": {"/probe": {"post": operation}}}
    place = "requestBody" if direction == "request" else "responses/200"
    return from_data(data, "probe"), f"/paths/~1probe/post/{place}/content/{kind.replace('/', '~1')}/schema"


def put_back(change: Change, told: str, member: str, tag: dict[str, Any]) -> Any:
    """The whole body or answer that a report shows; an object within it has a tag."""
    shown = re.fullmatch(r"(?:client may|server may now) send (.*)", told)
    assert shown is not None, told
    at, value = "", shown[1]
    if named := re.match(r'("(?:[^"\\]|\\.)*"): ', value):
        name = json.loads(named[1])
        value = value[named.end() :]
        place = re.match(rf"(?:.*\.)?'?{re.escape(name)}'?(?![^.\[])", change.message.partition(": ")[0])
        assert place is not None, change.message
        at = place[0]
    elif part := re.search(r' as ([^"{}]*)$', value):
        at, value = part[1], value[: part.start()]
    found = json.loads(value)
    steps = re.findall(r"'[^']*'|\[\]|\*|[^.\[]+", at.removeprefix("the body").removeprefix("the answer"))
    for number in reversed(range(len(steps))):
        name = "any" if steps[number] == "*" else steps[number].strip("'")
        beside = tag if number or not member else {}
        found = [found] if steps[number] == "[]" else {**beside, name: found}
    return {"other": "", **found} if member and member in found else found


def decoded(value: Any) -> Any:
    """A value of a form, as it reads."""
    if isinstance(value, list):
        return [decoded(each) for each in value]
    return json.loads(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9.]+|true|false", value) else value


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_what_is_shown_one_side_sends_and_the_other_refuses(place: tuple[str, Text, str]) -> None:
    direction, text, member = place
    shown = 0
    for base, revised in PAIRS:
        (old, pointer), (new, _) = (document(each, *place) for each in (base, revised))
        giver, taker = map(Shapes, (old, new) if direction == "request" else (new, old))
        names = names_of(giver, (pointer,))
        sent = emit(giver, (pointer,), f"sent in {direction}", text=text)  # type: ignore[arg-type]
        taken = emit(taker, (pointer,), f"taken in {direction}", text=text, taken=names)  # type: ignore[arg-type]
        for change in compare(old, new):
            if change.level == "breaking" and (told := witness(change, 1000)):
                value = put_back(change, told, member, {"k": "x"} if "'k'" in repr(base) else {})
                if text:
                    value = {name: decoded(each) for name, each in value.items()}
                assert confirms(sent, taken, value), (base, revised, change.message, told, value)
                shown += 1
    assert shown >= 50


@pytest.mark.parametrize(("text", "count"), [("", 4), ("form", "4")])
def test_of_a_member_that_is_gone_it_is_an_object_that_has_it(text: Text, count: Any) -> None:
    base = obj({"a": S, "b": S, "c": X, "d": {"enum": [4, 8]}}, "a")
    (old, _), (new, _) = (document(each, "request", text, "") for each in (base, obj({})))
    gone = [change for change in compare(old, new) if change.level == "breaking"]
    told = {change.base: json.loads(witness(change).removeprefix("client may send ")) for change in gone}
    assert {name: set(each) for name, each in told.items()} == {
        "a": {"a"},
        "b": {"a", "b"},
        "c": {"a", "c"},
        "d": {"a", "d"},
    }
    assert (told["c"]["c"], told["d"]["d"]) == ("x", count)


def test_of_a_member_that_may_be_missing_it_is_an_answer_without_it() -> None:
    base = obj({"a": S, "b": S, "c": S}, "a", "b", "c")
    (old, _), (new, _) = (document(each, "response", "", "") for each in (base, obj({"a": S}, "a")))
    told = [json.loads(witness(change).removeprefix("server may now send ")) for change in compare(old, new)]
    assert [each.keys() for each in told] == [{"a"}, {"a"}]


def test_a_parameter_is_named() -> None:
    limit = {"name": "limit", "in": "query", "schema": INT}
    operation = {"parameters": [limit], "responses": {"200": {"description": ""}}}
    data: Any = {"openapi": "3.1.0", "info": {"title": "", "version": "1"}, "paths": {"/probe": {"get": operation}}}
    less = copy.deepcopy(data)
    less["paths"]["/probe"]["get"]["parameters"][0]["schema"] = {**INT, "maximum": 8}
    (change,) = compare(from_data(data, "base"), from_data(less, "revised"))
    assert witness(change) == 'client may send "9" as query parameter limit'
