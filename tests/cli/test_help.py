"""Help pages, kept as text; OPENVIDEOS_UPDATE_HELP=1 writes them anew, and the diff is what is reviewed."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openvideos.cli.app import application
from openvideos.cli.drift import drift_command
from openvideos.contract.document import Document

Run = Callable[..., Any]
FOLDER = Path(__file__).parent / "help"
NAMES = [name for name in application().makers if name != "videos"]
PAGES = ["", "videos", *NAMES, *(f"drift {name}" for name in drift_command().makers)]


def named(page: str) -> str:
    return f"{page.replace(' ', '-') or 'openvideos'}.txt"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "openvideos")
def test_a_help_page_is_the_one_that_was_reviewed(run: Run, page: str) -> None:
    done = run(*page.split(), "--help")
    file = FOLDER / named(page)
    if os.environ.get("OPENVIDEOS_UPDATE_HELP"):
        file.write_text(done.out, encoding="utf-8")
    assert (done.code, done.out) == (0, file.read_text(encoding="utf-8"))


def test_no_page_is_left_over() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(map(named, PAGES))


@pytest.mark.parametrize("words", [["create"], ["videos", "create"]], ids=" ".join)
def test_videos_has_the_same_commands(run: Run, words: list[str]) -> None:
    helped = run(*words, "--help").out
    assert helped.replace("openvideos videos", "openvideos") == run("create", "-h").out


# the documentation page's parameters: type, allowed values, default
@pytest.mark.parametrize(
    ("flag", "kind", "values", "default"),
    [
        ("--prompt", "STRING", [], None),
        ("--input-reference", "FILE|URL|ID|JSON", [], None),
        ("--model", "STRING", ["sora-2", "sora-2-pro", "sora-2-2025-10-06"], "sora-2"),
        ("--seconds", "[4|8|12]", ["4", "8", "12"], "4"),
        ("--size", "[720x1280|1280x720|1024x1792|1792x1024]", ["1792x1024"], "720x1280"),
    ],
)
def test_create_shows_the_pages_parameters(
    run: Run, flag: str, kind: str, values: list[str], default: str | None
) -> None:
    text = " ".join(run("create", "--help").out.split("Request:")[1].split("Afterwards:")[0].split())
    entry = text.split(f"{flag} ")[1].split(" --")[0]
    assert entry.startswith(kind)
    assert [value for value in values if value not in entry] == []
    assert (f"a server's default: {default})" in entry) if default else ("default" not in entry)
    assert ("required)" in entry) is (flag == "--prompt")


def test_every_description_is_the_contracts(run: Run) -> None:
    text = " ".join(run("create", "--help").out.split())
    document = Document.load()
    for schema in document.members("create").values():
        assert schema["description"] in text


@pytest.mark.parametrize("columns", [40, 80, 300])
def test_no_line_is_wider_than_the_terminal_and_no_name_is_broken(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = run("create", "--help").out
    for name in ("sora-2-pro-2025-10-06", "OPENVIDEOS_API_KEY", "http://127.0.0.1:8000/v1."):
        assert name in text
    assert max(map(len, text.splitlines())) <= max(min(columns, 100), 60)
