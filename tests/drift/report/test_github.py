"""The report as GitHub's workflow commands."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openvideos.drift.change import Place
from openvideos.drift.findings import Findings
from openvideos.drift.report.github import github

Make = Callable[..., Any]
ANNOTATION = (
    "::error file=revised.yaml,line=12,title=R43 breaking%3A GET /videos::"
    "status: a value was added (also in DELETE /videos/{video_id})%0A"
    '["queued"] -> ["queued", "cancelled"]%0Aserver may now send "status": "cancelled"'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    (tmp_path / "docs").mkdir()
    (tmp_path / "revised.yaml").touch()
    (tmp_path / "docs/a,b:c%.yaml").touch()
    return tmp_path


def test_each_change_is_an_annotation(plain: Findings, folder: Path) -> None:
    assert github(plain, folder=folder).splitlines() == [
        "3 breaking (1 unproven), 1 compatible, 1 info; 1 of names in generated code, not counted",
        ANNOTATION,
        '::error title=R01 breaking%3A POST /videos::was removed%0A{"a": null} -> nothing',
        '::error title=R66 breaking%2C unproven%3A POST /videos::prompt: another pattern%0A"^a+$" -> "^b+$"',
        '::warning title=R30 compatible%3A GET /videos::note was added, optional%0Anothing -> "note"',
    ]


def test_with_verbose_info_is_a_notice(plain: Findings, folder: Path) -> None:
    last = github(plain, verbose=True, folder=folder).splitlines()[-2:]
    assert last[0] == "::notice title=R06 info%3A POST /videos::the texts changed"
    assert last[1].startswith("::error title=R78 breaking%3A the document::VideoJob")


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (Place(name="revised.yaml", line=3), "file=revised.yaml,line=3,"),
        (Place(name="revised.yaml"), "file=revised.yaml,"),
        (Place(name="docs/../revised.yaml", line=3), "file=revised.yaml,line=3,"),
        (Place(name="docs/a,b:c%.yaml", line=3), "file=docs/a%2Cb%3Ac%25.yaml,line=3,"),
        (Place(name="HEAD:revised.yaml", line=3), ""),
        (Place(name="none.yaml", line=3), ""),
        (Place(name="..", line=3), ""),
        (Place(name="/etc/passwd", line=3), ""),
        (Place(name="https://videos.example/openapi.yaml", line=3), ""),
        (Place(name="x" * 5000, line=3), ""),
        (None, ""),
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_file_is_named_if_it_is_one_of_the_checkout(
    change: Make, findings: Make, folder: Path, source: Place | None, place: str
) -> None:
    line = github(findings(change(source=source)), folder=folder).splitlines()[-1]
    assert line.startswith(f"::error {place}title=")


def test_a_checkout_may_be_behind_a_link(change: Make, findings: Make, folder: Path) -> None:
    (folder / "link").symlink_to(folder)
    found = github(findings(change(source=Place(name="revised.yaml"))), folder=folder / "link")
    assert "::error file=revised.yaml," in found


@pytest.mark.parametrize(
    "row",
    [
        ("a,b:c%.yaml", ".", "file=docs/a%2Cb%3Ac%25.yaml,"),
        ("../revised.yaml", ".", "file=revised.yaml,"),
        ("../revised.yaml", "", ""),
        ("../revised.yaml", "docs", ""),
        ("a,b:c%.yaml", "elsewhere", "file=a%2Cb%3Ac%25.yaml,"),
    ],
)
def test_where_github_says_what_the_top_is_a_file_is_named_from_there(
    change: Make, findings: Make, folder: Path, monkeypatch: pytest.MonkeyPatch, row: tuple[str, str, str]
) -> None:
    name, workspace, file = row
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder / workspace) if workspace else "")
    found = github(findings(change(source=Place(name=name, line=3))), folder=folder / "docs").splitlines()[-1]
    assert found.startswith(f"::error {file}{'line=3,' if file else ''}title=")


def test_the_same_change_of_many_operations_is_an_annotation_at_each(repeated: Findings, folder: Path) -> None:
    lines = github(repeated, folder=folder).splitlines()
    assert len([line for line in lines if line.startswith("::error title=R29 breaking")]) == 14
    assert lines[1] == "::notice title=compared::its /v1/videos was compared, and not /videos"


def test_what_is_long_is_cut(change: Make, findings: Make, folder: Path) -> None:
    long = change(operation="x" * 9000, message="y" * 9000, base="z" * 9000)
    assert len(github(findings(long), folder=folder).splitlines()[-1]) < 1500


def test_what_is_wrong_with_accepted_drifts_is_an_annotation(judged: Findings, folder: Path) -> None:
    lines = github(judged, folder=folder).splitlines()
    assert "::error title=not compared::page: page.txt: found no file" in lines
    assert "::error title=Accepted%2C but expired::accepted[1]: sdk R43 /b: expired on 2026-01-01" in " ".join(lines)
    assert lines[-1].startswith("::error title=Accepted%2C but gone::accepted[0]: sdk R35 /a: no such change is there")


def test_hostile_words_are_shown_and_command_nothing(hostile: Findings, folder: Path) -> None:
    headline, *commands = github(hostile, verbose=True, folder=folder).split("\n")
    assert not headline.startswith("::")
    assert commands
    for command in commands:
        assert command.isprintable()
        assert re.fullmatch(r"::(error|warning|notice) title=[^:,]*::.*", command), command
        assert "%0A\\n" not in command
        assert "x%250A" in command or "title=not compared" in command or "compatible" in command
