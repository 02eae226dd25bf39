"""Videos of strangers: decoded within bounds, kept in a form of our own. What a file claims to be does not count."""

from __future__ import annotations

import itertools
import math
import struct
from collections import deque
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import av.logging
from av.container import InputContainer
from av.video.stream import VideoStream

from .clip import FRAMES_PER_SECOND, ReadVideo
from .cover import Cover, shown_sides
from .encode import write_video
from .errors import UnreadableVideoError, has_no_room
from .limits import VIDEO_SECONDS

__all__ = ["read_video"]

_PIXELS = 4096 * 2304
_ASPECT = 8
_INPUT_FRAMES = 120 * 240
_INPUT_BOXES = 4 * _INPUT_FRAMES  # outermost ones: a fragment is two
_ALLOWED = "MP4, MOV, MKV or WebM"
_BOXES = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"}
_MATROSKA = b"\x1a\x45\xdf\xa3"
_EPSILON = 1e-6
_MISSING_SECONDS = 0.5  # which a container's idea of its length may be off


def read_video(upload: Path, target: Path, sizes: Iterable[str]) -> ReadVideo:
    """Write an upload to a file as the emulator's form of a video, of whole seconds and in the size that fits it best.

    Raises UnreadableVideoError for what is no video of at most VIDEO_SECONDS, for one that ends before it says, and for
    one that would be too much work; OSError where nothing can be written.
    """
    av.logging.set_level(None)
    try:
        with upload.open("rb") as file:
            container_format = _format(file)
        # what looks for the streams decodes already: it is bounded too
        options = {"enable_drefs": "0", "max_streams": "32", "max_pixels": str(_PIXELS), "threads": "1"}
        with av.open(str(upload), format=container_format, options=options) as container:
            return _read(container, target, list(sizes))
    except UnreadableVideoError:
        raise
    except Exception as error:  # decoders raise nearly anything for a broken file
        if has_no_room(error):
            raise
        message = f"found no readable video; allowed: {_ALLOWED}"
        raise UnreadableVideoError(message) from error


def _format(file: BinaryIO) -> str:
    """The demuxer for a file, by its first bytes: those that would open other files are never asked."""
    head = file.read(12)
    if head.startswith(_MATROSKA):
        _measure_segment(file)
        return "matroska"
    if head[4:8] not in _BOXES:
        message = f"found {'an empty file' if not head else 'no video'}; allowed: {_ALLOWED}"
        raise UnreadableVideoError(message)
    file.seek(0)
    _walk_boxes(file)
    return "mov"


def _walk_boxes(file: BinaryIO) -> None:
    """Refuse a file whose outermost boxes are not all there (ISO/IEC 14496-12, section 4.2), or are very many."""
    end = file.seek(0, 2)
    place, boxes, has_index = 0, 0, False
    while place < end:
        boxes += 1
        if boxes > _INPUT_BOXES:
            message = f"found more than {_INPUT_BOXES} boxes; allowed: {_INPUT_BOXES}"
            raise UnreadableVideoError(message)
        file.seek(place)
        head = file.read(16)
        size, kind = struct.unpack(">I4s", head[:8]) if len(head) >= 8 else (0, b"")
        if size == 1 and len(head) == 16:
            (size,) = struct.unpack(">Q", head[8:])
        elif size == 0 and kind:  # the last one: to the end of the file
            size = end - place
        if size < 8 or place + size > end:
            raise _cut_short()
        has_index = has_index or kind in (b"moov", b"moof")
        place += size
    if not has_index:
        raise _cut_short()


def _measure_segment(file: BinaryIO) -> None:
    """Refuse a file whose segment, the second of its elements, is not all there (RFC 8794, sections 4 to 6)."""
    end, place = file.seek(0, 2), 0
    for _ in range(2):
        file.seek(place)
        head = file.read(12)
        name = 9 - head[0].bit_length() if head else 0  # leading zeros say how long a number is
        width = 9 - head[name].bit_length() if len(head) > name else 9
        if width > 8 or len(head) < name + width:
            return  # the demuxer is to say what is wrong
        most = (1 << 7 * width) - 1
        size = int.from_bytes(head[name : name + width]) & most
        if size == most:  # it was not known when the file was begun
            return
        place += name + width + size
    if place > end:
        raise _cut_short()


