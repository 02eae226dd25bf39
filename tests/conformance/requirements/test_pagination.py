"""Faults in pages of jobs, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-PAGE-006", "limit-101-taken"),
    ("VID-PAGE-008", "limit-with-a-fraction"),
    ("VID-PAGE-012", "has-more-only-at-first"),
    ("VID-PAGE-013", "has-more-always"),
    ("VID-PAGE-013", "has-more-of-all"),
    ("VID-PAGE-014", "page-ends-missing"),
    ("VID-PAGE-014", "page-first-id-is-before-it"),
    ("VID-PAGE-015", "empty-page-has-more"),
    ("VID-PAGE-015", "empty-page-with-ends"),
    ("VID-PAGE-016", "after-ignored"),
    ("VID-PAGE-016", "after-begins-with-it"),
    ("VID-PAGE-017", "order-swapped-behind"),
    ("VID-PAGE-022", "list-without-the-largest"),
    ("VID-PAGE-022", "limit-of-two-at-most"),
    ("VID-PAGE-024", "page-shows-jobs-as-accepted"),
    ("VID-PAGE-024", "list-cuts-prompts"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
