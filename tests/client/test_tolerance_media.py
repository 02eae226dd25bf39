"""Media and time as servers of this API are known to have them: read again, followed, and never a wrong file.

T18 to T21 and T27 to T29 of the deviations; a row is one over a real socket, with both clients.
"""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from openvideos import APIError, APIResponseValidationError, APIStatusError, NotFoundError, OpenVideos, omit
from openvideos.client.download import download_to

Canned: TypeAlias = tuple[int, dict[str, str], bytes]
Members: TypeAlias = dict[str, Any]

MADE = 1790000000
FAR, PAST = 99_999_999_999, 1_000_000_000
DONE: Members = {"status": "completed", "progress": 100, "completed_at": MADE + 9}
FAILED: Members = {"status": "failed", "error": {"code": "x", "message": "y"}}
MP4 = b"\0\0\0\x18ftypisom" + b"\0" * 64
WEBP = b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 24
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
SECRET = "sk-of-the-first-server"
ASIDE = {"prompt": "x"}


@pytest.fixture
def job(video: Members, as_json: Any) -> Callable[..., Canned]:
    """A canned answer: the usual video with these changes."""
    return lambda changes, status=200, **headers: as_json({**video, **changes}, status, **headers)


def said(status: int, data: Any = b"", kind: str = "application/json", **headers: str) -> Canned:
    """A canned answer: these bytes, or this as JSON."""
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return status, {**({"content-type": kind} if kind else {}), **headers}, body


CONTENT = said(200, MP4, "video/mp4")
LATE = said(404, {"error": {"message": "Not there yet.", "type": "t", "param": None, "code": None}})


@pytest.mark.parametrize("operation", ["create", "remix"])
@pytest.mark.parametrize("status", [429, 500, 502, 503], ids="T27-{}".format)
def test_what_creates_is_asked_once(server: Any, status: int, operation: str) -> None:
    at = server(said(status, {"error": "later"}), max_retries=5)
    assert str(at.fails(operation, *(["video_1"] if operation == "remix" else []), prompt="x")).endswith("- later")
    assert (len(at.asked), at.slept) == (1, [])


@pytest.mark.parametrize("status", [429, 500, 502, 503], ids="T27-{}-without-retry-after".format)
def test_what_may_pass_is_read_again_and_never_created_again(server: Any, job: Any, status: int) -> None:
    page = said(status, b"<html>", "text/html")
    at = server(job({}), said(status), page, job(DONE), page, CONTENT)
    assert at.do("create_and_poll", prompt="x", poll_interval_ms=0).status == "completed"
    assert at.do("download_content", "video_1").content == MP4
    assert at.requests == ["POST /videos"] + ["GET /videos/video_1"] * 3 + ["GET /videos/video_1/content"] * 2
    assert at.slept == [0.5, 1.0, 0.5]
    assert at.codes == []


IN_PROGRESS = {"status": "in_progress", "progress": 50}
STATUS_BACK, PROGRESS_BACK = "body.status.status-forward", "body.progress.progress-forward"
BACK: dict[str, tuple[Members, Members, list[str]]] = {
    "T28-completed-to-queued": (DONE, {"status": "queued", "progress": 0}, [PROGRESS_BACK, STATUS_BACK]),
    "T28-completed-to-failed": (DONE, {**FAILED, "progress": 100}, [STATUS_BACK]),
    "T28-completed-to-a-word": (DONE, {**DONE, "status": "archived"}, ["body.status.enum", STATUS_BACK]),
    "T28-in-progress-to-queued": (IN_PROGRESS, {"status": "queued", "progress": 50}, [STATUS_BACK]),
    "T28-progress-back": (IN_PROGRESS, {**IN_PROGRESS, "progress": 49}, [PROGRESS_BACK]),
    "T28-forward": (IN_PROGRESS, {**IN_PROGRESS, "progress": 51}, []),
    "T28-no-time-of-completion": (IN_PROGRESS, {**DONE, "completed_at": None}, ["body.completed_at.completed-time"]),
}


@pytest.mark.parametrize("row", BACK.values(), ids=BACK)
def test_a_job_that_goes_back_is_kept_and_reported(server: Any, job: Any, row: Any) -> None:
    before, after, codes = row
    at = server(job(before), job(after))
    at.do("retrieve", "video_1")
    made = at.do("retrieve", "video_1")
    assert (made.status, made.progress) == (after["status"], after["progress"])
    assert at.codes == codes
    assert made.violations == tuple(at.seen)


