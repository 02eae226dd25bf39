"""What is made of the facts of an SDK: what moves is found, with its verdict, and what isn't said is no change."""

import copy
from collections.abc import Callable, Iterable
from typing import Any

import attrs
import pytest

from openvideos.contract.document import Document
from openvideos.drift.change import NOTHING, Change
from openvideos.drift.documents.document import Source, from_data
from openvideos.drift.sources.facts import SDK, Facts, Operation
from openvideos.drift.sources.loose import compare_facts
from openvideos.drift.sources.stated import contract_facts

CREATE, LIST = "POST /videos", "GET /videos"
VERSION = "3.54.0"

Rows = Callable[[Iterable[Change]], list[Any]]
Stored = Callable[[str], Facts]


def told(operation: Operation, side: str, path: str, **fields: Any) -> Operation:
    """An operation of which one member is stated otherwise."""
    if side == "request":
        sent = dict(operation.request[0])
        sent[path] = attrs.evolve(sent.get(path, operation.request[0]["/prompt"]), path=path, **fields)
        return attrs.evolve(operation, request=(sent,))
    answer = dict(operation.response)
    answer[path] = attrs.evolve(answer.get(path, answer["/id"]), path=path, **fields)
    return attrs.evolve(operation, response=answer)


def listing(*values: str) -> tuple[Any, ...]:
    return ({"enum": list(values)},)


TEXT = ({"type": "string"},)
SIZES = ("720x1280", "1280x720", "1024x1792", "1792x1024")
MODELS = ("sora-2", "sora-2-pro", "sora-2-2025-10-06", "sora-2-pro-2025-10-06", "sora-2-2025-12-08")

MOVED: dict[str, tuple[str, str, dict[str, Any], tuple[str, str]]] = {
    "a value less in a request": (
        "request",
        "/size",
        {"parts": listing(*SIZES[:3]), "said": None},
        ("breaking", "R44"),
    ),
    "a value less that the text still has": ("request", "/size", {"parts": listing(*SIZES[:3])}, ("breaking?", "R44")),
    "a value more in a request": ("request", "/size", {"parts": listing(*SIZES, "1x1")}, ("compatible", "R43")),
    "a value less in an answer": ("response", "/size", {"parts": listing(*SIZES[:3])}, ("compatible", "R44")),
    "a value more in an answer": ("response", "/size", {"parts": listing(*SIZES, "1x1")}, ("breaking", "R43")),
    "another one value": ("response", "/object", {"parts": listing("film")}, ("breaking", "R50")),
    "an open request, closed": ("request", "/model", {"parts": listing(*MODELS)}, ("breaking", "R46")),
    "an open answer, closed": ("response", "/model", {"parts": listing(*MODELS)}, ("compatible", "R46")),
    "a closed request, open": ("request", "/size", {"parts": TEXT + listing(*SIZES)}, ("compatible", "R47")),
    "a closed answer, open": ("response", "/size", {"parts": TEXT + listing(*SIZES)}, ("breaking", "R47")),
    "a closed answer, any text": ("response", "/size", {"parts": TEXT}, ("breaking?", "R47")),
    "a known value less": ("response", "/model", {"parts": TEXT + listing(*MODELS[:3])}, ("sdk breaking", "R45")),
    "a known value more": ("response", "/model", {"parts": TEXT + listing(*MODELS, "m")}, ("sdk compatible", "R45")),
    "no known values": ("response", "/model", {"parts": TEXT}, ("sdk breaking", "R48")),
    "a type that is another": ("response", "/id", {"parts": ({"type": "integer"},)}, ("breaking", "R40")),
    "any number": ("response", "/progress", {"parts": ({"type": "number"},)}, ("breaking", "R38")),
    "one more type in a request": (
        "request",
        "/prompt",
        {"parts": (*TEXT, {"type": "integer"})},
        ("compatible", "R38"),
    ),
    "one more type in an answer": ("response", "/id", {"parts": (*TEXT, {"type": "integer"})}, ("breaking", "R38")),
    "one type less": ("request", "/input_reference", {"parts": ({"type": "object"},)}, ("breaking", "R39")),
    "optional, required in a request": ("request", "/size", {"required": True}, ("breaking", "R34")),
    "required, optional in a request": ("request", "/prompt", {"required": False}, ("compatible", "R35")),
    "required, optional in an answer": ("response", "/id", {"required": False}, ("breaking", "R35")),
    "null in a request": ("request", "/size", {"nullable": True}, ("compatible", "R41")),
    "null in an answer": ("response", "/id", {"nullable": True}, ("breaking", "R41")),
    "never null": ("response", "/prompt", {"nullable": False, "required": True}, ("compatible", "R42")),
    "another default": ("request", "/model", {"default": "sora-2-pro"}, ("compatible", "R75")),
    "a default where there was none": ("request", "/prompt", {"default": "a boat"}, ("info", "R76")),
    "an optional member more in a request": ("request", "/style", {"required": False}, ("compatible", "R30")),
    "a required member more in a request": ("request", "/style", {"required": True}, ("breaking", "R31")),
    "a member more in an answer": ("response", "/url", {"required": True}, ("compatible", "R31")),
}


