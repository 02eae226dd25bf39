"""A file that a report is written to."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from openvideos.report_file import check_path, replace, suffix


@pytest.mark.parametrize("name", ["a.json", "a.JSON", "a.b.json"])
def test_a_suffix_is_known_in_any_letters(name: str) -> None:
    assert suffix(name, [".json", ".md"]) == ".json"


@pytest.mark.parametrize("name", ["a", "a.xml", ".json", "a.json.gz", ""])
def test_another_is_refused_in_a_line(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^found '{re.escape(name)}'; allowed: a file that ends in \.json, \.md$"):
        suffix(name, [".json", ".md"])


def test_a_place_that_can_not_be_written_to_is_told_beforehand(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    found = {}
    for name in ("folder.json", "pipe.json", "none/report.json", "folder.json/a.json", f"{'x' * 300}.json", "new.json"):
        try:
            check_path(tmp_path / name)
        except ValueError as error:
            found[name[:20]] = str(error).partition(" (")[2]
    allowed = "allowed: a file that can be written"
    assert found == {
        "folder.json": f"a directory); {allowed}",
        "pipe.json": f"no regular file); {allowed}",
        "none/report.json": f"no such directory); {allowed}",
        "x" * 20: f"file name too long); {allowed}",
    }


def test_a_file_is_replaced_as_a_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    file, link = tmp_path / "a.json", tmp_path / "link.json"
    file.write_text("before, and longer")
    file.chmod(0o640)
    link.symlink_to(file)
    replace(link, b"after")
    assert (file.read_bytes(), file.stat().st_mode & 0o777, link.is_symlink()) == (b"after", 0o640, True)
    assert sorted(os.listdir(tmp_path)) == ["a.json", "link.json"]


FULL = """
import resource, sys
from openvideos.report_file import replace
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    replace(sys.argv[1], b"x" * 2000)
except OSError as error:
    print(error.strerror)
"""


def test_what_was_in_a_file_stays_if_writing_fails(tmp_path: Path) -> None:
    old = tmp_path / "report.html"
    old.write_text("old")
    done = subprocess.run([sys.executable, "-c", FULL, old], capture_output=True, text=True, check=True)
    assert done.stdout == "File too large\n"
    assert old.read_text() == "old"
    assert os.listdir(tmp_path) == ["report.html"]
