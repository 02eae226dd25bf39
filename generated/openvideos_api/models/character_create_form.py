# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from ..model import Model
from ..types import File


@define(kw_only=True)
class CharacterCreateForm(Model):
    """A character to make from an uploaded video."""

    video: File
    """The video that shows the character, as a file."""
    name: str
    """The name that prompts are to use."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("video", "video", True),
        ("name", "name", True),
    )
