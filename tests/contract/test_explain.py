from collections.abc import Callable
from typing import Any

import pytest

from openvideos.contract import Contract, Violation

OfBody = Callable[[dict[str, Any]], Contract]


def only(contract: Contract, body: Any) -> Violation:
    (found,) = contract.check_request("send", body=body)
    return found


RULES: list[tuple[dict[str, Any], Any, str, str]] = [
    ({"type": "string", "minLength": 2}, "x", "minLength", "found 'x'; allowed: at least 2 characters"),
    ({"type": "string", "maxLength": 2}, "xxx", "maxLength", "found 3 characters; allowed: at most 2 characters"),
    ({"minimum": 1}, 0, "minimum", "found 0; allowed: at least 1"),
    ({"exclusiveMaximum": 1}, 1, "exclusiveMaximum", "found 1; allowed: at most 1 (exclusive)"),
    ({"type": "integer", "minimum": 1, "maximum": 9}, "x", "type", "found 'x'; allowed: an integer, 1 to 9"),
    ({"minItems": 1, "maxItems": 2}, [1, 2, 3], "maxItems", "found 3 items; allowed: 1 to 2 items"),
    ({"maxProperties": 1}, {"a": 1, "b": 2}, "maxProperties", "found {'a': 1, 'b': 2}; allowed: at most 1 members"),
    ({"const": 5}, True, "const", "found true; allowed: 5"),
    ({"enum": [1, None, "a"]}, 2, "enum", "found 2; allowed: 1, null, a"),
    ({"pattern": "^a$"}, "b", "pattern", "found 'b'; allowed: pattern '^a$'"),
    ({"multipleOf": 2}, 3, "multipleOf", "found 3; allowed: multipleOf 2"),
    ({"format": "date"}, "x", "format", "found 'x'; allowed: text of the format date"),
    ({"not": {"type": "null"}}, None, "not", "found null; allowed: not {'type': 'null'}"),
    ({"type": ["null", "number"]}, "x", "type", "found 'x'; allowed: a number or null"),
]


@pytest.mark.parametrize(("schema", "value", "keyword", "words"), RULES, ids=[row[2] for row in RULES])
def test_each_keyword_says_what_was_found_and_what_is_allowed(
    of_body: OfBody, schema: dict[str, Any], value: Any, keyword: str, words: str
) -> None:
    found = only(of_body({"properties": {"it": schema}}), {"it": value})
    assert (found.code, found.message) == (f"body.it.{keyword}", f"it: {words}")
    assert found.message == f"it: found {found.found}; allowed: {found.allowed}" == str(found)


A = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
B = {"type": "object", "properties": {"s": {"type": "string"}, "t": {"type": "string"}}, "required": ["s", "t", "u"]}


@pytest.mark.parametrize(
    ("schema", "value", "codes"),
    [
        pytest.param({"anyOf": [A, {"type": "null"}]}, {"n": "x"}, ["body.it.n.type"], id="the only one of its type"),
        pytest.param({"oneOf": [B, A]}, {"n": "x"}, ["body.it.n.type"], id="the one with the fewest faults"),
        pytest.param({"anyOf": [A, {"type": "null"}]}, "x", ["body.it.type"], id="none of its type"),
        pytest.param({"anyOf": [{"type": "string"}, {"enum": ["a"]}]}, "b", [], id="an open enum takes any string"),
        pytest.param({"oneOf": [{"type": "string"}, {"minLength": 1}]}, "b", ["body.it.oneOf"], id="more than one"),
        pytest.param(
            {"anyOf": [{"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"type": "null"}]},
            {},
            ["body.it.oneOf"],
            id="a choice within a choice",
        ),
    ],
)
def test_a_failed_choice_names_the_nearest_branch(
    of_body: OfBody, schema: dict[str, Any], value: Any, codes: list[str]
) -> None:
    found = of_body({"properties": {"it": schema}}).check_request("send", body={"it": value})
    assert [each.code for each in found] == codes


def test_types_of_all_branches_are_named_together(of_body: OfBody) -> None:
    schema = {"anyOf": [{"type": "object"}, {"type": "null"}, {"type": "array"}, {"type": "object"}]}
    assert only(of_body({"properties": {"it": schema}}), {"it": 5}).allowed == "an array or an object or null"


def test_a_document_with_thousands_of_errors_gives_the_first_100_and_a_count(of_body: OfBody) -> None:
    contract = of_body({"type": "array", "items": {"type": "integer"}})
    found = contract.check_request("send", body=["x"] * 5_000)
    assert [each.pointer for each in found[:100]] == [f"/{index}" for index in range(100)]
    assert [(each.code, each.message) for each in found[100:]] == [
        ("body.more", "body: found at least 4900 more violations; allowed: none")
    ]


def test_a_hundred_are_listed_even_if_each_value_breaks_several_rules(of_body: OfBody) -> None:
    contract = of_body({"type": "array", "items": {"type": "string", "enum": ["a"]}})
    assert len(contract.check_request("send", body=[1] * 100)) == 100


def test_a_violation_says_where_in_the_contract_it_comes_from(contract: Contract) -> None:
    (found,) = contract.check_request("create", body={"prompt": "x", "size": "13x37"})
    assert found.schema_pointer == "/components/schemas/VideoSize/enum"
    assert (found.operation, found.status, found.location, found.field) == ("create", None, "body", "size")
    assert found.line is not None


def test_names_that_a_server_chose_are_escaped(of_body: OfBody) -> None:
    contract = of_body({"additionalProperties": {"type": "integer"}})
    found = only(contract, {"a\x1b[31m/b.c": "x"})
    assert found.code == "body.a__31m_b_c.type"
    assert found.message == "'a\\x1b[31m/b.c': found 'x'; allowed: an integer"
    assert found.pointer == "/a\x1b[31m~1b.c"


def test_a_header_that_carries_a_key_is_hidden() -> None:
    header = {"name": "Authorization", "in": "header", "schema": {"type": "string", "maxLength": 3}}
    paths = {"/": {"get": {"operationId": "look", "parameters": [header], "responses": {}}}}
    contract = Contract.load({"openapi": "3.1.0", "paths": paths})
    (found,) = contract.check_request("look", headers={"authorization": "hunter2"})
    assert found.message == "Authorization: found (hidden); allowed: at most 3 characters"


def test_violations_are_immutable_values(contract: Contract) -> None:
    first, second = (contract.check_request("create", body={})[0] for _ in range(2))
    assert first == second
    assert len({first, second}) == 1
    with pytest.raises(AttributeError):
        first.code = "other"  # type: ignore[misc]
