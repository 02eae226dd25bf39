"""What is known of the jobs on a server while it is fuzzed: which there are, which are gone, and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from openvideos.conformance.jobs import ENDS
from openvideos.contract.seen import Seen

__all__ = ["World", "shown_in"]


class World:
    """The jobs of a server.

    `made` has those that were made here and not deleted since, each as it was accepted, and the operation that made
    it; `gone` those that were deleted here, `others` those that were seen and that somebody else made.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.made: dict[str, tuple[str, Mapping[str, Any]]] = {}
        self.gone: dict[str, None] = {}
        self.others: dict[str, None] = dict.fromkeys(known)
        self.characters: dict[str, None] = {}
        self._looks = Seen()

    @property
    def ids(self) -> list[str]:
        """Ids of jobs that there are, as far as is known."""
        return [*self.others, *self.made]

    def before(self, video_id: Any) -> Mapping[str, Any] | None:
        """The last look at a job: its status and its progress."""
        return self._looks.before("", video_id)

    def has_ended(self, video_id: Any) -> bool:
        """Whether a job was seen to have ended."""
        look = self.before(video_id)
        return look is not None and look["status"] in ENDS

    def has_completed(self, video_id: Any) -> bool:
        """Whether a job was seen to have a video."""
        look = self.before(video_id)
        return look is not None and look["status"] == "completed"

    def shortest(self) -> str | None:
        """The job that was made here and costs a server least to render."""
        pixels = {id_: _pixels(job) for id_, (_, job) in self.made.items()}
        return min(pixels, key=lambda each: pixels[each]) if pixels else None

    def note_made(self, operation: str, job: Mapping[str, Any]) -> None:
        """A job was accepted."""
        if isinstance(job.get("id"), str) and job["id"] not in self.others:
            self.gone.pop(job["id"], None)
            self.made[job["id"]] = (operation, job)

    def note_deleted(self, video_id: str) -> None:
        """A job was deleted."""
        self.made.pop(video_id, None)
        self.others.pop(video_id, None)
        self.gone[video_id] = None

    def note_shown(self, data: Any) -> None:
        """An answer showed a job, or a page of them."""
        for job in shown_in(data):
            self._looks.note("", job)
            if job["id"] not in self.made and job["id"] not in self.gone:
                self.others[job["id"]] = None


def shown_in(data: Any) -> list[Mapping[str, Any]]:
    """The jobs that an answer is, or lists."""
    listed = data.get("data") if isinstance(data, Mapping) else None
    found = [data, *(listed if isinstance(listed, list) else ())]
    return [
        each
        for each in found
        if isinstance(each, Mapping) and each.get("object") == "video" and isinstance(each.get("id"), str)
    ]


def _pixels(job: Mapping[str, Any]) -> float:
    width, _, height = str(job.get("size")).partition("x")
    try:
        return float(job["seconds"]) * float(width) * float(height)
    except (KeyError, TypeError, ValueError):
        return float("inf")
