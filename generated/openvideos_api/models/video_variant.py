# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar, Self

from ..open_enum import OpenEnum


class VideoVariant(OpenEnum):
    """One of the media that a completed job has, the MP4 video, a WebP still, or a WebP sheet of stills.

    Iterating over the class gives the listed values; a value that is not listed is kept as it is.
    """

    __slots__ = ()

    VIDEO: ClassVar[Self]
    THUMBNAIL: ClassVar[Self]
    SPRITESHEET: ClassVar[Self]

    _members_: ClassVar[dict[str, str]] = {
        "VIDEO": "video",
        "THUMBNAIL": "thumbnail",
        "SPRITESHEET": "spritesheet",
    }
