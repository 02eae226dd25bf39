"""A shared job that is there to be deleted: once, by whichever requirement is the first to ask."""

from __future__ import annotations

from openvideos.conformance.answer import Answer
from openvideos.conformance.jobs import DOOMED, Job
from openvideos.conformance.server import Server, segment
from openvideos.conformance.verdict import Failed, Skipped

__all__ = ["deleted", "deletion", "expect_gone"]


def deletion(server: Server) -> tuple[Job, Answer]:
    """The job, which has ended, and what its deletion is answered with. Raises Skipped where it doesn't end."""
    job = server.job(DOOMED)
    if not job.ended:
        raise Skipped(f"the job that it deletes did not end: it is {job.last.get('status')}")
    path = f"/videos/{segment(job.id)}"
    for answer in server.answers:
        if answer.operation == "delete" and answer.url.endswith(path):
            return job, answer
    return job, server.delete(job.id)


def deleted(server: Server) -> Job:
    """The job after its deletion. Raises Skipped where it couldn't be deleted."""
    job, answer = deletion(server)
    if not 200 <= answer.status < 300:
        raise Skipped(f"the job that it looks at could not be deleted: {answer.status} {answer.excerpt()}")
    return job


def expect_gone(server: Server, job: Job) -> None:
    """Raise Failed where a look at a job shows it."""
    look = server.retrieve(job.id)
    if not 400 <= look.status < 500:
        raise Failed("a refusal (status 4XX), as the job was deleted", f"{look.status} {look.excerpt()}", look)
