"""Faults in what is taken and refused, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-REQUEST-001", "create-json-refused"),
    ("VID-REQUEST-001", "create-201"),
    ("VID-REQUEST-005", "create-with-list-prompt"),
    ("VID-REQUEST-008", "create-with-zero-seconds"),
    ("VID-REQUEST-027", "form-with-image-loses-size"),
    ("VID-REQUEST-024", "prompt-limit-one-less"),
    ("VID-REQUEST-026", "longest-clip-refused"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
