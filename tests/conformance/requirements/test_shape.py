"""Faults in what answers look like, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

from openvideos.conformance.requirements.shape import JOB_MEMBERS, PAGE_MEMBERS
from openvideos.contract import Contract

MORE = [
    ("VID-SHAPE-001", "id-left-out-in-list"),
    ("VID-SHAPE-002", "object-left-out-in-list"),
    ("VID-SHAPE-003", "model-left-out-later"),
    ("VID-SHAPE-004", "status-left-out-at-first"),
    ("VID-SHAPE-005", "progress-is-null-at-first"),
    ("VID-SHAPE-005", "progress-is-fraction-in-list"),
    ("VID-SHAPE-006", "created-is-fraction"),
    ("VID-SHAPE-006", "created-in-milliseconds"),
    ("VID-SHAPE-007", "completed-is-text-in-list"),
    ("VID-SHAPE-008", "expires-in-milliseconds"),
    ("VID-SHAPE-009", "prompt-is-array-in-list"),
    ("VID-SHAPE-010", "size-in-capitals"),
    ("VID-SHAPE-011", "seconds-is-number-in-list"),
    ("VID-SHAPE-012", "remixed-is-false-in-list"),
    ("VID-SHAPE-013", "error-is-empty-in-list"),
    ("VID-SHAPE-018", "page-more-left-out"),
    ("VID-SHAPE-019", "empty-page-without-ids"),
    ("VID-SHAPE-020", "deleted-is-false"),
    ("VID-SHAPE-020", "deleted-object-is-video"),
    ("VID-SHAPE-020", "deleted-without-id"),
    ("VID-SHAPE-020", "deleted-204"),
    ("VID-SHAPE-021", "character-without-time"),
    ("VID-SHAPE-022", "character-created-anew"),
    ("VID-SHAPE-023", "failed-with-text"),
    ("VID-SHAPE-027", "accepted-201"),
    ("VID-SHAPE-028", "json-with-a-name-twice"),
    ("VID-SHAPE-028", "json-in-latin-1"),
    ("VID-SHAPE-028", "json-ends-early"),
    ("VID-SHAPE-028", "page-is-array"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)


@pytest.mark.parametrize(("component", "table"), [("Video", JOB_MEMBERS), ("VideoList", PAGE_MEMBERS)])
def test_each_member_of_the_contract_has_its_requirement(component: str, table: Any) -> None:
    members = Contract.load().document["components"]["schemas"][component]["properties"]
    assert {name for _, name, *_ in table} == members.keys()
