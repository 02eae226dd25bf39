"""What a schema can't say, put into requests: files that can be read, ids that there are, keys that nobody used yet."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from openvideos.conformance.checks.variety import data_url, png
from openvideos.contract import Contract

from .task import Task
from .world import World

__all__ = ["READABLE", "UNREADABLE", "Fitting"]

READABLE, UNREADABLE = b"a file that can be read", b"neither a picture nor a video"
"""What stands for a file until it is sent."""
_IDEMPOTENCY = "Idempotency-Key"
_LONGEST_KEY = 255


class Fitting:
    """Fits requests to a server."""

    def __init__(self, task: Task, world: World) -> None:
        self._task = task
        self._world = world
        size = task.size or str(Contract.load().defaults("create")["size"])
        clip = files(__package__).joinpath("clip.mp4").read_bytes()
        self._files = {"video": ("video/mp4", clip), "input_reference": ("image/png", png(size))}
        self._image = data_url(size)
        self._count = 0

    def media_types(self, body: Mapping[str, Any]) -> dict[str, str]:
        """Of a form, the media types of what isn't text: files, and objects in their place."""
        return {
            name: "application/json" if isinstance(value, dict) else self._files[name][0]
            for name, value in body.items()
            if name in self._files and isinstance(value, dict | bytes)
        }

    def body(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Members of a body as they are sent."""
        return {name: self._member(name, value) for name, value in body.items()}

    def path(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters of a path: half of all ids are of what there is, always the same half."""
        found = dict(parameters)
        if "video_id" in found:
            found["video_id"] = self._known(found["video_id"])
        if "character_id" in found:
            found["character_id"] = self._of_ours(found["character_id"], list(self._world.characters), [])
        cheap = self._world.shortest()
        # each job's media may have to be rendered
        if operation == "download_content" and found.get("video_id") in self._world.made and cheap is not None:
            found["video_id"] = cheap
        return found

    def query(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters of a query; of the cursors that nobody knows, which hide what else is asked, half are left out."""
        found = {name: self._known(value) if name == "after" else value for name, value in parameters.items()}
        after = found.get("after")
        if isinstance(after, str) and after not in self._world.ids and _number(after) & 2:
            del found["after"]
        return found

    def headers(self, headers: Mapping[str, Any]) -> dict[str, Any]:
        """Headers: each idempotency key that is one is used once."""
        found = dict(headers)
        for name, value in headers.items():
            if name.lower() == _IDEMPOTENCY.lower() and isinstance(value, str) and 0 < len(value) <= _LONGEST_KEY:
                self._count += 1
                found[name] = f"openvideos-conform-{self._task.seed}-{self._count}"
        return found

    def _member(self, name: str, value: Any) -> Any:
        if name not in self._files:
            return value
        if isinstance(value, dict):
            fitted = dict(value)
            if isinstance(value.get("id"), str):
                fitted["id"] = self._known(value["id"])
            if isinstance(value.get("image_url"), str):
                fitted["image_url"] = self._image
            return fitted
        data = getattr(value, "data", value)
        # the contract's examples have text in the place of a file
        stands_for_one = data == READABLE or (isinstance(data, str) and data.startswith("(the bytes"))
        return self._files[name][1] if stands_for_one else data

    def _known(self, value: Any) -> Any:
        return self._of_ours(value, self._world.ids, list(self._world.gone))

    def _of_ours(self, value: Any, ids: Sequence[str], gone: Sequence[str]) -> Any:
        """One that there is for half of all texts, one that was deleted for an eighth, and always the same; else the
        text."""
        if not isinstance(value, str) or value in ids or value in gone:
            return value
        number = _number(value)
        chosen = ids if number & 1 else gone if number & 7 == 0 else []
        return chosen[number // 8 % len(chosen)] if chosen else value


def _number(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
