"""How much a client may send, and how slowly."""

from __future__ import annotations

import attrs

__all__ = ["VIDEO_SECONDS", "Limits"]

_MIB = 1024 * 1024

VIDEO_SECONDS = 120
"""How long a video may be that is uploaded, or that an extension makes."""


@attrs.frozen(kw_only=True)
class Limits:
    """Bounds of the server: sizes in bytes, times in seconds."""

    json_bytes: int = 32 * _MIB
    """A JSON body; a data URL of 20 MiB has room in it."""
    form_bytes: int = 64 * _MIB
    """A multipart body, files included."""
    text_bytes: int = 32 * _MIB
    """The text of all fields of a multipart body."""
    form_parts: int = 256
    json_members: int = 100_000
    """Commas and opening brackets in a JSON body."""
    all_bodies_bytes: int = 512 * _MIB
    """The bodies of all requests that are being read."""
    head_bytes: int = 32 * 1024
    """A request line with its headers."""
    head_seconds: float = 10.0
    """From a connection's first moment, or from a request's first byte, to the end of its headers."""
    body_pause_seconds: float = 10.0
    """Between two pieces of a body."""
    body_seconds: float = 120.0
    keep_alive_seconds: int = 75
    """Longer than clients keep a connection, so that none is closed just as it is used again."""
    linger_seconds: float = 2.0
    """How long the rest of a body is read, and dropped, after its request was answered."""
    write_seconds: float = 60.0
    """How long a client may not read what is sent to it."""
    connections: int = 512
    model_length: int = 1000
    """Characters of a model's name."""
    image_pixels: int = 7680 * 4320
    image_decoders: int = 2
    video_seconds: int = VIDEO_SECONDS
    """An extension with what it extends."""
