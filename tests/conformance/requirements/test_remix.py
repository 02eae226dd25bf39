"""Faults in remixes, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-REMIX-001", "remix-names-its-source-only-at-first"),
    ("VID-REMIX-001", "remix-names-itself"),
    ("VID-REMIX-002", "remix-is-answered-with-its-source"),
    ("VID-REMIX-003", "remix-always-fails"),
    ("VID-REMIX-003", "remix-without-media"),
    ("VID-REMIX-004", "remix-replaces-the-video-of-its-source"),
    ("VID-REMIX-010", "remix-with-a-prompt-of-any-length"),
    ("VID-REMIX-011", "remix-takes-no-form"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
