# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from ..model import Model, Reader, each

if TYPE_CHECKING:
    from .video import Video


@define(kw_only=True)
class VideoList(Model):
    """A page of video jobs."""

    object: Literal["list"]
    """What kind of object this is; always list."""
    data: list[Video]
    """The jobs of this page."""
    first_id: str | None = None
    """Id of the page's first job; null on an empty page."""
    last_id: str | None = None
    """Id of the page's last job; null on an empty page."""
    has_more: bool
    """Whether there are jobs behind this page."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("object", "object", True),
        ("data", "data", True),
        ("first_id", "first_id", True),
        ("last_id", "last_id", True),
        ("has_more", "has_more", True),
    )

    @classmethod
    def _nested(cls) -> Mapping[str, Reader]:
        from .video import Video

        return {
            "data": each(Video),
        }
