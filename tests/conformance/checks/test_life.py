"""Looks at a job, one after the other; of those that overlap nobody knows which the server gave first."""

from typing import Any

import pytest

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.life import go_forward
from openvideos.conformance.checks.looks import Look
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings
from openvideos.conformance.verdict import Failed


def look(status: str, asked_at: float, seconds: float) -> Look:
    answer = Answer(method="GET", url="http://127.0.0.1:1/v1/videos", status=200, asked_at=asked_at, seconds=seconds)
    return Look(job={"id": "video_1", "object": "video", "status": status, "progress": 0}, answer=answer)


@pytest.mark.parametrize(
    ("looks", "fails"),
    [
        ([look("completed", 0, 1), look("in_progress", 1, 1)], True),
        ([look("completed", 0, 1), look("in_progress", 0.9, 1)], False),
        ([look("completed", 0, 1), look("completed", 2, 2), look("in_progress", 3, 2)], True),
        ([look("in_progress", 0, 1), look("completed", 0, 2), look("in_progress", 1, 2)], False),
        ([look("completed", 0, 1)], False),
    ],
)
def test_a_job_goes_back_only_where_one_look_ended_before_the_other_began(looks: list[Look], fails: bool) -> None:
    server = Server(Settings(base_url="http://127.0.0.1:1/v1"))
    found: Any = None
    try:
        go_forward(server, looks, "status-forward")
    except Failed as error:
        found = error
    assert (found is not None) is fails
