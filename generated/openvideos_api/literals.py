# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""The contract's enumerations as type aliases: what an annotation of a plain string says."""

from typing import Literal, TypeAlias

VideoModel: TypeAlias = (
    str | Literal["sora-2", "sora-2-pro", "sora-2-2025-10-06", "sora-2-pro-2025-10-06", "sora-2-2025-12-08"]
)
VideoSeconds: TypeAlias = Literal["4", "8", "12"]
VideoExtensionSeconds: TypeAlias = Literal["4", "8", "12", "16", "20"]
VideoSize: TypeAlias = Literal["720x1280", "1280x720", "1024x1792", "1792x1024"]
VideoStatus: TypeAlias = Literal["queued", "in_progress", "completed", "failed"]
VideoVariant: TypeAlias = Literal["video", "thumbnail", "spritesheet"]
VideoOrder: TypeAlias = Literal["asc", "desc"]

__all__ = [
    "VideoExtensionSeconds",
    "VideoModel",
    "VideoOrder",
    "VideoSeconds",
    "VideoSize",
    "VideoStatus",
    "VideoVariant",
]
