"""Pictures of any shape, standing, lying or turned, as frames of one size."""

from __future__ import annotations

import math

import av
from av.video.reformatter import ColorRange, VideoReformatter
from PIL import Image

from .encode import copy

__all__ = ["Cover", "shown_sides"]

_TURNS = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)


def shown_sides(frame: av.VideoFrame, pixel: float) -> tuple[float, float]:
    """Width and height of a picture as it is shown, when a pixel is so many times as wide as it is high."""
    width, height = frame.width * pixel, float(frame.height)
    return (height, width) if _quarter_turns(frame) % 2 else (width, height)


class Cover:
    """Turns frames upright and scales them so that they cover a width and height; what is beyond is cut off."""

    def __init__(self, width: int, height: int, pixel: float) -> None:
        self._size = width, height
        self._pixel = pixel
        self._converter = VideoReformatter()
        self._last: tuple[av.VideoFrame, av.VideoFrame] | None = None

    def frame(self, frame: av.VideoFrame) -> av.VideoFrame:
        """A frame of the size, yuv420p; the same for one that is asked for again."""
        if self._last is None or self._last[0] is not frame:
            self._last = frame, self._covering(frame)
        return self._last[1]

    def _covering(self, frame: av.VideoFrame) -> av.VideoFrame:
        turns = _quarter_turns(frame)
        width, height = self._size[::-1] if turns % 2 else self._size
        shown = shown_sides(frame, self._pixel)[:: -1 if turns % 2 else 1]  # lying as the frame does
        scale = max(width / shown[0], height / shown[1])
        wide, high = (
            max(most, math.ceil(side * scale / 2) * 2) for side, most in zip(shown, (width, height), strict=True)
        )
        scaled = self._converter.reformat(frame, wide, high, "yuv420p", dst_color_range=ColorRange.MPEG)
        left, top = (wide - width) // 4 * 2, (high - height) // 4 * 2
        result = av.VideoFrame(width, height, "yuv420p")
        for number, (plane, source) in enumerate(zip(result.planes, scaled.planes, strict=True)):
            half = 1 if number else 0
            copy(plane, source, start=(left >> half, top >> half))
        turn = _TURNS[turns]
        return result if turn is None else _turned(result, turn, self._size)


def _turned(frame: av.VideoFrame, turn: Image.Transpose, size: tuple[int, int]) -> av.VideoFrame:
    result = av.VideoFrame(*size, "yuv420p")
    for plane, source in zip(result.planes, frame.planes, strict=True):
        picture = Image.frombuffer("L", (source.width, source.height), bytes(source), "raw", "L", source.line_size, 1)
        data, into = memoryview(picture.transpose(turn).tobytes()), memoryview(plane)
        for row in range(plane.height):
            into[row * plane.line_size :][: plane.width] = data[row * plane.width :][: plane.width]
    return result


def _quarter_turns(frame: av.VideoFrame) -> int:
    """How often a picture has to be turned by 90 degrees, counter-clockwise, to be shown."""
    return round(frame.rotation / 90) % 4
