"""Faults in how keys are asked for, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-AUTH-001", "pages-without-a-key"),
    ("VID-AUTH-002", "pages-without-a-key"),
    ("VID-AUTH-002", "thumbnails-without-a-key"),
    ("VID-AUTH-002", "content-with-any-key"),
    ("VID-AUTH-003", "forms-without-a-key"),
    ("VID-AUTH-003", "remix-without-a-key"),
    ("VID-AUTH-003", "edits-without-a-key"),
    ("VID-AUTH-006", "any-key-is-taken"),
    ("VID-AUTH-006", "key-by-a-part"),
    ("VID-AUTH-006", "key-in-any-case"),
    ("VID-AUTH-007", "no-key-is-500"),
    ("VID-AUTH-009", "wrong-key-is-403"),
    ("VID-AUTH-012", "key-in-a-challenge"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
