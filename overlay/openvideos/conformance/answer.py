"""An answer of the server under test, with the request that it is to: what checks look at, and reports show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from openvideos.contract import Violation
from openvideos.contract.decode import NotJSONError, decode_json
from openvideos.contract.document import media_type
from openvideos.contract.found import show

from .verdict import Failed

__all__ = ["Answer"]

Headers = Sequence[tuple[str, str]]


@attrs.frozen(kw_only=True, eq=False)
class Answer:
    """A request and its answer. No key is in it, but asterisks; `has_key` says that the answer had one.

    `operation` is the contract's, None where the request is that of no operation. `violations` are those of the answer,
    not of the request. `asked_at` is when it was asked for, by time.monotonic(), and `seconds` how long it took. `body`
    is without its Content-Encoding.
    """

    method: str
    url: str
    request_headers: Headers = attrs.field(default=(), repr=False)
    request_body: bytes = attrs.field(default=b"", repr=False)
    operation: str | None = None
    status: int
    headers: Headers = attrs.field(default=(), repr=False)
    body: bytes = attrs.field(default=b"", repr=False)
    asked_at: float = 0.0
    seconds: float = 0.0
    has_key: bool = False
    violations: tuple[Violation, ...] = attrs.field(default=(), repr=False)

    def is_after(self, other: Answer) -> bool:
        """Whether it was asked for when the other was there: else nobody knows which the server gave first."""
        return self.asked_at >= other.asked_at + other.seconds

    def header(self, name: str) -> str | None:
        """The value of a header of the answer, several joined by commas; None where it isn't there."""
        found = [value for each, value in self.headers if each.lower() == name.lower()]
        return ", ".join(found) if found else None

    @property
    def media_type(self) -> str:
        """The media type of the body, without parameters; "" for none."""
        return media_type(self.header("content-type") or "")

    def expect(self, *statuses: int) -> Answer:
        """The answer itself, if it has one of these statuses. Raises Failed."""
        if self.status not in statuses:
            raise Failed(f"status {' or '.join(map(str, statuses))}", f"{self.status} {self.excerpt()}", self)
        return self

    def expect_refusal(self, *statuses: int) -> Answer:
        """The answer itself, if it refuses the request: one of these statuses, or any from 400 to 499."""
        if statuses:
            return self.expect(*statuses)
        if not 400 <= self.status < 500:
            raise Failed("a refusal (status 4XX)", f"{self.status} {self.excerpt()}", self)
        return self

    def json(self) -> Any:
        """What the body says as JSON. Raises Failed."""
        try:
            return decode_json(self.body)
        except NotJSONError as error:
            raise Failed("a body of JSON", f"{self.excerpt()} ({error})", self) from None

    def object(self) -> Mapping[str, Any]:
        """The JSON object that the body is. Raises Failed."""
        found = self.json()
        if not isinstance(found, dict):
            raise Failed("a JSON object", show(found), self)
        return found

    def member(self, name: str) -> Any:
        """A member of the JSON object that the body is. Raises Failed where it isn't there."""
        found = self.object()
        if name not in found:
            raise Failed(f"the member {name}", f"none in {show(found)}", self)
        return found[name]

    def expect_member(self, name: str, *allowed: Any) -> Answer:
        """The answer itself, if a member has one of these values, of the same type. Raises Failed."""
        found = self.member(name)
        if not any(found == each and type(found) is type(each) for each in allowed):
            raise Failed(f"{name}: {' or '.join(map(show, allowed))}", show(found), self)
        return self

    def expect_conforming(self, *fields: str) -> Answer:
        """The answer itself, if nothing in it departs from the contract, or nothing under these fields (`error.code`).

        Raises Failed with what departs first.
        """
        for each in self.violations:
            if not fields or any(each.field == name or each.field.startswith(f"{name}.") for name in fields):
                raise Failed(each.allowed, f"{each.field or each.location}: {each.found} [{each.code}]", self)
        return self

    def excerpt(self) -> str:
        """The beginning of the body, in quotes."""
        if not self.body:
            return "without a body"
        if self.media_type.startswith(("video/", "image/")):
            return f"with {len(self.body)} bytes of {self.media_type}"
        return show(self.body[:400].decode("utf-8", "replace"))
