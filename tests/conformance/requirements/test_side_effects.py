"""Faults in what is left behind, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-EFFECT-005", "refused-extension-is-kept"),
    ("VID-EFFECT-007", "content-takes-the-prompt"),
    ("VID-EFFECT-008", "content-empty-when-asked-again"),
    ("VID-EFFECT-011", "idempotency-key-used-fails"),
    ("VID-EFFECT-014", "deleted-job-has-a-still"),
    ("VID-EFFECT-015", "deleted-job-is-edited"),
    ("VID-EFFECT-015", "deleted-job-is-extended"),
    ("VID-EFFECT-017", "deletion-deletes-the-one-before"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
