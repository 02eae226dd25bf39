# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from ..model import Model


@define(kw_only=True)
class ErrorDetail(Model):
    """What went wrong with a request."""

    message: str
    """A sentence for people."""
    type: str
    """The kind of error, a word for programs."""
    param: str | None = None
    """The parameter or member that is at fault; null if it is none."""
    code: str | None = None
    """The error itself, a word for programs; null if it has none."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("message", "message", True),
        ("type", "type", True),
        ("param", "param", True),
        ("code", "code", True),
    )
