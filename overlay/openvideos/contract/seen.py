"""What was seen of jobs, to compare the next look with."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

__all__ = ["Seen"]

_KEPT = ("status", "progress", "expires_at")


class Seen:
    """The last look at each of the last `most` jobs, by server and id: status, progress and expires_at alone.

    A look is compared with what was seen before its request went out: answers may overtake each other.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._looks: dict[tuple[str, str], dict[str, Any]] = {}
        self._lock = Lock()

    def before(self, origin: str, video_id: Any) -> Mapping[str, Any] | None:
        """The last look at a job; None if there was none."""
        return self._looks.get((origin, video_id)) if isinstance(video_id, str) else None

    def previous(self, operation: str, origin: str, asked: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """What the answer to a request is to be compared with: of an operation that looks at a job, the look before."""
        return self.before(origin, asked.get("video_id")) if operation == "retrieve" else None

    def note_body(self, origin: str, body: Any) -> None:
        """The same of a body, decoded or not."""
        if isinstance(body, bytes):
            from .decode import NotJSONError, decode_json

            try:
                body = decode_json(body)
            except NotJSONError:
                return
        self.note(origin, body)

    def note(self, origin: str, data: Any) -> None:
        """Remember a job, or each job of a page, that a server answered with."""
        if not isinstance(data, Mapping):
            return
        if isinstance(data.get("id"), str) and isinstance(data.get("status"), str):
            look = {name: data.get(name) for name in _KEPT}
            with self._lock:
                # the oldest look is the first: one that is taken again goes to the end
                self._looks.pop((origin, data["id"]), None)
                self._looks[origin, data["id"]] = look
                if len(self._looks) > self._most:
                    del self._looks[next(iter(self._looks))]
        elif isinstance(data.get("data"), list):
            for item in data["data"]:
                if isinstance(item, Mapping) and "data" not in item:
                    self.note(origin, item)
