"""Faults in edits, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-EDIT-001", "edit-is-answered-with-its-source"),
    ("VID-EDIT-001", "edit-by-id-refused"),
    ("VID-EDIT-002", "edit-always-fails"),
    ("VID-EDIT-002", "edit-cut-off"),
    ("VID-EDIT-003", "edit-replaces-the-video-of-its-source"),
    ("VID-EDIT-006", "edit-of-an-upload-refused"),
    ("VID-EDIT-006", "edit-of-an-upload-garbled"),
    ("VID-EDIT-006", "edit-of-an-upload-is-500"),
    ("VID-EDIT-007", "edit-of-an-empty-reference"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
