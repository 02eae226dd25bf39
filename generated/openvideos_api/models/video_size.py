# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar, Self

from ..open_enum import OpenEnum


class VideoSize(OpenEnum):
    """Width and height of a picture in pixels, as WIDTHxHEIGHT.

    Iterating over the class gives the listed values; a value that is not listed is kept as it is.
    """

    __slots__ = ()

    PORTRAIT: ClassVar[Self]
    LANDSCAPE: ClassVar[Self]
    PORTRAIT_LARGE: ClassVar[Self]
    LANDSCAPE_LARGE: ClassVar[Self]

    _members_: ClassVar[dict[str, str]] = {
        "PORTRAIT": "720x1280",
        "LANDSCAPE": "1280x720",
        "PORTRAIT_LARGE": "1024x1792",
        "LANDSCAPE_LARGE": "1792x1024",
    }
