"""Shorter ways to write a fault that changes what is answered: a job wherever it is shown, a page, a whole answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import attrs
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

from .exchange import Exchange
from .fault import fault

__all__ = ["Answered", "answer_fault", "job_fault", "page_fault"]

Members: TypeAlias = dict[str, Any]


@attrs.define(kw_only=True)
class Answered:
    """A whole answer, to be changed: status, headers, and body in bytes (Content-Length follows by itself)."""

    status: int
    headers: MutableHeaders
    body: bytes

    @property
    def data(self) -> Any:
        """What the body says as JSON; None if it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @data.setter
    def data(self, value: Any) -> None:
        self.body = json.dumps(value).encode()


def answer_fault(*operations: str) -> Callable[[Callable[[Exchange, Answered], None]], object]:
    """Register a function that changes whole answers, errors included; not for content of many megabytes."""

    def register(change: Callable[[Exchange, Answered], None]) -> object:
        def act(exchange: Exchange, send: Send) -> Send:
            held: list[Message] = []

            async def hold(message: Message) -> None:
                held.append(message)
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    body = b"".join(each.get("body", b"") for each in held[1:])
                    answered = Answered(
                        status=held[0]["status"], headers=MutableHeaders(raw=held[0]["headers"]), body=body
                    )
                    is_head = exchange.request.method == "HEAD"
                    length = answered.headers.get("content-length")
                    change(exchange, answered)
                    if answered.headers.get("content-length") == length and length is not None and not is_head:
                        answered.headers["content-length"] = str(len(answered.body))
                    await send(
                        {"type": "http.response.start", "status": answered.status, "headers": answered.headers.raw}
                    )
                    await send({"type": "http.response.body", "body": answered.body})

            return hold

        act.__name__, act.__doc__ = change.__name__, change.__doc__
        return fault("response", *operations)(act)

    return register


def job_fault(*operations: str) -> Callable[[Callable[[Exchange, Members], Members]], object]:
    """Register a function that changes each job that an answer shows, by itself or in a page."""

    def register(change: Callable[[Exchange, Members], Members]) -> object:
        def changed(exchange: Exchange, answered: Answered) -> None:
            data = answered.data
            if answered.status >= 300 or not isinstance(data, dict):
                return
            if data.get("object") == "video":
                answered.data = change(exchange, data)
            elif isinstance(data.get("data"), list):
                answered.data = {**data, "data": [change(exchange, each) for each in data["data"]]}

        changed.__name__, changed.__doc__ = change.__name__, change.__doc__
        return answer_fault(*operations)(changed)

    return register


def page_fault(change: Callable[[Exchange, Members], Members]) -> object:
    """Register a function that changes each page of jobs."""

    def changed(exchange: Exchange, answered: Answered) -> None:
        if answered.status < 300 and isinstance(answered.data, dict):
            answered.data = change(exchange, answered.data)

    changed.__name__, changed.__doc__ = change.__name__, change.__doc__
    return answer_fault("list")(changed)
