"""What the text of a reference stands for."""

import os
from pathlib import Path
from typing import Any

import pytest

from openvideos.cli.flags import Flag
from openvideos.cli.refused import Refused
from openvideos.cli.values import reference


def flag(*forms: str, wrap: str | None = None) -> Flag:
    return Flag(
        name="input_reference",
        kind="reference",
        description="",
        required=False,
        location="body",
        forms=forms,
        wrap=wrap,
    )


IMAGE = flag("FILE", "URL", "ID", "JSON")
VIDEO = flag("FILE", "ID", "JSON", wrap="id")
ONLY_FILE = flag("FILE")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("ref.png", "file-1.png", "@odd.png", "{odd}", "data:odd"):
        (tmp_path / name).write_bytes(b"...")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        pytest.param(IMAGE, "@ref.png", Path("ref.png"), id="a file"),
        pytest.param(IMAGE, "ref.png", Path("ref.png"), id="an existing file without @"),
        pytest.param(IMAGE, "@@odd.png", Path("@odd.png"), id="a file whose name begins with @"),
        pytest.param(IMAGE, "@{odd}", Path("{odd}"), id="a file whose name looks like JSON"),
        pytest.param(IMAGE, "file-1.png", Path("file-1.png"), id="an existing file that looks like an id"),
        pytest.param(IMAGE, "file-abc", "file-abc", id="a file's id"),
        pytest.param(IMAGE, "https://images.example/a.png", "https://images.example/a.png", id="a URL"),
        pytest.param(IMAGE, "HTTPS://IMAGES.EXAMPLE/A", "HTTPS://IMAGES.EXAMPLE/A", id="a URL in capitals"),
        pytest.param(IMAGE, "data:image/png;base64,AA==", "data:image/png;base64,AA==", id="a data URL"),
        pytest.param(IMAGE, "data:odd", "data:odd", id="a data URL though there is such a file"),
        pytest.param(IMAGE, ' {"file_id": "f"}', {"file_id": "f"}, id="a JSON object"),
        pytest.param(VIDEO, "video_1", {"id": "video_1"}, id="a job's id"),
        pytest.param(VIDEO, "ref.png", Path("ref.png"), id="a file where an id would do"),
        pytest.param(VIDEO, r"\@odd", {"id": "@odd"}, id="an id that begins with @"),
        pytest.param(ONLY_FILE, "ref.png", Path("ref.png"), id="a file where nothing else would do"),
    ],
)
def test_a_text_stands_for(asked: Flag, text: str, expected: Any) -> None:
    assert reference(asked, text) == expected


@pytest.mark.parametrize(
    ("asked", "text", "line"),
    [
        pytest.param(IMAGE, "@no.png", "found 'no.png' (no such file)", id="no such file"),
        pytest.param(IMAGE, "no.png", "found 'no.png' (no such file)", id="neither file nor reference"),
        pytest.param(IMAGE, "@folder", "found 'folder' (a directory)", id="a directory"),
        pytest.param(IMAGE, "@", "found '' (no such file)", id="no name"),
        pytest.param(IMAGE, "", "found '' (no such file)", id="nothing"),
        pytest.param(IMAGE, "{nonsense", "found '{nonsense' (no JSON)", id="broken JSON"),
        pytest.param(IMAGE, '{"a":' * 100_000, "(no JSON)", id="deep JSON"),
        pytest.param(IMAGE, "x" * 5000, "...' (no such file)", id="longer than a path"),
        pytest.param(IMAGE, "a\x1b[2Jb", r"found 'a\x1b[2Jb'", id="a control character"),
        pytest.param(ONLY_FILE, "https://a.example/", "(no such file); allowed: @FILE or an existing file", id="a URL"),
        pytest.param(ONLY_FILE, '{"id": "a"}', "(no such file)", id="JSON where only a file will do"),
    ],
)
def test_a_text_that_stands_for_nothing_is_refused_in_one_line(asked: Flag, text: str, line: str) -> None:
    with pytest.raises(Refused) as refused:
        reference(asked, text)
    said = str(refused.value)
    assert said.startswith("--input-reference: found '")
    assert line in said
    assert said.isprintable()
    assert len(said) < 300


def test_a_pipe_is_not_opened_before_it_is_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert reference(IMAGE, "@pipe") == Path("pipe")  # opening it would wait for a writer