@pytest.mark.parametrize("name", MOVED)
def test_what_moves_is_found_with_its_verdict(name: str, contract: Source, stored: Stored, rows: Rows) -> None:
    side, path, fields, (level, rule) = MOVED[name]
    base, revised = contract_facts(contract, SDK), stored(VERSION)
    operations = {**revised.operations, CREATE: told(revised.operations[CREATE], side, path, **fields)}
    before = rows(compare_facts(base, revised))
    after = rows(compare_facts(base, attrs.evolve(revised, operations=operations)))
    assert (level, rule, CREATE, side, path) in [row for row in after if row not in before]


UNKNOWN: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a type": ("response", "/size", {"parts": (), "whole": False}),
    "whether it is required": ("response", "/id", {"required": None}),
    "whether it may be null": ("response", "/id", {"nullable": None}),
    "more of the values": ("request", "/size", {"parts": listing(*SIZES[:2]), "whole": False}),
    "more of the known values": ("response", "/model", {"parts": TEXT + listing("sora-2"), "whole": False}),
    "what its type is called": ("response", "/model", {"type_name": None}),
    "a default": ("request", "/model", {"default": NOTHING}),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_not_said_is_no_change(name: str, contract: Source, stored: Stored, rows: Rows) -> None:
    side, path, fields = UNKNOWN[name]
    base, revised = contract_facts(contract, SDK), stored(VERSION)
    operations = {**revised.operations, CREATE: told(revised.operations[CREATE], side, path, **fields)}
    found = rows(compare_facts(base, attrs.evolve(revised, operations=operations)))
    before = rows(compare_facts(base, revised))
    assert [row for row in found if row not in before] == []


def test_a_value_of_an_incomplete_list_that_nobody_knows_is_found(contract: Source, stored: Stored, rows: Rows) -> None:
    revised = stored(VERSION)
    create = told(revised.operations[CREATE], "response", "/status", parts=listing("queued", "lost"), whole=False)
    found = compare_facts(
        contract_facts(contract, SDK), attrs.evolve(revised, operations={**revised.operations, CREATE: create})
    )
    status = next(each for each in found if each.pointer == "/status" and each.operation == CREATE)
    assert (status.level, status.rule, status.witness) == ("breaking", "R43", "lost")


def test_a_contract_says_of_itself_that_nothing_moved(contract: Source) -> None:
    facts = contract_facts(contract, SDK)
    assert compare_facts(facts, attrs.evolve(facts, language=SDK)) == []


def test_operations_are_matched_by_position_and_their_names_are_names(
    contract: Source, stored: Stored, rows: Rows
) -> None:
    base, revised = contract_facts(contract, SDK), stored(VERSION)
    retrieve = attrs.evolve(revised.operations["GET /videos/{video_id}"], key="GET /videos/{id}", name="get")
    sent = {"": retrieve.request[0][""], "/id": attrs.evolve(retrieve.request[0]["/video_id"], path="/id")}
    others = {key: each for key, each in revised.operations.items() if key != "GET /videos/{video_id}"}
    operations = {**others, "GET /videos/{id}": attrs.evolve(retrieve, request=(sent,))}
    found = rows(compare_facts(base, attrs.evolve(revised, operations=operations)))
    before = rows(compare_facts(base, revised))
    assert [row for row in found if row not in before] == [
        ("info", "R05", "GET /videos/{video_id}", "", ""),
        ("sdk breaking", "R04", "GET /videos/{video_id}", "", ""),
        ("sdk breaking", "R05", "GET /videos/{video_id}", "", ""),
    ]


