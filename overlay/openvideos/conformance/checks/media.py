"""What the media of an answer really are: an MP4 or a WebP, decoded within bounds by PyAV and Pillow."""

from __future__ import annotations

import functools
import io
import itertools
import struct
import warnings
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import attrs

from openvideos.conformance.answer import Answer
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show_text
from openvideos.extras import wanting

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

__all__ = ["ImageFacts", "VideoFacts", "difference", "image_facts", "sample_video", "video_facts"]

_PACKETS = 50_000
_DECODED = 300  # frames from the beginning, and as many at the end
_EACH = 3  # of the decoded frames, one in so many is kept as a picture
_PIXELS = 8192 * 4608
_SIDE = 16  # pixels of a picture that stands for a frame
_BOXES = 10_000
_AN_MP4 = "an MP4 file with a video that can be decoded"
_A_WEBP = "a WebP picture that can be decoded"


@attrs.frozen(kw_only=True)
class VideoFacts:
    """What an MP4 is.

    `width` and `height` are pixels of the picture as it is shown. `seconds` is from the first frame's beginning to the
    last one's end, `declared` what its index says, None for one in fragments, where it needn't. `index_first` says that
    a player can begin before it has the whole file. `pictures` are some of the frames in their order, the first and the
    last among them, each as 16x16 pixels of RGB.
    """

    width: int
    height: int
    codec: str
    pixel_format: str
    frames: int
    seconds: float
    declared: float | None
    index_first: bool
    pictures: tuple[bytes, ...] = attrs.field(repr=False)

    @property
    def size(self) -> str:
        """Width and height as the API writes them."""
        return f"{self.width}x{self.height}"


@attrs.frozen(kw_only=True)
class ImageFacts:
    """What a WebP is: pixels, and the picture as 16x16 pixels of RGB."""

    width: int
    height: int
    picture: bytes = attrs.field(repr=False)


_VIDEOS: WeakKeyDictionary[Answer, VideoFacts] = WeakKeyDictionary()
_IMAGES: WeakKeyDictionary[Answer, ImageFacts] = WeakKeyDictionary()


def video_facts(answer: Answer) -> VideoFacts:
    """What the MP4 in an answer is. Raises Failed where it is none, or a broken one, and Skipped without PyAV."""
    if answer not in _VIDEOS:
        try:
            import av  # noqa: F401
        except ImportError:
            raise Skipped(wanting("looking into videos", "av")) from None
        try:
            _VIDEOS[answer] = _read_video(answer.body)
        except _BrokenError as error:
            raise Failed(_AN_MP4, _found(answer, str(error)), answer) from None
        except Exception as error:  # noqa: BLE001  decoders raise nearly anything for a broken file
            raise Failed(_AN_MP4, _found(answer, type(error).__name__), answer) from None
    return _VIDEOS[answer]


def image_facts(answer: Answer) -> ImageFacts:
    """What the WebP in an answer is. Raises Failed where it is none, or a broken one, and Skipped without Pillow."""
    if answer not in _IMAGES:
        try:
            import PIL  # noqa: F401
        except ImportError:
            raise Skipped(wanting("looking into pictures", "pillow")) from None
        try:
            _IMAGES[answer] = _read_image(answer.body)
        except _BrokenError as error:
            raise Failed(_A_WEBP, _found(answer, str(error)), answer) from None
        except Exception as error:  # noqa: BLE001  as above
            raise Failed(_A_WEBP, _found(answer, type(error).__name__), answer) from None
    return _IMAGES[answer]


