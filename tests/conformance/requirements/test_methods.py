"""Faults in methods and paths that there aren't, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-METHOD-001", "unknown-paths-are-500"),
    ("VID-METHOD-002", "paths-below-content-are-content"),
    ("VID-METHOD-003", "patch-makes-a-job"),
    ("VID-METHOD-003", "put-is-500"),
    ("VID-METHOD-004", "patch-of-a-job-is-taken"),
    ("VID-METHOD-004", "put-of-a-job-deletes-it"),
    ("VID-METHOD-005", "post-of-content-is-500"),
    ("VID-METHOD-006", "get-of-edits-is-the-list"),
    ("VID-METHOD-009", "allow-names-the-refused"),
    ("VID-METHOD-011", "unknown-method-is-500"),
    ("VID-METHOD-012", "options-fail"),
    ("VID-METHOD-014", "slash-is-500"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
