"""What a renderer has to know of a job."""

from __future__ import annotations

import attrs

__all__ = ["FRAMES_PER_SECOND", "MEDIA_TYPES", "Clip"]

FRAMES_PER_SECOND = 12

MEDIA_TYPES = {"video": "video/mp4", "thumbnail": "image/webp", "spritesheet": "image/webp"}
"""The media type of each variant of a job's content."""


@attrs.frozen(kw_only=True)
class Clip:
    """A job as its renderer sees it; the same clip gives the same picture.

    `width` and `height` are pixels. `reference` is the file of an image that was uploaded, already scaled to the clip's
    size; `reference_label` names a reference that was not fetched.
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
