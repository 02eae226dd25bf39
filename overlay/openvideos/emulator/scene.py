"""What a clip shows: a background drawn from its prompt, its words, and a few things that move."""

from __future__ import annotations

import colorsys
import hashlib
import math

from PIL import Image, ImageDraw, ImageOps

from .clip import FRAMES_PER_SECOND, Clip
from .text import escape, font, wrap

__all__ = ["Scene"]

_REFERENCE_FRAMES = FRAMES_PER_SECOND // 2
_LONGEST_TEXT = 4000  # characters looked at; a panel holds fewer
_PANEL_LINES = 7
_WHITE = (255, 255, 255)
_PALE = (214, 220, 228)
_INK = (16, 20, 28)

Colour = tuple[int, int, int]


class Scene:
    """The frames of one clip.

    All that stands still is drawn once. A frame is a copy of it with the moving parts: a disc that crosses the sky, a
    bar that fills, a timecode. A reference is the whole picture for the first half second, and a small one afterwards.
    """

    def __init__(self, clip: Clip) -> None:
        self._clip = clip
        self._unit = min(clip.width, clip.height) / 36  # every length is a multiple, so that all sizes look alike
        self._margin = round(1.5 * self._unit)
        self._dice = hashlib.sha256(clip.prompt.encode("utf-8", "replace")).digest()
        self._strip_top = (clip.height - round(4.2 * self._unit)) & ~1
        self._opening = self._reference()
        self._background = self._landscape()
        self._draw_words(self._background)
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
        patches = [(0, self._strip_top, self._strip(index))]
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
        width = clip.width - 2 * self._margin
        self._draw_panel(
            picture,
            [("input_reference (not fetched)", 1.5, 700, _WHITE, 1), (clip.reference_label, 1.2, 400, _PALE, 6)],
            top=clip.height // 3,
            width=width,
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

    def _draw_words(self, picture: Image.Image) -> None:
        clip = self._clip
        width = clip.width - 2 * self._margin
        top = self._margin
        if self._opening is not None:
            inset = ImageOps.contain(self._opening, (round(9 * self._unit), round(9 * self._unit)))
            inset = ImageOps.expand(inset, max(2, round(self._unit / 8)), _WHITE)
            picture.paste(inset, (clip.width - self._margin - inset.width, top))
            width -= inset.width + self._margin
        self._draw_panel(
            picture,
            [
                ("openvideos emulator", 1.1, 700, _PALE, 1),
                (clip.prompt, 1.9, 400, _WHITE, _PANEL_LINES),
                (clip.id, 1.1, 400, _PALE, 2),
                (f"{clip.model}   {clip.width}x{clip.height}   {clip.seconds} s", 1.1, 400, _PALE, 2),
            ],
            top=top,
            width=width,
        )

    def _draw_panel(
        self, picture: Image.Image, texts: list[tuple[str, float, int, Colour, int]], *, top: int, width: int
    ) -> None:
        """Write texts (text, height in units, weight, colour, lines at most) under one another on a dark panel."""
        padding = round(0.9 * self._unit)
        rows = []
        height = padding
        for text, units, weight, colour, lines in texts:
            face = font(round(units * self._unit), weight=weight)
            words = "\n".join(escape(line) for line in text[:_LONGEST_TEXT].split("\n"))
            for line in wrap(words, width=width - 2 * padding, lines=lines, measure=face.getlength):
                rows.append((height, line, face, colour))
                height += round(1.35 * units * self._unit)
            height += round(0.3 * self._unit)
        left, bottom = self._margin, top + height + padding
        panel = picture.crop((left, top, left + width, bottom))
        panel = Image.blend(panel, Image.new("RGB", panel.size, _INK), 0.66)
        draw = ImageDraw.Draw(panel)
        for down, line, face, colour in rows:
            draw.text((padding, down), line, colour, face)
        picture.paste(panel, (left, top))

    def _draw_disc(self) -> Image.Image:
        size = round(4 * self._unit)
        shape = Image.new("L", (4 * size, 4 * size))
        ImageDraw.Draw(shape).ellipse((0, 0, 4 * size - 1, 4 * size - 1), 255)
        disc = Image.new("RGB", (size, size), _colour(self._dice[20] / 256, 0.35, 1.0))
        disc.putalpha(shape.resize((size, size)))
        return disc

    def _disc_at(self, index: int) -> tuple[int, int]:
        clip = self._clip
        way = index / max(1, clip.frames - 1)
        lift = math.sin(way * math.pi) * clip.height * 0.05
        low = self._strip_top - self._disc_room - round(self._unit)
        return round(way * (clip.width - self._disc_room)), round(low - lift)

    def _strip(self, index: int) -> Image.Image:
        clip, unit = self._clip, self._unit
        strip = Image.new("RGB", (clip.width, clip.height - self._strip_top), _INK)
        draw = ImageDraw.Draw(strip)
        draw.rectangle((0, 0, clip.width * (index + 1) // clip.frames - 1, round(0.5 * unit)), _WHITE)
        line = round(1.1 * unit)
        draw.text((self._margin, line), _timecode(index), _WHITE, font(round(2 * unit), weight=700))
        counter = f"{index + 1} / {clip.frames}"
        face = font(round(1.3 * unit))
        left = clip.width - self._margin - face.getlength(counter)
        draw.text((left, line + round(0.6 * unit)), counter, _PALE, face)
        return strip


def _timecode(index: int) -> str:
    seconds, frame = divmod(index, FRAMES_PER_SECOND)
    return f"{seconds // 60:02d}:{seconds % 60:02d}.{frame * 1000 // FRAMES_PER_SECOND:03d}"


def _colour(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)
