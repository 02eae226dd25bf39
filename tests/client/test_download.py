"""Media to a file: whole or not at all."""

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from openvideos import APIResponseValidationError, DownloadError, NotFoundError
from openvideos.client.download import download_to
from openvideos.client.saving import save

MP4 = b"\0\0\0\x18ftypisom" + bytes(range(256)) * 4


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def test_a_new_file_has_all_bytes_and_the_mode_that_the_umask_says(tmp_path: Path, umask: None) -> None:
    assert save([MP4, MP4], tmp_path / "a.mp4") == 2 * len(MP4)
    assert (tmp_path / "a.mp4").read_bytes() == MP4 * 2
    assert stat.S_IMODE((tmp_path / "a.mp4").stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a.mp4"]


def test_an_old_file_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "a.mp4"
    target.write_bytes(b"old")
    target.chmod(0o604)
    save([MP4], str(target))
    assert target.read_bytes() == MP4
    assert stat.S_IMODE(target.stat().st_mode) == 0o604


def test_the_file_behind_a_link_is_replaced_and_not_the_link(tmp_path: Path) -> None:
    (tmp_path / "real.mp4").write_bytes(b"old")
    (tmp_path / "link.mp4").symlink_to("real.mp4")
    save([MP4], tmp_path / "link.mp4")
    assert (tmp_path / "link.mp4").is_symlink()
    assert (tmp_path / "real.mp4").read_bytes() == MP4


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt(), LookupError("mine")])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, failure: BaseException) -> None:
    def chunks() -> Iterator[bytes]:
        yield MP4
        raise failure

    target = tmp_path / "a.mp4"
    target.write_bytes(b"old")
    with pytest.raises(DownloadError if isinstance(failure, OSError) else type(failure)) as caught:
        save(chunks(), target)
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.mp4"]
    if isinstance(failure, OSError):
        assert str(caught.value) == f"{target}: no space left on device; nothing was saved"


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match=r"no/such/a\.mp4: no such file or directory; nothing was saved"):
        save([MP4], tmp_path / "no" / "such" / "a.mp4")
    with pytest.raises(DownloadError, match="is a directory; nothing was saved"):
        save([MP4], tmp_path)
    with pytest.raises(DownloadError, match=r"a\\x1b"):
        save([MP4], tmp_path / "no" / "a\x1b")


def test_a_device_is_written_and_not_replaced() -> None:
    assert save([MP4], "/dev/null") == len(MP4)
    assert not stat.S_ISREG(Path("/dev/null").stat().st_mode)


def media(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=MP4, headers={"content-type": "video/mp4"})


def test_the_content_can_be_read_in_every_way(kit: Any, tmp_path: Path) -> None:
    content = kit.do(kit.recorded(media).videos.download_content("v"))
    assert content.content == content.read() == b"".join(content.iter_bytes(7)) == b"".join(content.iter_raw()) == MP4
    assert max(map(len, content.iter_bytes(7))) == 7
    content.write_to_file(tmp_path / "a.mp4")
    content.stream_to_file(str(tmp_path / "b.mp4"), chunk_size=7)
    content.close()
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes() == MP4
    assert repr(content) == f"BinaryContent({len(MP4)} bytes)"


