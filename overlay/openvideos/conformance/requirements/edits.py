"""Edits."""

from openvideos.conformance.checks.derived import (
    NOWHERE,
    PROMPTS,
    derived,
    expect_new,
    expect_other_media,
    expect_source_as_before,
    expect_unreadable_refused,
    expect_uploaded,
    like_its_source,
    own_job,
    upload,
)
from openvideos.conformance.checks.playable import as_said, completed, failed
from openvideos.conformance.jobs import SPECS, UNICODE, Job
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server

_PATH = "/videos/edits"
_POST = "/paths/~1videos~1edits/post"
_BODY = "/components/schemas/VideoEditBody"
_NEEDS = ("retrieve", "edit")
_WITH_MEDIA = ("retrieve", "edit", "download_content")
_EDIT = {"prompt": "Make the boat blue"}


@requirement(
    "VID-EDIT-001", "MUST", "An edit of a completed video, by its id, is a new job with a prompt of its own.",
    source=f"{_POST}/responses/200", needs=_NEEDS, jobs=("edit",), fault="edit-has-its-sources-prompt",
)  # fmt: skip
def _by_id(server: Server) -> None:
    expect_new(server, derived(server, "edit"), SPECS["edit"].members["prompt"])


@requirement(
    "VID-EDIT-002", "MUST", "An edit completes, and its MP4 has the size and the length that the job says.",
    source=_POST, needs=_WITH_MEDIA, jobs=("edit",), fault="edit-of-another-size",
)  # fmt: skip
def _plays(server: Server) -> None:
    as_said(server, completed(server, derived(server, "edit")))


@requirement(
    "VID-EDIT-003", "SHOULD", "An edit is another video than its source.",
    source=_POST, needs=_WITH_MEDIA, jobs=("edit",), fault="edit-is-a-copy",
)  # fmt: skip
def _other(server: Server) -> None:
    expect_other_media(server, "edit")


@requirement(
    "VID-EDIT-004", "MAY", "An edit is of the size and the length of its source.",
    source=_POST, needs=_NEEDS, jobs=("edit",), fault="edit-lies-where-its-source-stands",
)  # fmt: skip
def _like_source(server: Server) -> None:
    like_its_source(server, "edit", "size", "seconds")


@requirement(
    "VID-EDIT-005", "MUST", "A video that was edited stays as it was.",
    source=_POST, needs=_NEEDS, jobs=("edit",), fault="edit-changes-its-source",
)  # fmt: skip
def _source_stays(server: Server) -> None:
    expect_source_as_before(server, "edit")


def _uploaded(server: Server) -> Job:
    return own_job(upload(server, _PATH, prompt=UNICODE))


@requirement(
    "VID-EDIT-006", "MUST", "An edit of an uploaded video is accepted, whatever its prompt says, and completes.",
    source="/components/schemas/VideoEditForm", needs=_WITH_MEDIA, jobs=("default",), videos=1,
    fault="edit-of-an-upload-fails", begin=_uploaded,
)  # fmt: skip
def _by_file(server: Server) -> None:
    expect_uploaded(server, server.begun(_uploaded))


@requirement(
    "VID-EDIT-007", "MUST", "An edit without a video is refused, as JSON and as a form.",
    source=f"{_BODY}/required", needs=_NEEDS, jobs=("default",), fault="edit-without-video",
)  # fmt: skip
def _no_video(server: Server) -> None:
    server.completed("default")
    server.make(_PATH, _EDIT).expect_refusal()
    server.make(_PATH, {**_EDIT, "video": {}}).expect_refusal()
    server.make(_PATH, _EDIT, form=True).expect_refusal()


@requirement(
    "VID-EDIT-008", "MUST", "An edit without a prompt is refused, as JSON and as a form.",
    source=f"{_BODY}/required", needs=_NEEDS, jobs=("default",), fault="edit-without-prompt",
)  # fmt: skip
def _no_prompt(server: Server) -> None:
    server.make(_PATH, {"video": {"id": server.completed("default").id}}).expect_refusal()
    upload(server, _PATH).expect_refusal()


@requirement(
    "VID-EDIT-009", "MUST", "An edit whose prompt is empty, too long, or no text is refused.",
    source=f"{_BODY}/properties/prompt", needs=_NEEDS, jobs=("default",), fault="edit-with-empty-prompt",
)  # fmt: skip
def _no_text(server: Server) -> None:
    for prompt in PROMPTS.values():
        server.make(_PATH, {"video": {"id": server.completed("default").id}, "prompt": prompt}).expect_refusal()
    upload(server, _PATH, prompt="").expect_refusal()


@requirement(
    "VID-EDIT-010", "MUST", "An edit of a job that isn't there is refused.",
    source=f"{_POST}/responses/404", needs=_NEEDS, jobs=("default",), fault="edit-of-nothing",
)  # fmt: skip
def _unknown(server: Server) -> None:
    server.completed("default")
    for video_id in (NOWHERE, ""):
        server.make(_PATH, {"video": {"id": video_id}, **_EDIT}).expect_refusal()


@requirement(
    "VID-EDIT-011", "SHOULD", "An edit of a file that is no video is refused, or its job fails.",
    source="/components/schemas/VideoEditForm/properties/video", needs=_NEEDS, jobs=("default",),
    fault="edit-of-any-file",
)  # fmt: skip
def _unreadable(server: Server) -> None:
    server.completed("default")
    expect_unreadable_refused(server, _PATH, **_EDIT)


@requirement(
    "VID-EDIT-012", "SHOULD", "An edit of a failed job is refused.",
    source=_POST, needs=_NEEDS, jobs=("default", "failing"), fault="edit-of-a-failed-job",
)  # fmt: skip
def _of_failed(server: Server) -> None:
    server.completed("default")  # which a faulty server could take in its place
    server.make(_PATH, {"video": {"id": failed(server).id}, **_EDIT}).expect_refusal()
