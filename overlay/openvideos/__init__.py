"""A client for any server of the /videos API.

    from openvideos import OpenVideos

    client = OpenVideos(base_url="http://127.0.0.1:8000/v1")
    video = client.videos.create_and_poll(prompt="A paper boat drifts down a rain gutter")
    client.videos.download_content(video.id).write_to_file("boat.mp4")

Importing this package loads next to nothing; each name loads what it needs when it is first read.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__

# at once, because the module of the same name would take the place of `omit` when it is first imported
from .omit import NOT_GIVEN, NotGiven, Omit, not_given, omit

if TYPE_CHECKING:
    from .client import DEFAULT_MAX_RETRIES, AsyncOpenVideos, OpenVideos
    from .client.http import DEFAULT_CONNECTION_LIMITS, DEFAULT_TIMEOUT
    from .client.responses import BinaryContent, HttpxBinaryResponseContent
    from .defaults import contract_defaults
    from .enums import VideoModel, VideoSeconds, VideoSize, VideoStatus
    from .errors import (
        APIConnectionError,
        APIError,
        APIResponseValidationError,
        APIStatusError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
        ConflictError,
        ContractWarning,
        DownloadError,
        InputFileError,
        InternalServerError,
        NotFoundError,
        OpenVideosError,
        PermissionDeniedError,
        RateLimitError,
        RequestValidationError,
        UnprocessableEntityError,
    )
    from .models import Video

    AsyncOpenAI = AsyncOpenVideos
    OpenAI = OpenVideos
    OpenAIError = OpenVideosError

__all__ = [
    "DEFAULT_CONNECTION_LIMITS",
    "DEFAULT_MAX_RETRIES",
    "DEFAULT_TIMEOUT",
    "NOT_GIVEN",
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncOpenAI",
    "AsyncOpenVideos",
    "AuthenticationError",
    "BadRequestError",
    "BinaryContent",
    "ConfigurationError",
    "ConflictError",
    "ContractWarning",
    "DownloadError",
    "HttpxBinaryResponseContent",
    "InputFileError",
    "InternalServerError",
    "NotFoundError",
    "NotGiven",
    "Omit",
    "OpenAI",
    "OpenAIError",
    "OpenVideos",
    "OpenVideosError",
    "PermissionDeniedError",
    "RateLimitError",
    "RequestValidationError",
    "UnprocessableEntityError",
    "Video",
    "VideoModel",
    "VideoSeconds",
    "VideoSize",
    "VideoStatus",
    "__version__",
    "contract_defaults",
    "not_given",
    "omit",
]

_MODULES = {
    "AsyncOpenVideos": "client",
    "BinaryContent": "client.responses",
    "DEFAULT_CONNECTION_LIMITS": "client.http",
    "DEFAULT_MAX_RETRIES": "client",
    "DEFAULT_TIMEOUT": "client.http",
    "HttpxBinaryResponseContent": "client.responses",
    "OpenVideos": "client",
    "Video": "models",
    "VideoModel": "enums",
    "VideoSeconds": "enums",
    "VideoSize": "enums",
    "VideoStatus": "enums",
    "contract_defaults": "defaults",
}
# names of the official SDK, so that `import openvideos as openai` works
_ALIASES = {"AsyncOpenAI": "AsyncOpenVideos", "OpenAI": "OpenVideos", "OpenAIError": "OpenVideosError"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    real = _ALIASES.get(name, name)
    value = getattr(import_module(f".{_MODULES.get(real, 'errors')}", __name__), real)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
