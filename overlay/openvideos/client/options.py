"""Where a client's settings come from, and which server a key may go to. Pure: arguments and an environment in."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import attrs

from openvideos.contract.keys import is_secret
from openvideos.errors import ConfigurationError, RequestValidationError
from openvideos.escape import escape
from openvideos.loopback import is_loopback
from openvideos.omit import Omit

__all__ = [
    "Headers",
    "Settings",
    "header_problem",
    "resolve",
    "shown_header",
    "shown_url",
]

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

PAIRS = ("OPENVIDEOS", "OPENAI")
"""Prefixes of the environment's pairs of base URL and key; the first whose base URL is set counts."""


@attrs.frozen(kw_only=True)
class Settings:
    """The server that a client talks to, and what goes to it.

    base_url ends in a slash and has no user information; authorization is the value of that header, None for none.
    """

    base_url: str
    api_key: str | None = attrs.field(repr=False)
    authorization: str | None = attrs.field(repr=False)
    organization: str | None
    project: str | None
    key_hint: str
    """How to give a key, for a server that turns out to want one."""

    def headers(self) -> dict[str, Any]:
        """What these settings add to the headers of each request."""
        return {
            "Authorization": self.authorization,
            "OpenAI-Organization": self.organization,
            "OpenAI-Project": self.project,
        }


