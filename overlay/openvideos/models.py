"""The objects that calls return: subclasses of the generated ones, with what people reach for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import define, field

from openvideos_api.model import Model, Reader, each
from openvideos_api.models.video import Video as _Video
from openvideos_api.models.video_character import VideoCharacter as _VideoCharacter
from openvideos_api.models.video_deleted import VideoDeleted as _VideoDeleted
from openvideos_api.models.video_list import VideoList as _VideoList

from .enums import VideoSeconds, VideoSize, VideoStatus

if TYPE_CHECKING:
    from .contract import Violation

__all__ = ["OVERLAY", "Video", "VideoCharacter", "VideoDeleted", "VideoList"]


@define(kw_only=True)
class Video(_Video):
    """A video generation job, as a server described it.

    Members are those of the contract's `Video`; one that the server left out reads as None, and one whose value the
    contract does not have keeps it. Times are in unix seconds. What the server sent beyond the contract is in `extra`,
    raw, and an attribute too, where nothing else has its name: `video.extra["fps"]`, `video.fps`.
    """

    violations: tuple[Violation, ...] = field(default=(), init=False, repr=False, eq=False)
    """Where the server's answer departs from the contract."""

    @property
    def is_terminal(self) -> bool:
        """Whether the job has ended: completed or failed."""
        return isinstance(self.status, str) and VideoStatus(self.status).is_terminal

    @property
    def dimensions(self) -> tuple[int, int] | None:
        """Width and height in pixels; None where the size is not of the form WIDTHxHEIGHT."""
        return VideoSize(self.size).dimensions if isinstance(self.size, str) else None

    @property
    def duration(self) -> float | None:
        """Length of the clip in seconds; None where the server gave no number."""
        seconds: object = self.seconds
        if isinstance(seconds, bool) or not isinstance(seconds, str | int | float):
            return None
        try:
            return VideoSeconds(str(seconds)).duration
        except ValueError:  # an integer of more digits than Python writes
            return None


@define(kw_only=True)
class VideoList(_VideoList):
    """A page of video jobs as a server answered it; calls give a `Page`, made of it."""

    violations: tuple[Violation, ...] = field(default=(), init=False, repr=False, eq=False)
    """Where the server's answer departs from the contract."""

    @classmethod
    def _nested(cls) -> Mapping[str, Reader]:
        return {**super()._nested(), "data": each(Video)}


@define(kw_only=True)
class VideoDeleted(_VideoDeleted):
    """What a deletion answered; `deleted` is True too where the server sent nothing, or the job with status deleted."""

    violations: tuple[Violation, ...] = field(default=(), init=False, repr=False, eq=False)
    """Where the server's answer departs from the contract."""


@define(kw_only=True)
class VideoCharacter(_VideoCharacter):
    """A character that prompts can name."""

    violations: tuple[Violation, ...] = field(default=(), init=False, repr=False, eq=False)
    """Where the server's answer departs from the contract."""


OVERLAY: dict[type[Model], type[Model]] = {
    _Video: Video,
    _VideoList: VideoList,
    _VideoDeleted: VideoDeleted,
    _VideoCharacter: VideoCharacter,
}
"""Generated class -> the class that a call returns in its place."""
