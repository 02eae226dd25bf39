"""The names that annotations use, with the meaning they have in the official SDK.

`VideoSize`, `VideoSeconds` and `VideoModel` are aliases of plain strings here; the helpers of the same names are
`openvideos.VideoSize` and its like.
"""

from openvideos.models import VideoCharacter, VideoDeleted
from openvideos_api.literals import *  # noqa: F403
from openvideos_api.literals import VideoModel
from openvideos_api.literals import __all__ as _literals
from openvideos_api.models.video_error import VideoError
from openvideos_api.params import *  # noqa: F403
from openvideos_api.params import ImageReferenceParam
from openvideos_api.params import __all__ as _params
from openvideos_api.types import FileTypes

from .video import Video

ImageInputReferenceParam = ImageReferenceParam
VideoCreateCharacterResponse = VideoCharacter
VideoCreateError = VideoError
VideoDeleteResponse = VideoDeleted
VideoGetCharacterResponse = VideoCharacter
VideoModelParam = VideoModel

__all__ = [  # noqa: PLE0604
    "FileTypes",
    "ImageInputReferenceParam",
    "Video",
    "VideoCharacter",
    "VideoCreateCharacterResponse",
    "VideoCreateError",
    "VideoDeleteResponse",
    "VideoDeleted",
    "VideoError",
    "VideoGetCharacterResponse",
    "VideoModelParam",
    *_literals,
    *_params,
]
