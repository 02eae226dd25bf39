# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar, Self

from ..open_enum import OpenEnum


class VideoStatus(OpenEnum):
    """Where a job is in its life. Completed and failed are its ends.

    Iterating over the class gives the listed values; a value that is not listed is kept as it is.
    """

    __slots__ = ()

    QUEUED: ClassVar[Self]
    IN_PROGRESS: ClassVar[Self]
    COMPLETED: ClassVar[Self]
    FAILED: ClassVar[Self]

    _members_: ClassVar[dict[str, str]] = {
        "QUEUED": "queued",
        "IN_PROGRESS": "in_progress",
        "COMPLETED": "completed",
        "FAILED": "failed",
    }
