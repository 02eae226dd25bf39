"""A video of the emulator's form as the source of another: its frames, one after another."""

from __future__ import annotations

from collections.abc import Iterator

import av
from PIL import Image

__all__ = ["Footage", "still_of"]


class Footage:
    """The frames of a file, yuv420p; they are asked for with rising indices, and the last one stands for all behind."""

    def __init__(self, path: str) -> None:
        self._frames = _decoded(path)
        self._index = -1
        self._frame: av.VideoFrame | None = None

    def frame(self, index: int) -> av.VideoFrame:
        """The frame of an index, or the last there is."""
        while self._index < index and (following := next(self._frames, None)) is not None:
            self._frame = following
            self._index += 1
        assert self._frame is not None  # noqa: S101 - what this package wrote has a frame
        return self._frame


def still_of(path: str) -> Image.Image:
    """A picture from the middle of a file, RGB: its beginning may be a fade."""
    with av.open(path, format="mov") as container:
        container.seek((container.duration or 0) // 2)  # to the key frame before it
        frame = next(container.decode(video=0))
        picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return picture


def _decoded(path: str) -> Iterator[av.VideoFrame]:
    with av.open(path, format="mov") as container:
        container.streams.video[0].codec_context.thread_count = 1
        yield from container.decode(video=0)
