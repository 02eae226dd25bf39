"""Videos of strangers: read within bounds, kept in a form of our own."""

from __future__ import annotations

import attrs

__all__ = ["ReadVideo", "UnreadableVideoError"]


class UnreadableVideoError(ValueError):
    """Bytes that are no video that is taken here; the message says what was found and what is allowed."""


@attrs.frozen(kw_only=True)
class ReadVideo:
    """What an upload has become: its length in seconds, its width and height in pixels as in 720x1280."""

    seconds: int
    size: str
