"""Media."""

import re

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.derived import NOWHERE
from openvideos.conformance.checks.media import video_facts
from openvideos.conformance.checks.playable import (
    as_said,
    expect_length,
    expect_sane,
    expect_size,
    failed,
    labelled,
    video,
)
from openvideos.conformance.checks.ranges import expect_any_parts, expect_beyond, expect_part, expect_whole, rows
from openvideos.conformance.checks.stills import expect_shape, expect_shown, preview
from openvideos.conformance.checks.withheld import asked_early, expect_no_media
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server, segment
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_GET = "/paths/~1videos~1{video_id}~1content/get"
_ENUM = "/components/schemas/VideoVariant/enum"
_RANGE = "RFC 9110, section 14.2"
_TAG = re.compile(r'(W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_NEEDS = ("retrieve", "download_content")
_BOTH = ("default", "chosen")
_PLAYED = ("h264", "hevc", "av1", "vp9")


@requirement(
    "VID-MEDIA-001", "MUST", "Content of a completed job is answered with 200 and the media type video/mp4.",
    source=f"{_GET}/responses/200/content/video~1mp4", needs=_NEEDS, jobs=_BOTH, fault="content-of-no-media-type",
)  # fmt: skip
def _media_type(server: Server) -> None:
    for name in _BOTH:
        video(server, server.completed(name))


@requirement(
    "VID-MEDIA-002", "MUST", "Content is an MP4 file, whole, with a video whose frames can be decoded.",
    source=_ENUM, needs=_NEEDS, jobs=_BOTH, fault="content-half-of-the-file",
)  # fmt: skip
def _an_mp4(server: Server) -> None:
    for name in _BOTH:
        video_facts(video(server, server.completed(name)))


@requirement(
    "VID-MEDIA-003", "MUST", "The picture of a video has the width and the height that were asked for.",
    source="/components/schemas/Video/properties/size", needs=_NEEDS, jobs=_BOTH, fault="content-sides-swapped",
)  # fmt: skip
def _asked_size(server: Server) -> None:
    expect_size(video(server, server.completed("chosen")), server.chosen()["size"])


@requirement(
    "VID-MEDIA-004", "MUST", "A video is as long as was asked for.",
    source="/components/schemas/Video/properties/seconds", needs=_NEEDS, jobs=_BOTH,
    fault="content-of-default-length",
)  # fmt: skip
def _asked_length(server: Server) -> None:
    expect_length(video(server, server.completed("chosen")), server.chosen()["seconds"])


@requirement(
    "VID-MEDIA-005", "MUST", "A video has the size and the length that its job says.",
    source="/components/schemas/Video/properties", needs=_NEEDS, jobs=_BOTH, fault="content-half-as-long",
)  # fmt: skip
def _said_size(server: Server) -> None:
    for name in _BOTH:
        as_said(server, server.completed(name))


@requirement(
    "VID-MEDIA-006", "SHOULD", "A video has from 1 to 240 frames a second, and its file tells players how long it is.",
    source="ISO/IEC 14496-12, section 8.2.2", needs=_NEEDS, jobs=("default",), fault="content-of-two-frames",
)  # fmt: skip
def _frame_rate(server: Server) -> None:
    expect_sane(video(server, server.completed("default")))


@requirement(
    "VID-MEDIA-007", "SHOULD", "A video is in a codec and a pixel format that players of MP4 files know.",
    source="ISO/IEC 14496-15", needs=_NEEDS, jobs=("default",), fault="content-in-mpeg-4-part-2",
)  # fmt: skip
def _codec(server: Server) -> None:
    answer = video(server, server.completed("default"))
    facts = video_facts(answer)
    if facts.codec not in _PLAYED:
        raise Failed(f"one of {', '.join(_PLAYED)}", facts.codec, answer)
    if facts.codec == "h264" and facts.pixel_format not in {"yuv420p", "yuvj420p"}:
        raise Failed("H.264 in 4:2:0 with 8 bits (yuv420p)", facts.pixel_format, answer)


@requirement(
    "VID-MEDIA-008", "MAY", "A video is H.264, which every player knows, and its index stands before its frames.",
    source="ISO/IEC 14496-15, section 5", needs=_NEEDS, jobs=("default",), fault="content-with-its-index-behind",
)  # fmt: skip
def _quick_start(server: Server) -> None:
    answer = video(server, server.completed("default"))
    facts = video_facts(answer)
    if facts.codec != "h264":
        raise Failed("h264", facts.codec, answer)
    if not facts.index_first:
        raise Failed("the index (moov) before the frames (mdat)", "the frames before the index", answer)


@requirement(
    "VID-MEDIA-009", "MUST", "Without a variant, content is the video, as with variant=video.",
    source=f"{_GET}/parameters/1/schema/default", needs=_NEEDS, jobs=("default",), fault="content-is-a-still",
)  # fmt: skip
def _default_variant(server: Server) -> None:
    without, named = video_facts(video(server, server.completed("default"))), server.media("default", "video")
    expect_size(labelled(named), without.size)
    expect_length(named, str(round(without.seconds, 3)))


@requirement(
    "VID-MEDIA-010", "SHOULD", "A video that is downloaded twice is the same bytes, and so is variant=video.",
    source="RFC 9110, section 9.2.2", needs=_NEEDS, jobs=("default",), fault="content-never-the-same",
)  # fmt: skip
def _same_bytes(server: Server) -> None:
    first = server.media("default")
    expect_whole(server.content(server.completed("default").id), first)
    expect_whole(server.media("default", "video"), first)


@requirement(
    "VID-MEDIA-011", "MUST", "The variants thumbnail and spritesheet are WebP pictures, labelled as such.",
    source=f"{_GET}/responses/200/content/image~1webp", needs=_NEEDS, jobs=_BOTH, fault="thumbnail-is-a-png",
)  # fmt: skip
def _previews(server: Server) -> None:
    for name in _BOTH:
        preview(server, name, "thumbnail")
        preview(server, name, "spritesheet")


@requirement(
    "VID-MEDIA-012", "SHOULD", "A thumbnail is no larger than its video and has its shape, within a tenth.",
    source=_ENUM, needs=_NEEDS, jobs=_BOTH, fault="thumbnail-is-square",
)  # fmt: skip
def _thumbnail_shape(server: Server) -> None:
    for name in _BOTH:
        expect_shape(server, name)


@requirement(
    "VID-MEDIA-013", "SHOULD", "A thumbnail shows what some frame of its video shows.",
    source=_ENUM, needs=_NEEDS, jobs=_BOTH, fault="thumbnail-of-nothing",
)  # fmt: skip
def _thumbnail_of_video(server: Server) -> None:
    for name in _BOTH:
        expect_shown(server, name)


@requirement(
    "VID-MEDIA-014", "SHOULD", "A spritesheet is another picture than the thumbnail.",
    source=_ENUM, needs=_NEEDS, jobs=("default",), fault="spritesheet-is-the-thumbnail",
)  # fmt: skip
def _a_sheet(server: Server) -> None:
    sheet, still = preview(server, "default", "spritesheet"), preview(server, "default", "thumbnail")
    if sheet.body == still.body:
        raise Failed("a sheet of stills", "the thumbnail", sheet, still)


@requirement(
    "VID-MEDIA-015", "MUST", "A variant that the contract doesn't list is refused.",
    source=_ENUM, needs=_NEEDS, jobs=("default",), fault="content-of-any-variant",
)  # fmt: skip
def _unlisted_variant(server: Server) -> None:
    for variant in ("poster", "thumbnails"):
        server.content(server.completed("default").id, variant).expect_refusal()


@requirement(
    "VID-MEDIA-016", "MUST", "Content is refused, whatever the variant, until its job has completed, and then sent.",
    source=_GET, needs=_NEEDS, jobs=("default",), videos=1, fault="content-before-completion", begin=asked_early,
)  # fmt: skip
def _too_early(server: Server) -> None:
    video(server, server.begun(asked_early))


@requirement(
    "VID-MEDIA-017", "MUST", "Content of a failed job is refused, whatever the variant.",
    source=_GET, needs=_NEEDS, jobs=("default", "failing"), fault="content-of-failed-jobs",
)  # fmt: skip
def _failed_job(server: Server) -> None:
    expect_no_media(server, failed(server).id)


@requirement(
    "VID-MEDIA-018", "MUST", "Content of a job that isn't there is refused, whatever the variant.",
    source=f"{_GET}/responses/404", needs=_NEEDS, jobs=("default",), fault="content-of-unknown-jobs",
)  # fmt: skip
def _unknown_job(server: Server) -> None:
    expect_no_media(server, NOWHERE)


@requirement(
    "VID-MEDIA-019", "SHOULD", "Content-Length of content is how many bytes come.",
    source="RFC 9110, section 8.6", needs=_NEEDS, jobs=("default",), fault="content-cut-short",
)  # fmt: skip
def _content_length(server: Server) -> None:
    for variant in (None, "thumbnail"):
        answer = server.media("default", variant)
        if answer.header("content-length") not in {None, str(len(answer.body))} and not answer.header(
            "content-encoding"
        ):
            raise Failed(f"Content-Length: {len(answer.body)}", show(answer.header("content-length")), answer)


@requirement(
    "VID-MEDIA-020", "SHOULD", "HEAD for content is answered as GET is, without the body, by a server that takes it.",
    source="RFC 9110, section 9.3.2", needs=_NEEDS, jobs=("default",), fault="content-head-says-empty",
)  # fmt: skip
def _head(server: Server) -> None:
    whole = server.media("default")
    answer = server.send("HEAD", f"/videos/{segment(server.completed('default').id)}/content")
    if answer.status in {404, 405, 501}:
        raise Skipped(f"the server doesn't take HEAD: {answer.status}")
    for name in ("content-type", "content-length", "etag"):
        found, same = answer.expect(200).header(name), whole.header(name)
        if found is not None and same is not None and found != same:
            raise Failed(f"{name}: {same}, as GET has it", show(found), answer, whole)


@requirement(
    "VID-MEDIA-021", "SHOULD", "A part that is asked for is sent as just these bytes, or all are sent.",
    source=_RANGE, needs=_NEEDS, jobs=("default",), fault="range-off-by-one",
)  # fmt: skip
def _parts(server: Server) -> None:
    for variant in ("video", "thumbnail"):
        for asked, first, last in rows(len(server.media("default", variant).body)):
            expect_part(*_part(server, asked, variant), first, last)


@requirement(
    "VID-MEDIA-022", "SHOULD", "A part behind the end is refused with 416 and how long the whole is, or all is sent.",
    source="RFC 9110, section 15.5.17", needs=_NEEDS, jobs=("default",), fault="range-behind-the-end-is-empty",
)  # fmt: skip
def _behind_the_end(server: Server) -> None:
    size = len(server.media("default", "video").body)
    expect_beyond(*_part(server, f"{size}-{size + 9}"))


@requirement(
    "VID-MEDIA-023", "SHOULD", "Whatever range is asked for, no other bytes are sent than the answer says.",
    source=_RANGE, needs=_NEEDS, jobs=("default",), fault="several-ranges-joined",
)  # fmt: skip
def _odd_ranges(server: Server) -> None:
    for asked in ("0-9,20-29", "5-2", "x-y"):
        expect_any_parts(*_part(server, asked))
    answer, whole = _part(server, "1-2", unit="lines")
    expect_whole(answer, whole)


@requirement(
    "VID-MEDIA-024", "SHOULD", "With If-Range and what names another version, all bytes are sent.",
    source="RFC 9110, section 13.1.5", needs=_NEEDS, jobs=("default",), fault="if-range-is-ignored",
)  # fmt: skip
def _if_range(server: Server) -> None:
    answer, whole = _part(server, "10-99", **{"If-Range": '"another-version"'})
    expect_whole(answer, whole)
    tag = whole.header("etag")
    if tag is not None:
        expect_part(*_part(server, "10-99", **{"If-Range": tag}), 10, 99)


@requirement(
    "VID-MEDIA-025", "SHOULD", "A server that says Accept-Ranges: bytes sends parts of content.",
    source="RFC 9110, section 14.3", needs=_NEEDS, jobs=("default",), fault="ranges-are-only-announced",
)  # fmt: skip
def _announced(server: Server) -> None:
    whole = server.media("default", "video")
    if whole.header("accept-ranges") != "bytes":
        raise Skipped("it doesn't say Accept-Ranges: bytes")
    if not expect_part(*_part(server, "10-99"), 10, 99):
        raise Failed("status 206", "all bytes", whole)


@requirement(
    "VID-MEDIA-026", "SHOULD", "The ETag of content is one, in quotes, and stays as long as the bytes do.",
    source="RFC 9110, section 8.8.3", needs=_NEEDS, jobs=("default",), fault="content-tag-without-quotes",
)  # fmt: skip
def _etag(server: Server) -> None:
    first, again = server.media("default"), server.content(server.completed("default").id)
    tag = first.header("etag")
    if tag is None:
        raise Skipped("content has no ETag")
    if not _TAG.fullmatch(tag):
        raise Failed("an ETag in quotes", show(tag), first)
    if first.body == again.body and again.header("etag") != tag:
        raise Failed(f"ETag: {tag}, as before", show(again.header("etag")), first, again)


def _part(
    server: Server, asked: str, variant: str = "video", *, unit: str = "bytes", **also: str
) -> tuple[Answer, Answer]:
    """What a range of the default job's media is answered with, and the whole of it."""
    headers = {"Range": f"{unit}={asked}", **also}
    return server.content(server.completed("default").id, variant, headers=headers), server.media("default", variant)
