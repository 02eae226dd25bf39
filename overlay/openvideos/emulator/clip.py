"""What a renderer has to know of a job, and what it says of an upload."""

from __future__ import annotations

import attrs

__all__ = ["FRAMES_PER_SECOND", "MEDIA_TYPES", "Clip", "ReadVideo"]

FRAMES_PER_SECOND = 12

MEDIA_TYPES = {"video": "video/mp4", "thumbnail": "image/webp", "spritesheet": "image/webp"}
"""The media type of each variant of a job's content."""


@attrs.frozen(kw_only=True)
class Clip:
    """A job as its renderer sees it; the same clip gives the same picture.

    `width` and `height` are pixels, `seconds` the whole length. `reference` is the file of an image that was uploaded,
    already scaled to the clip's size; `reference_label` names one that was not fetched. What is made from a video has
    `source`, a file of the emulator's form with `source_seconds`, and `source_id`, the id of its job; None for an
    upload. `characters` are names, each with a file of the same form.
    """

    id: str
    prompt: str
    model: str
    width: int
    height: int
    seconds: int
    reference: str | None = None
    reference_label: str | None = None
    kind: str = "create"
    source: str | None = None
    source_id: str | None = None
    source_seconds: int = 0
    characters: tuple[tuple[str, str], ...] = ()

    @property
    def frames(self) -> int:
        """How many frames the clip has."""
        return self.seconds * FRAMES_PER_SECOND


@attrs.frozen(kw_only=True)
class ReadVideo:
    """What an uploaded video has become: its length in seconds, and its width and height in pixels, as in 720x1280."""

    seconds: int
    size: str
