# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from .. import literals
from ..model import Model, Reader, one

if TYPE_CHECKING:
    from .video_error import VideoError


@define(kw_only=True)
class Video(Model):
    """A video generation job."""

    id: str
    """The job's id."""
    completed_at: int | None = None
    """When the job completed, in unix seconds; null before, and for a job that failed."""
    created_at: int
    """When the job was accepted, in unix seconds."""
    error: VideoError | None = None
    """Why the job failed; null unless it has."""
    expires_at: int | None = None
    """Until when the media can be downloaded, in unix seconds; null where that is not set."""
    model: literals.VideoModel
    """The model that the job runs on."""
    object: Literal["video"]
    """What kind of object this is; always video."""
    progress: int
    """How far the job is, roughly, in percent."""
    prompt: str | None = None
    """The text that the video is made from."""
    remixed_from_video_id: str | None = None
    """Id of the video that this one is a remix of; null if it is none."""
    seconds: str
    """Length of the video in seconds; of an extension, the length of the whole."""
    size: literals.VideoSize
    """Width and height of the picture in pixels."""
    status: literals.VideoStatus
    """Where the job is in its life."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("id", "id", True),
        ("completed_at", "completed_at", True),
        ("created_at", "created_at", True),
        ("error", "error", True),
        ("expires_at", "expires_at", True),
        ("model", "model", True),
        ("object", "object", True),
        ("progress", "progress", True),
        ("prompt", "prompt", True),
        ("remixed_from_video_id", "remixed_from_video_id", True),
        ("seconds", "seconds", True),
        ("size", "size", True),
        ("status", "status", True),
    )

    @classmethod
    def _nested(cls) -> Mapping[str, Reader]:
        from .video_error import VideoError

        return {
            "error": one(VideoError),
        }