class Headers:
    """The headers of a call, of several sources: a later one wins, whatever the case, and `omit` takes one away."""

    def __init__(self, *sources: Mapping[str, Any]) -> None:
        self._pairs = {
            str(name).lower(): (str(name), value)
            for source in sources
            for name, value in source.items()
            if value is not None
        }

    def get(self, name: str) -> str | None:
        """The value of a header, by its name in small letters."""
        value = self._pairs.get(name, ("", None))[1]
        return value if isinstance(value, str) else None

    def discard(self, name: str) -> None:
        """Leave a header to whoever computes it."""
        self._pairs.pop(name, None)

    def pairs(self, computed: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
        """All headers to send; the given ones stand for computed ones of the same name.

        Raises RequestValidationError, which does not show the value, for what can't be a header.
        """
        found = {name.lower(): (name, value) for name, value in computed.items()} | self._pairs
        sent = [(name, value) for name, value in found.values() if not isinstance(value, Omit)]
        for name, value in sent:
            problem = header_problem(value) if _TOKEN.fullmatch(name) else "no name of a header"
            if problem:
                raise RequestValidationError(f"header '{escape(name, 80)}': {problem}")
        return [(name.encode(), value.encode("latin-1")) for name, value in sent]

    @property
    def without(self) -> tuple[str, ...]:
        """Names of headers that are not to be sent, httpx's own among them."""
        return tuple(name for name, (_, value) in self._pairs.items() if isinstance(value, Omit))


def resolve(
    *,
    api_key: str | Omit | None,
    base_url: Any,
    organization: str | None,
    project: str | None,
    environ: Mapping[str, str],
) -> Settings:
    """Decide which server is meant, and with which key.

    A key that is given goes to that server, wherever its URL came from. A key of the environment goes only with the
    base URL of its own pair. Raises ConfigurationError where there is no server, or no key for one off this machine.
    """
    if api_key is not None and not isinstance(api_key, str | Omit):
        raise ConfigurationError(f"api_key: found a {type(api_key).__name__}; allowed: text, or omit for none")
    pair, url = None, "" if base_url is None else str(base_url)
    if not url:
        pair = next((each for each in PAIRS if environ.get(f"{each}_BASE_URL", "").strip()), None)
        if pair is None:
            raise ConfigurationError(_no_server(environ))
        url = environ[f"{pair}_BASE_URL"]
    source = "base_url" if pair is None else f"{pair}_BASE_URL"
    server, user = _read_url(url, source)
    host = urlsplit(server).hostname or ""
    key, key_source = _key(api_key, pair, environ)
    if key:
        _check(key_source, key)
    if key and user is not None:
        raise ConfigurationError(f"{source}: found user information beside an API key; allowed: one of the two")
    if not key and user is None and not isinstance(api_key, Omit) and not is_loopback(host):
        raise ConfigurationError(f"no API key for {shown_url(server)}: {_key_hint(pair, environ)}")
    if pair == "OPENAI":
        organization = organization or environ.get("OPENAI_ORG_ID") or None
        project = project or environ.get("OPENAI_PROJECT_ID") or None
    for name, value in (("organization", organization), ("project", project)):
        if value is not None:
            _check(name, value)
    return Settings(
        base_url=server,
        api_key=key,
        authorization=f"Bearer {key}" if key else user,
        organization=organization,
        project=project,
        key_hint=_key_hint(pair, environ),
    )


def header_problem(value: object) -> str:
    """What is wrong with a header's value, without showing it; "" if nothing is."""
    if not isinstance(value, str):
        return f"found a {type(value).__name__}; allowed: text"
    for place, char in enumerate(value, 1):
        # a header's value is latin-1 (RFC 9110, 5.5) without control characters
        if ord(char) > 0xFF or ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0:
            kind = "a line break" if char in "\r\n" else "a control character" if ord(char) < 0xA0 else "a letter"
            return f"character {place} is {kind} that a header can't carry (the value is not shown)"
    return "begins or ends with white space (the value is not shown)" if value != value.strip() else ""


def shown_url(url: str) -> str:
    """A URL as messages may show it: without user information, query, and control characters."""
    before, _, after = url.rpartition("@")  # a password may hold anything, so that only the last @ is sure
    scheme = before[: before.find("//") + 2] if before.lower().startswith(("http://", "https://")) else ""
    return escape(f"{scheme}{after}".partition("?")[0].partition("#")[0], 200)


def shown_header(name: str, value: str) -> str:
    """A header's value as people may see it: of those that are for one server only, no more than their scheme."""
    if not is_secret(name):
        return value
    scheme, space, _ = value.partition(" ")
    return f"{scheme} ***" if space and name.lower() == "authorization" else "***"


def _read_url(url: str, source: str) -> tuple[str, str | None]:
    """The URL without user information and fragment, and the Authorization that the user information makes."""
    text = url.strip()
    allowed = "allowed: an http:// or https:// URL such as http://127.0.0.1:8000/v1"
    problem = ConfigurationError(f"{source}: found '{shown_url(text)}'; {allowed}")
    if not text.isprintable() or " " in text or "\\" in text:
        raise problem
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise problem from None
    if parts.scheme not in {"http", "https"} or not host:
        raise problem
    user, _, authority = parts.netloc.rpartition("@")
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    return urlunsplit((parts.scheme, authority, path, parts.query, "")), _basic(user, source) if user else None


def _check(name: str, value: str) -> None:
    problem = header_problem(value)
    if problem:
        raise ConfigurationError(f"{name}: {problem}")


def _basic(user: str, source: str) -> str:
    name, _, password = user.partition(":")
    text = f"{unquote(name)}:{unquote(password)}"
    _check(source, text.strip())
    return f"Basic {base64.b64encode(text.encode()).decode()}"


def _key(given: str | Omit | None, pair: str | None, environ: Mapping[str, str]) -> tuple[str | None, str]:
    if isinstance(given, Omit):
        return None, ""
    if given:
        return given, "api_key"
    name = f"{pair}_API_KEY"
    return (environ.get(name) or None, name) if pair else (None, "")


def _no_server(environ: Mapping[str, str]) -> str:
    lone = [f"{each}_API_KEY" for each in PAIRS if environ.get(f"{each}_API_KEY")]
    why = f" ({lone[0]} is set, but there is no default server)" if lone else ""
    return (
        f"no base URL{why}: pass base_url=... (--base-url URL) or set OPENVIDEOS_BASE_URL; "
        "`openvideos serve` starts a server of your own at http://127.0.0.1:8000/v1"
    )


def _key_hint(pair: str | None, environ: Mapping[str, str]) -> str:
    ways = "pass api_key=... (--api-key KEY)"
    if pair is not None:
        ways += f", or set {pair}_API_KEY"
    text = f"{ways}; for a server that wants none, api_key=omit (--no-api-key)"
    unused = [f"{each}_API_KEY" for each in PAIRS if each != pair and environ.get(f"{each}_API_KEY")]
    if unused:
        text += f"; {unused[0]} goes only with {unused[0].removesuffix('_API_KEY')}_BASE_URL"
    return text