def test_t28_a_job_that_goes_back_while_it_is_polled_is_polled_on(server: Any, job: Any) -> None:
    at = server(job({}), job(IN_PROGRESS), job({}), job(DONE))
    assert at.do("create_and_poll", prompt="x", poll_interval_ms=0).violations == ()
    assert at.codes == [PROGRESS_BACK, STATUS_BACK]
    assert (len(at.asked), at.slept) == (4, [0, 0])


def test_t28_another_client_or_job_has_its_own_past(server: Any, job: Any) -> None:
    at = server(job(DONE), job({"id": "video_2"}), job({}))
    at.do("retrieve", "video_1")
    at.do("retrieve", "video_2")
    other = at.kit.client(f"{at.origin}/v1", on_violation="raise")
    assert at.kit.do(other.videos.retrieve("video_1")).status == "queued"
    assert at.codes == []


DELAYS = [0.5, 1.0, 2.0, 4.0, 8.0]
LATENESS: dict[str, tuple[Members, Members, int, int, bool]] = {
    # what the job was last seen as, the client's options, how often it is 404, how many requests, whether it is got
    "T28-once": (DONE, {}, 1, 2, True),
    "T28-five-times": (DONE, {}, 5, 6, True),
    "T28-six-times": (DONE, {}, 6, 6, False),
    "T28-with-one-retry": (DONE, {"max_retries": 1}, 5, 6, True),
    "T28-before-it-expires": ({**DONE, "expires_at": FAR}, {}, 5, 6, True),
    "T28-expiry-is-text": ({**DONE, "expires_at": "soon"}, {}, 1, 2, True),
    "T28-after-it-expired": ({**DONE, "expires_at": PAST}, {}, 1, 1, False),
    "T28-without-retries": (DONE, {"max_retries": 0}, 1, 1, False),
    "T28-not-completed": (IN_PROGRESS, {}, 1, 1, False),
    "T28-failed": (FAILED, {}, 1, 1, False),
    "T28-of-a-gateway-that-renames-it": ({**DONE, "id": "video_2"}, {}, 1, 2, True),
}


@pytest.mark.parametrize("row", LATENESS.values(), ids=LATENESS)
def test_content_that_is_missing_just_after_completion_is_asked_for_again(server: Any, job: Any, row: Any) -> None:
    seen, options, missing, requests, ends = row
    at = server(job(seen), *[LATE] * missing, CONTENT, **options)
    at.do("retrieve", "video_1")
    if ends:
        assert at.do("download_content", "video_1").content == MP4
    else:
        assert type(at.fails("download_content", "video_1")) is NotFoundError
    assert at.requests[1:] == ["GET /videos/video_1/content"] * requests
    assert at.slept == DELAYS[: requests - 1]


def test_t28_a_streamed_download_is_asked_for_again_too(kit: Any, server: Any, job: Any, tmp_path: Path) -> None:
    at = server(job(DONE), *[LATE] * 5, CONTENT)
    at.do("retrieve", "video_1")
    if isinstance(at.client, OpenVideos):
        assert download_to(at.client, "video_1", tmp_path / "a") == len(MP4)
        assert at.slept == DELAYS


@pytest.mark.parametrize("first", ["poll", "list", "create"], ids="T28-seen-by-{}".format)
def test_a_completed_job_is_known_by_whatever_this_client_saw(
    server: Any, job: Any, video: Members, first: str
) -> None:
    at = server(said(200, {"data": [{**video, **DONE}]}) if first == "list" else job(DONE), LATE, CONTENT)
    at.do(first, *(["video_1"] if first == "poll" else []), **(ASIDE if first == "create" else {}))
    assert at.do("download_content", "video_1").content == MP4
    assert at.slept == DELAYS[:1]


def test_t28_content_of_a_job_that_was_never_seen_is_not_late(server: Any) -> None:
    at = server(LATE, CONTENT)
    assert type(at.fails("download_content", "video_1")) is NotFoundError
    assert (len(at.asked), at.slept) == (1, [])


