"""Render a clip: H.264 in MP4, a WebP still, a WebP sheet of stills. A pure function of the clip, but for the file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import av.logging
from av.video.frame import PictureType
from av.video.plane import VideoPlane
from av.video.reformatter import VideoReformatter
from PIL import Image

from .clip import FRAMES_PER_SECOND, Clip
from .scene import Scene

__all__ = ["render"]

_SHEET_COLUMNS, _SHEET_ROWS = 4, 3


def render(clip: Clip, variant: str, target: Path) -> None:
    """Write a variant of the clip to a file, whatever its suffix.

    The video is H.264 with yuv420p, 12 frames a second, exactly of the clip's size and length, its index in front. The
    thumbnail is a frame of half width and height, the spritesheet twelve frames of a quarter in four columns.
    """
    scene = Scene(clip)
    if variant == "video":
        _write_video(scene, clip, target)
    elif variant == "thumbnail":
        frame = scene.frame(clip.frames // 2)
        frame.resize((clip.width // 2, clip.height // 2)).save(target, "WEBP", quality=80)
    elif variant == "spritesheet":
        _sheet(scene, clip).save(target, "WEBP", quality=70, method=2)
    else:
        message = f"variant: found {variant!r}; allowed: video, thumbnail, spritesheet"
        raise ValueError(message)


def _write_video(scene: Scene, clip: Clip, target: Path) -> None:
    av.logging.set_level(None)
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream(
            "libx264",
            rate=FRAMES_PER_SECOND,
            # no B-frames: presentation begins at zero without an edit list
            options={"preset": "superfast", "crf": "25", "bf": "0", "threads": "1"},
        )
        stream.width, stream.height, stream.pix_fmt = clip.width, clip.height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, FRAMES_PER_SECOND)
        stream.codec_context.gop_size = FRAMES_PER_SECOND * 2
        film = _Film(scene)
        for index in range(clip.frames):
            frame = film.frame(index)
            frame.pts, frame.time_base, frame.pict_type = index, stream.codec_context.time_base, PictureType.NONE
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


class _Film:
    """A scene's frames for the encoder.

    Converting to yuv420p costs more than encoding, so each still is converted once, and for a frame only what moves.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._converted: dict[int, list[bytes]] = {}
        self._converters: dict[tuple[int, int], VideoReformatter] = {}  # one prepared for each size of picture

    def frame(self, index: int) -> av.VideoFrame:
        still = self._scene.still(index)
        if id(still) not in self._converted:
            self._converted[id(still)] = [bytes(plane) for plane in self._yuv(still).planes]
        frame = av.VideoFrame(still.width, still.height, "yuv420p")
        for plane, data in zip(frame.planes, self._converted[id(still)], strict=True):
            plane.update(data)
        for left, top, patch in self._scene.moving(index):
            for number, (plane, source) in enumerate(zip(frame.planes, self._yuv(patch).planes, strict=True)):
                half = 1 if number else 0
                _lay(plane, source, left >> half, top >> half)
        return frame

    def _yuv(self, picture: Image.Image) -> av.VideoFrame:
        converter = self._converters.setdefault(picture.size, VideoReformatter())
        frame: av.VideoFrame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
        return converter.reformat(frame, format="yuv420p")


def _lay(plane: VideoPlane, source: VideoPlane, left: int, top: int) -> None:
    target, data = memoryview(plane), memoryview(source)
    for row in range(source.height):
        start, origin = (top + row) * plane.line_size + left, row * source.line_size
        target[start : start + source.width] = data[origin : origin + source.width]


def _sheet(scene: Scene, clip: Clip) -> Image.Image:
    width, height = clip.width // _SHEET_COLUMNS, clip.height // _SHEET_COLUMNS
    sheet = Image.new("RGB", (width * _SHEET_COLUMNS, height * _SHEET_ROWS))
    tiles = _SHEET_COLUMNS * _SHEET_ROWS
    for tile in range(tiles):
        frame = scene.frame(tile * clip.frames // tiles).resize((width, height))
        sheet.paste(frame, (tile % _SHEET_COLUMNS * width, tile // _SHEET_COLUMNS * height))
    return sheet
