"""Where the rules of a document apply, and with what an answer is compared."""

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from openvideos.contract import Contract
from openvideos.contract.rules import RULES

Node = dict[str, Any]
OfBody = Callable[[Node], Contract]

BREAKS = {"status": "completed", "completed_at": None}
TIME = {"x-rules": [{"id": "completed-time", "says": "A completed job says when it completed."}]}


def pointers(contract: Contract, body: Any) -> list[str]:
    return [each.pointer for each in contract.check_request("send", body=body)]


def page_of(jobs: list[Node]) -> Node:
    ends = [job["id"] for job in jobs] or [None]
    return {"object": "list", "data": jobs, "first_id": ends[0], "last_id": ends[-1], "has_more": False}


@pytest.mark.parametrize("component", ["Video", "VideoList", "VideoDeleted", "VideoCharacter", "ImageReference"])
def test_each_rule_is_about_a_member_that_its_schema_has(contract: Contract, component: str) -> None:
    schema = contract.document["components"]["schemas"][component]
    assert {RULES[rule["id"]].member for rule in schema["x-rules"]} <= schema["properties"].keys()


def test_each_item_of_a_list_is_judged_at_its_place(contract: Contract, video: Node) -> None:
    done = video | {"status": "completed", "progress": 100, "completed_at": video["created_at"]}
    jobs = [done | {"id": f"video_{index}"} for index in range(4)]
    jobs[1]["completed_at"] = None
    jobs[3] |= {"progress": 99, "expires_at": 0}
    found = contract.check_response("list", status=200, body=page_of(jobs))
    assert [(each.code, each.pointer) for each in found] == [
        ("body.data.completed_at.completed-time", "/data/1/completed_at"),
        ("body.data.progress.completed-progress", "/data/3/progress"),
        ("body.data.expires_at.expiry-order", "/data/3/expires_at"),
    ]
    assert found[0].message.startswith("data[1].completed_at: found null in a completed job; allowed: ")


def test_what_was_seen_before_is_the_answer_and_no_item_of_it(contract: Contract, video: Node) -> None:
    page = page_of([video])
    for previous in ({"status": "completed", "progress": 50}, page):
        assert contract.check_response("list", status=200, body=page, previous=previous) == []
    found = contract.check_response(
        "retrieve", status=200, body=video, previous={"status": "completed", "progress": 50}
    )
    assert [each.pointer for each in found] == ["/status", "/progress"]


@attrs.frozen
class Model:
    content: Any

    def to_dict(self) -> Any:
        return self.content


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        pytest.param({"video_id": "a", "status": "failed"}, True, id="dict"),
        pytest.param(b'{"video_id": "a", "status": "failed"}', True, id="JSON"),
        pytest.param(bytearray(b'{"video_id": "a", "status": "failed"}'), True, id="bytearray"),
        pytest.param(Model({"video_id": "a", "status": "failed"}), True, id="object with to_dict"),
        pytest.param(Model([1]), False, id="object whose to_dict gives none"),
        pytest.param({}, False, id="empty"),
        pytest.param([{"video_id": "a", "status": "failed"}], False, id="list"),
        pytest.param('{"video_id": "a", "status": "failed"}', False, id="text"),
        pytest.param(b"\xff", False, id="no text"),
        pytest.param(b'{"video_id": "a", "status": "failed"', False, id="no JSON"),
        pytest.param(b'[{"video_id": "a", "status": "failed"}]', False, id="JSON of no object"),
        pytest.param(5, False, id="number"),
        pytest.param(object(), False, id="object"),
    ],
)
def test_what_was_asked_and_seen_before_may_be_given_in_several_ways(
    contract: Contract, video: Node, given: Any, counts: bool
) -> None:
    for name, code in (("request", "body.id.asked-id"), ("previous", "body.status.status-forward")):
        found = contract.check_response("retrieve", status=200, body=video, **{name: given})
        assert [each.code for each in found] == [code] * counts


