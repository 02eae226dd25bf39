"""Faults in what is done for many at once, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-PARALLEL-001", "parallel-prompts-swapped"),
    ("VID-PARALLEL-001", "parallel-creates-fail"),
    ("VID-PARALLEL-002", "parallel-jobs-lost"),
    ("VID-PARALLEL-005", "parallel-deletions-none-done"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
