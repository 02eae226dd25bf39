"""Jobs and their videos: whether a job completes, and whether its MP4 is what was asked for and what the job says."""

from __future__ import annotations

import re
from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.jobs import Job
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

from .media import VideoFacts, video_facts

__all__ = [
    "LOOKS_LIKE",
    "as_said",
    "completed",
    "expect_length",
    "expect_sane",
    "expect_size",
    "failed",
    "labelled",
    "last_look",
    "length",
    "video",
]

LOOKS_LIKE = 20.0
"""A picture that differs by no more from another shows the same: what is encoded anew differs by less than 10, and what
shows something else by more than 25, as a rule."""
_RATES = (1, 240)  # frames a second
_SIZE = re.compile(r"\d{1,5}x\d{1,5}", re.ASCII)
_SECONDS = re.compile(r"\d{1,5}(\.\d{1,6})?", re.ASCII)


def completed(server: Server, job: Job) -> Job:
    """The job itself, when it has completed. Raises Failed where it fails, or has not ended when its time is up."""
    if not job.ended and not job.timed_out:
        server.jobs.wait(job)
    if job.last.get("status") != "completed":
        within = f"completed within {server.settings.job_timeout:g} seconds"
        raise Failed(within, f"{show(job.last.get('status'))}, error: {show(job.last.get('error'))}", last_look(job))
    return job


def last_look(job: Job) -> Answer:
    """The answer in which a job was seen last, which may be the one that accepted it."""
    return job.looks[-1] if job.looks else job.accepted


def failed(server: Server) -> Job:
    """The shared job that was asked to fail. Raises Skipped where it didn't."""
    job = server.job("failing")
    if job.last.get("status") != "failed":
        raise Skipped(f"no failed job can be had: with [[fail]] in its prompt one is {show(job.last.get('status'))}")
    return job


def video(server: Server, job: Job) -> Answer:
    """What a job's content is answered with when it has completed. Raises Failed where it isn't labelled as an MP4."""
    completed(server, job)
    shared = any(job is each for each in server.jobs.known())
    return labelled(server.jobs.media(job, None) if shared else server.content(job.id).expect(200))


def labelled(answer: Answer) -> Answer:
    """The answer itself, if it is labelled as an MP4. Raises Failed."""
    if answer.media_type != "video/mp4":
        raise Failed("content of the media type video/mp4", show(answer.header("content-type")), answer)
    return answer


def as_said(server: Server, job: Job) -> VideoFacts:
    """What a job's MP4 is: of the size and the length that the job says. Raises Failed."""
    answer = video(server, job)
    facts = video_facts(answer)
    if _SIZE.fullmatch(str(job.last.get("size"))):
        expect_size(answer, job.last["size"])
    if length(job.last) is not None:
        expect_length(answer, job.last["seconds"])
    return facts


def expect_size(answer: Answer, size: Any) -> None:
    """Raise Failed where an MP4's picture isn't of this size, and Skipped where the size is none."""
    if not _SIZE.fullmatch(str(size)):
        raise Skipped(f"there is no size to compare with: it is {show(size)}")
    if video_facts(answer).size != size:
        raise Failed(f"an MP4 of {size} pixels", video_facts(answer).size, answer)


def expect_length(answer: Answer, seconds: Any) -> None:
    """Raise Failed where an MP4 isn't as long, and Skipped where the length is none.

    Models make frames in blocks, such as 81 at 16 a second for 5 seconds, so that half a second, or a tenth of a long
    one, is no fault.
    """
    asked = length({"seconds": seconds})
    if asked is None:
        raise Skipped(f"there is no length to compare with: it is {show(seconds)}")
    found = video_facts(answer).seconds
    if abs(found - asked) > max(0.5, asked / 10):
        raise Failed(
            f"an MP4 of {asked:g} seconds", f"{found:.2f} seconds, {video_facts(answer).frames} frames", answer
        )


def expect_sane(answer: Answer) -> None:
    """Raise Failed where an MP4 has hardly a frame a second, or very many, or says that it is of another length."""
    facts = video_facts(answer)
    rate = facts.frames / facts.seconds if facts.seconds > 0 else 0.0
    if not _RATES[0] <= rate <= _RATES[1]:
        raise Failed(f"{_RATES[0]} to {_RATES[1]} frames a second", f"{rate:.2f}", answer)
    if facts.declared is not None and abs(facts.declared - facts.seconds) > max(0.5, facts.seconds / 10):
        raise Failed(f"a file that says that it lasts {facts.seconds:.2f} s", f"{facts.declared:g} s", answer)


def length(job: Any) -> float | None:
    """How many seconds a job says that its video has; None where it says nothing that can be read."""
    found = job.get("seconds")
    return float(found) if isinstance(found, str) and _SECONDS.fullmatch(found) else None
