"""The module that the official SDK has `Video` in."""

from openvideos.models import Video

__all__ = ["Video"]
