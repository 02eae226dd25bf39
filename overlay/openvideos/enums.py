"""The helpers for the contract's enumerations: strings with named members that know what they mean.

Each is a str: it compares, formats and serialises as one. Iterating over a class gives the values that the contract
lists; a value that it does not list is kept, and says so by `known`.
"""

from __future__ import annotations

import math
import re
from typing import Literal

from openvideos_api.models.video_model import VideoModel as _VideoModel
from openvideos_api.models.video_seconds import VideoSeconds as _VideoSeconds
from openvideos_api.models.video_size import VideoSize as _VideoSize
from openvideos_api.models.video_status import VideoStatus as _VideoStatus

__all__ = ["Orientation", "VideoModel", "VideoSeconds", "VideoSize", "VideoStatus"]

Orientation = Literal["portrait", "landscape", "square"]

_SIZE = re.compile(r"([1-9][0-9]{0,5})x([1-9][0-9]{0,5})", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)


class VideoModel(_VideoModel):
    """A model's name; servers have models of their own, so that one that is not known is nothing odd."""

    __slots__ = ()


class VideoSize(_VideoSize):
    """Width and height of a picture in pixels, as WIDTHxHEIGHT; the parts are None for any other form."""

    __slots__ = ()

    @property
    def dimensions(self) -> tuple[int, int] | None:
        """Width and height in pixels."""
        match = _SIZE.fullmatch(self)
        return (int(match[1]), int(match[2])) if match else None

    @property
    def width(self) -> int | None:
        """Width in pixels."""
        return self.dimensions[0] if self.dimensions else None

    @property
    def height(self) -> int | None:
        """Height in pixels."""
        return self.dimensions[1] if self.dimensions else None

    @property
    def orientation(self) -> Orientation | None:
        """Whether the picture stands, lies, or is square."""
        if self.dimensions is None:
            return None
        width, height = self.dimensions
        if width == height:
            return "square"
        return "portrait" if width < height else "landscape"

    @property
    def aspect_ratio(self) -> str | None:
        """Width to height in lowest terms, as in 9:16."""
        if self.dimensions is None:
            return None
        width, height = self.dimensions
        divisor = math.gcd(width, height)
        return f"{width // divisor}:{height // divisor}"


class VideoSeconds(_VideoSeconds):
    """Length of a clip in seconds, as text."""

    __slots__ = ()

    @property
    def duration(self) -> float | None:
        """The length as a number, in seconds; None where the text is no such number."""
        return float(self) if _SECONDS.fullmatch(self) else None


class VideoStatus(_VideoStatus):
    """Where a job is in its life."""

    __slots__ = ()

    @property
    def is_terminal(self) -> bool:
        """Whether the job has ended; of a status that is not known, nothing can be said, and this is False."""
        return self in (VideoStatus.COMPLETED, VideoStatus.FAILED)
