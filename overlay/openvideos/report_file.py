"""A file that a report is written to: looked at before the work, and replaced as a whole after it."""

import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

from openvideos.contract.found import show

__all__ = ["check_path", "replace", "suffix"]


def suffix(path: str | os.PathLike[str], allowed: Iterable[str]) -> str:
    """The suffix of a file, in small letters. Raises ValueError, in one line, for one that isn't allowed."""
    found = Path(path).suffix.lower()
    if found not in allowed:
        raise ValueError(f"found {show(os.fspath(path))}; allowed: a file that ends in {', '.join(allowed)}")
    return found


def check_path(path: str | os.PathLike[str]) -> None:
    """Raise ValueError, in one line, for a file that nothing can be written to."""
    if problem := _problem(Path(os.path.realpath(path))):
        raise ValueError(f"found {show(os.fspath(path))} ({problem}); allowed: a file that can be written")


def replace(path: str | os.PathLike[str], data: bytes) -> None:
    """Put a new file in the place of an old one, with its permissions, or of none; a link stays one.

    What was in the file stays there if that fails. Raises OSError.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _problem(path: Path) -> str | None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG
    except (OSError, ValueError) as error:
        return str(getattr(error, "strerror", None) or error).lower()
    if stat.S_ISDIR(mode):
        return "a directory"
    if not stat.S_ISREG(mode):
        return "no regular file"
    if not path.parent.is_dir():
        return "no such directory"
    return None if os.access(path.parent, os.W_OK | os.X_OK) else "a directory that can't be written"
