"""Extensions."""

from openvideos.conformance.checks.derived import (
    NOWHERE,
    PROMPTS,
    derived,
    expect_new,
    expect_source_as_before,
    expect_unreadable_refused,
    expect_uploaded,
    like_its_source,
    own_job,
    upload,
)
from openvideos.conformance.checks.media import difference, sample_video, video_facts
from openvideos.conformance.checks.playable import (
    LOOKS_LIKE,
    as_said,
    completed,
    expect_length,
    failed,
    labelled,
    last_look,
    video,
)
from openvideos.conformance.checks.stitched import expect_total, total
from openvideos.conformance.checks.variety import asked
from openvideos.conformance.checks.ways import LONGEST
from openvideos.conformance.jobs import SPECS, UNICODE, Job
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed

_PATH = "/videos/extensions"
_POST = "/paths/~1videos~1extensions/post"
_BODY = "/components/schemas/VideoExtendBody"
_SECONDS = "/components/schemas/Video/properties/seconds"
_NEEDS = ("retrieve", "extend")
_WITH_MEDIA = ("retrieve", "extend", "download_content")
_ADDED = str(SPECS["extension"].members["seconds"])
_MORE = {"prompt": "It reaches the sea", "seconds": _ADDED}
_UPLOADED = 2
_UNLISTED = ("0", "6", "24", "-4", "four", "")


@requirement(
    "VID-EXTEND-001", "MUST", "The seconds of an extension are those of the whole: its source's and the new ones.",
    source=_SECONDS, needs=_NEEDS, jobs=("extension",), fault="extension-says-its-new-part",
)  # fmt: skip
def _says_whole(server: Server) -> None:
    job = completed(server, derived(server, "extension"))
    whole = total(server.completed("default").last, _ADDED)
    for look in (job.accepted, *job.looks):
        expect_total(look, whole)


@requirement(
    "VID-EXTEND-002", "MUST", "The MP4 of an extension is as long as the whole, and of the size that the job says.",
    source=_SECONDS, needs=_WITH_MEDIA, jobs=("extension",), fault="extension-is-its-new-part",
)  # fmt: skip
def _is_whole(server: Server) -> None:
    job = completed(server, derived(server, "extension"))
    expect_length(video(server, job), f"{total(server.completed('default').last, _ADDED):g}")
    as_said(server, job)


@requirement(
    "VID-EXTEND-003", "SHOULD", "An extension begins as its source does.",
    source=_POST, needs=_WITH_MEDIA, jobs=("extension",), fault="extension-begins-with-its-new-part",
)  # fmt: skip
def _begins_alike(server: Server) -> None:
    made, source = video(server, derived(server, "extension")), server.media("default")
    off = difference(video_facts(made).pictures[0], video_facts(source).pictures[0])
    if off > LOOKS_LIKE:
        raise Failed(
            "a first frame that looks like the source's", f"one that differs by {off:.0f} of 255", made, source
        )


@requirement(
    "VID-EXTEND-004", "MUST", "An extension of a completed video, by its id, is a new job with a prompt of its own.",
    source=f"{_POST}/responses/200", needs=_NEEDS, jobs=("extension",), fault="extension-has-its-sources-prompt",
)  # fmt: skip
def _by_id(server: Server) -> None:
    expect_new(server, derived(server, "extension"), SPECS["extension"].members["prompt"])


@requirement(
    "VID-EXTEND-005", "SHOULD", "An extension is of the size of its source, which is a part of it.",
    source=_POST, needs=_NEEDS, jobs=("extension",), fault="extension-lies-where-its-source-stands",
)  # fmt: skip
def _like_source(server: Server) -> None:
    like_its_source(server, "extension", "size")


@requirement(
    "VID-EXTEND-006", "MUST", "A video that was extended stays as it was.",
    source=_POST, needs=_WITH_MEDIA, jobs=("extension",), fault="extension-changes-its-source",
)  # fmt: skip
def _source_stays(server: Server) -> None:
    expect_source_as_before(server, "extension")
    source = server.completed("default")
    expect_length(labelled(server.content(source.id).expect(200)), source.last.get("seconds"))


def _uploaded(server: Server) -> Job:
    data = sample_video(seconds=_UPLOADED)
    return own_job(upload(server, _PATH, video=data, prompt=UNICODE, seconds=_ADDED))


@requirement(
    "VID-EXTEND-007", "MUST", "An extension of an uploaded video is as long as the two together.",
    source="/components/schemas/VideoExtendForm", needs=_WITH_MEDIA, jobs=("default",), videos=1,
    fault="extension-of-an-upload-alone", begin=_uploaded,
)  # fmt: skip
def _by_file(server: Server) -> None:
    job = expect_uploaded(server, server.begun(_uploaded))
    expect_total(last_look(job), _UPLOADED + int(_ADDED))


