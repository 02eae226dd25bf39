"""Faults in what comes back, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-KEEP-002", "size-large-becomes-small"),
    ("VID-KEEP-002", "default-size-not-kept"),
    ("VID-KEEP-004", "prompt-rewritten-in-looks"),
    ("VID-KEEP-006", "seconds-as-measured"),
    ("VID-KEEP-008", "created-at-when-completed"),
    ("VID-KEEP-010", "long-prompt-cut-in-looks"),
    ("VID-KEEP-011", "prompt-on-one-line"),
    ("VID-KEEP-011", "prompt-line-breaks-changed"),
    ("VID-KEEP-012", "prompt-without-emoji"),
    ("VID-KEEP-012", "prompt-escaped"),
    ("VID-KEEP-019", "list-without-failed"),
    ("VID-KEEP-012", "prompt-unquoted"),
    ("VID-KEEP-012", "prompt-without-backslashes"),
    ("VID-KEEP-013", "list-without-the-first"),
    ("VID-KEEP-014", "list-without-prompts"),
    ("VID-KEEP-015", "list-with-default-seconds"),
    ("VID-KEEP-016", "list-with-one-model"),
    ("VID-KEEP-017", "list-without-completion"),
    ("VID-KEEP-018", "created-at-zero"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
