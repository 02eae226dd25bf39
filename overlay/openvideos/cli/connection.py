"""A client for one command, and an ear on what goes to and fro."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import attrs
import click

from openvideos.client.options import PAIRS, shown_header, shown_url
from openvideos.contract.document import Document
from openvideos.contract.keys import keys_sent

from .answer import in_contract_order
from .output import Stderr, write_json
from .settings import Settings

if TYPE_CHECKING:
    import httpx

    from openvideos.client import OpenVideos

__all__ = ["Connection", "connect"]

_NOWHERE = "http://127.0.0.1:8000/v1"


@attrs.frozen(kw_only=True)
class Connection:
    """A client, what was asked of the command, and what the server's last answer had for headers."""

    client: "OpenVideos"
    settings: Settings
    stderr: Stderr
    traffic: "Traffic"

    def show(self, operation: str, model: Any) -> None:
        """Write what an operation answered with to stdout."""
        data = model.to_dict() if hasattr(model, "to_dict") else model  # an item of a page may be anything
        write_json(in_contract_order(Document.load(), operation, data), self.settings.format)


@contextmanager
def connect(ctx: click.Context, *, unsent: bool = False) -> Iterator[Connection]:
    """A connection by the options of a command; closed at the end. Raises ConfigurationError.

    Where nothing is to be sent and no server is named, it is for the address that `serve` has.
    """
    import httpx

    from openvideos.client import OpenVideos
    from openvideos.client.http import open_http
    from openvideos.omit import omit

    settings = Settings.of(ctx)
    stderr: Stderr = ctx.obj
    stderr.hide(settings.api_key)
    traffic = Traffic(stderr)
    named = {
        name: value
        for name in ("base_url", "organization", "project", "timeout", "max_retries", "on_violation")
        if (value := getattr(settings, name)) is not None
    }
    if unsent and not any([settings.base_url, *(os.environ.get(f"{pair}_BASE_URL") for pair in PAIRS)]):
        named["base_url"] = _NOWHERE
        stderr.line(f"no server is named; shown as for {_NOWHERE}")
    with OpenVideos(
        api_key=omit if settings.no_api_key else settings.api_key,
        check_requests=not settings.no_check_requests,
        http_client=open_http(httpx.Client, event_hooks={"request": [traffic.sent], "response": [traffic.came]}),
        **named,
    ) as client:
        stderr.hide(client.api_key)
        yield Connection(client=client, settings=settings, stderr=stderr, traffic=traffic)


class Traffic:
    """Hears each request and answer; with --debug, tells of them."""

    def __init__(self, stderr: Stderr) -> None:
        self._stderr = stderr
        self._start = 0.0
        self.headers: Mapping[str, str] = {}

    def sent(self, request: "httpx.Request") -> None:
        """A request is about to go out."""
        self._start = time.monotonic()
        for key in keys_sent(request.headers.multi_items(), str(request.url)):
            self._stderr.hide(key)
        if self._stderr.debug:
            self._stderr.line(f"> {request.method} {shown_url(str(request.url))}")
            self._tell(">", request.headers)

    def came(self, response: "httpx.Response") -> None:
        """The head of an answer is there."""
        self.headers = response.headers
        if self._stderr.debug:
            took = (time.monotonic() - self._start) * 1000
            self._stderr.line(f"< {response.status_code} {response.reason_phrase} ({took:.0f} ms)")
            self._tell("<", response.headers)

    def _tell(self, mark: str, headers: Mapping[str, str]) -> None:
        for name, value in headers.items():
            shown = shown_url(value) if name == "location" else shown_header(name, value)
            self._stderr.line(f"{mark}   {name}: {shown}")
