# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from attrs import define

from .. import literals
from ..model import Model, Reader, one

if TYPE_CHECKING:
    from .image_reference import ImageReference


@define(kw_only=True)
class VideoCreateBody(Model):
    """A video to make, with its reference by URL or id."""

    prompt: str
    """What the video is to show."""
    input_reference: ImageReference | None = None
    """An image that the video starts from."""
    model: literals.VideoModel | None = None
    """The model to make the video with."""
    seconds: literals.VideoSeconds | None = None
    """How long the clip is to be, in seconds."""
    size: literals.VideoSize | None = None
    """Width and height of the picture, in pixels."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("prompt", "prompt", True),
        ("input_reference", "input_reference", False),
        ("model", "model", False),
        ("seconds", "seconds", False),
        ("size", "size", False),
    )

    @classmethod
    def _nested(cls) -> Mapping[str, Reader]:
        from .image_reference import ImageReference

        return {
            "input_reference": one(ImageReference),
        }
