# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from attrs import define

from ..model import Model, Reader, one
from ..types import File

if TYPE_CHECKING:
    from .video_reference import VideoReference


@define(kw_only=True)
class VideoEditForm(Model):
    """An edit of a video that comes along as a file."""

    video: File | VideoReference
    """The video to edit, as a file or by reference."""
    prompt: str
    """How the video is to be changed."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("video", "video", True),
        ("prompt", "prompt", True),
    )

    @classmethod
    def _nested(cls) -> Mapping[str, Reader]:
        from .video_reference import VideoReference

        return {
            "video": one(VideoReference),
        }
