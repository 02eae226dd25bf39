# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar, Self

from ..open_enum import OpenEnum


class VideoExtensionSeconds(OpenEnum):
    """Length of the part that an extension adds, in seconds.

    Iterating over the class gives the listed values; a value that is not listed is kept as it is.
    """

    __slots__ = ()

    FOUR: ClassVar[Self]
    EIGHT: ClassVar[Self]
    TWELVE: ClassVar[Self]
    SIXTEEN: ClassVar[Self]
    TWENTY: ClassVar[Self]

    _members_: ClassVar[dict[str, str]] = {
        "FOUR": "4",
        "EIGHT": "8",
        "TWELVE": "12",
        "SIXTEEN": "16",
        "TWENTY": "20",
    }