def _read(container: InputContainer, target: Path, sizes: list[str]) -> ReadVideo:
    if not container.streams.video:
        message = f"found a file without pictures; allowed: {_ALLOWED}"
        raise UnreadableVideoError(message)
    stream = container.streams.video[0]
    if stream.codec_context.width and stream.codec_context.height:
        _check_picture(stream.codec_context.width, stream.codec_context.height)
    declared = _declared_seconds(container, stream)
    if declared is not None and declared > VIDEO_SECONDS + _MISSING_SECONDS:
        raise _too_long(declared)
    # a stream can change its size on the way: the decoder is bounded too, and each frame is looked at
    stream.codec_context.options = {"max_pixels": str(_PIXELS)}
    stream.codec_context.thread_count = 1
    sampled = _Sampled(container, stream, declared)
    frames = iter(sampled)
    first = next(frames)
    pixel = float(stream.sample_aspect_ratio or 1)
    size = _fitting(*_checked_sides(first, pixel), sizes)
    wide, high = map(int, size.split("x"))
    cover = Cover(wide, high, pixel)
    write_video(target, wide, high, (cover.frame(frame) for frame in itertools.chain([first], frames)))
    return ReadVideo(seconds=sampled.seconds, size=size)


def _check_picture(width: int, height: int) -> None:
    if width < 1 or height < 1:
        message = f"found a video without a size; allowed: {_ALLOWED}"
        raise UnreadableVideoError(message)
    if width * height > _PIXELS or max(width, height) > _ASPECT * min(width, height):
        message = f"found {width}x{height} pixels; allowed: {_PIXELS} in all, sides of at most {_ASPECT} to 1"
        raise UnreadableVideoError(message)


def _declared_seconds(container: InputContainer, stream: VideoStream) -> float | None:
    """The length that is said to be the pictures': a container's may be its sound's."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    if container.duration is None or len(container.streams) > 1:
        return None
    return container.duration / av.time_base


def _checked_sides(frame: av.VideoFrame, pixel: float) -> tuple[float, float]:
    width, height = shown_sides(frame, pixel)
    if max(width, height) > _ASPECT * min(width, height):
        message = f"found sides of {width:.0f} to {height:.0f}; allowed: at most {_ASPECT} to 1"
        raise UnreadableVideoError(message)
    return width, height


def _fitting(width: float, height: float, sizes: list[str]) -> str:
    """Of the sizes that stand or lie as the picture does, the one that is nearest in area."""

    def distance(size: str) -> tuple[bool, float]:
        wide, high = map(int, size.split("x"))
        return (wide > high) != (width > height), abs(math.log(wide * high / (width * height)))

    return min(sizes, key=distance)


class _Sampled:
    """A video's frames at the emulator's rate, for whole seconds; `seconds` is known when they have been given."""

    def __init__(self, container: InputContainer, stream: VideoStream, declared: float | None) -> None:
        self._container, self._stream, self._declared = container, stream, declared
        self.seconds = 0

    def __iter__(self) -> Iterator[av.VideoFrame]:
        given = 0
        held: deque[av.VideoFrame] = deque()  # what may be too much when the length is known
        last: av.VideoFrame | None = None
        begins = 0.0
        for time, frame in self._timed():
            while last is not None and (given + len(held)) / FRAMES_PER_SECOND < time - _EPSILON:
                held.append(last)
                if len(held) > FRAMES_PER_SECOND:
                    yield held.popleft()
                    given += 1
            last, begins = frame, time
        if last is None:
            message = f"found a video without frames; allowed: {_ALLOWED}"
            raise UnreadableVideoError(message)
        self.seconds = max(1, min(VIDEO_SECONDS, round(self._end(begins))))
        for _ in range(self.seconds * FRAMES_PER_SECOND - given):
            yield held.popleft() if held else last

    def _end(self, last: float) -> float:
        """Where a video ends whose last frame begins at a second."""
        end = last + 1 / float(self._stream.average_rate or FRAMES_PER_SECOND)
        if self._declared is not None:
            if end < min(self._declared * 0.9, self._declared - _MISSING_SECONDS):
                raise _cut_short()
            end = min(end, max(last, self._declared))  # where frames are of all lengths, the mean may be too long
        if end > VIDEO_SECONDS + _MISSING_SECONDS:
            raise _too_long(end)
        return end

    def _timed(self) -> Iterator[tuple[float, av.VideoFrame]]:
        start: Fraction | float | None = None
        for number, frame in enumerate(self._container.decode(self._stream)):
            if number > _INPUT_FRAMES:
                message = f"found more than {_INPUT_FRAMES} frames; allowed: {_INPUT_FRAMES}"
                raise UnreadableVideoError(message)
            if frame.is_corrupt:
                raise _cut_short()
            _check_picture(frame.width, frame.height)
            time = frame.time if frame.time is not None else number / FRAMES_PER_SECOND
            start = time if start is None else start
            since = float(time - start)
            if since > VIDEO_SECONDS + _MISSING_SECONDS:
                raise _too_long(since)
            yield max(0.0, since), frame


def _cut_short() -> UnreadableVideoError:
    return UnreadableVideoError("found a video that ends before it says; allowed: a whole one")


def _too_long(seconds: float) -> UnreadableVideoError:
    return UnreadableVideoError(f"found {seconds:.0f} s of video; allowed: at most {VIDEO_SECONDS}")