@requirement(
    "VID-EXTEND-008", "MUST", "The longest extension that the contract lists is accepted.",
    source="/components/schemas/VideoExtensionSeconds/enum", needs=_NEEDS, jobs=("longer",),
    fault="extension-of-at-most-twelve-seconds",
)  # fmt: skip
def _longest(server: Server) -> None:
    source, before, answer = server.completed("default"), [_ADDED], server.jobs.asked("longer")
    if answer.status != 200:  # it may be that no extension is extended, or not so far
        answer, before = server.make(_PATH, {**_MORE, "video": {"id": source.id}, "seconds": LONGEST}), []
    expect_total(own_job(answer).accepted, total(source.last, *before, LONGEST))


@requirement(
    "VID-EXTEND-009", "MUST", "An extension of an extension is as long as all parts together.",
    source=_SECONDS, needs=_NEEDS, jobs=("longer",), fault="extension-forgets-the-one-before",
)  # fmt: skip
def _again(server: Server) -> None:
    completed(server, derived(server, "extension"))
    accepted = server.jobs.made("longer").accepted  # how long one may get is not said
    added = str(asked(server, accepted)["seconds"])
    expect_total(accepted, total(server.completed("default").last, _ADDED, added))


@requirement(
    "VID-EXTEND-010", "MUST", "An extension by a length that the contract doesn't list is refused.",
    source="/components/schemas/VideoExtensionSeconds/enum", needs=_NEEDS, jobs=("default",),
    fault="extension-of-any-length",
)  # fmt: skip
def _unlisted(server: Server) -> None:
    for seconds in _UNLISTED:
        members = {**_MORE, "video": {"id": server.completed("default").id}, "seconds": seconds}
        server.make(_PATH, members).expect_refusal()
        upload(server, _PATH, prompt=_MORE["prompt"], seconds=seconds).expect_refusal()


@requirement(
    "VID-EXTEND-011", "MUST", "An extension without seconds is refused, as JSON and as a form.",
    source=f"{_BODY}/required", needs=_NEEDS, jobs=("default",), fault="extension-without-seconds",
)  # fmt: skip
def _no_seconds(server: Server) -> None:
    source, prompt = {"id": server.completed("default").id}, _MORE["prompt"]
    server.make(_PATH, {"video": source, "prompt": prompt}).expect_refusal()
    upload(server, _PATH, prompt=prompt).expect_refusal()


@requirement(
    "VID-EXTEND-012", "MUST", "An extension without a video is refused, as JSON and as a form.",
    source=f"{_BODY}/required", needs=_NEEDS, jobs=("default",), fault="extension-without-video",
)  # fmt: skip
def _no_video(server: Server) -> None:
    server.completed("default")
    server.make(_PATH, _MORE).expect_refusal()
    server.make(_PATH, {**_MORE, "video": {}}).expect_refusal()
    server.make(_PATH, _MORE, form=True).expect_refusal()


@requirement(
    "VID-EXTEND-013", "MUST", "An extension whose prompt is missing, empty, too long, or no text is refused.",
    source=_BODY, needs=_NEEDS, jobs=("default",), fault="extension-without-prompt",
)  # fmt: skip
def _no_text(server: Server) -> None:
    members = {"video": {"id": server.completed("default").id}, "seconds": _ADDED}
    server.make(_PATH, members).expect_refusal()
    upload(server, _PATH, seconds=_ADDED).expect_refusal()
    for prompt in PROMPTS.values():
        server.make(_PATH, {**members, "prompt": prompt}).expect_refusal()


@requirement(
    "VID-EXTEND-014", "MUST", "An extension of a job that isn't there is refused.",
    source=f"{_POST}/responses/404", needs=_NEEDS, jobs=("default",), fault="extension-of-nothing",
)  # fmt: skip
def _unknown(server: Server) -> None:
    server.completed("default")
    for video_id in (NOWHERE, ""):
        server.make(_PATH, {**_MORE, "video": {"id": video_id}}).expect_refusal()


@requirement(
    "VID-EXTEND-015", "SHOULD", "An extension of a file that is no video is refused, or its job fails.",
    source="/components/schemas/VideoExtendForm/properties/video", needs=_NEEDS, jobs=("default",),
    fault="extension-of-any-file",
)  # fmt: skip
def _unreadable(server: Server) -> None:
    server.completed("default")
    expect_unreadable_refused(server, _PATH, **_MORE)


@requirement(
    "VID-EXTEND-016", "SHOULD", "An extension of a failed job is refused.",
    source=_POST, needs=_NEEDS, jobs=("default", "failing"), fault="extension-of-a-failed-job",
)  # fmt: skip
def _of_failed(server: Server) -> None:
    server.completed("default")  # which a faulty server could take in its place
    server.make(_PATH, {**_MORE, "video": {"id": failed(server).id}}).expect_refusal()
