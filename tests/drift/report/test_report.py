"""Reports in each format, and as files."""

import json
import os
from pathlib import Path

import pytest

from openvideos.drift.findings import Findings
from openvideos.drift.report import FORMATS, SUFFIXES, check_path, text, write


@pytest.mark.parametrize(
    ("name", "start"),
    [("r.json", "{\n"), ("r.md", "### Drift: 3 breaking"), ("r.txt", "3 breaking"), ("R.JSON", "{\n")],
)
def test_the_suffix_says_which_report_it_is(tmp_path: Path, plain: Findings, name: str, start: str) -> None:
    write(tmp_path / name, plain)
    assert (tmp_path / name).read_text().startswith(start)
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("name", ["report.html", "report", ".json", "\x1b[31m.xml"])
def test_another_suffix_is_refused_in_a_line(tmp_path: Path, plain: Findings, name: str) -> None:
    for refuses in (check_path, lambda path: write(path, plain)):
        with pytest.raises(ValueError, match=r"^found .*; allowed: a file that ends in \.json, \.md, \.txt$"):
            refuses(tmp_path / name)
    assert os.listdir(tmp_path) == []


def test_a_place_that_can_not_be_written_to_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\(no such directory\); allowed: a file that can be written$"):
        check_path(tmp_path / "none/report.json")
    check_path(tmp_path / "report.json")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["plain", "nothing", "judged", "hostile", "long"])
def test_each_format_says_everything_in_whole_lines(request: pytest.FixtureRequest, form: str, name: str) -> None:
    findings = request.getfixturevalue(name)
    found = text(findings, form, verbose=True)  # type: ignore[arg-type]
    assert found.endswith("\n")
    assert not found.endswith("\n\n")
    assert found.encode()
    if form == "json":
        assert json.loads(found)


def test_each_suffix_has_a_format() -> None:
    assert set(SUFFIXES.values()) <= FORMATS.keys()
