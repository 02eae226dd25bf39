"""Faults in media types, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-TYPE-002", "form-read-as-urlencoded"),
    ("VID-TYPE-003", "form-seconds-ignored"),
    ("VID-TYPE-004", "form-job-without-error"),
    ("VID-TYPE-006", "form-with-too-long-prompt"),
    ("VID-TYPE-012", "json-in-capitals-refused"),
    ("VID-TYPE-012", "json-escapes-kept-apart"),
    ("VID-TYPE-014", "form-accepted-as-text"),
    ("VID-REMIX-011", "remix-form-cut"),
    ("VID-REMIX-011", "remix-form-refused"),
    ("VID-TYPE-018", "extend-form-without-seconds"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
