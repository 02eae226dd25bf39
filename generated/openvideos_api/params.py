# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""What each operation takes, and each object that a request refers to, as TypedDicts."""

from __future__ import annotations

from typing import Required, TypedDict

from . import literals, models
from .types import FileTypes


class ImageReferenceParam(TypedDict, total=False):
    """An image by reference, exactly one of image_url and file_id."""

    image_url: str
    """Where the image is, as a full URL, or the image itself, as a base64 data URL."""
    file_id: str
    """Id of a file that the server already has."""


class VideoReferenceParam(TypedDict, total=False):
    """A completed video by reference."""

    id: Required[str]
    """Id of the completed video."""


class VideoCreateParams(TypedDict, total=False):
    """The keywords of `create`. Start a video generation job."""

    prompt: Required[str]
    """What the video is to show. (1 to 32000 characters)"""
    input_reference: FileTypes | ImageReferenceParam | str
    """An image that the video starts from, as a file or by reference."""
    model: literals.VideoModel | models.VideoModel
    """The model to make the video with. (known: sora-2, sora-2-pro, sora-2-2025-10-06, sora-2-pro-2025-10-06, sora-2-2025-12-08; left out, a server assumes sora-2)"""
    seconds: literals.VideoSeconds | models.VideoSeconds | int
    """How long the clip is to be, in seconds. (one of 4, 8, 12; left out, a server assumes 4)"""
    size: literals.VideoSize | models.VideoSize | tuple[int, int]
    """Width and height of the picture, in pixels. (one of 720x1280, 1280x720, 1024x1792, 1792x1024; left out, a server assumes 720x1280)"""


class VideoListParams(TypedDict, total=False):
    """The keywords of `list`. List video jobs, a page at a time."""

    after: str
    """Id of the last job of the page before; the page begins behind it."""
    limit: int
    """How many jobs the page may hold at most. (0 to 100)"""
    order: literals.VideoOrder | models.VideoOrder
    """Order by time of creation, oldest first (asc) or newest first (desc). (one of asc, desc)"""


class VideoDownloadContentParams(TypedDict, total=False):
    """The keywords of `download_content`. Download a job's video or one of its previews."""

    variant: literals.VideoVariant | models.VideoVariant
    """Which of the job's media to send. (one of video, thumbnail, spritesheet; left out, a server assumes video)"""


class VideoRemixParams(TypedDict, total=False):
    """The keywords of `remix`. Start a job that varies a completed video."""

    prompt: Required[str]
    """What is to be different. (1 to 32000 characters)"""


class VideoEditParams(TypedDict, total=False):
    """The keywords of `edit`. Start a job that edits a video."""

    video: Required[FileTypes | VideoReferenceParam]
    """The video to edit, as a file or by reference."""
    prompt: Required[str]
    """How the video is to be changed. (1 to 32000 characters)"""


class VideoExtendParams(TypedDict, total=False):
    """The keywords of `extend`. Start a job that continues a video."""

    video: Required[FileTypes | VideoReferenceParam]
    """The video to continue, as a file or by reference."""
    prompt: Required[str]
    """What the new part is to show. (1 to 32000 characters)"""
    seconds: Required[literals.VideoExtensionSeconds | models.VideoExtensionSeconds | int]
    """How long the new part is to be, in seconds. (one of 4, 8, 12, 16, 20)"""


class VideoCreateCharacterParams(TypedDict, total=False):
    """The keywords of `create_character`. Keep a video's subject as a named character."""

    video: Required[FileTypes]
    """The video that shows the character, as a file."""
    name: Required[str]
    """The name that prompts are to use. (1 to 80 characters)"""


__all__ = [
    "ImageReferenceParam",
    "VideoCreateCharacterParams",
    "VideoCreateParams",
    "VideoDownloadContentParams",
    "VideoEditParams",
    "VideoExtendParams",
    "VideoListParams",
    "VideoReferenceParam",
    "VideoRemixParams",
]
