"""What no schema can say: each rule of x-rules, what breaks it and what doesn't."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from openvideos.contract import Contract, FilePart, Violation
from openvideos.contract.document import Document
from openvideos.contract.rules import RULES

Node = dict[str, Any]
Judge = Callable[..., list[Violation]]
GONE = object()  # a member that is left out

ID = "video_5b1d"
OTHER = "video_60aa"
START = 1790000000
DONE = {"status": "completed", "progress": 100, "completed_at": START + 42, "expires_at": START + 86442}
FAILED = {"status": "failed", "error": {"code": "render_failed", "message": "It stopped."}}


@pytest.fixture
def answer(contract: Contract, video: Node) -> Judge:
    """Judges a conforming success of an operation, to which changes are made; so with the jobs of a list's data."""
    character = {"id": "char_77c0", "name": "Miro", "created_at": START}
    deleted = {"id": ID, "object": "video.deleted", "deleted": True}
    others = {"delete": deleted, "create_character": character, "get_character": character}

    def page(changes: Node) -> Node:
        data = changes.get("data", [{}])
        listed = [made(video, job) if isinstance(job, dict) else job for job in data] if isinstance(data, list) else []
        ends = [job.get("id") if isinstance(job, dict) else None for job in listed] or [None]
        found = {"object": "list", "first_id": ends[0], "last_id": ends[-1], "has_more": False}
        return made(found, {**changes, "data": listed if isinstance(data, list) else data})

    def judge(operation: str, changes: Node, **seen: Any) -> list[Violation]:
        body = page(changes) if operation == "list" else made(others.get(operation, video), changes)
        return contract.check_response(operation, status=200, body=body, **seen)

    return judge


def made(base: Node, changes: Node) -> Node:
    return {name: value for name, value in {**base, **changes}.items() if value is not GONE}


def stated(node: Any) -> Iterator[Node]:
    """The rules that stand anywhere in a document."""
    if isinstance(node, dict):
        yield from node.get("x-rules", ())
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from stated(value)


def test_each_rule_is_stated_once_in_a_sentence_of_its_own_and_has_a_function(contract: Contract) -> None:
    rules = list(stated(contract.document))
    assert Counter(rule["id"] for rule in rules) == dict.fromkeys(RULES, 1)
    assert [rule.id for rule in RULES.values()] == list(RULES)
    sentences = [rule["says"] for rule in rules]
    assert [each for each in sentences if not re.fullmatch(r"([A-Z]|first_|last_)[^.]{20,}\.", each)] == []
    assert len(set(sentences)) == len(sentences)


def jobs(*times: Any) -> list[Node]:
    """Jobs of a list, as far as rules of a list look at them."""
    return [{"id": f"video_{time}", "created_at": time} for time in times]


