# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from ..model import Model


@define(kw_only=True)
class VideoCharacter(Model):
    """A character that prompts can name."""

    id: str | None = None
    """The character's id."""
    name: str | None = None
    """The name that prompts use."""
    created_at: int
    """When the character was made, in unix seconds."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("id", "id", True),
        ("name", "name", True),
        ("created_at", "created_at", True),
    )
