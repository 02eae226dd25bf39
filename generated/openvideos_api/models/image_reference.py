# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from ..model import Model


@define(kw_only=True)
class ImageReference(Model):
    """An image by reference, exactly one of image_url and file_id."""

    image_url: str | None = None
    """Where the image is, as a full URL, or the image itself, as a base64 data URL."""
    file_id: str | None = None
    """Id of a file that the server already has."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("image_url", "image_url", False),
        ("file_id", "file_id", False),
    )
