"""Faults in deletions, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-DELETE-002", "deletion-is-204"),
    ("VID-DELETE-004", "deletion-says-text"),
    ("VID-DELETE-006", "gone-job-comes-back"),
    ("VID-DELETE-008", "gone-job-is-listed-oldest-first"),
    ("VID-DELETE-009", "deletion-takes-all"),
    ("VID-DELETE-013", "deletion-of-nothing"),
    ("VID-DELETE-015", "failed-jobs-stay-unseen"),
    ("VID-DELETE-016", "deletion-pretended"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
