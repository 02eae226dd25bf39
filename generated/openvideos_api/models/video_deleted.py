# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar, Literal

from attrs import define

from ..model import Model


@define(kw_only=True)
class VideoDeleted(Model):
    """What a deletion answers."""

    id: str
    """Id of the job that is gone."""
    object: Literal["video.deleted"]
    """What kind of object this is; always video.deleted."""
    deleted: bool
    """Whether the job is gone."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("id", "id", True),
        ("object", "object", True),
        ("deleted", "deleted", True),
    )
