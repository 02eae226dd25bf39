"""Faults in content, beside the one that each requirement names."""

from collections.abc import Callable
from typing import Any

import pytest

MORE = [
    ("VID-MEDIA-001", "content-labelled-as-webm"),
    ("VID-MEDIA-001", "content-404-at-first"),
    ("VID-MEDIA-002", "content-is-error-json"),
    ("VID-MEDIA-002", "content-with-broken-frames"),
    ("VID-MEDIA-002", "content-without-an-index"),
    ("VID-MEDIA-002", "content-in-matroska"),
    ("VID-MEDIA-002", "content-is-a-still-as-mp4"),
    ("VID-MEDIA-003", "content-a-little-narrower"),
    ("VID-MEDIA-004", "content-a-second-short"),
    ("VID-MEDIA-005", "content-of-the-newest-job"),
    ("VID-MEDIA-006", "content-says-it-is-longer"),
    ("VID-MEDIA-007", "content-in-full-chroma"),
    ("VID-MEDIA-011", "thumbnail-is-labelled-as-video"),
    ("VID-MEDIA-011", "thumbnail-is-the-video"),
    ("VID-MEDIA-011", "spritesheet-is-empty"),
    ("VID-MEDIA-011", "spritesheet-is-cut"),
    ("VID-MEDIA-012", "thumbnail-larger-than-its-video"),
    ("VID-MEDIA-017", "thumbnail-of-failed-jobs"),
    ("VID-MEDIA-017", "content-of-failed-jobs-is-500"),
    ("VID-MEDIA-018", "content-refused-as-media"),
    ("VID-MEDIA-021", "range-off-by-one-in-thumbnails"),
    ("VID-MEDIA-021", "range-is-a-byte-short"),
    ("VID-MEDIA-021", "range-total-is-its-own"),
    ("VID-MEDIA-021", "range-is-everything"),
    ("VID-MEDIA-021", "range-is-200"),
    ("VID-MEDIA-021", "range-open-is-cut"),
    ("VID-MEDIA-021", "range-suffix-is-the-beginning"),
    ("VID-MEDIA-021", "range-to-beyond-the-end-is-416"),
    ("VID-MEDIA-022", "range-behind-the-end-of-nothing"),
    ("VID-MEDIA-022", "range-behind-the-end-is-500"),
    ("VID-MEDIA-023", "range-malformed-is-500"),
    ("VID-MEDIA-023", "range-in-lines-is-416"),
    ("VID-MEDIA-026", "content-tag-never-the-same"),
]


@pytest.mark.parametrize(("requirement", "fault"), MORE, ids=[f"{requirement} {fault}" for requirement, fault in MORE])
def test_a_server_with_a_fault_does_not_meet_the_requirement(
    judge: Callable[..., Any], requirement: str, fault: str
) -> None:
    (found,) = judge(requirement, fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)


@pytest.mark.parametrize(
    "fault",
    [
        "content-before-completion-is-empty",
        "content-before-completion-is-202",
        "thumbnail-before-completion",
        "content-refused-for-ever-if-early",
    ],
)
def test_media_of_a_job_that_is_not_complete_are_noticed(judge_slowly: Callable[..., Any], fault: str) -> None:
    (found,) = judge_slowly("VID-MEDIA-016", fault=fault)
    assert found.outcome == "failed", (found.outcome, found.reason)