def test_rules_apply_in_whatever_a_schema_refers_to(of_body: OfBody) -> None:
    contract = of_body(
        {
            "properties": {
                "it": TIME,
                "choice": {"anyOf": [{"type": "null"}, TIME]},
                "all": {"allOf": [TIME, {"type": "object"}]},
                "deep": {"properties": {"it": TIME, "any": True}},
                "rows": {"type": "array", "items": {"type": "array", "items": {"oneOf": [TIME]}}},
            },
            **TIME,
        }
    )
    sent: Node = {**dict.fromkeys(("it", "choice", "all"), BREAKS), "deep": {"it": BREAKS}, **BREAKS}
    sent["rows"] = [[], [{}, BREAKS], [BREAKS]]
    places = ["", "/it", "/choice", "/all", "/deep/it", "/rows/1/1", "/rows/2/0"]
    assert pointers(contract, sent) == [f"{place}/completed_at" for place in places]
    assert pointers(contract, {"it": [BREAKS], "choice": None, "deep": None, "rows": [], "other": BREAKS}) == []


def test_a_schema_that_holds_itself_ends(contract: Contract) -> None:
    node = {**TIME, "type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    loop = Contract.load({"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"Node": node}}})
    found = loop.check_schema("Node", {**BREAKS, "next": {"next": {"next": {}}}})
    assert [each.pointer for each in found] == ["/completed_at"]
    assert loop.check_schema("Node", {"next": {"next": {}}}) == []


@pytest.mark.parametrize(
    "rule", [{"id": "mine", "says": "Mine."}, {"says": "None."}, {}, "completed-time", None], ids=repr
)
def test_a_rule_that_nobody_has_written_is_no_contract(of_body: OfBody, rule: Any) -> None:
    contract = of_body({"properties": {"it": {"x-rules": [TIME["x-rules"][0], rule]}}})
    with pytest.raises(
        ValueError, match=r"^contract: found the rule .* at /paths/.*/it/x-rules/1; allowed: completed-"
    ):
        contract.check_request("send", body={})


def test_a_hundred_broken_rules_are_listed_and_the_rest_is_counted(contract: Contract, video: Node) -> None:
    jobs = [video | {"id": f"video_{index}", "expires_at": 0} for index in range(350)]
    found = contract.check_response("list", status=200, body=page_of(jobs))
    assert [each.pointer for each in found[:100]] == [f"/data/{index}/expires_at" for index in range(100)]
    assert [(each.code, each.message) for each in found[100:]] == [
        ("body.more", "body: found at least 250 more violations; allowed: none")
    ]
    assert len(contract.check_response("list", status=200, body=page_of(jobs[:100]))) == 100


def test_what_the_schema_says_comes_before_what_the_rules_say(contract: Contract, video: Node) -> None:
    body = {**video, "status": "completed", "size": "1x1"}
    found = contract.check_response("retrieve", status=200, body=body)
    assert [each.code.rpartition(".")[2] for each in found] == ["enum", "completed-time", "completed-progress"]


def test_rules_judge_what_is_no_plain_json_too(contract: Contract, video: Node) -> None:
    class Word(str):
        __slots__ = ()

    found = contract.check_schema("Video", {**video, "prompt": Word("x"), "status": Word("failed")})
    assert [each.code for each in found] == ["body.error.failed-error"]


@pytest.mark.parametrize("decoded", [True, False], ids=["decoded", "bytes"])
def test_the_pages_own_example_alone_breaks_no_rule(contract: Contract, decoded: bool) -> None:
    # a job in the queue with an error and a completion, all times 0
    text = b"""{"id": "id", "completed_at": 0, "created_at": 0, "error": {"code": "code", "message": "message"},
        "expires_at": 0, "model": "string", "object": "video", "progress": 0, "prompt": "prompt", "seconds": "string",
        "remixed_from_video_id": "remixed_from_video_id", "size": "720x1280", "status": "queued"}"""
    body = json.loads(text) if decoded else text
    for operation in ("create", "retrieve", "remix", "edit", "extend"):
        headers = {"content-type": "application/json"}
        assert contract.check_response(operation, status=200, headers=headers, body=body) == []
    assert contract.check_response("list", status=200, body=page_of([json.loads(text)])) == []
