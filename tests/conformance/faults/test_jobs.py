"""Jobs over time, in pages, deleted, many at once: each fault fails the requirement that is there to find it."""

from typing import Any

GROUPS = ("lifecycle", "pagination", "deletion", "concurrency")


def test_a_server_with_its_fault_does_not_meet_it(outcome: Any) -> None:
    assert outcome == ("failed", "")
