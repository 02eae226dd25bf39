"""The files of the repository: what git would take, found without git."""

from fnmatch import fnmatch
from pathlib import Path

import pytest


def files_below(folder: Path, ignored: tuple[str, ...]) -> list[Path]:
    found = []
    for entry in sorted(folder.iterdir()):
        if entry.name == ".git" or any(fnmatch(entry.name, pattern) for pattern in ignored):
            continue
        found += files_below(entry, ignored) if entry.is_dir() else [entry]
    return found


@pytest.fixture(scope="session")
def files(root: Path) -> list[Path]:
    """Each file that .gitignore leaves in; its patterns are names, and stay so."""
    ignored = tuple(line.strip("/") for line in (root / ".gitignore").read_text().split())
    return files_below(root, ignored)
