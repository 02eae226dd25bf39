"""Faults in what becomes of requests that nobody would send, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-ROBUST-001", "malformed-json-is-500"),
    ("VID-ROBUST-001", "json-tail-not-looked-at"),
    ("VID-ROBUST-001", "json-may-be-text"),
    ("VID-ROBUST-002", "json-number-is-500"),
    ("VID-ROBUST-002", "json-is-guessed-to-be-utf-16"),
    ("VID-ROBUST-010", "null-in-an-id-is-500"),
    ("VID-ROBUST-010", "long-id-is-500"),
    ("VID-ROBUST-010", "id-is-a-query"),
    ("VID-ROBUST-014", "id-by-its-beginning"),
    ("VID-ROBUST-015", "null-in-a-query-is-500"),
    ("VID-ROBUST-015", "long-number-is-500"),
    ("VID-ROBUST-017", "long-header-is-500"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
