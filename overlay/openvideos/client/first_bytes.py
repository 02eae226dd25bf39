"""What a body is by its first bytes, whatever it is labelled: media of some kind, or words in place of them."""

from __future__ import annotations

import re
from importlib.util import find_spec

__all__ = ["LONGEST", "is_media", "is_words", "unpacks"]

LONGEST = 512
"""Bytes that are looked at, if there are so many."""

_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"styp", b"moof", b"sidx"})
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"\x1a\x45\xdf\xa3", b"OggS", b"FLV\x01", b"\0\0\x01\xba")
_PACKET = 188  # bytes, of an MPEG transport stream
# JSON or a page, as they begin: behind a mark, in UTF-16 too, or packed; or nothing but white space, or a word of JSON
_WORDS = re.compile(
    rb'(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(\0?\s\0?)*+(\0?[{\[<]|$|(null|true|false|"[^"]*")\s*$)|\x1f\x8b'
)
# what httpx unpacks, by itself or with one of these
_UNPACKED = frozenset({"", "identity", "gzip", "deflate"})
_WITH_A_LIBRARY = {"br": ("brotli", "brotlicffi"), "zstd": ("zstandard",)}


def is_media(start: bytes) -> bool:
    """Whether these are the first bytes of a picture or a film."""
    if start[4:8] in _BOXES or start.startswith(_MAGIC):
        return True
    if start[:4] == b"RIFF" and start[8:12] in {b"WEBP", b"AVI "}:
        return True
    return start[:1] == b"G" and start[_PACKET : _PACKET + 1] == b"G"


def is_words(start: bytes) -> bool:
    """Whether these are the first bytes of JSON or a page, or a body without any."""
    return not is_media(start) and _WORDS.match(start) is not None


def unpacks(content_encoding: str) -> bool:
    """Whether httpx hands out what was packed so as it was before."""
    for each in content_encoding.lower().split(","):
        name = each.strip()
        if name not in _UNPACKED and not any(find_spec(module) for module in _WITH_A_LIBRARY.get(name, ())):
            return False
    return True
