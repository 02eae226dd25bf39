"""What the text of a flag stands for: a file, a reference, JSON, or itself."""

import json
import os
from pathlib import Path
from typing import Any

from openvideos.client.files import BY_PREFIX
from openvideos.escape import escape

from .flags import Flag
from .refused import Refused

__all__ = ["forms", "reference"]

_URLS = ("https://", "http://", "data:")
# how the texts begin that the client takes for a reference
_KNOWN = tuple(beginning for table in BY_PREFIX.values() for beginnings, _ in table for beginning in beginnings)
_SHOWN = 80


def reference(flag: Flag, text: str) -> Any:
    r"""What a reference stands for: a Path, a JSON object, or the text itself.

    `@FILE` is always a file and `\@...` never one; then come JSON, URLs, existing files and ids. Raises Refused.
    """
    if text.startswith("@"):
        return _file(flag, text[1:])
    if "JSON" in flag.forms and text.lstrip().startswith("{"):
        return _object(flag, text)
    literal = text.removeprefix("\\") if text.startswith("\\@") else None
    if literal is None and "URL" in flag.forms and text[:8].lower().startswith(_URLS):
        return text
    if literal is None and "FILE" in flag.forms and _exists(text):
        return _file(flag, text)
    if flag.wrap is not None and "ID" in flag.forms and text:
        return {flag.wrap: text if literal is None else literal}
    if "ID" in flag.forms and text[:8].lower().startswith(_KNOWN):
        return text
    raise _refused(flag, text, "no such file")


def forms(flag: Flag) -> str:
    """What a reference may be, in words."""
    ids = ", ".join(f"{beginning}..." for beginning in _KNOWN if beginning not in _URLS)
    words = {
        "FILE": "@FILE or an existing file",
        "URL": f"a URL ({', '.join(_URLS)})",
        "ID": "an id" if flag.wrap else f"an id ({ids})",
        "JSON": "a JSON object",
    }
    return ", ".join(words[form] for form in flag.forms)


def _exists(text: str) -> bool:
    try:
        return bool(text) and Path(text).exists()
    except (OSError, ValueError):  # longer than a path can be, or with a NUL in it
        return False


def _file(flag: Flag, text: str) -> Path:
    path = Path(text)
    # asked, not opened: that would take a pipe's writer away from who reads it then
    if not _exists(text):
        raise _refused(flag, text, "no such file")
    if path.is_dir():
        raise _refused(flag, text, "a directory")
    if not os.access(path, os.R_OK):
        raise _refused(flag, text, "not readable")
    return path


def _object(flag: Flag, text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise _refused(flag, text, "no JSON") from None
    if not isinstance(value, dict):
        raise _refused(flag, text, "no JSON object")
    return value


def _refused(flag: Flag, text: str, reason: str) -> Refused:
    return Refused(f"{flag.option}: found '{escape(text, _SHOWN)}' ({reason}); allowed: {forms(flag)}")
