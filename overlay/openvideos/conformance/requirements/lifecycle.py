"""A job's life over time: what is seen of the run's jobs, look for look, by themselves and in the list."""

import time
from contextlib import suppress

from openvideos.conformance.checks.life import (
    APART,
    DAY,
    agree,
    complete_when_seen,
    completed,
    failed,
    go_forward,
    keep,
    running,
    say_no_end,
    stay,
)
from openvideos.conformance.checks.looks import Look, date_of, looks, seen, watch
from openvideos.conformance.jobs import PROMPT, Job, Spec
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_VIDEO = "/components/schemas/Video"
_STATUS = "/components/schemas/VideoStatus"
_CONTENT = "/paths/~1videos~1{video_id}~1content/get/responses/200"
_OURS = ("default", "chosen")
_DERIVED = ("remix", "edit", "extension")


@requirement(
    "VID-LIFE-001", "MUST", "A job ends: it completes or fails.", source=_STATUS,
    needs=("retrieve",), jobs=("default",), videos=1, fault="jobs-never-finish",
)  # fmt: skip
def _ends(server: Server) -> None:
    # of its own, and looked at from its first moment: what the others see of a job's life they may see here
    members = {**server.usual(), "prompt": PROMPT}
    job = Job(name="its own", spec=Spec(members=members), accepted=server.create(members).expect(200))
    watch(server, job, pages=server.serves("list"))
    if not job.ended:
        seconds = server.settings.job_timeout
        raise Failed(f"completed or failed within {seconds:g} seconds", show(job.last.get("status")), *job.looks[-1:])


@requirement(
    "VID-LIFE-002", "MUST", "Between two looks at a job its progress does not go back.", source=f"{_VIDEO}/x-rules/6",
    needs=("retrieve",), jobs=_OURS, fault="progress-goes-back",
)  # fmt: skip
def _progress_forward(server: Server) -> None:
    seen(server, *_OURS)
    for each in looks(server).values():
        go_forward(server, each, "progress-forward")


@requirement(
    "VID-LIFE-003", "MUST", "A job's status is one of the four.", source=f"{_STATUS}/enum",
    needs=("retrieve",), jobs=(*_OURS, "failing"), fault="status-processing",
)  # fmt: skip
def _listed_status(server: Server) -> None:
    statuses = server.contract.enum("VideoStatus")

    def is_unlisted(look: Look) -> bool:
        return look.status not in statuses

    for look in seen(server, *_OURS, "failing", until=is_unlisted):
        if is_unlisted(look):
            raise Failed(", ".join(statuses), show(look.status), look.answer)


@requirement(
    "VID-LIFE-004", "MUST", "Between two looks at a job its status does not go back, and an end stays.",
    source=f"{_VIDEO}/x-rules/5", needs=("retrieve",), jobs=_OURS, fault="status-goes-back",
)  # fmt: skip
def _status_forward(server: Server) -> None:
    seen(server, *_OURS)
    seen(server, *_OURS)  # of an end it takes a second look to see that it stays
    for each in looks(server).values():
        go_forward(server, each, "status-forward")


@requirement(
    "VID-LIFE-005", "MUST", "A completed job stays so, whatever is asked of it, and is there to be looked at.",
    source=_STATUS, needs=("retrieve", "download_content"), jobs=("default",), fault="end-reverts",
)  # fmt: skip
def _end_stays(server: Server) -> None:
    job = server.jobs.made("default")
    watch(server, job)
    if not any(look.status == "completed" for look in looks(server)[job.id]):
        raise Skipped(f"the job that it looks at is {show(job.last.get('status'))}")
    for variant in (None, None, "thumbnail"):
        server.retrieve(job.id).expect(200).expect_member("status", "completed")
        server.content(job.id, variant)
    server.retrieve(job.id).expect(200).expect_member("status", "completed").expect_member("id", job.id)
    go_forward(server, looks(server)[job.id], "status-forward")


@requirement(
    "VID-LIFE-006", "MUST", "Progress is in percent: from 0 to 100.", source=f"{_VIDEO}/properties/progress",
    needs=("retrieve",), jobs=(*_OURS, "failing"), fault="progress-beyond-100",
)  # fmt: skip
def _percent(server: Server) -> None:
    for look in seen(server, *_OURS, "failing"):
        progress = look.number("progress")
        if progress is not None and not 0 <= progress <= 100:
            raise Failed("progress from 0 to 100", show(progress), look.answer)


