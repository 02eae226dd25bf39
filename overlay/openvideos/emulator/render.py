"""Render a clip: H.264 in MP4, a WebP still, a WebP sheet of stills. A pure function of the clip, but for files."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from .clip import Clip
from .encode import write_video
from .film import Film, film

__all__ = ["render"]

_SHEET_COLUMNS, _SHEET_ROWS = 4, 3


def render(clip: Clip, variant: str, target: Path) -> None:
    """Write a variant of the clip to a file, whatever its suffix.

    The video is H.264 with yuv420p, 12 frames a second, exactly of the clip's size and length, its index in front. The
    thumbnail is a frame of half width and height, the spritesheet twelve frames of a quarter in four columns.
    """
    shown = film(clip)
    if variant == "video":
        write_video(target, clip.width, clip.height, (shown.frame(index) for index in range(clip.frames)))
    elif variant == "thumbnail":
        still = _picture(shown, clip.frames // 2).resize((clip.width // 2, clip.height // 2))
        still.save(target, "WEBP", quality=80)
    elif variant == "spritesheet":
        _sheet(shown, clip).save(target, "WEBP", quality=70, method=2)
    else:
        message = f"variant: found {variant!r}; allowed: video, thumbnail, spritesheet"
        raise ValueError(message)


def _picture(shown: Film, index: int) -> Image.Image:
    picture: Image.Image = shown.frame(index).to_image()  # type: ignore[no-untyped-call]
    return picture


def _sheet(shown: Film, clip: Clip) -> Image.Image:
    width, height = clip.width // _SHEET_COLUMNS, clip.height // _SHEET_COLUMNS
    sheet = Image.new("RGB", (width * _SHEET_COLUMNS, height * _SHEET_ROWS))
    tiles = _SHEET_COLUMNS * _SHEET_ROWS
    for tile in range(tiles):
        frame = _picture(shown, tile * clip.frames // tiles).resize((width, height))
        sheet.paste(frame, (tile % _SHEET_COLUMNS * width, tile // _SHEET_COLUMNS * height))
    return sheet
