"""What a keyword for a file or a reference takes."""

import io
from pathlib import Path
from typing import Any

import pytest

from openvideos import InputFileError, RequestValidationError
from openvideos.client.files import Upload, is_file, reference, sniff, upload

PNG, JPEG = b"\x89PNG\r\n\x1a\n...", b"\xff\xd8\xff..."
WEBP, MP4 = b"RIFF\0\0\0\0WEBPVP8 ", b"\0\0\0\x18ftypisom"
IMAGE: dict[str, Any] = {"objects": ["ImageReference"], "members": ["image_url", "file_id"], "file": True}


def named(content: bytes, name: str) -> io.BytesIO:
    opened = io.BytesIO(content)
    opened.name = name
    return opened


FORMS: dict[str, tuple[Any, str, str]] = {
    "png bytes": (PNG, "upload", "image/png"),
    "jpeg bytes": (JPEG, "upload", "image/jpeg"),
    "webp bytes": (WEBP, "upload", "image/webp"),
    "mp4 bytes": (MP4, "upload", "video/mp4"),
    "unknown bytes": (b"???", "upload", "application/octet-stream"),
    "bytearray": (bytearray(PNG), "upload", "image/png"),
    "an open file without a name": (io.BytesIO(PNG), "upload", "image/png"),
    "an open file with a name": (named(PNG, "/tmp/a/ref.webp"), "ref.webp", "image/webp"),
    "name and content": (("ref.jpg", PNG), "ref.jpg", "image/jpeg"),
    "name, content, type": (("ref.jpg", PNG, "image/png"), "ref.jpg", "image/png"),
    "no name, content": ((None, PNG), "upload", "image/png"),
    "name that says nothing": (("ref", WEBP), "ref", "image/webp"),
    "name with control characters": (("a\r\nb\x1b.png", PNG), "a__b_.png", "image/png"),
}


@pytest.mark.parametrize(("value", "name", "kind"), FORMS.values(), ids=FORMS)
def test_a_file_has_a_name_and_a_type(value: Any, name: str, kind: str) -> None:
    assert is_file(value)
    made = upload("input_reference", value)
    assert (made.name, made.type) == (name, kind)


def test_a_path_is_read_and_keeps_its_last_name(tmp_path: Path) -> None:
    (tmp_path / "Ref.PNG").write_bytes(JPEG)
    made = upload("input_reference", tmp_path / "Ref.PNG")
    assert (made.name, made.type, made.content) == ("Ref.PNG", "image/png", JPEG)
    assert upload("input_reference", ("other.jpg", tmp_path / "Ref.PNG")).name == "other.jpg"


def test_an_open_file_is_read_from_where_it_stands() -> None:
    opened = io.BytesIO(b"skip" + PNG)
    opened.seek(4)
    assert upload("input_reference", opened).content == PNG


def test_headers_of_a_part_are_kept() -> None:
    made = upload("input_reference", ("a.png", PNG, "image/png", {"X-Frame": "1"}))
    assert made.headers == {"X-Frame": "1"}


@pytest.mark.parametrize(
    "value",
    [
        ("a.png", PNG, "image/png\r\nX-Evil: 1"),
        ("a.png", PNG, "image/png", {"X-Evil\r\n": "1"}),
        ("a.png", PNG, "image/png", {"X": "1\r\nX-Evil: 2"}),
    ],
    ids=["type", "name", "value"],
)
def test_a_part_takes_no_control_characters_in_its_headers(value: Any) -> None:
    with pytest.raises(RequestValidationError, match="input_reference: the file's ") as caught:
        upload("input_reference", value)
    assert str(caught.value).isprintable()


def test_a_file_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputFileError) as caught:
        upload("input_reference", tmp_path / "no\nsuch.png")
    assert str(caught.value) == f"input_reference: no such file: {tmp_path}/no\\nsuch.png"
    assert isinstance(caught.value, OSError)
    assert caught.value.exit_code == 2


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"input_reference: can't be read: .* \(is a directory\)"):
        upload("input_reference", tmp_path)
    closed = io.BytesIO(PNG)
    closed.close()
    with pytest.raises(InputFileError, match="can't be read: the open file"):
        upload("input_reference", closed)
    with pytest.raises(InputFileError, match=r"open\(..., 'rb'\)"):
        upload("input_reference", io.StringIO("text"))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("https://images.example/a.png", {"image_url": "https://images.example/a.png"}),
        ("HTTP://images.example/a.png", {"image_url": "HTTP://images.example/a.png"}),
        ("data:image/png;base64,AAAA", {"image_url": "data:image/png;base64,AAAA"}),
        ("file-8c21", {"file_id": "file-8c21"}),
        ("file_8c21", {"file_id": "file_8c21"}),
    ],
)
def test_a_text_that_begins_like_a_url_or_an_id_is_one(text: str, made: dict[str, str]) -> None:
    assert reference("input_reference", text, **IMAGE) == made


OTHER_TEXT = ["ref.png", "/etc/passwd", "~/ref.png", "file:///etc/passwd", "", "ftp://x/y", "https:"]


@pytest.mark.parametrize("text", OTHER_TEXT)
def test_any_other_text_is_refused_and_never_opened(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ref.png").write_bytes(PNG)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RequestValidationError) as caught:
        reference("input_reference", text, **IMAGE)
    line = str(caught.value)
    assert line.startswith(f"input_reference: found '{text}'; allowed: Path('{text}') for a file")
    assert "https://" in line
    assert "file-" in line
    assert '{"image_url": ...}' in line


def test_a_text_is_refused_where_only_a_file_is_taken() -> None:
    with pytest.raises(RequestValidationError, match=r"video: found 'a.mp4'; allowed: Path\('a.mp4'\)") as caught:
        reference("video", "a.mp4", [], [], file=True)
    assert "image_url" not in str(caught.value)


def test_an_object_is_left_as_it_is() -> None:
    assert reference("input_reference", {"file_id": "x", "more": 1}, **IMAGE) == {"file_id": "x", "more": 1}


def test_a_long_text_is_shown_in_part() -> None:
    with pytest.raises(RequestValidationError) as caught:
        reference("input_reference", "x" * 10_000, **IMAGE)
    assert len(str(caught.value)) < 500


def test_bytes_are_not_in_a_repr() -> None:
    assert "PNG" not in repr(Upload(name="a.png", content=PNG, type="image/png"))
    assert sniff(b"") is None
