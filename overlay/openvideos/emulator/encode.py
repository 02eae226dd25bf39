"""Frames -> the emulator's form of a video: H.264 with yuv420p, 12 frames a second, its index in front."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import av.logging
from av.video.frame import PictureType
from av.video.plane import VideoPlane

from .clip import FRAMES_PER_SECOND

__all__ = ["copy", "write_video"]


def write_video(target: Path, width: int, height: int, frames: Iterable[av.VideoFrame]) -> None:
    """Write yuv420p frames of a width and height in pixels to a file, whatever its suffix."""
    av.logging.set_level(None)
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream(
            "libx264",
            rate=FRAMES_PER_SECOND,
            # no B-frames: presentation begins at zero without an edit list
            options={"preset": "superfast", "crf": "25", "bf": "0", "threads": "1"},
        )
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, FRAMES_PER_SECOND)
        stream.codec_context.gop_size = FRAMES_PER_SECOND * 2
        for index, frame in enumerate(frames):
            frame.pts, frame.time_base, frame.pict_type = index, stream.codec_context.time_base, PictureType.NONE
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


Place = tuple[int, int]


def copy(target: VideoPlane, source: VideoPlane, *, at: Place = (0, 0), start: Place = (0, 0)) -> None:
    """Lay a plane over another: left and top of where it goes, and of where in it what is laid begins."""
    into, data = memoryview(target), memoryview(source)
    width = min(source.width - start[0], target.width - at[0])
    for row in range(min(source.height - start[1], target.height - at[1])):
        place = (at[1] + row) * target.line_size + at[0]
        origin = (start[1] + row) * source.line_size + start[0]
        into[place : place + width] = data[origin : origin + width]
