"""The id of a job on whatever ends a call: the job goes on, and is paid for."""

from __future__ import annotations

import json
import re
from contextlib import suppress

from openvideos.errors import OpenVideosError
from openvideos.escape import escape

__all__ = ["ABOUT", "LONGEST_LOOK", "id_in", "name_job"]

ABOUT = "the answer is about"
"""Before the id of the job that an answer is about."""

LONGEST_LOOK = 256 * 1024
"""Bytes: a prompt may stand before the id."""

_LONGEST_ID = 300
_TOKEN = re.compile(
    # a text that breaks off goes to the end
    rb'"(?P<text>(?:[^"\\]|\\.)*+)(?:"(?P<colon>\s*:)?|\\?\Z)|(?P<bracket>[{}\[\]])|[\w.+-]+',
    re.DOTALL,
)


def name_job(error: BaseException, video_id: object, note: str = "") -> None:
    """Say on an exception which job it is about, as far as it lets anybody; a note is for its traceback."""
    if isinstance(video_id, bool) or not isinstance(video_id, str | int) or video_id == "":
        return
    with suppress(AttributeError, TypeError):  # of a class without room for it
        if not getattr(error, "video_id", None):
            error.video_id = str(video_id) if isinstance(error, OpenVideosError) else video_id  # type: ignore[attr-defined]
        if note:
            error.add_note(f"{note} {escape(str(video_id), _LONGEST_ID)}")


def id_in(body: bytes) -> str | None:
    """The member id of a JSON object that can't be read whole, or broke off; not that of an object within it."""
    depth, named = 0, False
    for token in _TOKEN.finditer(body[:LONGEST_LOOK]):
        if named and token["bracket"] is None and token["colon"] is None:
            return _as_id(token[0])
        named = depth == 1 and token["colon"] is not None and _read(b'"%s"' % token["text"]) == "id"
        if token["bracket"] is not None:
            depth += 1 if token["bracket"] in b"{[" else -1
    return None


def _as_id(token: bytes) -> str | None:
    found = _read(token)
    known = isinstance(found, str) or (isinstance(found, int) and not isinstance(found, bool))
    return str(found) if known and 0 < len(str(found)) <= _LONGEST_ID else None


def _read(token: bytes) -> object:
    try:
        return json.loads(token)
    except ValueError:  # it broke off, or has too many digits
        return None
