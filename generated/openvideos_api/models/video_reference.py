# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from ..model import Model


@define(kw_only=True)
class VideoReference(Model):
    """A completed video by reference."""

    id: str
    """Id of the completed video."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (("id", "id", True),)
