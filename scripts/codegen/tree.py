"""Two folders: how one departs from the other, and how one takes the other's place."""

import difflib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

_MADE_BY_PYTHON = {"__pycache__"}


def differences(committed: Path, wanted: Path) -> Iterator[str]:
    """Lines of a unified diff from the committed folder to the wanted one; none if both hold the same bytes."""
    have, want = files(committed), files(wanted)
    for name in sorted(have.keys() | want.keys()):
        old, new = have.get(name), want.get(name)
        if old == new:
            continue
        if new is None:
            yield f"stray: {committed.name}/{name}\n"
        elif old is None:
            yield f"missing: {committed.name}/{name}\n"
        else:
            yield from difflib.unified_diff(
                old.decode(errors="replace").splitlines(keepends=True),
                new.decode(errors="replace").splitlines(keepends=True),
                f"committed {committed.name}/{name}",
                f"wanted {committed.name}/{name}",
                n=2,
            )


def files(folder: Path) -> dict[str, bytes]:
    """Path in the folder -> bytes, of every file but Python's caches."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _MADE_BY_PYTHON & set(path.parts)
    }


def replace(target: Path, new: Path) -> None:
    """Puts the new folder in the place of the old one; if that fails, the old one stays."""
    aside = target.with_name(f".{target.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    if target.exists():
        os.rename(target, aside)
    try:
        os.rename(new, target)
    except BaseException:
        if aside.exists():
            os.rename(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
