"""Faults in extensions, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-EXTEND-001", "extension-says-its-new-part-at-first"),
    ("VID-EXTEND-001", "extension-says-its-new-part-when-completed"),
    ("VID-EXTEND-001", "extension-is-as-long-as-its-source"),
    ("VID-EXTEND-001", "extension-always-fails"),
    ("VID-EXTEND-002", "extension-of-another-size"),
    ("VID-EXTEND-004", "extension-by-id-refused"),
    ("VID-EXTEND-006", "extension-replaces-the-video-of-its-source"),
    ("VID-EXTEND-007", "extension-of-an-upload-refused"),
    ("VID-EXTEND-010", "extension-of-any-whole-seconds"),
    ("VID-EXTEND-013", "extension-with-empty-prompt"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