@requirement(
    "VID-LIFE-007", "MUST", "The progress of a completed job is 100.", source=f"{_VIDEO}/x-rules/1",
    needs=("retrieve",), jobs=_OURS, fault="completed-at-99",
)  # fmt: skip
def _completed_progress(server: Server) -> None:
    for each in completed(server, *_OURS):
        keep(server, each, "completed-progress")


@requirement(
    "VID-LIFE-008", "MUST", "A completed job says when it completed.", source=f"{_VIDEO}/x-rules/0",
    needs=("retrieve",), jobs=_OURS, fault="completed-without-time",
)  # fmt: skip
def _completed_time(server: Server) -> None:
    for each in completed(server, *_OURS):
        keep(server, each, "completed-time")


@requirement(
    "VID-LIFE-009", "MUST", "A job does not complete before it was accepted.", source=f"{_VIDEO}/x-rules/2",
    needs=("retrieve",), jobs=_OURS, fault="completed-before-created",
)  # fmt: skip
def _completed_order(server: Server) -> None:
    for each in completed(server, *_OURS):
        keep(server, each, "completed-order")


@requirement(
    "VID-LIFE-010", "MUST", "created_at is when the job was accepted, in unix seconds.",
    source=f"{_VIDEO}/properties/created_at", jobs=_OURS, fault="created-an-hour-ago",
)  # fmt: skip
def _created_now(server: Server) -> None:
    for name in _OURS:
        server.jobs.made(name)
    for each in looks(server).values():
        first = each[0]
        created = first.number("created_at")
        if created is None:
            raise Failed("created_at in unix seconds", show(first.job.get("created_at")), first.answer)
        sent, apart = date_of(first.answer), APART
        if sent is None:  # who knows how long ago it was
            sent, apart = time.time(), DAY
        if not sent - first.answer.seconds - apart <= created <= sent + apart:
            raise Failed(f"created_at of about {sent:.0f}", show(created), first.answer)


@requirement(
    "VID-LIFE-011", "MUST", "completed_at is when the job completed: after it was last seen running, and not to come.",
    source=f"{_VIDEO}/properties/completed_at", needs=("retrieve",), jobs=_OURS, fault="completed-in-an-hour",
)  # fmt: skip
def _completed_then(server: Server) -> None:
    for each in completed(server, *_OURS):
        complete_when_seen(each)


@requirement(
    "VID-LIFE-012", "MUST", "created_at stays what it was.", source=f"{_VIDEO}/properties/created_at",
    needs=("retrieve",), jobs=_OURS, fault="created-anew",
)  # fmt: skip
def _created_stays(server: Server) -> None:
    seen(server, *_OURS)
    for each in looks(server).values():
        stay(each, "created_at")


@requirement(
    "VID-LIFE-013", "MUST", "completed_at stays what it was once the job has completed.",
    source=f"{_VIDEO}/properties/completed_at", needs=("retrieve",), jobs=_OURS, fault="completed-anew",
)  # fmt: skip
def _completed_stays(server: Server) -> None:
    for each in completed(server, *_OURS):
        stay([look for look in each if look.status == "completed"], "completed_at")


@requirement(
    "VID-LIFE-014", "MUST", "A job that has not ended does not say when it completed, nor why it failed.",
    source=f"{_VIDEO}/properties/completed_at", needs=("retrieve",), jobs=_OURS, fault="completed-from-the-start",
)  # fmt: skip
def _running_time(server: Server) -> None:
    say_no_end(running(server, *_OURS))


@requirement(
    "VID-LIFE-015", "MUST", "A job that has not failed has no error.", source=f"{_VIDEO}/properties/error",
    needs=("retrieve",), jobs=_OURS, fault="error-of-completed",
)  # fmt: skip
def _no_error(server: Server) -> None:
    for each in completed(server, *_OURS):
        say_no_end([look for look in each if look.status == "completed"])


@requirement(
    "VID-LIFE-016", "MUST", "A job with an ordinary prompt completes.", source=_STATUS,
    needs=("retrieve",), jobs=_OURS, fault="jobs-fail",
)  # fmt: skip
def _completes(server: Server) -> None:
    for name in _OURS:
        job = watch(server, server.jobs.made(name))
        if job.last.get("status") != "completed":
            raise Failed("completed", f"{show(job.last.get('status'))}, {show(job.last.get('error'))}", *job.looks[-1:])


@requirement(
    "VID-LIFE-017", "MUST", "Media are there as soon as the job is completed.", source=_CONTENT,
    needs=("retrieve", "download_content"), jobs=("chosen",), fault="content-404-at-first",
)  # fmt: skip
def _media_at_once(server: Server) -> None:
    server.media("chosen")


