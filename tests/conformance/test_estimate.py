"""How long a run still takes, as far as that can be told."""

from typing import Any

import attrs
import httpx
import pytest

from openvideos.conformance.estimate import Estimate, in_words
from openvideos.conformance.requirement import Requirement
from openvideos.conformance.runner import Plan
from openvideos.conformance.server import Server
from openvideos.conformance.session import Session
from openvideos.conformance.settings import Settings
from openvideos.conformance.verdict import Result
from openvideos.conformance.wire import Wire


def _check(server: Server) -> None:
    raise NotImplementedError


def _fuzz(server: Server) -> None:
    raise NotImplementedError


_fuzz.__module__ = "openvideos.conformance.requirements.fuzzing"
EMPTY: dict[str, Any] = {
    "level": "MUST",
    "says": "A sentence.",
    "source": "/paths",
    "needs": (),
    "jobs": (),
    "videos": 0,
}
JUDGED = Requirement(id="A", fault="", check=_check, **EMPTY)
FUZZING = Requirement(id="F", fault="", check=_fuzz, **EMPTY)


def session(*requirements: Requirement, videos: int = 0, most: int = 100) -> Session:
    settings = Settings(base_url="http://127.0.0.1:1/v1", max_videos=most, fuzz_seconds=20.0)
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json={"id": "a", "status": "completed"}))
    server = Server(settings, wire=Wire(settings, transport=transport))
    return Session(
        settings=settings, server=server, plan=Plan(requirements=requirements, jobs=(), videos=videos, wanted=videos)
    )


def result(requirement: Requirement, seconds: float) -> Result:
    return Result(requirement=requirement, outcome="passed", seconds=seconds)


def test_before_a_job_has_ended_nobody_knows() -> None:
    assert Estimate(session(JUDGED, JUDGED)).hear(result(JUDGED, 1.0)) is None


def test_judging_jobs_and_fuzzing_are_what_is_left() -> None:
    run = session(JUDGED, JUDGED, JUDGED, FUZZING, FUZZING, videos=12)
    jobs, estimate = run.server.jobs, Estimate(run)
    jobs.first_seconds, jobs.at_once, jobs.waited = 30.0, 3, 30.0
    # two more of 2 s each, 12 videos by threes, and random requests
    assert estimate.hear(result(JUDGED, 32.0)) == pytest.approx(4.0 + 120.0 + 20.0)
    for _ in range(12):
        run.server.budget.count()
    assert estimate.hear(result(JUDGED, 0.0)) == pytest.approx(1.0 + 20.0)
    assert estimate.hear(result(JUDGED, 0.0)) == pytest.approx(20.0)
    assert estimate.hear(result(FUZZING, 20.0)) == pytest.approx(0.0)


def test_no_more_videos_are_reckoned_with_than_may_be_made() -> None:
    run = session(JUDGED, JUDGED, videos=12, most=5)
    run.server.jobs.first_seconds = 10.0
    assert Estimate(run).hear(result(JUDGED, 0.0)) == pytest.approx(50.0)


def test_how_long_a_job_takes_is_seen_from_when_it_was_asked_for() -> None:
    run = session(JUDGED, JUDGED, videos=2)
    jobs = run.server.jobs
    jobs.start(["default", "chosen"])
    job = jobs.made("default")
    job.accepted = attrs.evolve(job.accepted, body=b'{"id": "a", "status": "queued"}')
    job.since -= 100.0
    jobs.ended("default")
    assert jobs.first_seconds is not None
    assert 100.0 <= jobs.first_seconds < 160.0
    assert jobs.at_once == 2


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0, "about 0 s left"), (99.4, "about 99 s left"), (100.0, "about 2 min left"), (240.0, "about 4 min left")],
)
def test_a_time_is_told_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
