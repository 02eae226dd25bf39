"""What a newly made clip shows: a background drawn from its prompt, its words, and a few things that move."""

from __future__ import annotations

import colorsys
import hashlib
import math

from PIL import Image, ImageDraw, ImageOps

from .captions import PALE, WHITE, Captions, Colour, Inset
from .clip import FRAMES_PER_SECOND, Clip
from .footage import still_of

__all__ = ["Scene"]

_REFERENCE_FRAMES = FRAMES_PER_SECOND // 2


class Scene:
    """The frames of one clip, or, from the frame `first` on, of the new part of an extension.

    All that stands still is drawn once. A frame is a copy of it with the moving parts: a disc that crosses the sky, a
    bar that fills, a timecode. A reference (of an extension `opening`, the last picture before it) is the whole picture
    for the first half second, and a small one afterwards.
    """

    def __init__(self, clip: Clip, *, first: int = 0, opening: Image.Image | None = None) -> None:
        self._clip = clip
        self._first = first
        self._captions = Captions(clip)
        self._unit = self._captions.unit
        self._dice = hashlib.sha256(clip.prompt.encode("utf-8", "replace")).digest()
        self._opening = opening or self._reference()
        self._background = self._landscape()
        insets: list[Inset] = [] if self._opening is None else [(self._opening, None)]
        self._captions.draw(self._background, [*insets, *((still_of(path), name) for name, path in clip.characters)])
        self._disc = self._draw_disc()
        self._disc_room = (self._disc.width + 3) & ~1

    def frame(self, index: int) -> Image.Image:
        """Draw a frame, RGB; index 0 is the first, and the timecode shows the time at which the frame begins."""
        picture = self.still(index).copy()
        for left, top, patch in self.moving(index):
            picture.paste(patch, (left, top))
        return picture

    def still(self, index: int) -> Image.Image:
        """What stands still in a frame: the same object for all frames that share it."""
        return self._opening if self._opening is not None and index < _REFERENCE_FRAMES else self._background

    def moving(self, index: int) -> list[tuple[int, int, Image.Image]]:
        """What a frame has over its still: left, top and picture, all of them even, as chroma planes need it."""
        still = self.still(index)
        patches = [(0, self._captions.strip_top, self._captions.strip(self._first + index))]
        if still is not self._opening:
            left, top = self._disc_at(index)
            box = (left & ~1, top & ~1, (left & ~1) + self._disc_room, (top & ~1) + self._disc_room)
            patch = still.crop(box)
            patch.paste(self._disc, (left - box[0], top - box[1]), self._disc)
            patches.append((box[0], box[1], patch))
        return patches

    def _reference(self) -> Image.Image | None:
        clip, size = self._clip, (self._clip.width, self._clip.height)
        if clip.reference is not None:
            with Image.open(clip.reference) as image:
                return ImageOps.fit(image.convert("RGB"), size)
        if clip.reference_label is None:
            return None
        picture = Image.new("RGB", size, (92, 98, 108))
        draw = ImageDraw.Draw(picture)
        for offset in range(-clip.height, clip.width, round(3 * self._unit)):
            draw.line((offset, clip.height, offset + clip.height, 0), (104, 110, 120), round(self._unit / 2))
        self._captions.draw_panel(
            picture,
            [("input_reference (not fetched)", 1.5, 700, WHITE, 1), (clip.reference_label, 1.2, 400, PALE, 6)],
            top=clip.height // 3,
            width=clip.width - 2 * self._captions.margin,
        )
        return picture

    def _landscape(self) -> Image.Image:
        clip, dice = self._clip, self._dice
        hue = dice[0] / 256
        sky = Image.linear_gradient("L").resize((clip.width, clip.height))
        picture = ImageOps.colorize(sky, _colour(hue, 0.62, 0.42), _colour(hue + 0.08 + dice[1] / 1280, 0.5, 0.92))
        draw = ImageDraw.Draw(picture)
        for ridge in range(4):
            level = clip.height * (0.52 + 0.11 * ridge)
            height = clip.height * (0.03 + dice[2 + ridge] / 256 * 0.09)
            waves, shift = 1 + dice[6 + ridge] % 4, dice[10 + ridge] / 256 * math.tau
            steps = [clip.width * step / 64 for step in range(65)]
            outline = [(x, level - height * math.sin(x / clip.width * waves * math.pi + shift)) for x in steps]
            shade = _colour(hue + 0.45 + dice[14 + ridge] / 1024, 0.45, 0.62 - 0.13 * ridge)
            draw.polygon([*outline, (clip.width, clip.height), (0, clip.height)], shade)
        return picture

    def _draw_disc(self) -> Image.Image:
        size = round(4 * self._unit)
        shape = Image.new("L", (4 * size, 4 * size))
        ImageDraw.Draw(shape).ellipse((0, 0, 4 * size - 1, 4 * size - 1), 255)
        disc = Image.new("RGB", (size, size), _colour(self._dice[20] / 256, 0.35, 1.0))
        disc.putalpha(shape.resize((size, size)))
        return disc

    def _disc_at(self, index: int) -> tuple[int, int]:
        clip = self._clip
        way = index / max(1, clip.frames - self._first - 1)
        lift = math.sin(way * math.pi) * clip.height * 0.05
        low = self._captions.strip_top - self._disc_room - round(self._unit)
        return round(way * (clip.width - self._disc_room)), round(low - lift)


def _colour(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)
