"""What was seen of the contract, and what wasn't."""

from typing import Any

import pytest

from openvideos.conformance.answer import Answer
from openvideos.conformance.coverage import CLASSES, Coverage, Seen, covered
from openvideos.contract import Contract, Violation

FULL = tuple(Contract.load().operations)


def answer(operation: str | None, status: int = 200, kind: str = "application/json", **members: Any) -> Answer:
    headers = [("Content-Type", kind)] if kind else []
    return Answer(
        **{
            "method": "GET",
            "url": "http://127.0.0.1:8000/v1/videos",
            "operation": operation,
            "status": status,
            "headers": headers,
            "body": b"{}",
            **members,
        }
    )


def rows_of(coverage: Coverage, operation: str) -> list[tuple[str, str, bool, int]]:
    (found,) = [each for each in coverage.operations if each.id == operation]
    return [(row.status, row.media_type, row.declared, row.seen) for row in found.rows]


def test_with_no_answer_all_of_the_contract_is_unseen() -> None:
    contract = Contract.load()
    coverage = covered([], contract)
    assert [each.id for each in coverage.operations] == list(contract.operations)
    for each in coverage.operations:
        operation = contract.operations[each.id]
        assert {row.media_type for row in each.unseen if not row.status} == set(operation.bodies)
        assert {row.status for row in each.unseen if row.status} == set(operation.responses)
        assert (each.seen, each.answers, each.succeeded) == ((), 0, False)
    assert (coverage.succeeded, coverage.unsuccessful, coverage.unasked) == ((), (), FULL)


def test_each_status_is_counted_with_its_media_type() -> None:
    coverage = covered(
        [
            answer("download_content", kind="video/mp4"),
            answer("download_content", kind="Video/MP4; codecs=avc1"),
            answer("download_content", kind="image/webp"),
            answer("download_content", 404, kind="application/json; charset=utf-8"),
            answer("download_content", 404, kind="text/html"),
            answer("download_content", 404, body=b""),
            answer("download_content", 404, kind=""),
            answer("download_content", 418),
            answer(None, 404),
        ],
        Contract.load(),
    )
    assert [row for row in rows_of(coverage, "download_content") if row[3]] == [
        ("200", "video/mp4", True, 2),
        ("200", "image/webp", True, 1),
        ("404", "application/json", True, 1),
        ("404", "", False, 1),
        ("404", "?", False, 1),
        ("404", "text/html", False, 1),
        ("418", "application/json", False, 1),
    ]
    assert coverage.others == 1


def test_requests_are_counted_by_what_they_send() -> None:
    sent = {"JSON": "application/json", "form": "multipart/form-data; boundary=b", "text": "text/plain"}
    answers = [answer("create", request_headers=[("content-type", each)], request_body=b"x") for each in sent.values()]
    coverage = covered([*answers, answer("create"), answer("create", request_body=b"x")], Contract.load())
    assert [row for row in rows_of(coverage, "create") if not row[0]] == [
        ("", "multipart/form-data", True, 1),
        ("", "application/json", True, 1),
        ("", "", False, 1),
        ("", "?", False, 1),
        ("", "text/plain", False, 1),
    ]
    assert [row for row in rows_of(covered([answer("list")], Contract.load()), "list") if not row[0]] == []


def test_a_status_that_is_declared_by_its_class_is_declared() -> None:
    document = {
        "openapi": "3.1.0",
        "paths": {
            "/videos": {
                "get": {
                    "operationId": "list",
                    "responses": {"200": {"content": {"*/*": {}}}, "4XX": {"content": {"a/*": {}}}, "default": {}},
                }
            }
        },
    }
    answers = [answer("list"), answer("list", 404, "a/b"), answer("list", 410, "a/c"), answer("list", 500, body=b"")]
    found = rows_of(covered(answers, Contract.load(document)), "list")
    assert found == [("200", "*/*", True, 1), ("4XX", "a/*", True, 2), ("default", "", True, 1)]


def test_what_was_seen_of_random_requests_stands_by_itself_and_is_no_longer_unseen() -> None:
    sent = answer("list", request_headers=[("Content-Type", "application/json")], request_body=b"{}")
    random = {
        Seen.of(answer("list", 400)): 3,
        Seen.of(answer("create", kind="")): 1,
        Seen.of(answer("create", request_headers=[("Content-Type", "application/json")], request_body=b"x")): 2,
        Seen.of(answer(None, 404)): 5,
    }
    coverage = covered([sent], Contract.load(), random)
    found = {each.id: [(row.status, row.media_type, row.seen) for row in each.fuzzed] for each in coverage.operations}
    assert found.pop("list") == [("400", "application/json", 3)]
    assert found.pop("create") == [
        ("", "application/json", 2),
        ("", "", 1),
        ("200", "application/json", 2),
        ("200", "?", 1),
    ]
    assert set(map(tuple, found.values())) == {()}
    listed, created = (next(each for each in coverage.operations if each.id == name) for name in ("list", "create"))
    assert (listed.answers, created.answers, created.succeeded, coverage.others) == (1, 0, True, 5)
    assert "400" not in [row.status for row in listed.unseen]
    assert "200" not in [row.status for row in created.unseen]
    assert "400" in [row.status for row in created.unseen]
    assert ("create" in coverage.succeeded, "create" in coverage.unasked) == (True, False)


def test_answers_that_depart_are_counted() -> None:
    violation = Violation(
        code="body.id.required", location="body", pointer="", field="id", found="none", allowed="one", message="id",
        schema_pointer="/components/schemas/Video/required",
    )  # fmt: skip
    coverage = covered([answer("list"), answer("list", violations=(violation, violation))], Contract.load())
    assert [each.departing for each in coverage.operations if each.answers] == [1]


def test_a_server_that_thinks_of_any_number_of_media_types_fills_no_report() -> None:
    answers = [answer("list", kind=f"text/{number}{'x' * 1000}") for number in range(1000)]
    rows = rows_of(covered(answers, Contract.load()), "list")
    assert len(rows) < 60
    assert max(len(row[1]) for row in rows) <= 80


CLASS = {
    "none": (),
    "none without content": ("create", "retrieve", "list", "delete"),
    "core": CLASSES["core"],
    "core with list alone": (*CLASSES["core"], "list"),
    "standard": CLASSES["standard"],
    "standard with remix": (*CLASSES["standard"], "remix"),
    "full": FULL,
}


@pytest.mark.parametrize("case", CLASS)
def test_the_class_is_by_what_succeeded(case: str) -> None:
    answers = [answer(each) for each in CLASS[case]]
    refused = [answer(each, 404) for each in FULL]
    coverage = covered([*answers, *refused], Contract.load())
    assert coverage.conformance_class == case.split(maxsplit=1)[0]
    assert set(coverage.succeeded) == set(CLASS[case])
    assert set(coverage.unsuccessful) == set(FULL) - set(CLASS[case])


def test_a_class_has_all_of_the_one_below() -> None:
    classes = [set(each) for each in CLASSES.values()]
    assert all(lower < higher for lower, higher in zip(classes, [*classes[1:], set(FULL)], strict=True))
