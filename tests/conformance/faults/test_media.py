"""Media, and what is made from videos: each fault fails the requirement that is there to find it."""

from typing import Any

GROUPS = ("content", "remix", "edits", "extensions", "characters")


def test_a_server_with_its_fault_does_not_meet_it(outcome: Any) -> None:
    assert outcome == ("failed", "")