def test_an_operation_elsewhere_has_moved_and_another_one_is_new(contract: Source, stored: Stored, rows: Rows) -> None:
    base, revised = contract_facts(contract, SDK), stored(VERSION)
    delete = revised.operations["DELETE /videos/{video_id}"]
    others = {key: each for key, each in revised.operations.items() if key != delete.key}
    moved = attrs.evolve(delete, key="POST /videos/{video_id}/delete")
    more = attrs.evolve(revised.operations[LIST], key="GET /videos/models", name="models")
    operations = {**others, moved.key: moved, more.key: more}
    found = rows(compare_facts(base, attrs.evolve(revised, operations=operations)))
    assert ("breaking", "R03", "DELETE /videos/{video_id}", "", "") in found
    assert ("compatible", "R02", "GET /videos/models", "", "") in found


def test_a_media_type_that_is_sent_and_not_taken_breaks(contract: Source, stored: Stored, rows: Rows) -> None:
    revised = stored(VERSION)
    create = attrs.evolve(revised.operations[CREATE], sends=("application/xml",))
    facts = attrs.evolve(revised, operations={**revised.operations, CREATE: create})
    assert ("breaking", "R17", CREATE, "request", "") in rows(compare_facts(contract_facts(contract, SDK), facts))


def test_limits_and_forms_of_a_contract_are_more_than_types_can_say(
    contract: Source, stored: Stored, rows: Rows
) -> None:
    data = copy.deepcopy(contract.data)
    schemas = data["components"]["schemas"]
    schemas["VideoPrompt"] |= {"maxLength": 5, "pattern": "^a"}
    schemas["Video"]["properties"]["progress"] |= {"minimum": 0, "maximum": 100, "multipleOf": 5}
    schemas["VideoCreateBody"]["maxProperties"] = 3
    limited = from_data(data, "limited")
    revised = stored(VERSION)
    found, before = (rows(compare_facts(contract_facts(each, SDK), revised)) for each in (limited, contract))
    assert found == before


def test_a_form_that_may_be_what_a_type_lists_is_told_as_unproved(contract: Source, stored: Stored, rows: Rows) -> None:
    data = copy.deepcopy(contract.data)
    data["components"]["schemas"]["VideoSize"] = {"type": "string", "pattern": "^(720x1280|1280x720)$"}
    found = rows(compare_facts(contract_facts(from_data(data, "pattern"), SDK), stored(VERSION)))
    assert ("breaking?", "R46", CREATE, "request", "/size") in found


def test_a_limit_that_leaves_what_a_type_lists_is_no_change(contract: Source, stored: Stored, rows: Rows) -> None:
    data = copy.deepcopy(contract.data)
    data["components"]["schemas"]["VideoSize"] = {"type": "string", "maxLength": 0}
    revised = stored(VERSION)
    create = told(revised.operations[CREATE], "request", "/size", parts=listing(""), said=None, default=NOTHING)
    facts = attrs.evolve(revised, operations={**revised.operations, CREATE: create})
    found = rows(compare_facts(contract_facts(from_data(data, "limit"), SDK), facts))
    assert [row for row in found if row[3:] == ("request", "/size")] == []


def test_a_contract_that_moves_away_from_the_sdk_is_found(stored: Stored, rows: Rows) -> None:
    data = copy.deepcopy(Document.load().data)
    schemas = data["components"]["schemas"]
    schemas["VideoStatus"]["enum"].append("cancelled")
    schemas["VideoError"]["additionalProperties"] = False
    found = rows(compare_facts(contract_facts(from_data(data, "moved"), SDK), stored(VERSION)))
    assert ("compatible", "R44", CREATE, "response", "/status") in found
    assert ("breaking", "R30", CREATE, "response", "/error/headers") in found


def test_an_older_sdk_is_compared_by_what_it_states(contract: Source, stored: Stored, rows: Rows) -> None:
    found = rows(compare_facts(contract_facts(contract, SDK), stored("2.9.0")))
    assert ("breaking", "R46", CREATE, "request", "/model") in found
    assert ("breaking", "R39", CREATE, "request", "/input_reference") in found
    assert ("compatible", "R46", CREATE, "response", "/seconds") in found
    assert not [row for row in found if row[1] == "R07"]
    silent = next(
        each
        for each in compare_facts(contract_facts(contract, SDK), stored("2.9.0"))
        if not each.operation and each.base
    )
    assert (silent.level, silent.rule) == ("info", "R85")
    assert "POST /videos/edits" in silent.base
