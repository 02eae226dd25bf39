"""What a server has to do with a request: take it, refuse it, or as it likes.

Judged by the bytes that went out, as a server sees them, and not by how they came about. Where servers that are both
right may differ, nothing is wanted: a member or a parameter that the contract doesn't have, null or nothing in the
place of an optional member, the same name twice, a number in other digits, a file that can't be read, a model that a
server may not have, an id that isn't there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import attrs

from openvideos.conformance.answer import Answer
from openvideos.contract import Contract, Violation
from openvideos.contract.document import media_type
from openvideos.contract.exchange import Asked
from openvideos.contract.given import grouped

from .task import Task
from .world import World

__all__ = ["Sent", "is_plain_id", "sent"]

_FORM = "multipart/form-data"
# what a path can have as it is (RFC 3986, 3.3), but for what servers and proxies read dots as
_PLAIN_ID = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_.~:=@+,;!$&'()*-]*")
# segments of other operations' paths, which a server may know before it knows of ids
_NO_IDS = frozenset({"characters", "edits", "extensions"})
_PRINTED = frozenset({"L", "N", "P", "S", "Z"})
_UNSET = frozenset({"", "null", "None", "undefined"})
# of a request, what says nothing of the request itself: how it is written, and whether a server knows the header
_WRITTEN = (".contentType", ".multipart", ".json", ".unicode", ".format", ".data-url")


@attrs.frozen(kw_only=True)
class Sent:
    """A request of an operation: what departs in it from the contract, and what of that a server has to refuse.

    `values` are its members and parameters by name.
    """

    asked: Asked
    answer: Answer
    values: Mapping[str, Any]
    violations: tuple[Violation, ...]
    refusable: tuple[Violation, ...]
    """What nothing can excuse."""

    @property
    def has_plain_headers(self) -> bool:
        """Whether its headers are such that any server lets them through."""
        return all(value.isascii() and value.isprintable() for _, value in self.answer.request_headers)

    def has_to_be_taken(self, world: World, task: Task) -> bool:
        """Whether there is no reason to refuse it."""
        if self.violations or not self.has_plain_headers or self._says_a_type_of_nothing():
            return False
        operation, video_id = self.asked.operation, self.asked.path.get("video_id")
        names = {each.name for each in operation.parameters} | set(Contract.load().members(operation.id))
        if not names.issuperset(self.values) or len({name for name, _ in self.asked.query}) < len(self.asked.query):
            return False
        match operation.id:
            case "create":
                return self._can_be_made(task)
            case "remix" | "edit" | "extend":
                return self._can_be_derived(world)
            case "list":
                after = self.values.get("after")
                return (after is None or after in world.made) and self.values.get("limit") != "0"
            case "retrieve":
                return video_id in world.made
            case "delete":
                return video_id in world.made and world.has_ended(video_id)
            case "get_character":
                return self.asked.path.get("character_id") in world.characters
        return False

    def _can_be_made(self, task: Task) -> bool:
        told = {"size": task.size, "seconds": task.length}
        allowed = {name: value for name, value in told.items() if value is not None}
        return (
            "input_reference" not in self.values
            and is_plain_text(self.values.get("prompt"))
            and self.values.get("model") == task.model
            and all(name not in self.values or self.values[name] == value for name, value in allowed.items())
        )

    def _says_a_type_of_nothing(self) -> bool:
        """Whether it names the media type of a body that isn't there: a server may look for one."""
        has_type = any(name.lower() == "content-type" for name, _ in self.answer.request_headers)
        return has_type and not self.answer.request_body

    def _can_be_derived(self, world: World) -> bool:
        video = self.values.get("video")
        source = self.asked.path.get("video_id", video.get("id") if isinstance(video, Mapping) else None)
        making, _ = world.made.get(str(source), ("", {}))
        return making == "create" and world.has_completed(source) and is_plain_text(self.values.get("prompt"))


def is_plain_id(text: str) -> bool:
    """Whether an id can stand in a path as it is, so that any server finds the operation that is meant."""
    return _PLAIN_ID.fullmatch(text) is not None and text not in _NO_IDS


def is_plain_text(text: Any) -> bool:
    """Whether a prompt has a word in it, and nothing but characters that are printed."""
    return (
        isinstance(text, str)
        and any(each.isalnum() for each in text)
        and all(unicodedata.category(each)[0] in _PRINTED for each in text.replace("\n", " "))
    )


def sent(contract: Contract, asked: Asked, answer: Answer) -> Sent:
    """Read a request, which is in its answer."""
    headers = {name.lower(): value for name, value in answer.request_headers}
    kind, body = headers.get("content-type", ""), answer.request_body or None
    found = contract.check_request(
        asked.operation.id, path=asked.path, query=asked.query, headers=answer.request_headers, body=body
    )
    values = asked.values(kind, body)
    reading = _Reading(contract=contract, asked=asked, kind=kind, values=values)
    refusable = tuple(each for each in found if not reading.excuses(each))
    return Sent(asked=asked, answer=answer, values=values, violations=tuple(found), refusable=refusable)


@attrs.frozen(kw_only=True)
class _Reading:
    """How kindly a request may be read."""

    contract: Contract
    asked: Asked
    kind: str
    values: Mapping[str, Any]

    def excuses(self, each: Violation) -> bool:
        """Whether a server that takes the request all the same may be right."""
        if each.location == "header" or each.code.endswith(_WRITTEN):
            return True
        name = each.field.partition(".")[0]
        if each.location == "query":
            return self._excuses_text(name, grouped(self.asked.query).get(name))
        if each.location != "body" or name not in self.values:
            return False
        value = self.values[name]
        if _is_unset(value) and media_type(self.kind) != _FORM:
            return not self._is_required(name)
        if isinstance(value, Mapping) and any(_is_unset(item) for item in value.values()):
            return self._takes({name: {key: item for key, item in value.items() if not _is_unset(item)}})
        if media_type(self.kind) == _FORM:
            return self._excuses_field(name, value)
        return False

    def _excuses_field(self, name: str, value: Any) -> bool:
        # in the place of a file; twice; left empty
        schemas = self.contract.members(self.asked.operation.id)
        is_file = "oneOf" in schemas.get(name, {}) or schemas.get(name, {}).get("format") == "binary"
        return is_file or isinstance(value, list) or (value == "" and not self._is_required(name))

    def _excuses_text(self, name: str, text: Any) -> bool:
        if not isinstance(text, str) or text in _UNSET:
            return True
        try:
            number = int(float(text.replace("_", "")))
        except (ValueError, OverflowError):
            return False
        return not self.contract.check_request(self.asked.operation.id, query={name: str(number)})

    def _takes(self, members: Mapping[str, Any]) -> bool:
        given = {**self.values, **members}
        return not self.contract.check_request(self.asked.operation.id, content_type="application/json", body=given)

    def _is_required(self, name: str) -> bool:
        rest = {key: value for key, value in self.values.items() if key != name}
        found = self.contract.check_request(self.asked.operation.id, content_type=self.kind or None, body=rest)
        return any(each.code == f"body.{name}.required" for each in found)


def _is_unset(value: Any) -> bool:
    return value is None
