"""Thumbnails and spritesheets: WebP pictures, and what they have to do with their video."""

from __future__ import annotations

from openvideos.conformance.answer import Answer
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed
from openvideos.contract.found import show

from .media import difference, image_facts, video_facts
from .playable import LOOKS_LIKE, video

__all__ = ["expect_shape", "expect_shown", "preview"]

_SMALLEST = 16


def preview(server: Server, name: str, variant: str) -> Answer:
    """A preview of a shared job. Raises Failed where it is no WebP picture, or isn't labelled as one."""
    answer = server.media(name, variant)
    if answer.media_type != "image/webp":
        raise Failed("content of the media type image/webp", show(answer.header("content-type")), answer)
    image_facts(answer)
    return answer


def expect_shape(server: Server, name: str) -> None:
    """Raise Failed where a thumbnail is larger than its video, tiny, or of another shape."""
    answer = preview(server, name, "thumbnail")
    still, facts = image_facts(answer), video_facts(video(server, server.completed(name)))
    found = f"{still.width}x{still.height}"
    if still.width > facts.width or still.height > facts.height or min(still.width, still.height) < _SMALLEST:
        raise Failed(f"a still of {_SMALLEST}x{_SMALLEST} to {facts.size} pixels", found, answer)
    if not 0.9 < still.width / still.height * facts.height / facts.width < 1.1:
        raise Failed(f"a still in the shape of {facts.size} pixels", found, answer)


def expect_shown(server: Server, name: str) -> None:
    """Raise Failed where a thumbnail looks like none of the frames of its video."""
    answer, whole = preview(server, name, "thumbnail"), video(server, server.completed(name))
    still = image_facts(answer).picture
    nearest = min(difference(still, each) for each in video_facts(whole).pictures)
    if nearest > LOOKS_LIKE:
        raise Failed("a still that looks like a frame", f"one that differs from each by {nearest:.0f} of 255", answer)
