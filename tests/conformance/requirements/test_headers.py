"""Faults in headers, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-HEADER-001", "pages-without-type"),
    ("VID-HEADER-003", "content-length-too-short"),
    ("VID-HEADER-004", "request-id-twice"),
    ("VID-HEADER-006", "request-id-is-the-job"),
    ("VID-HEADER-006", "request-id-is-empty"),
    ("VID-HEADER-008", "poll-after-with-unit"),
    ("VID-HEADER-008", "poll-after-below-0"),
    ("VID-HEADER-009", "retry-after-below-0"),
    ("VID-HEADER-010", "etag-anew"),
    ("VID-HEADER-012", "header-from-the-query"),
    ("VID-HEADER-013", "key-in-a-header-of-errors"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