# rule, operation, what is changed, what was asked, what was seen before, the message
Row = tuple[str, str, Node, Node | None, Node | None, str]
BROKEN: list[Row] = [
    ("completed-time", "retrieve", DONE | {"completed_at": None}, None, None,
     "completed_at: found null in a completed job; allowed: when it completed, in unix seconds"),
    ("completed-progress", "retrieve", DONE | {"progress": 99}, None, None,
     "progress: found 99 in a completed job; allowed: 100"),
    ("completed-progress", "create", DONE | {"progress": 101}, None, None,
     "progress: found 101 in a completed job; allowed: 100"),
    ("completed-order", "retrieve", DONE | {"completed_at": START - 1}, None, None,
     "completed_at: found 1789999999, before created_at 1790000000; allowed: created_at or later"),
    ("completed-order", "retrieve", DONE | {"completed_at": 0.0}, None, None,
     "completed_at: found 0.0, before created_at 1790000000; allowed: created_at or later"),
    ("failed-error", "retrieve", {"status": "failed"}, None, None,
     "error: found null in a failed job; allowed: why it failed: an object"),
    ("expiry-order", "retrieve", {"expires_at": START - 1}, None, None,
     "expires_at: found 1789999999, before created_at 1790000000; allowed: created_at or later"),
    ("status-forward", "retrieve", {}, None, {"status": "in_progress"},
     "status: found 'queued' after 'in_progress'; allowed: in_progress, completed, failed"),
    ("status-forward", "retrieve", {}, None, {"status": "completed"},
     "status: found 'queued' after 'completed'; allowed: completed, as it had ended"),
    ("status-forward", "retrieve", {"status": "in_progress"}, None, {"status": "failed"},
     "status: found 'in_progress' after 'failed'; allowed: failed, as it had ended"),
    ("status-forward", "retrieve", DONE, None, {"status": "failed"},
     "status: found 'completed' after 'failed'; allowed: failed, as it had ended"),
    ("status-forward", "retrieve", FAILED, None, {"status": "completed"},
     "status: found 'failed' after 'completed'; allowed: completed, as it had ended"),
    ("progress-forward", "retrieve", {"progress": 9}, None, {"progress": 10},
     "progress: found 9 after 10; allowed: at least 10"),
    ("asked-id", "retrieve", {}, {"video_id": OTHER}, None,
     "id: found 'video_5b1d'; allowed: 'video_60aa', which was asked for"),
    ("asked-prompt", "create", {"prompt": "a ship"}, {"prompt": "a boat"}, None,
     "prompt: found 'a ship'; allowed: 'a boat', which was asked for"),
    ("asked-prompt", "edit", {"prompt": None}, {"prompt": "a boat"}, None,
     "prompt: found null; allowed: the prompt that was asked for"),
    ("asked-model", "create", {"model": "sora-2-pro"}, {"model": "sora-2"}, None,
     "model: found 'sora-2-pro'; allowed: 'sora-2', which was asked for, or a dated snapshot of it"),
    ("asked-model", "create", {"model": "sora-2-pro-2025-10-06"}, {"model": "sora-2"}, None,
     "model: found 'sora-2-pro-2025-10-06'; allowed: 'sora-2', which was asked for, or a dated snapshot of it"),
    ("asked-model", "create", {"model": "sora-2"}, {"model": "sora-2-2025-10-06"}, None,
     "model: found 'sora-2'; allowed: 'sora-2-2025-10-06', which was asked for, or a dated snapshot of it"),
    ("asked-model", "create", {"model": "m-2025-10-06-b"}, {"model": "m"}, None,
     "model: found 'm-2025-10-06-b'; allowed: 'm', which was asked for, or a dated snapshot of it"),
    ("asked-model", "create", {"model": "n-2025-10-06"}, {"model": "m"}, None,
     "model: found 'n-2025-10-06'; allowed: 'm', which was asked for, or a dated snapshot of it"),
    ("asked-size", "create", {}, {"size": "1280x720"}, None,
     "size: found '720x1280'; allowed: '1280x720', which was asked for"),
    ("asked-seconds", "create", {}, {"seconds": "8"}, None,
     "seconds: found '4'; allowed: '8', which was asked for"),
    ("asked-seconds", "create", {}, {"seconds": 8}, None,
     "seconds: found '4'; allowed: '8', which was asked for"),
    ("remix-source", "remix", {}, {"video_id": OTHER}, None,
     "remixed_from_video_id: found null; allowed: the id of the video that was remixed"),
    ("remix-source", "remix", {"remixed_from_video_id": ID}, {"video_id": OTHER}, None,
     "remixed_from_video_id: found 'video_5b1d'; allowed: 'video_60aa', which was asked for"),
    ("first-id", "list", {"first_id": OTHER}, None, None,
     "first_id: found 'video_60aa'; allowed: 'video_5b1d', as the data have it"),
    ("first-id", "list", {"first_id": None}, None, None,
     "first_id: found null; allowed: 'video_5b1d', as the data have it"),
    ("first-id", "list", {"data": [], "first_id": ID}, None, None,
     "first_id: found 'video_5b1d'; allowed: null, as the data have it"),
    ("last-id", "list", {"last_id": OTHER}, None, None,
     "last_id: found 'video_60aa'; allowed: 'video_5b1d', as the data have it"),
    ("last-id", "list", {"data": [], "last_id": ID}, None, None,
     "last_id: found 'video_5b1d'; allowed: null, as the data have it"),
    ("more-behind", "list", {"data": [], "has_more": True}, {"limit": 1}, None,
     "has_more: found true on a page without jobs; allowed: false, as there is nothing to go on behind"),
    ("more-behind", "list", {"data": [], "has_more": True}, {}, None,
     "has_more: found true on a page without jobs; allowed: false, as there is nothing to go on behind"),
    ("asked-limit", "list", {}, {"limit": 0}, None,
     "data: found 1 jobs; allowed: at most 0, the limit that was asked for"),
    ("asked-limit", "list", {}, {"limit": "0"}, None,
     "data: found 1 jobs; allowed: at most 0, the limit that was asked for"),
    ("asked-limit", "list", {"data": jobs(3, 2, 1)}, {"limit": "2"}, None,
     "data: found 3 jobs; allowed: at most 2, the limit that was asked for"),
    ("asked-order", "list", {"data": jobs(3, 1, 2)}, {"order": "desc"}, None,
     "data: found another order of created_at; allowed: desc, which was asked for"),
    ("asked-order", "list", {"data": jobs(2, 1)}, {"order": "asc"}, None,
     "data: found another order of created_at; allowed: asc, which was asked for"),
    ("asked-after", "list", {"data": jobs(3, 2, 1)}, {"after": "video_2"}, None,
     "data: found the job 'video_2' itself; allowed: those behind it"),
    ("asked-after", "list", {}, {"after": ID}, None,
     "data: found the job 'video_5b1d' itself; allowed: those behind it"),
    ("deleted-id", "delete", {}, {"video_id": OTHER}, None,
     "id: found 'video_5b1d'; allowed: 'video_60aa', which was asked for"),
    ("character-id", "get_character", {}, {"character_id": "char_1"}, None,
     "id: found 'char_77c0'; allowed: 'char_1', which was asked for"),
    ("character-name", "create_character", {}, {"name": "Mira"}, None,
     "name: found 'Miro'; allowed: 'Mira', which was asked for"),
]  # fmt: skip