def test_the_content_can_be_awaited_too(kit: Any, tmp_path: Path) -> None:
    content = kit.do(kit.recorded(media).videos.download_content("v"))

    async def read() -> bytes:
        joined = b"".join([chunk async for chunk in await content.aiter_bytes(7)])
        assert joined == await content.aread()
        await content.astream_to_file(tmp_path / "a.mp4")
        await content.awrite_to_file(tmp_path / "b.mp4")
        return joined

    # an answer that a synchronous client read has its bytes, which is all that these need
    assert kit.runner.run(read()) == (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes() == MP4


def test_content_as_text_and_json() -> None:
    from openvideos import BinaryContent, HttpxBinaryResponseContent

    content = BinaryContent(
        httpx.Response(200, content=b'{"a": 1}\n2', headers={"content-type": "text/x; charset=ascii"})
    )
    assert (content.text, content.encoding, content.charset_encoding) == ('{"a": 1}\n2', "ascii", "ascii")
    assert list(content.iter_lines()) == ['{"a": 1}', "2"]
    assert "".join(content.iter_text(2)) == content.text
    assert BinaryContent(httpx.Response(200, content=b'{"a": 1}')).json() == {"a": 1}
    assert HttpxBinaryResponseContent is BinaryContent


class Streaming:
    """A synchronous client whose server answers with this."""

    def __init__(self, serve: Any, answer: Any) -> None:
        from openvideos import OpenVideos

        self.client = OpenVideos(base_url=serve(lambda request: answer), max_retries=0)

    def __enter__(self) -> Any:
        return self.client

    def __exit__(self, *_: object) -> None:
        self.client.close()


def test_a_stream_goes_to_a_file_and_tells_how_far_it_is(serve: Any, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    with Streaming(serve, (200, {"content-type": "video/mp4"}, MP4)) as client:
        size = download_to(client, "v", tmp_path / "a.mp4", progress=lambda done, of: told.append((done, of)))
        opened = io.BytesIO()
        assert download_to(client, "v", opened, variant="video") == size == len(MP4)
    assert (tmp_path / "a.mp4").read_bytes() == opened.getvalue() == MP4
    assert told[-1] == (len(MP4), len(MP4))


STREAMS: dict[str, tuple[Any, type[Exception], str]] = {
    "cut short": (
        (200, {"content-type": "video/mp4", "content-length": "9999", "connection": "close"}, MP4),
        DownloadError,
        f"broken off after {len(MP4)} of 9999 bytes",
    ),
    "an error": (
        (404, {"content-type": "application/json"}, b'{"error": "Not ready."}'),
        NotFoundError,
        "404 - Not ready.",
    ),
    "JSON": ((200, {"content-type": "application/json"}, b'{"status": "queued"}'), APIResponseValidationError, "media"),
    "a page": ((200, {"content-type": "video/mp4"}, b"<html>"), APIResponseValidationError, "an HTML page '<html>'"),
    "nothing": ((200, {"content-type": "video/mp4"}, b""), APIResponseValidationError, "an empty body"),
}


@pytest.mark.parametrize(("answer", "kind", "text"), STREAMS.values(), ids=STREAMS)
def test_a_stream_that_is_no_media_leaves_the_old_file(
    serve: Any, tmp_path: Path, answer: Any, kind: type[Exception], text: str
) -> None:
    (tmp_path / "a.mp4").write_bytes(b"old")
    with Streaming(serve, answer) as client, pytest.raises(kind, match=text) as caught:
        download_to(client, "v", tmp_path / "a.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.mp4"]
    assert str(tmp_path / "a.mp4") in str(caught.value) or kind is not DownloadError


def test_a_plain_download_that_is_cut_short_is_asked_for_again(kit: Any, serve: Any, tmp_path: Path) -> None:
    asked: list[int] = []

    def answer(request: Any) -> Any:
        asked.append(1)
        length = {"content-length": "9999"} if len(asked) == 1 else {}
        return 200, {"content-type": "video/mp4", "connection": "close", "retry-after-ms": "1", **length}, MP4

    content = kit.do(kit.client(serve(answer)).videos.download_content("v"))
    assert (content.content, len(asked)) == (MP4, 2)


def test_a_stream_that_departs_is_reported_and_kept(serve: Any, tmp_path: Path) -> None:
    told: list[Any] = []
    with Streaming(serve, (200, {"content-type": "video/webm"}, b"\x1a\x45\xdf\xa3")) as client:
        client.on_violation = told.append
        assert download_to(client, "v", tmp_path / "a.webm") == 4
        assert [each.code for each in told] == ["body.contentType"]
        client.on_violation = "raise"
        (tmp_path / "a.mp4").write_bytes(b"old")
        with pytest.raises(APIResponseValidationError, match="video/webm"):
            download_to(client, "v", tmp_path / "a.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == b"old"
