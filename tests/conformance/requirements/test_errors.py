"""Faults in what refusals look like, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from openvideos.conformance.requirements import requirements
from openvideos.conformance.requirements.errors import ENVELOPES
from openvideos.conformance.runner import judge as judge_one
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings
from openvideos.conformance.verdict import Result
from openvideos.conformance.wire import Wire
from openvideos.contract import Contract

MORE = [
    ("VID-ERROR-001", "errors-with-status"),
    ("VID-ERROR-017", "error-without-message"),
    ("VID-ERROR-017", "error-message-is-array"),
    ("VID-ERROR-018", "error-type-is-null"),
    ("VID-ERROR-019", "error-param-is-array"),
    ("VID-ERROR-020", "error-without-code"),
    ("VID-ERROR-021", "content-errors-labelled-video"),
    ("VID-ERROR-022", "errors-as-unlabelled-html"),
    ("VID-ERROR-023", "errors-with-stack"),
    ("VID-ERROR-012", "unknown-job-500"),
    ("VID-ERROR-025", "unknown-job-500"),
    ("VID-ERROR-025", "media-type-500"),
    ("VID-ERROR-025", "invalid-queries-500"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)


def test_each_operation_of_the_contract_has_its_requirement() -> None:
    assert {name for _, name, *_ in ENVELOPES} == {*Contract.load().operations, "form"}


def answered(requirement: str, answer: httpx.Response) -> Result:
    """What comes of a requirement on a server that answers everything alike."""
    settings = Settings(base_url="http://127.0.0.1:9/v1", api_key="a-key-of-the-conformance-tests")
    server = Server(settings, wire=Wire(settings, transport=httpx.MockTransport(lambda _: answer)))
    try:
        return judge_one(next(each for each in requirements() if each.id == requirement), server)
    finally:
        server.close()


UNAUTHORIZED = [
    (401, {"error": {"message": "No key.", "type": "authentication_error", "param": None, "code": None}}, "passed"),
    (403, {"error": {"message": "No key.", "type": "authentication_error"}}, "passed"),
    (401, {"error": "Unauthorized"}, "failed"),
    (401, {"error": {"message": "", "type": "authentication_error"}}, "failed"),
    (401, ["no key"], "failed"),
    (200, {"object": "list", "data": []}, "skipped"),
]


@pytest.mark.parametrize(("status", "body", "outcome"), UNAUTHORIZED)
def test_a_request_without_a_key_is_refused_in_the_form_of_other_errors(status: int, body: Any, outcome: str) -> None:
    assert answered("VID-ERROR-030", httpx.Response(status, json=body)).outcome == outcome


NAMES = list(Contract.load().document["components"]["schemas"]["Video"]["properties"])
VALUES: list[Any] = [None, True, 0, -1, 0.5, 10**400, "", "\x00", [], [[]], {}, {"code": 1}]
JOBS = [dict.fromkeys(NAMES, value) | {"id": "video_1"} for value in VALUES]
JOBS += [{**JOBS[0], "object": "video", "status": status, "created_at": 10**400} for status in ("completed", "failed")]
ODD: list[Any] = [*VALUES, {"error": 5}, {"error": {"message": 5, "type": [], "param": {}, "code": 1}}, *JOBS]
PAGES: list[Any] = [JOBS, [], [5, None], {}, None]
ODD += [{"object": "list", "data": page, "has_more": True} for page in PAGES]
OURS = ("VID-LIFE", "VID-SHAPE", "VID-ERROR", "VID-HEADER")


def odd_reasons(answer: httpx.Response) -> list[tuple[str, str]]:
    settings = Settings(base_url="http://127.0.0.1:9/v1", max_videos=1000, job_timeout=0.001, only=OURS)
    server = Server(settings, wire=Wire(settings, transport=httpx.MockTransport(lambda _: answer)))
    found = [judge_one(each, server) for each in requirements() if each.id.startswith(OURS)]
    server.close()
    return [(each.requirement.id, each.reason) for each in found if each.outcome == "error"]


@pytest.mark.parametrize("body", ODD, ids=range(len(ODD)))
def test_no_json_is_too_odd_to_be_judged(body: Any) -> None:
    assert odd_reasons(httpx.Response(200, json=body)) == []


@pytest.mark.parametrize("status", [200, 302, 404, 500])
@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"NaN", b"\x1f\x8b\x08", b"<html>"], ids=repr)
def test_no_answer_is_too_odd_to_be_judged(status: int, body: bytes) -> None:
    odd = {
        "content-type": "a/b/c; charset",
        "date": "Tue, 99 Foo 20 99:99:99",
        "cache-control": "max-age=" + "9" * 5000,
    }
    assert odd_reasons(httpx.Response(status, headers=odd, content=body)) == []
