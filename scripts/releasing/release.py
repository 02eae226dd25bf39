"""A release: what stands in its way, the record that it leaves, and what to do next."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from .held import API, CONTRACT, RELEASED_CONTRACT, VERSION_FILE, Held, hold_api, hold_contract, package_version
from .record import as_text, read_api
from .version import Level, Version, least

__all__ = ["next_steps", "obstacles", "write_record"]

CHANGELOG = Path("CHANGELOG.md")


def obstacles(root: Path, asked: str | None) -> Iterator[str]:
    """What stands in the way of a release, a line each. Raises ValueError, OSError, PackagesError."""
    current, where = package_version(root)
    if asked is not None and Version.parse(asked, "VERSION") != current:
        yield f"{where}: found {current}; asked for is {asked}: set it first"
    yield from _unfinished(root)
    if not _has_heading(root, current):
        yield f"{CHANGELOG}: no heading '## {current}'"
    records = {path: (root / path).exists() for path in (API, RELEASED_CONTRACT)}
    if not any(records.values()):
        return  # the first one
    holds: list[Callable[[Path], Held]] = [hold_api, hold_contract]
    for hold in holds:
        held = hold(root)
        if not held.ok:
            yield from held.lines
            yield held.summary
        elif held.name == "api" and held.current == held.released:
            next_one: Level = held.level or "info"
            yield f"{where}: {current} is released; allowed: {least(held.released, next_one)} or higher"


def _unfinished(root: Path) -> Iterator[str]:
    """What is not committed."""
    status = ["git", "-C", str(root), "status", "--porcelain"]
    done = subprocess.run(status, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(f"git status: {done.stderr.strip()}")
    files = [line[3:] for line in done.stdout.splitlines()]
    if files:
        more = f" and {len(files) - 3} more" if len(files) > 3 else ""
        yield f"not committed: {', '.join(files[:3])}{more}"


def _has_heading(root: Path, version: Version) -> bool:
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    return re.search(rf"^## {re.escape(str(version))}(\s|$)", text, re.MULTILINE) is not None


def write_record(root: Path) -> list[Path]:
    """Make the tree the last release: the contract as it is, and the API of both packages."""
    current, _ = package_version(root)
    text = as_text(read_api(root, str(current)))
    (root / API).parent.mkdir(parents=True, exist_ok=True)
    (root / API).write_text(text, encoding="utf-8")
    shutil.copyfile(root / CONTRACT, root / RELEASED_CONTRACT)
    return [API, RELEASED_CONTRACT]


def next_steps(root: Path) -> list[str]:
    """What is left to do by hand, a command a line."""
    current, _ = package_version(root)
    return [
        "./scripts/test",
        f"git commit -m 'Release {current}' {API.parent}",
        f"git tag v{current}",
        ".venv/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir dist .",
        f"and when something changed after it: a higher version in {VERSION_FILE}",
    ]
