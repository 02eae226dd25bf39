"""What is where, as ARCHITECTURE.md has it."""

import re
from pathlib import Path

import pytest

TOP = {
    # the project
    "pyproject.toml",
    "requirements.lock",
    "openapi",
    "generated",
    "overlay",
    "scripts",
    "tests",
    # what people and tools look for at the top
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "docs",
    ".ci",
    ".github",
    ".gitignore",
}
VAGUE = {"util", "utils", "helper", "helpers", "common", "misc", "core"}
LINES = 320

# as regular expressions, which don't match themselves
ELSEWHERE = {
    "a package registry": r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian",
    "a path of somebody's machine": r"(?<![\w.~-])/(?:root|home|Users|work|opt|mnt)/\w",
}


def test_the_top_level_holds_only_what_belongs_there(root: Path, files: list[Path]) -> None:
    found = {file.relative_to(root).parts[0] for file in files}
    assert not found - TOP
    assert not TOP - found


def test_each_module_is_short_enough_to_hold_one_idea(root: Path, files: list[Path]) -> None:
    by_hand = [file for file in files if file.relative_to(root).parts[0] in {"overlay", "scripts"}]
    lengths = {file: len(file.read_bytes().splitlines()) for file in by_hand if file.suffix in {".py", ""}}
    assert not {str(file): length for file, length in lengths.items() if length > LINES}


def test_each_module_has_a_name_that_says_something(root: Path, files: list[Path]) -> None:
    overlay = root / "overlay"
    assert not [file for file in files if file.is_relative_to(overlay) and file.stem in VAGUE]


@pytest.mark.parametrize("what", ELSEWHERE)
def test_no_file_names_a_place_that_only_its_author_has(root: Path, files: list[Path], what: str) -> None:
    found = []
    for file in files:
        content = file.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode().splitlines(), 1):
            if re.search(ELSEWHERE[what], line):
                found.append(f"{file.relative_to(root)}:{number}: {line.strip()[:100]}")
    assert not found
