"""Keys out of what is kept and shown: of what a server repeats, and of the requests that errors carry."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from openvideos.contract.keys import is_secret, keys_sent, without_secrets

if TYPE_CHECKING:
    import httpx

    from . import AsyncOpenVideos, OpenVideos

__all__ = ["configured_keys", "redacted", "sent_keys", "without_keys"]


def sent_keys(response: httpx.Response) -> list[str]:
    """The keys that went out with the request of an answer."""
    request = response.request
    return keys_sent(request.headers.multi_items(), str(request.url))


def configured_keys(client: OpenVideos | AsyncOpenVideos) -> list[str]:
    """The keys that go out with each request of a client."""
    headers = {**client._settings.headers(), **client.default_headers}
    secret = {name: value for name, value in client.default_query.items() if is_secret(name)}
    named = [(name, value) for name, value in (*headers.items(), *secret.items()) if isinstance(value, str)]
    return keys_sent(named, client._settings.base_url)


def redacted(request: httpx.Request) -> httpx.Request:
    """A copy of a request that an exception may keep: keys are asterisks."""
    kept = copy.copy(request)
    kept.headers = type(request.headers)(
        [(name, b"***" if is_secret(name.decode("latin-1")) else value) for name, value in request.headers.raw]
    )
    kept.url = type(request.url)(without_secrets(str(request.url)))
    return kept


def without_keys(response: httpx.Response) -> httpx.Response:
    """The answer, with a request that an exception may keep."""
    response.request = redacted(response.request)
    response.next_request = None
    return response
