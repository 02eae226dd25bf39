# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar, Self

from ..open_enum import OpenEnum


class VideoSeconds(OpenEnum):
    """Length of a clip in seconds.

    Iterating over the class gives the listed values; a value that is not listed is kept as it is.
    """

    __slots__ = ()

    FOUR: ClassVar[Self]
    EIGHT: ClassVar[Self]
    TWELVE: ClassVar[Self]

    _members_: ClassVar[dict[str, str]] = {
        "FOUR": "4",
        "EIGHT": "8",
        "TWELVE": "12",
    }
