# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from ..model import Model


@define(kw_only=True)
class VideoError(Model):
    """Why a job failed."""

    code: str
    """A word for programs."""
    message: str
    """A sentence for people."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("code", "code", True),
        ("message", "message", True),
    )
