"""What a job is after something has happened: compared with what it was when it ended, or deleted with all it had."""

from __future__ import annotations

from openvideos.conformance.answer import Answer
from openvideos.conformance.jobs import DOOMED
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed
from openvideos.contract.found import show

from . import doomed

__all__ = ["LASTING", "deleted", "expect_as_ended", "expect_unchanged"]

LASTING = ("id", "prompt", "size", "seconds", "model", "created_at", "remixed_from_video_id")
"""What of a job no time changes."""
_ENDED = (*LASTING, "status", "progress", "completed_at", "error")


def expect_as_ended(server: Server, name: str) -> None:
    """Look at a shared job that has completed. Raises Failed where it isn't what it was when it was first seen so."""
    job = server.completed(name)
    # nobody looks at a job that is known to have ended
    first = job.looks[-1] if job.looks else job.accepted
    expect_unchanged(first, server.retrieve(job.id).expect(200), _ENDED)


def expect_unchanged(before: Answer, after: Answer, members: tuple[str, ...]) -> None:
    """Raises Failed where a member of a job is another after than before."""
    for member in members:
        was, found = before.object().get(member), after.object().get(member)
        if found != was:
            raise Failed(f"{member}: {show(was)}, as before", show(found), before, after)


def deleted(server: Server) -> str:
    """The id of the shared job that is there to be deleted, once it is, after its content was downloaded.

    Raises Skipped where it couldn't be deleted.
    """
    job = server.job(DOOMED)
    if job.id in server.made and server.serves("download_content"):  # what was downloaded may be kept somewhere
        server.content(job.id)
    return doomed.deleted(server).id
