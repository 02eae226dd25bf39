"""Where the API is: at the URL that was given, or under the prefix that is usual."""

from __future__ import annotations

from urllib.parse import urlsplit

import attrs

from openvideos.contract.found import show
from openvideos.contract.keys import without_secrets

from .answer import Answer
from .settings import Settings
from .verdict import Failed
from .wire import Wire

__all__ = ["NoAPIError", "discover"]

_PREFIX = "/v1"
_JSON = "json"


class NoAPIError(Exception):
    """There is no API at a URL, or none that can be judged; the message is one line."""


def discover(settings: Settings) -> Settings:
    """The settings with the base URL below which /videos is. Raises NoAPIError."""
    base = settings.base_url.strip().rstrip("/")
    shown = show(without_secrets(base))
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if host is None or parts.scheme not in {"http", "https"} or parts.query or parts.fragment:
        raise NoAPIError(f"URL: found {shown}; allowed: an http:// or https:// URL such as http://127.0.0.1:8000/v1")
    tried = []
    for candidate in dict.fromkeys([base, base if base.endswith(_PREFIX) else f"{base}{_PREFIX}"]):
        told = attrs.evolve(settings, base_url=candidate)
        wire = Wire(told)
        try:
            listed = wire.send("GET", "/videos", query={"limit": 1})
            if _is_page(listed):
                return told
            if listed.status in {401, 403}:
                raise NoAPIError(_no_key(settings, listed))
            posted = wire.send("POST", "/videos", json={})
        except Failed as error:
            raise NoAPIError(f"no answer from {show(without_secrets(candidate))}: {error.found}") from None
        finally:
            wire.close()
        if posted.status in {401, 403}:
            raise NoAPIError(_no_key(settings, posted))
        if _takes_videos(posted):
            return told
        tried.append(f"{candidate}/videos: GET {listed.status}, POST {posted.status}")
    raise NoAPIError(f"no /videos API at {shown} ({'; '.join(map(without_secrets, tried))}): is the URL right?")


def _is_page(answer: Answer) -> bool:
    try:
        return answer.status == 200 and isinstance(answer.json(), dict | list)
    except Failed:
        return False


def _takes_videos(answer: Answer) -> bool:
    """Whether what refuses a create request without a prompt is something that makes videos."""
    return answer.status in {400, 409, 413, 415, 422, 429, 500, 503} and answer.media_type.endswith(_JSON)


def _no_key(settings: Settings, answer: Answer) -> str:
    given = "the key was refused" if settings.api_key else "no key was given: --api-key KEY"
    return f"{answer.method} {answer.url}: {answer.status}; {given}"
