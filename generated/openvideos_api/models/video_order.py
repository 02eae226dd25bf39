# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar, Self

from ..open_enum import OpenEnum


class VideoOrder(OpenEnum):
    """Oldest first or newest first.

    Iterating over the class gives the listed values; a value that is not listed is kept as it is.
    """

    __slots__ = ()

    ASC: ClassVar[Self]
    DESC: ClassVar[Self]

    _members_: ClassVar[dict[str, str]] = {
        "ASC": "asc",
        "DESC": "desc",
    }
