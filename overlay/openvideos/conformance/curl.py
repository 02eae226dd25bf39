"""A request as a line for a shell that sends it again."""

from __future__ import annotations

import re

from .answer import Answer
from .form_parts import FormPart, form_parts

__all__ = ["KEY", "curl", "quote"]

KEY = "OPENVIDEOS_API_KEY"
"""The environment variable that the key is taken from."""

_HIDDEN = "***"
_LONGEST_BODY = 2000
_PLAIN = re.compile(r"[A-Za-z0-9_@%+:,./-]+")
_WORD = re.compile(r"[A-Za-z0-9-]+")
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?=[/?]|$)", re.IGNORECASE)
_GLOB = re.compile(r"[][{}]")
# what curl sends by itself, or what says nothing about the request
_ITS_OWN = frozenset({"host", "content-length", "connection", "accept-encoding", "user-agent"})


def curl(answer: Answer) -> str:
    r"""The request of an answer as one line for bash or zsh.

    A key is "$OPENVIDEOS_API_KEY". A body that is long or no text is taken from the file `body`, and a file in a form
    from `part1`, `part2`... by its place. Whatever stands in the request, the line can neither break out of its quotes
    nor do anything to a terminal.
    """
    headers = {name.lower(): value for name, value in answer.request_headers}
    content_type = headers.get("content-type", "")
    has_body = bool(headers.keys() & {"content-length", "transfer-encoding"}) or bool(answer.request_body)
    parts = form_parts(answer.request_body, content_type)
    form = None if parts is None else _form(parts)
    body = form or (_data(answer.request_body if _known(answer, headers) else None) if has_body else [])
    words = ["curl", *_options(answer, has_body=has_body), quote(answer.url)]
    for name, value in answer.request_headers:
        if _is_told(name.lower(), value, form=form is not None):
            words += ["-H", _header(name, value)]
    if has_body and not content_type:
        words += ["-H", quote("Content-Type:")]  # or else curl sends one
    return " ".join([*words, *body])


def quote(text: str) -> str:
    """Text as one word of a shell: as it is, in quotes, or with all in octal that can't be printed."""
    if _PLAIN.fullmatch(text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "'\\''") + "'"
    return "$'" + "".join(map(_printable, text)) + "'"


def _printable(char: str) -> str:
    # an exclamation mark is a command to an interactive bash that miscounts the quotes before it
    if char.isprintable() and char not in "'\\!":
        return char
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogatepass"))


def _known(answer: Answer, headers: dict[str, str]) -> bool:
    """Whether the body is what went out: one that went out in pieces is gone."""
    return bool(answer.request_body) or headers.get("content-length") == "0"


def _options(answer: Answer, *, has_body: bool) -> list[str]:
    options = ["-I"] if answer.method == "HEAD" else ["-i"]
    if answer.media_type.startswith(("video/", "image/")) and answer.method != "HEAD":
        options = ["-D", "-", "-o", "media"]
    if answer.method not in {"HEAD", "POST" if has_body else "GET"}:
        options += ["-X", quote(answer.method)]
    if _GLOB.search(answer.url):
        options.append("--globoff")
    if _DOTS.search(answer.url):
        options.append("--path-as-is")
    return options


def _is_told(name: str, value: str, *, form: bool) -> bool:
    if name == "content-type" and form:  # curl's own, with the boundary that it chooses
        return False
    return name not in _ITS_OWN and (name, value) != ("accept", "*/*")


def _header(name: str, value: str) -> str:
    if value == _HIDDEN or value.endswith(f" {_HIDDEN}"):
        scheme = value.removesuffix(_HIDDEN)
        if _WORD.fullmatch(name):
            return f'"{name}: {scheme}${KEY}"'
        return f'{quote(f"{name}: {scheme}")}"${KEY}"'
    return quote(f"{name}: {value}" if value else f"{name};")


def _data(body: bytes | None) -> list[str]:
    text = None if body is None or len(body) > _LONGEST_BODY or b"\0" in body else _decoded(body)
    quoted = "" if text is None else quote(text)
    if not quoted or len(quoted) > _LONGEST_BODY:
        return ["--data-binary", "@body"]
    return ["--data-raw", quoted]


def _decoded(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _form(parts: list[FormPart]) -> list[str] | None:
    """The parts as options; None where curl would read one otherwise than it is meant."""
    words: list[str] = []
    for number, part in enumerate(parts, 1):
        if re.search(r"[=;]", part.name):
            return None
        if part.filename is not None:
            file = f"@part{number}" if part.content else ""
            kind = f";type={part.type}" if part.type else ""
            words += ["-F", quote(f'{part.name}={file};filename="{part.filename}"{kind}')]
            continue
        if part.type or _data(part.content)[0] != "--data-raw":
            return None
        words += ["--form-string", quote(f"{part.name}={part.content.decode()}")]
    return words
