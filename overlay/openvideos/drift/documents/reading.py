"""The bytes of a document, wherever it is: a file, standard input, a URL, a git revision; no more than is allowed."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import attrs

from openvideos.contract.found import hide
from openvideos.contract.keys import keys_sent, without_secrets
from openvideos.contract.source import on_one_line
from openvideos.escape import escape
from openvideos.loopback import is_loopback

if TYPE_CHECKING:
    import httpx

__all__ = ["MAX_BYTES", "DocumentError", "Given", "read_bytes"]

MAX_BYTES: Final = 32 * 1024 * 1024
"""The longest document that is read; the longest that a vendor publishes has a third of it."""
_TOO_LONG = f"found more than {MAX_BYTES // 1024 // 1024} MiB; allowed: at most so much"
_SOURCES = "a file, -, an https:// URL (http:// on loopback), REV:path in a git repository"
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_MAX_NAME = 200
_MAX_REDIRECTS = 5
_SECONDS_OF_SILENCE = 10.0
_SECONDS = 60.0


class DocumentError(ValueError):
    """What was brought is no document that can be compared; one line: which source, where, what was found, allowed."""


@attrs.frozen(kw_only=True)
class Given:
    """What was brought, and how it is called when it is shown: without control characters, without credentials."""

    name: str
    content: bytes = attrs.field(repr=False)


def read_bytes(source: str) -> Given:
    """Read a file, `-` (standard input), an https URL (http on loopback) or `REV:path` of git, MAX_BYTES at most.

    A file that exists by that name wins. Raises DocumentError.
    """
    if source == "-":
        return Given(name="-", content=_capped(sys.stdin.buffer, "-"))
    if _URL.match(source):
        name = escape(without_secrets(source.partition("#")[0]), _MAX_NAME)
        return Given(name=name, content=_of_url(source, name))
    name = escape(source, _MAX_NAME)
    if ":" in source and not _DRIVE.match(source) and not os.path.lexists(source):
        return Given(name=name, content=_of_git(source, name))
    return Given(name=name, content=_of_file(source, name))


def _of_file(path: str, name: str) -> bytes:
    if not path:
        raise _no_name(name)
    try:
        with Path(path).open("rb") as file:
            # what says its size is not read to find out
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                raise DocumentError(f"{name}: {_TOO_LONG}")
            return _capped(file, name)
    except FileNotFoundError:
        raise DocumentError(f"{name}: found no such file; allowed: {_SOURCES}") from None
    except OSError as error:
        raise DocumentError(f"{name}: can't be read ({error.strerror})") from None
    except ValueError as error:  # a name that no file can have
        raise error if isinstance(error, DocumentError) else _no_name(name) from None


def _no_name(name: str) -> DocumentError:
    return DocumentError(f"{name}: found what no file is called; allowed: {_SOURCES}")


def _capped(file: IO[bytes], name: str) -> bytes:
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise DocumentError(f"{name}: {_TOO_LONG}")
    return content


def _of_git(source: str, name: str) -> bytes:
    git = shutil.which("git")
    if source.startswith("-") or "\0" in source:
        raise _no_name(name)
    if git is None:
        raise DocumentError(f"{name}: found no such file, and no git to ask for a revision; allowed: {_SOURCES}")
    # a revision that has to be fetched first is not there
    env = os.environ | {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = [git, "--no-optional-locks", "cat-file", "blob", source]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as process:  # noqa: S603
        if process.stdout is None or process.stderr is None:  # pragma: no cover
            raise DocumentError(f"{name}: can't be read")
        try:
            content = _capped(process.stdout, name)
            said = process.stderr.read(10_000).decode(errors="replace")
        finally:
            process.kill()
    if process.returncode == 0 or (content and not said):
        return content
    reason = on_one_line(said.removeprefix("fatal: ")) or "git says nothing"
    raise DocumentError(f"{name}: found no such file, nor that in git ({reason}); allowed: {_SOURCES}")


def _of_url(url: str, name: str) -> bytes:
    import httpx

    until = time.monotonic() + _SECONDS
    try:
        place = httpx.URL(url)
        for _ in range(_MAX_REDIRECTS + 1):
            found = _answer(place, name, until)
            if isinstance(found, bytes):
                return found
            place = found
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        if isinstance(error, DocumentError):
            raise
        reason = on_one_line(hide(str(error), keys_sent((), url))) if isinstance(error, httpx.HTTPError) else ""
        raise DocumentError(f"{name}: can't be read ({reason or type(error).__name__})") from None
    raise DocumentError(f"{name}: found more redirects than {_MAX_REDIRECTS}; allowed: at most so many")


def _answer(url: "httpx.URL", name: str, until: float) -> "bytes | httpx.URL":
    """What a server answers: the content, or where else to ask."""
    import httpx

    local = is_loopback(url.host)
    if not url.host or not (url.scheme == "https" or (url.scheme == "http" and local)):
        raise DocumentError(f"{name}: found a URL of {escape(url.scheme, 20)}; allowed: https, on loopback http")
    headers = {"Accept": "application/yaml, application/json, */*;q=0.5", "Accept-Encoding": "identity"}
    with (
        httpx.Client(timeout=_SECONDS_OF_SILENCE, trust_env=not local, follow_redirects=False) as client,
        client.stream("GET", url, headers=headers) as response,
    ):
        if response.has_redirect_location:
            return _elsewhere(url, response.headers["location"], name)
        if response.status_code != 200:
            raise DocumentError(f"{name}: found status {response.status_code}; allowed: 200")
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise DocumentError(f"{name}: found a compressed answer, that nobody asked for; allowed: a plain one")
        content = bytearray()
        for chunk in response.iter_raw():
            content += chunk
            if len(content) > MAX_BYTES:
                raise DocumentError(f"{name}: {_TOO_LONG}")
            if time.monotonic() > until:
                raise DocumentError(f"{name}: found an answer without an end; allowed: {_SECONDS:.0f} seconds")
        return bytes(content)


def _elsewhere(url: "httpx.URL", location: str, name: str) -> "httpx.URL":
    """Where a redirect leads: from outside never to this machine, from here to the same place or outside."""
    target = url.join(location)
    same = (target.scheme, target.host, target.port) == (url.scheme, url.host, url.port)
    if same or (target.scheme == "https" and not is_loopback(target.host)):
        return target
    to = escape(f"{target.scheme}://{target.netloc.decode('ascii', 'replace')}", 100)
    raise DocumentError(f"{name}: found a redirect to {to}; allowed: https, or the same server")
