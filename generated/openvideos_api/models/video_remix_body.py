# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from ..model import Model


@define(kw_only=True)
class VideoRemixBody(Model):
    """A new prompt for a completed video."""

    prompt: str
    """What is to be different."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (("prompt", "prompt", True),)