def test_t28_nothing_but_content_is_late(server: Any, job: Any) -> None:
    at = server(job(DONE), said(404, {"detail": "gone"}))
    at.do("retrieve", "video_1")
    for operation in ("retrieve", "delete"):
        assert type(at.fails(operation, "video_1")) is NotFoundError
    assert (len(at.asked), at.slept) == (3, [])


TOO_EARLY: dict[str, tuple[Canned, str]] = {
    "T18-404": (LATE, "Error code: 404 - Not there yet."),
    "T18-400": (said(400, {"error": {"message": "task is not completed", "code": 400}}), "400 - task is not completed"),
    "T18-422": (said(422, {"detail": "Video generation failed"}), "422 - Video generation failed"),
    "T18-500": (said(500, {"detail": "failed"}), "500 - failed"),
    "T18-200-json": (said(200, {"status": "in_progress"}), "text where the contract has media"),
    "T18-200-job": (said(200, {"object": "video", "id": "v"}), "text where the contract has media"),
    "T18-200-json-labelled-mp4": (said(200, {"error": "no"}, "video/mp4"), "text where the contract has media"),
    "T18-200-json-after-a-space": (said(200, b' \n\t["no"]', "video/mp4"), "text where the contract has media"),
    "T18-202-json": (said(202, {"status": "queued"}), "text where the contract has media"),
    "T18-200-a-page": (said(200, b"<!doctype html><title>Soon</title>", "text/html"), "an HTML page"),
    "T18-200-text": (said(200, b"not ready", "text/plain"), "media type text/plain, body 'not ready'"),
    "T18-200-empty": (said(200, b"", "video/mp4"), "an empty body where the contract has media"),
    "T18-204": (said(204), "an empty body where the contract has media"),
}


@pytest.mark.parametrize(("answer", "message"), TOO_EARLY.values(), ids=TOO_EARLY)
def test_what_is_no_media_never_becomes_a_file(
    server: Any, kit: Any, tmp_path: Path, answer: Canned, message: str
) -> None:
    old = tmp_path / "a.mp4"
    old.write_bytes(b"old")
    at = server(answer, max_retries=0)
    errors = [at.fails("download_content", "video_1")]
    if kit.kind == "sync":
        with pytest.raises(APIError) as caught:
            download_to(at.client, "video_1", old)
        errors.append(caught.value)
    for error in errors:
        assert isinstance(error, APIStatusError if answer[0] >= 400 else APIResponseValidationError)
        assert message in str(error)
        assert error.status_code == answer[0]
    assert [each.name for each in tmp_path.iterdir()] == ["a.mp4"]
    assert old.read_bytes() == b"old"


def test_media_become_a_file_in_the_place_of_the_old_one(server: Any, kit: Any, tmp_path: Path) -> None:
    place = tmp_path / "a.mp4"
    place.write_bytes(b"old")
    at = server(CONTENT)
    content = at.do("download_content", "video_1")
    kit.do(content.write_to_file(place) if kit.kind == "sync" else content.awrite_to_file(place))
    assert place.read_bytes() == MP4
    if kit.kind == "sync":
        assert download_to(at.client, "video_1", place) == len(MP4)
    assert at.codes == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308], ids="T19-{}".format)
def test_content_elsewhere_is_fetched_without_the_key(
    server: Any, serve: Any, answering: Any, tmp_path: Path, status: int
) -> None:
    far = answering(CONTENT)
    target = f"{serve(far)}/signed.mp4?X-Signature=a%2Fb"
    own = {"api-key": SECRET, "X-Own": SECRET}
    at = server((status, {"location": target}, b""), api_key=SECRET, organization="of-ours", default_headers=own)
    assert at.do("download_content", "video_1").content == MP4
    if at.kit.kind == "sync":
        assert download_to(at.client, "video_1", tmp_path / "a.mp4") == len(MP4)
    assert at.asked[0].headers["authorization"] == f"Bearer {SECRET}"
    for each in far.asked:
        assert each.line == "GET /signed.mp4?X-Signature=a%2Fb"
        assert {SECRET, "of-ours"}.isdisjoint(each.headers.values())
        assert not {"authorization", "cookie", "x-own"} & set(each.headers)
    assert at.codes == []


