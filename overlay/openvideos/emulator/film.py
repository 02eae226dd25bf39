"""A clip as frames for the encoder, whatever it is made from."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import av
from av.video.plane import VideoPlane
from av.video.reformatter import VideoReformatter
from PIL import Image, ImageDraw

from .captions import INK, WHITE, Box, Captions
from .clip import FRAMES_PER_SECOND, Clip
from .encode import copy
from .footage import Footage, still_of
from .scene import Scene

__all__ = ["Film", "film"]

_DIVIDER = 4  # pixels


class Film(Protocol):
    """The frames of a clip, yuv420p, asked for with rising indices."""

    def frame(self, index: int) -> av.VideoFrame:
        """The frame of an index, 0 for the first, for whoever asks to change."""


def film(clip: Clip) -> Film:
    """The film of a clip."""
    if clip.source is None:
        return _Drawn(Scene(clip))
    return _Extended(clip, clip.source) if clip.kind == "extension" else _Recoloured(clip, clip.source)


class _Drawn:
    """A scene's frames.

    Converting to yuv420p costs more than encoding, so each still is converted once, and for a frame only what moves.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._patches = _Patches()
        self._converted: dict[int, list[bytes]] = {}

    def frame(self, index: int) -> av.VideoFrame:
        still = self._scene.still(index)
        if id(still) not in self._converted:
            self._converted[id(still)] = [bytes(plane) for plane in self._patches.yuv(still).planes]
        frame = av.VideoFrame(still.width, still.height, "yuv420p")
        for plane, data in zip(frame.planes, self._converted[id(still)], strict=True):
            plane.update(data)
        for left, top, patch in self._scene.moving(index):
            self._patches.lay(frame, left, top, self._patches.yuv(patch))
        return frame


class _Extended:
    """The source's frames as they are, then a scene that opens with the last of them."""

    def __init__(self, clip: Clip, source: str) -> None:
        self._clip = clip
        self._source = Footage(source)
        self._first = clip.source_seconds * FRAMES_PER_SECOND

    def frame(self, index: int) -> av.VideoFrame:
        if index >= self._first:
            return self._new.frame(index - self._first)
        return _copied(self._source.frame(index))

    @functools.cached_property
    def _new(self) -> _Drawn:
        opening: Image.Image = self._source.frame(self._first - 1).to_image()  # type: ignore[no-untyped-call]
        return _Drawn(Scene(self._clip, first=self._first, opening=opening))


class _Recoloured:
    """The source's frames in other colours, which the prompt decides, under captions of its own.

    Of a remix the whole picture is recoloured, of an edit what is right of a line through the middle.
    """

    def __init__(self, clip: Clip, source: str) -> None:
        self._source = Footage(source)
        self._patches = _Patches()
        self._captions = Captions(clip)
        self._tables = _tables(clip.prompt)
        self._start = clip.width // 4 * 2 if clip.kind == "edit" else 0
        canvas = Image.new("RGB", (clip.width, clip.height), INK)
        boxes = self._captions.draw(canvas, [(still_of(path), name) for name, path in clip.characters])
        if self._start:
            line = (self._start, boxes[-1][3], self._start + _DIVIDER, self._captions.strip_top)
            ImageDraw.Draw(canvas).rectangle(line, WHITE)
            boxes.append(line)
        self._words = [(left, top, self._patches.yuv(patch)) for left, top, patch in _even(canvas, boxes)]

    def frame(self, index: int) -> av.VideoFrame:
        frame = _copied(self._source.frame(index))
        for plane, table in zip(frame.planes[1:], self._tables, strict=True):
            _recolour(plane, table, self._start // 2)
        for left, top, patch in self._words:
            self._patches.lay(frame, left, top, patch)
        self._patches.lay(frame, 0, self._captions.strip_top, self._patches.yuv(self._captions.strip(index)))
        return frame


class _Patches:
    """Pictures that are laid over frames; left, top, width and height are even, as chroma planes need it."""

    def __init__(self) -> None:
        self._converters: dict[tuple[int, int], VideoReformatter] = {}  # one prepared for each size of picture

    def yuv(self, picture: Image.Image) -> av.VideoFrame:
        """A picture as a frame."""
        converter = self._converters.setdefault(picture.size, VideoReformatter())
        frame: av.VideoFrame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
        return converter.reformat(frame, format="yuv420p")

    @staticmethod
    def lay(frame: av.VideoFrame, left: int, top: int, patch: av.VideoFrame) -> None:
        """Lay a picture over a frame."""
        for number, (plane, source) in enumerate(zip(frame.planes, patch.planes, strict=True)):
            half = 1 if number else 0
            copy(plane, source, at=(left >> half, top >> half))


def _copied(source: av.VideoFrame) -> av.VideoFrame:
    frame = av.VideoFrame(source.width, source.height, "yuv420p")
    for plane, original in zip(frame.planes, source.planes, strict=True):
        copy(plane, original)
    return frame


def _recolour(plane: VideoPlane, table: bytes, start: int) -> None:
    data = memoryview(plane)
    for row in range(plane.height):
        begin, end = row * plane.line_size + start, row * plane.line_size + plane.width
        data[begin:end] = bytes(data[begin:end]).translate(table)


def _tables(prompt: str) -> tuple[bytes, bytes]:
    """For each of the two chroma planes, what becomes of its 256 values: at least one is turned, and both are moved."""
    dice = hashlib.sha256(prompt.encode("utf-8", "replace")).digest()
    turned = 1 + dice[0] % 3
    moves = [(24 + dice[1 + plane] % 24) * (1 if dice[3 + plane] % 2 else -1) for plane in range(2)]

    def table(turn: int, move: int) -> bytes:
        values = ((255 - value if turn else value) + move for value in range(256))
        return bytes(max(16, min(240, value)) for value in values)

    return table(turned & 1, moves[0]), table(turned & 2, moves[1])


def _even(canvas: Image.Image, boxes: Iterable[Box]) -> Iterator[tuple[int, int, Image.Image]]:
    """The pictures in these boxes, a little larger where that makes them even; left, top and picture."""
    for left, top, right, bottom in boxes:
        box = (left & ~1, top & ~1, min(canvas.width, (right + 1) & ~1), min(canvas.height, (bottom + 1) & ~1))
        yield box[0], box[1], canvas.crop(box)