@requirement(
    "VID-LIFE-018", "MUST", "Media expire after the job completed, and not before they can be downloaded.",
    source=f"{_VIDEO}/properties/expires_at", needs=("retrieve",), jobs=_OURS, fault="expires-before-completion",
)  # fmt: skip
def _expires_later(server: Server) -> None:
    of = seen(server, *_OURS)
    keep(server, of, "expiry-order")
    for look in of:
        expires, at = look.number("expires_at"), look.number("completed_at")
        if expires is not None and at is not None and expires <= at:
            raise Failed(f"expires_at of after {at:.0f}, when it completed, or null", show(expires), look.answer)
        sent = date_of(look.answer)
        if expires is not None and sent is not None and expires < sent - APART:
            raise Failed("expires_at of after now, as it has just completed", show(expires), look.answer)


@requirement(
    "VID-LIFE-019", "MUST", "The list shows an ended job just as a look at it does.",
    source="/components/schemas/VideoList/properties/data", needs=("retrieve", "list"), jobs=_OURS,
    fault="list-stays-queued",
)  # fmt: skip
def _list_agrees(server: Server) -> None:
    for name in _OURS:
        agree(server, watch(server, server.jobs.made(name)))


@requirement(
    "VID-LIFE-020", "MUST", "A failed job says why: an error with a code and a message.", source=f"{_VIDEO}/x-rules/3",
    needs=("retrieve",), jobs=("failing",), fault="failed-without-error",
)  # fmt: skip
def _failed_error(server: Server) -> None:
    for look in failed(server):
        error = look.job.get("error")
        if not isinstance(error, dict):
            raise Failed("error: an object with code and message", show(error), look.answer)
        for name in ("code", "message"):
            if not isinstance(error.get(name), str) or not error[name].strip():
                raise Failed(f"error.{name}: text", show(error.get(name)), look.answer)


@requirement(
    "VID-LIFE-021", "SHOULD", "A failed job does not say that it completed.",
    source=f"{_VIDEO}/properties/completed_at", needs=("retrieve",), jobs=("failing",), fault="failed-with-completion",
)  # fmt: skip
def _failed_time(server: Server) -> None:
    for look in failed(server):
        if look.job.get("completed_at") is not None:
            raise Failed("completed_at: null in a failed job", show(look.job["completed_at"]), look.answer)


@requirement(
    "VID-LIFE-022", "MUST", "A failed job stays so, with the error that it failed with.", source=_STATUS,
    needs=("retrieve",), jobs=("failing",), fault="failed-tries-again",
)  # fmt: skip
def _failed_stays(server: Server) -> None:
    first = failed(server)[0]
    job = server.jobs.made("failing")
    for _ in range(3):
        again = server.retrieve(job.id).expect(200).expect_member("status", "failed")
        again.expect_member("error", first.job.get("error"))
    go_forward(server, looks(server)[job.id], "status-forward", "progress-forward")
    if server.serves("list"):
        agree(server, job)


@requirement(
    "VID-LIFE-023", "MUST", "A look at a failed job is answered with 200 and the job.",
    source="/paths/~1videos~1{video_id}/get/responses/200", needs=("retrieve",), jobs=("failing",),
    fault="failed-job-500",
)  # fmt: skip
def _failed_found(server: Server) -> None:
    job = watch(server, server.jobs.made("failing"))
    failed(server)  # or else there is none to be judged by
    server.retrieve(job.id).expect(200).expect_member("object", "video")


@requirement(
    "VID-LIFE-024", "MUST", "What is made from a video lives the same life.", source=f"{_VIDEO}/x-rules",
    needs=("retrieve",), jobs=_DERIVED, fault="remix-without-completion",
)  # fmt: skip
def _derived(server: Server) -> None:
    jobs: list[Job] = []
    for name in _DERIVED:  # all are made before one is waited for
        with suppress(Skipped):
            jobs.append(server.jobs.made(name))
    if not jobs:
        raise Skipped("the server makes nothing from a video")
    for job in jobs:
        watch(server, job, pages=server.serves("list"))
        of = looks(server)[job.id]
        if not job.ended:
            raise Failed("completed or failed in the end", show(job.last.get("status")), of[-1].answer)
        say_no_end(of)
        stay(of, "created_at")
        keep(server, of, "completed-time", "completed-progress", "completed-order", "failed-error", "expiry-order")
        go_forward(server, of, "status-forward", "progress-forward")
