"""Words and small pictures over a clip: what it is made from, and where in it one is."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageOps

from .clip import FRAMES_PER_SECOND, Clip
from .text import escape, font, wrap

__all__ = ["INK", "PALE", "WHITE", "Box", "Captions", "Colour", "Inset"]

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
Inset = tuple[Image.Image, str | None]
Text = tuple[str, float, int, Colour, int]

WHITE: Colour = (255, 255, 255)
PALE: Colour = (214, 220, 228)
INK: Colour = (16, 20, 28)
_LONGEST_TEXT = 4000  # characters looked at; a panel holds fewer
_PANEL_LINES = 7
_INSET = 9.0
_NAME = 1.1
_MADE = {"remix": "remix of", "edit": "edit of", "extension": "extension of"}


class Captions:
    """The captions of one clip.

    Every length is a multiple of `unit`, so that all sizes look alike. `strip_top` is where the strip at the foot
    begins, in pixels.
    """

    def __init__(self, clip: Clip) -> None:
        self._clip = clip
        self.unit = min(clip.width, clip.height) / 36
        self.margin = round(1.5 * self.unit)
        self.strip_top = (clip.height - round(4.2 * self.unit)) & ~1

    def draw(self, picture: Image.Image, insets: Sequence[Inset]) -> list[Box]:
        """Draw insets with their names down the right side, then the words; answers with the boxes in that order."""
        clip = self._clip
        width = clip.width - 2 * self.margin
        boxes = [self._draw_inset(picture, inset, place, len(insets)) for place, inset in enumerate(insets)]
        if boxes:
            width -= max(right - left for left, _, right, _ in boxes) + self.margin
        texts: list[Text] = [
            ("openvideos emulator", 1.1, 700, PALE, 1),
            (clip.prompt, 1.9, 400, WHITE, _PANEL_LINES),
            (clip.id, 1.1, 400, PALE, 2),
            (f"{clip.model}   {clip.width}x{clip.height}   {clip.seconds} s", 1.1, 400, PALE, 2),
        ]
        if clip.kind in _MADE:
            texts.insert(2, (f"{_MADE[clip.kind]} {clip.source_id or 'an upload'}", 1.1, 700, WHITE, 2))
        return [*boxes, self.draw_panel(picture, texts, top=self.margin, width=width)]

    def draw_panel(self, picture: Image.Image, texts: Sequence[Text], *, top: int, width: int) -> Box:
        """Write texts (text, height in units, weight, colour, lines at most) under one another on a dark panel."""
        padding = round(0.9 * self.unit)
        rows = []
        height = padding
        for text, units, weight, colour, lines in texts:
            face = font(round(units * self.unit), weight=weight)
            words = "\n".join(escape(line) for line in text[:_LONGEST_TEXT].split("\n"))
            for line in wrap(words, width=width - 2 * padding, lines=lines, measure=face.getlength):
                rows.append((height, line, face, colour))
                height += round(1.35 * units * self.unit)
            height += round(0.3 * self.unit)
        box = (self.margin, top, self.margin + width, top + height + padding)
        panel = picture.crop(box)
        panel = Image.blend(panel, Image.new("RGB", panel.size, INK), 0.66)
        draw = ImageDraw.Draw(panel)
        for down, line, face, colour in rows:
            draw.text((padding, down), line, colour, face)
        picture.paste(panel, box[:2])
        return box

    def strip(self, index: int) -> Image.Image:
        """The strip at the foot of a frame: a bar that fills, the time at which the frame begins, and its number."""
        clip, unit = self._clip, self.unit
        strip = Image.new("RGB", (clip.width, clip.height - self.strip_top), INK)
        draw = ImageDraw.Draw(strip)
        draw.rectangle((0, 0, clip.width * (index + 1) // clip.frames - 1, round(0.5 * unit)), WHITE)
        line = round(1.1 * unit)
        draw.text((self.margin, line), _timecode(index), WHITE, font(round(2 * unit), weight=700))
        counter = f"{index + 1} / {clip.frames}"
        face = font(round(1.3 * unit))
        left = clip.width - self.margin - face.getlength(counter)
        draw.text((left, line + round(0.6 * unit)), counter, PALE, face)
        return strip

    def _draw_inset(self, picture: Image.Image, shown: Inset, place: int, places: int) -> Box:
        """Draw one of several pictures at the right, in a frame of white, and its name under it."""
        image, name = shown
        room = (self.strip_top - 2 * self.margin) // places  # the places share the height
        label = 0 if name is None else round(1.7 * _NAME * self.unit)
        side = round(min(_INSET * self.unit, room - label - self.unit))
        inset = ImageOps.contain(image, (side, side))
        inset = ImageOps.expand(inset, max(2, round(self.unit / 8)), WHITE)
        left, top = self._clip.width - self.margin - inset.width, self.margin + place * room
        picture.paste(inset, (left, top))
        bottom = top + inset.height
        if name is not None:
            face = font(round(_NAME * self.unit), weight=700)
            (text,) = wrap(escape(name), width=inset.width, lines=1, measure=face.getlength)
            draw = ImageDraw.Draw(picture)
            draw.rectangle((left, bottom, left + inset.width - 1, bottom + label - 1), INK)
            draw.text((left + (inset.width - face.getlength(text)) / 2, bottom), text, WHITE, face)
        return left, top, left + inset.width, bottom + label


def _timecode(index: int) -> str:
    seconds, frame = divmod(index, FRAMES_PER_SECOND)
    return f"{seconds // 60:02d}:{seconds % 60:02d}.{frame * 1000 // FRAMES_PER_SECOND:03d}"