def difference(one: bytes, other: bytes) -> float:
    """By how much two pictures differ, from 0 for the same to 255 for black and white."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


@functools.cache
def sample_video(*, width: int = 720, height: int = 1280, seconds: int = 2) -> bytes:
    """An MP4 to send: a bright square that crosses a dark picture. Raises Skipped without PyAV."""
    try:
        import av
    except ImportError:
        raise Skipped(wanting("making a video to send", "av")) from None
    av.logging.set_level(None)
    rate, file = 12, io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for index in range(seconds * rate):
            frame = av.VideoFrame(width, height, "yuv420p")
            luma, *chroma = (bytearray(level.to_bytes() * plane.buffer_size) for level, plane in _levels(frame))
            side = min(width, height) // 4
            left = index * (width - side) // (seconds * rate)
            for row in range(height // 3, height // 3 + side):
                start = row * frame.planes[0].line_size + left
                luma[start : start + side] = b"\xd0" * side
            for plane, data in zip(frame.planes, (luma, *chroma), strict=True):
                plane.update(bytes(data))
            frame.pts, frame.time_base = index, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return file.getvalue()


class _BrokenError(Exception):
    """What is wrong with a file, in words."""


def _found(answer: Answer, reason: str) -> str:
    return f"{len(answer.body)} bytes of {show_text(answer.media_type)}: {reason}"


def _levels(frame: Any) -> Iterator[tuple[int, Any]]:
    return zip((0x30, 0x90, 0x70), frame.planes, strict=True)


def _read_video(body: bytes) -> VideoFacts:
    import av
    import av.logging

    av.logging.set_level(None)
    boxes = _walk_boxes(body)
    options = {"enable_drefs": "0", "max_streams": "32", "max_pixels": str(_PIXELS)}
    with av.open(io.BytesIO(body), "r", format="mov", options=options) as container:
        if not container.streams.video:
            message = "it has no video track"
            raise _BrokenError(message)
        stream = container.streams.video[0]
        frames, seconds, pictures, shown = _read_frames(container, stream)
        return VideoFacts(
            width=shown[0],
            height=shown[1],
            codec=stream.codec_context.codec.canonical_name,
            pixel_format=str(stream.codec_context.pix_fmt),
            frames=frames,
            seconds=seconds,
            declared=None if b"moof" in boxes else _declared(body[boxes[b"moov"] :]),
            index_first=boxes[b"moov"] < boxes.get(b"mdat", len(body)),
            pictures=tuple(pictures),
        )


def _read_frames(container: InputContainer, stream: VideoStream) -> tuple[int, float, list[bytes], tuple[int, int]]:
    """How many frames there are, how long they last, some of them as pictures, and the size in which they are shown."""
    times: list[tuple[int, int]] = []
    seen = _Seen()
    for packet in container.demux(stream):
        if packet.pts is not None and packet.size:
            times.append((packet.pts, packet.duration or 0))
        if len(times) > _PACKETS:
            message = f"it has more than {_PACKETS} frames"
            raise _BrokenError(message)
        if seen.frames < _DECODED:
            for frame in packet.decode():
                seen.add(frame)
    if len(times) > seen.frames > 0:
        container.seek(max(times)[0], stream=stream)
        for frame in itertools.islice(container.decode(stream), _DECODED):
            seen.add(frame)
    if seen.last is None:
        message = "it has no frame"
        raise _BrokenError(message)
    times.sort()
    usual = times[1][0] - times[0][0] if len(times) > 1 else 0
    end = times[-1][0] + (times[-1][1] or usual)
    seconds = float((end - times[0][0]) * (stream.time_base or Fraction(1)))
    return len(times), seconds, [*seen.pictures, _picture(seen.last)], seen.shown


class _Seen:
    """What is kept of frames that were decoded; `shown` is the size in which each is shown."""

    def __init__(self) -> None:
        self.frames = 0
        self.shown = (0, 0)
        self.pictures: list[bytes] = []
        self.last: Any = None

    def add(self, frame: Any) -> None:
        """Look at the next frame. Raises _BrokenError."""
        shown = (frame.height, frame.width) if round(frame.rotation / 90) % 2 else (frame.width, frame.height)
        if frame.is_corrupt:
            message = f"its frame {self.frames} is broken"
            raise _BrokenError(message)
        if self.last is not None and shown != self.shown:
            message = f"its frame {self.frames} is of another size than those before"
            raise _BrokenError(message)
        if self.frames % _EACH == 0:
            self.pictures.append(_picture(frame))
        self.frames += 1
        self.shown, self.last = shown, frame


def _picture(frame: Any) -> bytes:
    plane = frame.reformat(_SIDE, _SIDE, "rgb24").planes[0]
    data = bytes(plane)
    return b"".join(data[row * plane.line_size :][: 3 * _SIDE] for row in range(_SIDE))


def _walk_boxes(body: bytes) -> dict[bytes, int]:
    """Where the outermost boxes of a file begin, the first of each kind; refuses one where they are not all there.

    As ISO/IEC 14496-12 has them (section 4.2): four bytes of size, four of kind.
    """
    place = 0
    found: dict[bytes, int] = {}
    for _ in range(_BOXES):
        if place >= len(body):
            break
        head = body[place : place + 16]
        size, kind = struct.unpack(">I4s", head[:8]) if len(head) >= 8 else (-1, b"")
        if size == 1 and len(head) == 16:
            (size,) = struct.unpack(">Q", head[8:])
        elif size == 0:  # the last one: to the end of the file
            size = len(body) - place
        if not found and kind not in {b"ftyp", b"styp", b"moov", b"free", b"skip", b"wide", b"mdat"}:
            message = "it doesn't begin as an MP4 does"
            raise _BrokenError(message)
        if size < 8 or place + size > len(body):
            message = f"it ends after {len(body)} bytes, and says that it goes on"
            raise _BrokenError(message)
        found.setdefault(kind, place)
        place += size
    if b"moov" not in found:
        message = "it has no index (moov)"
        raise _BrokenError(message)
    return found


def _declared(index: bytes) -> float | None:
    """How many seconds an index says that there are (ISO/IEC 14496-12, section 8.2.2)."""
    head = index[index.find(b"mvhd") + 4 :][:32]
    if b"mvhd" not in index or len(head) < 32:
        return None
    scale, duration = struct.unpack(">IQ", head[20:32]) if head[0] else struct.unpack(">II", head[12:20])
    return duration / scale if scale else None


def _read_image(body: bytes) -> ImageFacts:
    from PIL import Image

    if body[:4] != b"RIFF" or body[8:12] != b"WEBP":
        message = "it doesn't begin as a WebP does"
        raise _BrokenError(message)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # of a picture that is too large
        with Image.open(io.BytesIO(body), formats=("WEBP",)) as image:
            if image.width * image.height > _PIXELS:
                message = f"it has {image.width}x{image.height} pixels"
                raise _BrokenError(message)
            small = image.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX)
            return ImageFacts(width=image.width, height=image.height, picture=small.tobytes())