def test_t19_what_is_off_about_content_elsewhere_is_told_of_who_answered(
    server: Any, serve: Any, answering: Any
) -> None:
    far = answering(said(200, MP4, "application/octet-stream"))
    origin = serve(far).removesuffix("/v1")
    at = server((302, {"location": f"{origin}/a?key=secret"}, b""))
    at.do("download_content", "video_1")
    assert [(each.code, each.origin) for each in at.seen] == [("body.contentType", origin)]


LABELS: dict[str, tuple[str, bytes, str, list[str]]] = {
    "T20-a-still-labelled-video": ("thumbnail", WEBP, "video/mp4", []),
    "T20-a-still": ("thumbnail", WEBP, "image/webp", []),
    "T20-octet-stream": ("video", MP4, "application/octet-stream", ["body.contentType"]),
    "T20-a-still-of-another-kind": ("thumbnail", JPEG, "image/jpeg", ["body.contentType"]),
    "T20-labelled-json": ("video", MP4, "application/json", ["body.contentType"]),
    "T20-no-label": ("video", MP4, "", ["body.contentType"]),
    "T20-parameters": ("video", MP4, 'Video/MP4; codecs="avc1"', []),
    "T21-variant-is-ignored": ("thumbnail", MP4, "video/mp4", []),
}


@pytest.mark.parametrize(("variant", "media", "label", "codes"), LABELS.values(), ids=LABELS)
def test_media_are_kept_whatever_their_label(
    server: Any, variant: str, media: bytes, label: str, codes: list[str]
) -> None:
    at = server(said(200, media, label))
    assert at.do("download_content", "video_1", variant=variant).content == media
    assert at.codes == codes


def test_t20_media_without_a_length_and_a_label_end_with_their_connection(kit: Any, serve: Any, tmp_path: Path) -> None:
    def answer(request: Any) -> Canned:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n" + MP4)
        request.wfile, request.close_connection = io.BytesIO(), True
        return 200, {}, b""  # goes nowhere

    client = kit.client(serve(answer), on_violation="ignore")
    assert kit.do(client.videos.download_content("video_1")).content == MP4
    told: list[tuple[int, int | None]] = []
    if kit.kind == "sync":
        assert download_to(client, "video_1", tmp_path / "a", progress=lambda *size: told.append(size)) == len(MP4)
        assert told[-1] == (len(MP4), None)


ASKED_FOR = {
    "T21-nothing": (omit, ""),
    "T21-video": ("video", ""),
    "T21-thumbnail": ("thumbnail", "?variant=thumbnail"),
    "T21-spritesheet": ("spritesheet", "?variant=spritesheet"),
}


@pytest.mark.parametrize(("variant", "query"), ASKED_FOR.values(), ids=ASKED_FOR)
def test_the_video_is_asked_for_without_naming_it(server: Any, tmp_path: Path, variant: Any, query: str) -> None:
    at = server(CONTENT)
    at.do("download_content", "video_1", variant=variant)
    if isinstance(at.client, OpenVideos):
        download_to(at.client, "video_1", tmp_path / "a", variant=variant)
    assert set(at.requests) == {f"GET /videos/video_1/content{query}"}


def test_t29_what_a_server_says_about_files_is_data(
    server: Any, serve: Any, answering: Any, job: Any, tmp_path: Path
) -> None:
    far = answering(CONTENT)
    url, taken = f"{serve(far)}/a.mp4", tmp_path / "taken.mp4"
    names = {"url": url, "urls": [url], "file_path": str(taken), "file_name": "../taken.mp4"}
    label = {"content-disposition": 'attachment; filename="../taken.mp4"', "content-location": url}
    at = server(job({**DONE, **names}), said(200, MP4, "video/mp4", **label), api_key=SECRET)
    made = at.do("retrieve", "video_1")
    assert made.extra == names
    assert (made.url, made.file_path, made.file_name) == (url, str(taken), "../taken.mp4")
    (tmp_path / "here").mkdir()
    at.do("download_content", made.id).write_to_file(tmp_path / "here" / "mine.mp4")
    if isinstance(at.client, OpenVideos):
        download_to(at.client, made.id, tmp_path / "here" / "mine.mp4")
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["mine.mp4"]
    assert set(at.requests[1:]) == {"GET /videos/video_1/content"}
    assert far.asked == []
