"""What is taken, assumed and kept: each fault fails the requirement that is there to find it."""

from typing import Any

GROUPS = ("requests", "defaults", "media_types", "persistence", "side_effects")


def test_a_server_with_its_fault_does_not_meet_it(outcome: Any) -> None:
    assert outcome == ("failed", "")
