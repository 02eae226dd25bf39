"""Faults in characters, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-CHARACTER-003", "character-name-in-lower-case"),
    ("VID-CHARACTER-004", "character-name-in-ascii-later"),
    ("VID-CHARACTER-004", "character-is-made-when-looked-at"),
    ("VID-CHARACTER-006", "character-created-in-1970"),
    ("VID-CHARACTER-007", "character-accepted-without-name"),
    ("VID-CHARACTER-009", "character-name-below-eighty"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
