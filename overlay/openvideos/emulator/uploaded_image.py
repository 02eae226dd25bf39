"""Reference images of strangers: decoded within bounds, scaled to the clip, kept as a JPEG of our own making."""

from __future__ import annotations

import base64
import binascii
import io
import re
from typing import BinaryIO
from urllib.parse import unquote_to_bytes

from PIL import Image, ImageOps

__all__ = ["UnreadableImageError", "decode_data_url", "fit_image"]

_FORMATS = ("PNG", "JPEG", "WEBP")
_DATA_URL = re.compile(r"data:(?P<type>[^,]{0,200}?)(?P<base64>;base64)?,", re.IGNORECASE)


class UnreadableImageError(ValueError):
    """Bytes that are no image that is taken here; the message says what was found and what is allowed."""


def decode_data_url(url: str) -> bytes:
    """The bytes in a data URL; raises UnreadableImageError if it is malformed."""
    head = _DATA_URL.match(url)
    if head is None:
        message = "found a malformed data URL; allowed: data:image/png;base64,..."
        raise UnreadableImageError(message)
    data = unquote_to_bytes(url[head.end() :])
    if head["base64"] is None:
        return data
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error as error:
        message = "found a data URL that is not base64; allowed: data:image/png;base64,..."
        raise UnreadableImageError(message) from error


def fit_image(file: BinaryIO, size: tuple[int, int], *, pixels: int) -> bytes:
    """Decode a PNG, JPEG or WebP of at most so many pixels, scale it to cover a size, and return it as JPEG.

    Raises UnreadableImageError for anything else. What a file claims to be does not count, only what it is.
    """
    try:
        with Image.open(file, formats=_FORMATS) as image:
            if image.width * image.height > pixels:
                message = f"found {image.width}x{image.height} pixels; allowed: {pixels} in all"
                raise UnreadableImageError(message)
            image.draft("RGB", (max(size), max(size)))  # a JPEG can be decoded at a fraction of its size
            result = io.BytesIO()
            _fitted(image, size).save(result, "JPEG", quality=92)
            return result.getvalue()
    except UnreadableImageError:
        raise
    except Exception as error:  # decoders raise nearly anything for a broken file
        message = "found no readable image; allowed: PNG, JPEG, WebP"
        raise UnreadableImageError(message) from error


def _fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.mode not in ("L", "RGB", "RGBA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image = ImageOps.fit(ImageOps.exif_transpose(image), size)
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGBA", size, "white")
    return Image.alpha_composite(ground, image).convert("RGB")
