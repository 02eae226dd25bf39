"""Media, and what is made from videos: no requirement is met by a server with the fault that it is there to find."""

from typing import Any

GROUPS = ("content", "remix", "edits", "extensions", "characters")


def test_a_server_with_its_fault_does_not_meet_it(outcome: Any) -> None:
    assert outcome == ("failed", "")
