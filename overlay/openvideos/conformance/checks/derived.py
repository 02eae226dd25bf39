"""Jobs that are made from a video, remixes, edits and extensions: what of them is judged alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.jobs import UNICODE, Job, Spec
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Unmade
from openvideos.contract.found import show

from .media import sample_video
from .playable import as_said, completed, last_look, video
from .variety import longest

__all__ = [
    "NOWHERE",
    "PROMPTS",
    "derived",
    "expect_new",
    "expect_other_media",
    "expect_source_as_before",
    "expect_unreadable_refused",
    "expect_uploaded",
    "like_its_source",
    "own_job",
    "upload",
]

NOWHERE = "video_00000000000000000000000000000000"
"""The id of no job."""
PROMPTS: Mapping[str, Any] = {"empty": "", "too long": longest(1), "a number": 5, "null": None, "an object": {}}
"""What is no prompt, by what it is."""
_STAYS = ("created_at", "completed_at", "model", "prompt", "remixed_from_video_id", "seconds", "size", "status")


def derived(server: Server, name: str) -> Job:
    """A shared job that is made from another, as it was accepted.

    Raises Failed where it was refused, and Skipped where it wasn't asked for.
    """
    try:
        return server.jobs.made(name)
    except Unmade as error:
        raise error.failed from None


def own_job(answer: Answer) -> Job:
    """The job that an answer accepts. Raises Failed where it accepts none."""
    job = Job(name="its own", spec=Spec(), accepted=answer.expect(200))
    if not isinstance(answer.member("id"), str) or not answer.member("id"):
        raise Failed("a job with an id", answer.excerpt(), answer)
    return job


def expect_new(server: Server, job: Job, prompt: str) -> None:
    """Raise Failed where a job has its source's id, or another prompt than it was asked for with."""
    source = server.jobs.made("default")
    if job.id == source.id:
        raise Failed("a new id", show(job.id), job.accepted, source.accepted)
    job.accepted.expect_member("prompt", prompt)
    server.retrieve(job.id).expect(200).expect_member("id", job.id).expect_member("prompt", prompt)


def expect_other_media(server: Server, name: str) -> None:
    """Raise Failed where a job's video and its source's are the same bytes, whoever of the two has the other's."""
    made = video(server, derived(server, name))
    source = server.content(server.completed("default").id).expect(200)
    if made.body == source.body:
        raise Failed("a new video", "all bytes of its source's", made, source)


def like_its_source(server: Server, name: str, *members: str) -> None:
    """Raise Failed where a job says another size or length than its source."""
    source = server.completed("default").last
    for member in members:
        last_look(completed(server, derived(server, name))).expect_member(member, source.get(member))


def expect_source_as_before(server: Server, name: str) -> None:
    """Raise Failed where a source isn't as it was before a job was made from it."""
    source, job = server.completed("default"), completed(server, derived(server, name))
    now = server.retrieve(source.id).expect(200)
    for member in _STAYS:
        before, found = source.last.get(member), now.object().get(member)
        if found != before:
            raise Failed(
                f"{member}: {show(before)}, as before another was made from it", show(found), now, job.accepted
            )


def upload(server: Server, path: str, *, video: bytes | None = None, **members: str) -> Answer:
    """Send a video as a file: a small one that is sound, or these bytes."""
    data = sample_video() if video is None else video
    return server.make(path, members, form=True, files={"video": ("boat.mp4", data, "video/mp4")})


def expect_uploaded(server: Server, job: Job) -> Job:
    """The job for an uploaded video and the prompt UNICODE, when it has completed and its MP4 is what it says."""
    job.accepted.expect_member("prompt", UNICODE)
    as_said(server, completed(server, job))
    return job


def expect_unreadable_refused(server: Server, path: str, **members: str) -> None:
    """Raise Failed where a file that is no video, or half of one, is taken for one.

    A server may refuse it, or find out when it is at it.
    """
    sound = sample_video()
    for data in (b"", b"This is not a video.", sound[: len(sound) // 2]):
        answer = upload(server, path, video=data, **members)
        if answer.status == 200:
            job = own_job(answer)
            server.jobs.wait(job)
            if job.last.get("status") != "failed":
                expected = f"a refusal of {len(data)} bytes that are no video, or a job that fails"
                raise Failed(expected, show(job.last.get("status")), answer)
        else:
            answer.expect_refusal()
