"""What is media, and what is text under its name."""

from typing import Any

import httpx
import pytest

from openvideos import APIResponseValidationError, InternalServerError
from openvideos.client.problems import refuse_no_media

PART = {"content-range": "bytes 5-8/100"}


def answer(status: int, kind: str, **headers: str) -> httpx.Response:
    request = httpx.Request("GET", "http://x.example/v1/videos/v/content")
    return httpx.Response(status, headers={"content-type": kind, **headers}, request=request)


@pytest.mark.parametrize(
    "start",
    [
        b'{"status": "queued"}',
        b" \r\n\t[]",
        b"<!doctype html>",
        b'\xef\xbb\xbf{"a": 1}',
        '{"a": 1}'.encode("utf-16"),
        '{"a": 1}'.encode("utf-16-be"),
        '\ufeff {"a": 1}'.encode("utf-16-be"),
        '  {"a": 1}'.encode("utf-16-le"),
        b"\x1f\x8b\x08\x00packed",
        b"null",
        b'"not ready"',
        b" true\n",
        b"",
        b" \n" * 100,
    ],
)
@pytest.mark.parametrize("kind", ["video/mp4", "application/octet-stream", ""])
def test_text_under_the_name_of_media_is_refused(start: bytes, kind: str) -> None:
    with pytest.raises(APIResponseValidationError, match="where the contract has media"):
        refuse_no_media(answer(200, kind), start)


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "application/problem+json"])
@pytest.mark.parametrize("status", [200, 206])
def test_what_says_that_it_is_text_is_refused(kind: str, status: int) -> None:
    with pytest.raises(APIResponseValidationError, match="text where the contract has media"):
        refuse_no_media(answer(status, kind), b"Video is processing")


@pytest.mark.parametrize(
    "start",
    [
        b"\0\0\0\x18ftypisom",
        b"\0\x0a\x3c\x10mdat....",
        b"\0\n<\x10moov",
        b"RIFF\x10\0\0\0WEBP",
        b"\x1a\x45\xdf\xa3",
        b"\xff\xd8\xff",
        b"nullius in verba",
        b"\0",
        b" \0\0\0ftyp",
        b"\n\xffx",
    ],
)
def test_media_of_any_kind_are_let_through(start: bytes) -> None:
    refuse_no_media(answer(200, "video/mp4"), start)


@pytest.mark.parametrize("start", [b"{\0\1\2", b"[", b"<", b"", b" ", b"\x1f\x8b"])
def test_a_part_of_media_may_begin_with_anything(kit: Any, start: bytes) -> None:
    headers = {"content-type": "video/mp4", "accept-ranges": "bytes", **PART}
    client = kit.recorded(lambda request: httpx.Response(206, content=start, headers=headers))
    asked = client.videos.download_content("v", extra_headers={"Range": "bytes=5-8"})
    assert kit.do(asked).content == start


@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
@pytest.mark.parametrize(
    "start", [b"\x1a\x45\xdf\xa3webm", b"GIF89a", b"G" + b"\0" * 187 + b"G", b"\0\0\0\x18moov", b"RIFF....AVI LIST"]
)
def test_media_under_a_wrong_label_are_media(start: bytes, kind: str) -> None:
    refuse_no_media(answer(200, kind), start)


@pytest.mark.parametrize("encoding", ["br, gzip", "aes128gcm", "x-own"])
def test_what_nothing_here_unpacks_is_refused(encoding: str) -> None:
    with pytest.raises(APIResponseValidationError, match="which nothing here unpacks"):
        refuse_no_media(answer(200, "video/mp4", **{"content-encoding": encoding}), b"\0\0\0\x18ftypisom")


@pytest.mark.parametrize("encoding", ["identity", "gzip", "GZIP", "deflate, gzip"])
def test_what_httpx_unpacks_is_looked_at(encoding: str) -> None:
    refuse_no_media(answer(200, "video/mp4", **{"content-encoding": encoding}), b"\0\0\0\x18ftypisom")


def test_a_page_without_an_end_of_its_title_is_an_error(kit: Any) -> None:
    page, headers = b"<title" * 400_000, {"content-type": "text/html"}
    client = kit.recorded(lambda request: httpx.Response(500, content=page, headers=headers), max_retries=0)
    with pytest.raises(InternalServerError, match="an HTML page"):
        kit.do(client.videos.retrieve("v"))