@pytest.mark.parametrize("row", BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_rule_is_named_in_one_line(answer: Judge, root: Path, row: Row) -> None:
    rule, operation, changes, asked, previous, message = row
    (found,) = answer(operation, changes, request=asked, previous=previous)
    member = message.partition(":")[0]
    assert (found.code, found.pointer, found.message) == (f"body.{member}.{rule}", f"/{member}", message)
    assert Document.load().at(found.schema_pointer)["id"] == rule
    assert found.line is not None
    assert f"- id: {rule}" in (root / "openapi/videos.yaml").read_text(encoding="utf-8").splitlines()[found.line - 1]


def test_each_rule_is_seen_broken() -> None:
    # that of an image reference is about requests: test_formats.py
    assert {row[0] for row in BROKEN} == {row[0] for row in FINE} == RULES.keys() - {"data-url"}


COMPARED = [row for row in BROKEN if row[3] is not None or row[4] is not None]


@pytest.mark.parametrize("row", COMPARED, ids=[row[0] for row in COMPARED])
def test_a_rule_that_compares_is_passed_over_where_there_is_nothing_to_compare_with(answer: Judge, row: Row) -> None:
    rule, operation, changes, asked = row[:4]
    assert answer(operation, changes) == []
    assert answer(operation, changes, request=None if asked is not None else {}, previous={} if asked else None) == []
    assert RULES[rule].needs == ("request" if asked is not None else "previous")


# rule, operation, what is changed, what was asked, what was seen before
FINE: list[tuple[str, str, Node, Node | None, Node | None]] = [
    ("completed-time", "retrieve", DONE, None, None),
    ("completed-time", "retrieve", {"completed_at": None, "status": "in_progress"}, None, None),
    ("completed-time", "retrieve", FAILED | {"completed_at": None}, None, None),
    ("completed-progress", "retrieve", DONE | {"progress": 100.0}, None, None),
    ("completed-progress", "retrieve", {"status": "in_progress", "progress": 99}, None, None),
    ("completed-progress", "retrieve", {"status": "in_progress", "progress": 100}, None, None),
    ("completed-order", "retrieve", DONE | {"completed_at": START}, None, None),
    ("completed-order", "retrieve", {"completed_at": 0}, None, None),
    ("failed-error", "retrieve", FAILED, None, None),
    ("failed-error", "retrieve", DONE | {"error": {"code": "warned", "message": "but done"}}, None, None),
    ("expiry-order", "retrieve", {"expires_at": START}, None, None),
    ("expiry-order", "retrieve", {"expires_at": float(START)}, None, None),
    ("expiry-order", "retrieve", {"expires_at": None}, None, None),
    ("status-forward", "retrieve", {}, None, {"status": "queued"}),
    ("status-forward", "retrieve", {"status": "in_progress"}, None, {"status": "queued"}),
    ("status-forward", "retrieve", DONE, None, {"status": "in_progress"}),
    ("status-forward", "retrieve", FAILED, None, {"status": "queued"}),
    ("status-forward", "retrieve", DONE, None, {"status": "completed"}),
    ("status-forward", "retrieve", {}, None, {"status": "processing"}),
    ("status-forward", "retrieve", {}, None, {"status": ["completed"]}),
    ("progress-forward", "retrieve", {"progress": 10}, None, {"progress": 10.0}),
    ("progress-forward", "retrieve", {"progress": 11}, None, {"progress": 10}),
    ("progress-forward", "retrieve", {}, None, {"progress": "10"}),
    ("progress-forward", "retrieve", {}, None, {"progress": True}),
    ("progress-forward", "retrieve", {}, None, {}),
    ("asked-id", "retrieve", {}, {"video_id": ID}, None),
    ("asked-id", "remix", {"remixed_from_video_id": OTHER}, {"video_id": OTHER}, None),
    ("asked-prompt", "create", {"prompt": "ein Boot \U0001f6a4"}, {"prompt": "ein Boot \U0001f6a4"}, None),
    ("asked-prompt", "create", {"prompt": None}, {"prompt": None}, None),
    ("asked-prompt", "retrieve", {"prompt": None}, {"video_id": ID}, None),
    ("asked-model", "create", {"model": "sora-2"}, {"model": "sora-2"}, None),
    ("asked-model", "create", {"model": "sora-2-2025-10-06"}, {"model": "sora-2"}, None),
    ("asked-model", "create", {"model": "mine-2031-01-31"}, {"model": "mine"}, None),
    ("asked-model", "create", {"model": "mine"}, {}, None),
    ("asked-size", "create", {}, {"size": "720x1280"}, None),
    ("asked-size", "create", {}, {"size": (1280, 720)}, None),
    ("asked-seconds", "create", {}, {"seconds": 4}, None),
    ("asked-seconds", "create", {}, {"seconds": True}, None),
    ("asked-seconds", "extend", {"seconds": "24"}, {"seconds": "20"}, None),
    ("remix-source", "remix", {"remixed_from_video_id": OTHER}, {"video_id": OTHER}, None),
    ("remix-source", "retrieve", {"remixed_from_video_id": OTHER}, {"video_id": ID}, None),
    ("first-id", "list", {"data": []}, None, None),
    ("first-id", "list", {"data": jobs(1, 2)}, None, None),
    ("last-id", "list", {"data": [{}, {"id": OTHER}]}, None, None),
    ("more-behind", "list", {"has_more": True}, {"limit": 1}, None),
    ("more-behind", "list", {"data": [], "has_more": True}, {"limit": 0}, None),
    ("more-behind", "list", {"data": [], "has_more": True}, {"limit": "0"}, None),
    ("more-behind", "list", {"data": []}, {"limit": 1}, None),
    ("asked-limit", "list", {}, {"limit": 1}, None),
    ("asked-limit", "list", {}, {"limit": False}, None),
    ("asked-limit", "list", {}, {"limit": "-1"}, None),
    ("asked-limit", "list", {}, {"limit": "9" * 5000}, None),
    ("asked-limit", "list", {}, {"limit": "\u0660"}, None),
    ("asked-order", "list", {"data": jobs(1, 1.0, 2)}, {"order": "asc"}, None),
    ("asked-order", "list", {"data": jobs(2, 2, 1)}, {"order": "desc"}, None),
    ("asked-order", "list", {"data": jobs(1, 3, 2)}, {}, None),
    ("asked-order", "list", {"data": jobs(1, 3, 2)}, {"order": "shuffled"}, None),
    ("asked-after", "list", {}, {"after": OTHER}, None),
    ("deleted-id", "delete", {}, {"video_id": ID}, None),
    ("character-id", "get_character", {}, {"character_id": "char_77c0"}, None),
    ("character-id", "get_character", {"id": None}, {"character_id": "char_77c0"}, None),
    ("character-name", "create_character", {}, {"name": "Miro", "video": FilePart()}, None),
    ("character-name", "create_character", {"name": None}, {"name": "Miro"}, None),
]


@pytest.mark.parametrize("row", FINE, ids=[row[0] for row in FINE])
def test_what_keeps_a_rule_gives_nothing(answer: Judge, row: tuple[Any, ...]) -> None:
    _, operation, changes, asked, previous = row
    assert answer(operation, changes, request=asked, previous=previous) == []


# what a value of a wrong type, or none at all, has to say is the schema's
SILENT = [
    ("retrieve", {**DONE, "completed_at": GONE, "progress": GONE, "expires_at": GONE}),
    ("retrieve", {**DONE, "completed_at": "soon", "progress": "99", "expires_at": "1"}),
    ("retrieve", {**DONE, "progress": True, "created_at": None}),
    ("retrieve", {**FAILED, "error": GONE}),
    ("retrieve", {**FAILED, "error": "boom"}),
    ("retrieve", {"status": GONE, "id": 5, "prompt": 5, "model": None, "size": 5, "seconds": 4}),
    ("retrieve", {"status": ["completed"], "progress": None, "id": GONE, "prompt": GONE, "model": GONE}),
    ("remix", {"remixed_from_video_id": GONE, "size": GONE, "seconds": GONE}),
    ("remix", {"remixed_from_video_id": 5}),
    ("list", {"data": GONE, "has_more": GONE}),
    ("list", {"data": None, "first_id": "a", "has_more": "true"}),
    ("list", {"first_id": GONE, "last_id": GONE}),
    ("list", {"data": {}, "has_more": 1}),
    ("list", {"data": [{"id": GONE}, 5, {"id": 5}], "first_id": "a", "last_id": GONE}),
    ("list", {"data": [5, {}, None], "first_id": "a", "last_id": "b"}),
    ("list", {"data": jobs(3, 2, "1")}),
    ("list", {"data": [*jobs(3, 2), {"created_at": GONE}]}),
    ("delete", {"id": 5}),
    ("get_character", {"id": 5, "name": 5}),
]


@pytest.mark.parametrize(("operation", "changes"), SILENT)
def test_a_missing_or_mistyped_member_breaks_no_rule(answer: Judge, operation: str, changes: Node) -> None:
    asked = dict.fromkeys(("video_id", "prompt", "model", "size", "seconds"), "another")
    if operation in {"list", "get_character"}:
        asked = {"limit": "9", "order": "asc", "after": OTHER, "name": "Mira", "character_id": OTHER}
    status = changes.get("status")
    before = {"status": status if isinstance(status, str) else "failed", "progress": 500}
    found = answer(operation, changes, request=asked, previous=before)
    found += answer(operation, changes, request={}, previous={})
    by = {each.code.rpartition(".")[2] for each in found if each.field.partition(".")[0] in changes}
    assert by
    assert not by & RULES.keys()
