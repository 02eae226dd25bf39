# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""The contract's components as classes: attrs classes for objects, subclasses of str for enumerations."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .character_create_form import CharacterCreateForm
    from .error_detail import ErrorDetail
    from .error_response import ErrorResponse
    from .image_reference import ImageReference
    from .video import Video
    from .video_character import VideoCharacter
    from .video_create_body import VideoCreateBody
    from .video_create_form import VideoCreateForm
    from .video_deleted import VideoDeleted
    from .video_edit_body import VideoEditBody
    from .video_edit_form import VideoEditForm
    from .video_error import VideoError
    from .video_extend_body import VideoExtendBody
    from .video_extend_form import VideoExtendForm
    from .video_extension_seconds import VideoExtensionSeconds
    from .video_list import VideoList
    from .video_model import VideoModel
    from .video_order import VideoOrder
    from .video_reference import VideoReference
    from .video_remix_body import VideoRemixBody
    from .video_remix_form import VideoRemixForm
    from .video_seconds import VideoSeconds
    from .video_size import VideoSize
    from .video_status import VideoStatus
    from .video_variant import VideoVariant

_MODULES = {
    "CharacterCreateForm": "character_create_form",
    "ErrorDetail": "error_detail",
    "ErrorResponse": "error_response",
    "ImageReference": "image_reference",
    "Video": "video",
    "VideoCharacter": "video_character",
    "VideoCreateBody": "video_create_body",
    "VideoCreateForm": "video_create_form",
    "VideoDeleted": "video_deleted",
    "VideoEditBody": "video_edit_body",
    "VideoEditForm": "video_edit_form",
    "VideoError": "video_error",
    "VideoExtendBody": "video_extend_body",
    "VideoExtendForm": "video_extend_form",
    "VideoExtensionSeconds": "video_extension_seconds",
    "VideoList": "video_list",
    "VideoModel": "video_model",
    "VideoOrder": "video_order",
    "VideoReference": "video_reference",
    "VideoRemixBody": "video_remix_body",
    "VideoRemixForm": "video_remix_form",
    "VideoSeconds": "video_seconds",
    "VideoSize": "video_size",
    "VideoStatus": "video_status",
    "VideoVariant": "video_variant",
}

__all__ = (
    "CharacterCreateForm",
    "ErrorDetail",
    "ErrorResponse",
    "ImageReference",
    "Video",
    "VideoCharacter",
    "VideoCreateBody",
    "VideoCreateForm",
    "VideoDeleted",
    "VideoEditBody",
    "VideoEditForm",
    "VideoError",
    "VideoExtendBody",
    "VideoExtendForm",
    "VideoExtensionSeconds",
    "VideoList",
    "VideoModel",
    "VideoOrder",
    "VideoReference",
    "VideoRemixBody",
    "VideoRemixForm",
    "VideoSeconds",
    "VideoSize",
    "VideoStatus",
    "VideoVariant",
)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)
