"""What of a request is secret: the keys that nothing may show, wherever they went out."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, unquote_plus, urlsplit

__all__ = ["is_secret", "keys_sent", "without_key", "without_secrets"]

_SECRET = re.compile(
    r"auth(?!or(?!i[sz]))|cookie|key|secret|token|signature|password|credential|(?<![a-z])(sig|jwt|pat)(?![a-z])",
    re.IGNORECASE,
)
_NO_SECRET = frozenset({"idempotency-key", "sec-websocket-key"})
_SCHEMES = frozenset({"bearer", "basic", "digest"})
# what is shorter would hide half of what there is to say, and nobody relies on it
_SHORTEST = 4


def is_secret(name: str) -> bool:
    """Whether a header, or a parameter of a URL, is by its name for one server only."""
    return _SECRET.search(name) is not None and name.lower() not in _NO_SECRET


def keys_sent(headers: Iterable[tuple[str, str]], url: str = "") -> list[str]:
    """The keys in a request's headers and in its URL, the longest first."""
    found: set[str] = set()
    for name, value in headers:
        if is_secret(name):
            found.update(_in_header(name.lower(), value))
    found.update(each for each in _in_url(url) if len(each) >= _SHORTEST)
    return sorted((key for key in found if key), key=lambda key: (-len(key), key))


def without_key(name: str, value: str) -> str:
    """The value of a header that is for one server only: asterisks, but for the scheme of an Authorization."""
    scheme, space, _ = value.partition(" ")
    return f"{scheme} ***" if space and name.lower() == "authorization" else "***"


def without_secrets(url: str) -> str:
    """A URL with asterisks for the keys in it: its user information, and parameters that are secret by their name."""
    before, mark, query = url.partition("?")
    scheme, slashes, rest = before.partition("//")
    authority, slash, path = rest.partition("/")
    user, at, host = authority.rpartition("@")
    before = f"{scheme}{slashes}{'***' if user else ''}{at}{host}{slash}{path}"
    pairs = (pair.partition("=") for pair in query.split("&"))
    told = (f"{name}={'***' if is_secret(unquote(name)) else value}" if sign else name for name, sign, value in pairs)
    return f"{before}{mark}{'&'.join(told)}"


def _in_header(name: str, value: str) -> Iterator[str]:
    value = value.strip(" \t,;")
    if name == "cookie":
        values = (each.partition("=")[2].strip(' \t"') for each in value.split(";"))
        yield from (each for each in values if len(each) >= _SHORTEST)
        return
    scheme, _, rest = value.partition(" ")
    key = rest.strip() or value
    if key.lower() in _SCHEMES:  # and no key behind it
        return
    if "authorization" in name:
        yield key
    elif len(key) >= _SHORTEST:
        yield from (key, value)
    if scheme.lower() == "basic":
        yield from _in_basic(key)


def _in_basic(key: str) -> Iterator[str]:
    try:
        text = base64.b64decode(key).decode()
    except (binascii.Error, ValueError):
        return
    yield from (text, text.partition(":")[2])


def _in_url(url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        user, password = parts.username, parts.password
    except ValueError:
        return
    for each in filter(None, (password, None if password else user)):
        yield from (each, unquote(each))
    for name, _, value in (pair.partition("=") for pair in parts.query.split("&")):
        if is_secret(unquote(name)):
            yield from (value, unquote_plus(value))
