"""What came over the wire, read within bounds and without the keys."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from openvideos.conformance.answer import Answer
from openvideos.contract.found import hide
from openvideos.contract.keys import is_secret, keys_sent, without_key, without_secrets

from .task import Task

__all__ = ["MOST_BYTES", "body_of", "exchange", "keys_of", "read"]

MOST_BYTES = 8 * 1024 * 1024
"""Of an answer that are read; media may have more, and nothing else."""
_PIECE = 64 * 1024
_SHORTEST_KEY = 8  # a shorter one could be a part of anything


def keys_of(task: Task) -> list[str]:
    """The keys that go out with each request, as far as they are long enough to be known again."""
    sent = [*task.headers, *([("Authorization", f"Bearer {task.api_key}")] if task.api_key else [])]
    return [each for each in keys_sent(sent) if len(each) >= _SHORTEST_KEY]


def read(response: requests.Response, end: float) -> bool:
    """Read as much of a body as may be read, until `end` (of time.monotonic()); says whether that is all.

    Raises TimeoutError, and requests.ConnectionError for one that breaks off.
    """
    pieces: list[bytes] = []
    size = 0
    try:
        # as much as is there: who waits for more, waits for as long as a server likes
        while piece := response.raw.read1(_PIECE, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                break
            if time.monotonic() > end:
                raise TimeoutError
    except ReadTimeoutError:
        raise TimeoutError from None
    except HTTPError as error:
        raise requests.ConnectionError(error) from None
    if size > MOST_BYTES:
        response.close()
    # where requests keeps a body that was read
    response._content = b"".join(pieces)
    response._content_consumed = True
    return size <= MOST_BYTES


def exchange(
    request: requests.PreparedRequest, response: requests.Response | None, keys: Sequence[str], seconds: float = 0.0
) -> Answer:
    """A request with its response as checks and reports see them, without keys; without a response its status is 0.

    `keys` are those of the run: an answer with one of them has a key, whatever else was hidden in it.
    """
    url = str(request.url)
    asked = [(_text(name), _text(value)) for name, value in request.headers.items()]
    hidden = keys_sent(asked, url)
    headers: list[tuple[str, str]] = []
    content = b""
    if response is not None and response.raw is not None:
        headers, content = list(response.raw.headers.items()), response.content
    kept = content
    for key in keys:
        for written in {key, json.dumps(key)[1:-1], key.replace("/", "\\/")}:
            kept = kept.replace(written.encode(), b"***")
    return Answer(
        method=str(request.method),
        url=without_secrets(url),
        request_headers=[(name, without_key(name, value) if is_secret(name) else value) for name, value in asked],
        request_body=body_of(request),
        status=0 if response is None else response.status_code,
        headers=[(name, hide(value, hidden)) for name, value in headers],
        body=kept,
        seconds=seconds,
        has_key=kept != content or any(key in value for key in keys for _, value in headers),
    )


def body_of(request: requests.PreparedRequest) -> bytes:
    """The body of a request."""
    body = request.body
    return body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else b""


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
