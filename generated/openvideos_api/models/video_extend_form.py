# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from attrs import define

from .. import literals
from ..model import Model, Reader, one
from ..types import File

if TYPE_CHECKING:
    from .video_reference import VideoReference


@define(kw_only=True)
class VideoExtendForm(Model):
    """An extension of a video that comes along as a file."""

    video: File | VideoReference
    """The video to continue, as a file or by reference."""
    prompt: str
    """What the new part is to show."""
    seconds: literals.VideoExtensionSeconds
    """How long the new part is to be, in seconds."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("video", "video", True),
        ("prompt", "prompt", True),
        ("seconds", "seconds", True),
    )

    @classmethod
    def _nested(cls) -> Mapping[str, Reader]:
        from .video_reference import VideoReference

        return {
            "video": one(VideoReference),
        }
