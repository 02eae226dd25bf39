"""Requests to the server under test, by plain httpx, as they are; every answer is bounded in size and time.

Nothing is followed, retried, checked or repaired on the way: what is sent may be wrong on purpose.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any, Literal, TypeAlias

import attrs
import httpx

from openvideos.contract.found import hide
from openvideos.contract.keys import is_secret, keys_sent, without_key, without_secrets
from openvideos.contract.passing import decoded
from openvideos.loopback import is_loopback

from .answer import Answer
from .settings import Settings
from .verdict import Unanswered

__all__ = ["IDLE", "MOST_BYTES", "Key", "Wire"]

MOST_BYTES = 256 * 1024 * 1024
"""Of an answer's body."""
IDLE = 1.0
"""Seconds that a connection may be idle and be used again: servers close them after 2, 5 or more, at any moment."""
_SHORTEST_KEY = 8  # a shorter one could be a part of anything

Key: TypeAlias = Literal["sent", "none"] | tuple[str, str]
"""Whether the run's key goes out; or the Authorization header that goes out in its place, as name and value."""


class Wire:
    """Sends requests and reads answers."""

    def __init__(self, settings: Settings, *, transport: httpx.BaseTransport | None = None) -> None:
        self._settings = settings
        self._transport = transport
        # to read all certificates takes longer than most answers
        is_secure = settings.base_url.lower().startswith("https:")
        self._verify: ssl.SSLContext | bool = httpx.create_ssl_context() if is_secure else False
        self._http = self._client()
        self._asking = 0
        self._lock = Lock()
        authorization = [("Authorization", f"Bearer {settings.api_key}")] if settings.api_key else []
        # what is sent in a key's place is no key
        self._keys = keys_sent([*authorization, *settings.headers], settings.base_url)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _client(self) -> httpx.Client:
        settings = self._settings
        return httpx.Client(
            timeout=httpx.Timeout(settings.answer_timeout, connect=min(10.0, settings.answer_timeout)),
            follow_redirects=False,
            transport=self._transport,
            limits=httpx.Limits(max_connections=64, keepalive_expiry=IDLE),
            # a proxy of the environment doesn't reach this machine's addresses
            trust_env=not is_loopback(httpx.URL(settings.base_url).host),
            verify=self._verify,
        )

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Any = None,
        headers: Mapping[str, str] | None = None,
        key: Key = "sent",
        seconds: float | None = None,
        **body: Any,
    ) -> Answer:
        """Send a request to the base URL with this behind it, and read the answer.

        body is as httpx has it: json, data, files, content. seconds is how long the whole answer may take. Raises
        Unanswered where none comes, or one without an end.
        """
        sent = {name.lower(): (name, value) for name, value in self._headers(key, headers)}
        url = f"{self._settings.base_url.rstrip('/')}{path}"
        start = time.monotonic()
        try:
            # "" is no query, which httpx would take for one that is to be dropped from the URL
            request = self._http.build_request(method, url, params=query or None, headers=[*sent.values()], **body)
            deadline = start + (self._settings.answer_timeout if seconds is None else seconds)
            with_body, content = self._exchange(request, deadline)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            keys = keys_sent(list(sent.values()), url)
            said = hide(str(error) or type(error).__name__, keys)
            raise Unanswered(f"an answer to {method} {path}", f"{type(error).__name__}: {said}") from None
        seconds = time.monotonic() - start
        return attrs.evolve(self._answer(with_body, content, key), asked_at=start, seconds=seconds)

    def _exchange(self, request: httpx.Request, deadline: float) -> tuple[httpx.Response, bytes]:
        """An answer with its body. After a server error nothing more is asked on the same connection.

        Some servers close it then without saying so: what is asked there next would be lost, and not by its own fault.
        """
        with self._lock:
            self._asking += 1
        try:
            response = self._http.send(request, stream=True)
            try:
                content = _read(response, deadline)
            finally:
                response.close()
        finally:
            with self._lock:
                self._asking -= 1
        with self._lock:
            if response.status_code >= 500 and not self._asking and self._transport is None:
                self._http.close()
                self._http = self._client()
        return response, content

    def _headers(self, key: Key, own: Mapping[str, str] | None) -> list[tuple[str, str]]:
        settings = self._settings
        # packed bodies could hide how long they are
        found = [("Accept", "*/*"), ("Accept-Encoding", "identity"), ("User-Agent", "openvideos-conform")]
        if key == "sent":
            found += [("Authorization", f"Bearer {settings.api_key}")] if settings.api_key else []
            found += settings.headers
        else:
            found += [each for each in settings.headers if not is_secret(each[0])]
            found += [key] if key != "none" else []
        return [*found, *(own or {}).items()]

    def _answer(self, response: httpx.Response, content: bytes, key: Key) -> Answer:
        request = response.request
        sent = request.headers.multi_items()
        keys = self._keys
        try:
            asked = request.read()
        except httpx.StreamError:  # a body of pieces, which are gone
            asked = b""
        headers = response.headers.multi_items()
        body = decoded(response, content) or b""
        kept = _without(body, keys)
        return Answer(
            method=request.method,
            url=without_secrets(str(request.url)),
            request_headers=[(name, self._told(name, value, key)) for name, value in sent],
            request_body=asked,
            status=response.status_code,
            headers=[(name, hide(value, keys)) for name, value in headers],
            body=kept,
            has_key=kept is not body or any(hide(value, keys) != value for _, value in headers),
        )

    def _told(self, name: str, value: str, key: Key) -> str:
        """A header's value, unless it is for this server only; what was sent in a key's place is no key."""
        own = self._settings.api_key
        instead = isinstance(key, tuple) and (name.lower(), value) == (key[0].lower(), key[1])
        if not is_secret(name) or (instead and not (own and own in value)):
            return value
        return without_key(name, value)


def _read(response: httpx.Response, deadline: float) -> bytes:
    if response.is_stream_consumed:  # as a mock's answers are
        return response.content
    pieces, size = [], 0
    for piece in response.iter_raw():
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise httpx.ReadError(f"more than {MOST_BYTES // 1024**2} MiB came, and no end")
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout(f"no end of it in time, after {size} bytes")
    return b"".join(pieces)


def _without(body: bytes, keys: Sequence[str]) -> bytes:
    """A body without the keys, as JSON may write them too; the same object where it has none."""
    for key in keys:
        if len(key) >= _SHORTEST_KEY:
            for written in {key, json.dumps(key)[1:-1], key.replace("/", "\\/")}:
                if written.encode() in body:
                    body = body.replace(written.encode(), b"***")
    return body
