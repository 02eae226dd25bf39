"""Remixes."""

from collections.abc import Mapping
from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.derived import (
    NOWHERE,
    PROMPTS,
    derived,
    expect_new,
    expect_other_media,
    expect_source_as_before,
    like_its_source,
    own_job,
)
from openvideos.conformance.checks.playable import as_said, completed, failed
from openvideos.conformance.jobs import PROMPT, SPECS, UNICODE
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server, segment

_POST = "/paths/~1videos~1{video_id}~1remix/post"
_BODY = "/components/schemas/VideoRemixBody"
_SOURCE = "/components/schemas/Video/properties/remixed_from_video_id"
_NEEDS = ("retrieve", "remix")
_WITH_MEDIA = ("retrieve", "remix", "download_content")
_REMIX = {"prompt": "The boat in the rain"}


@requirement(
    "VID-REMIX-001", "MUST", "A remix of a completed video is accepted, and names it in remixed_from_video_id.",
    source=_SOURCE, needs=_NEEDS, jobs=("remix",), fault="remix-names-no-source",
)  # fmt: skip
def _names_source(server: Server) -> None:
    job, source = derived(server, "remix"), server.completed("default")
    job.accepted.expect_member("remixed_from_video_id", source.id)
    server.retrieve(job.id).expect(200).expect_member("remixed_from_video_id", source.id)


@requirement(
    "VID-REMIX-002", "MUST", "A remix is a new job with an id and a prompt of its own.",
    source=f"{_POST}/responses/200", needs=_NEEDS, jobs=("remix",), fault="remix-has-its-sources-prompt",
)  # fmt: skip
def _new(server: Server) -> None:
    expect_new(server, derived(server, "remix"), SPECS["remix"].members["prompt"])


@requirement(
    "VID-REMIX-003", "MUST", "A remix completes, and its MP4 has the size and the length that the job says.",
    source=_POST, needs=_WITH_MEDIA, jobs=("remix",), fault="remix-of-another-length",
)  # fmt: skip
def _plays(server: Server) -> None:
    as_said(server, completed(server, derived(server, "remix")))


@requirement(
    "VID-REMIX-004", "SHOULD", "A remix is another video than its source.",
    source=_POST, needs=_WITH_MEDIA, jobs=("remix",), fault="remix-is-a-copy",
)  # fmt: skip
def _other(server: Server) -> None:
    expect_other_media(server, "remix")


@requirement(
    "VID-REMIX-005", "MAY", "A remix is of the size and the length of its source.",
    source=_POST, needs=_NEEDS, jobs=("remix",), fault="remix-lies-where-its-source-stands",
)  # fmt: skip
def _like_source(server: Server) -> None:
    like_its_source(server, "remix", "size", "seconds")


@requirement(
    "VID-REMIX-006", "MUST", "A video that was remixed stays as it was.",
    source="/components/schemas/Video/x-rules/5", needs=_NEEDS, jobs=("remix",), fault="remix-rewrites-its-source",
)  # fmt: skip
def _source_stays(server: Server) -> None:
    expect_source_as_before(server, "remix")


@requirement(
    "VID-REMIX-007", "MUST", "A remix of a job that isn't there is refused.",
    source=f"{_POST}/responses/404", needs=_NEEDS, jobs=("default",), fault="remix-of-nothing",
)  # fmt: skip
def _unknown(server: Server) -> None:
    _remix(server, NOWHERE, _REMIX).expect_refusal()
    _remix(server, NOWHERE, _REMIX, form=True).expect_refusal()


@requirement(
    "VID-REMIX-008", "SHOULD", "A remix of a job that isn't there is answered with 404.",
    source="RFC 9110, section 15.5.5", needs=_NEEDS, jobs=("default",), fault="remix-of-nothing-is-400",
)  # fmt: skip
def _not_found(server: Server) -> None:
    _remix(server, NOWHERE, _REMIX).expect(404)


@requirement(
    "VID-REMIX-009", "MUST", "A remix without a prompt is refused, as JSON and as a form.",
    source=f"{_BODY}/required", needs=_NEEDS, jobs=("default",), fault="remix-without-prompt",
)  # fmt: skip
def _no_prompt(server: Server) -> None:
    source = server.completed("default")
    _remix(server, source.id, {}).expect_refusal()
    _remix(server, source.id, {"title": "The boat"}, form=True).expect_refusal()


@requirement(
    "VID-REMIX-010", "MUST", "A remix whose prompt is empty, too long, or no text is refused.",
    source=f"{_BODY}/properties/prompt", needs=_NEEDS, jobs=("default",), fault="remix-with-empty-prompt",
)  # fmt: skip
def _no_text(server: Server) -> None:
    source = server.completed("default")
    for prompt in PROMPTS.values():
        _remix(server, source.id, {"prompt": prompt}).expect_refusal()
    _remix(server, source.id, {"prompt": ""}, form=True).expect_refusal()


@requirement(
    "VID-REMIX-011", "MUST", "A remix is taken as a form too, with whatever characters are in its prompt.",
    source=f"{_POST}/requestBody/content/multipart~1form-data", needs=_NEEDS, jobs=("chain",),
    fault="remix-form-garbled",
)  # fmt: skip
def _form(server: Server) -> None:
    answer = server.jobs.asked("chain")
    if answer.status != 200:  # it may be that no remix is remixed
        answer = _remix(server, server.completed("default").id, {"prompt": UNICODE}, form=True)
    job = own_job(answer)
    job.accepted.expect_member("prompt", UNICODE)
    server.retrieve(job.id).expect(200).expect_member("prompt", UNICODE)


@requirement(
    "VID-REMIX-012", "MUST", "A remix of a remix names the remix that it is made from.",
    source=_SOURCE, needs=_NEEDS, jobs=("chain",), fault="remix-names-the-first-of-a-chain",
)  # fmt: skip
def _chain(server: Server) -> None:
    source, job = completed(server, derived(server, "remix")), derived(server, "chain")
    job.accepted.expect_member("remixed_from_video_id", source.id)
    server.retrieve(job.id).expect(200).expect_member("remixed_from_video_id", source.id)


@requirement(
    "VID-REMIX-013", "SHOULD", "A remix of a job that runs is refused, or completes.",
    source=_POST, needs=_NEEDS, jobs=("default",), videos=1, fault="remix-of-a-running-job-is-500",
)  # fmt: skip
def _of_running(server: Server) -> None:
    source = own_job(server.create({**server.usual(), "prompt": PROMPT}))
    answer = _remix(server, source.id, _REMIX)
    if answer.status != 200:
        answer.expect_refusal()
        return
    completed(server, own_job(answer.expect_member("remixed_from_video_id", source.id)))


@requirement(
    "VID-REMIX-014", "SHOULD", "A remix of a failed job is refused.",
    source=_POST, needs=_NEEDS, jobs=("default", "failing"), fault="remix-of-a-failed-job",
)  # fmt: skip
def _of_failed(server: Server) -> None:
    _remix(server, failed(server).id, _REMIX).expect_refusal()


def _remix(server: Server, video_id: str, members: Mapping[str, Any], *, form: bool = False) -> Answer:
    return server.make(f"/videos/{segment(video_id)}/remix", members, form=form)
