"""Content that there is none of: refused, and no media come with the refusal."""

from __future__ import annotations

from openvideos.conformance.answer import Answer
from openvideos.conformance.jobs import PROMPT, Job
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

from .derived import own_job

__all__ = ["asked_early", "expect_no_media"]

_BUSY = 503  # which asks to come again, as for a job that runs one has to


def expect_no_media(server: Server, video_id: str) -> None:
    """Raise Failed where content under an id is not refused, whatever the variant, or comes as media all the same."""
    for variant in (None, *server.contract.enum("VideoVariant")):
        _without_media(server.content(video_id, variant).expect_refusal())


def asked_early(server: Server) -> Job:
    """A new job, of which each variant was asked for while it ran.

    Whether it ran is known by looking at it afterwards. Raises Failed where a variant isn't refused, Skipped where none
    could be asked for in time.
    """
    job = own_job(server.create({**server.usual(), "prompt": PROMPT}))
    refused = False
    for variant in server.contract.enum("VideoVariant"):
        answer = server.content(job.id, variant)
        look = server.retrieve(job.id)
        runs = look.status == 200 and look.object().get("status") in ("queued", "in_progress")
        if 400 <= answer.status < 500 or answer.status == _BUSY:
            _without_media(answer)
            refused = True
        elif runs:
            raise Failed(f"a refusal of {variant} (status 4XX)", f"{answer.status} {answer.excerpt()}", answer, look)
        if not runs:
            break
    if not refused:
        raise Skipped("its job had completed before its content could be asked for")
    return job


def _without_media(answer: Answer) -> None:
    if answer.media_type.startswith(("video/", "image/")):
        raise Failed("a refusal that isn't labelled as media", show(answer.header("content-type")), answer)
