"""Faults in what becomes of requests that nobody would send."""

from __future__ import annotations

import json
import re
from typing import Any

from starlette.responses import Response

from openvideos.contract.document import media_type
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.tampering import Answered, answer_fault

from .unheard import decodes, error

_LARGE = 4 * 1024 * 1024
_DEEP = 1000
_USUAL = re.compile(r"[A-Za-z0-9_-]+")
_SURROGATE = re.compile(rb"\\ud[89a-f]", re.IGNORECASE)


@fault("request", "create")
async def cut_json_is_mended(exchange: Exchange) -> Response | None:
    """JSON that is cut off is taken as far as it goes."""
    body = await exchange.request.body()
    for end in (b'"}', b"}"):
        if _is_json(exchange) and decodes(body + end) and not decodes(body):
            _replace(exchange, body + end)
            break
    return None


@fault("request", "create")
async def json_tail_not_looked_at(exchange: Exchange) -> Response | None:
    """What comes behind a JSON object isn't looked at."""
    body = await exchange.request.body()
    try:
        _, end = json.JSONDecoder().raw_decode(body.decode())
    except ValueError:
        return None
    if _is_json(exchange):
        _replace(exchange, body.decode()[:end].encode())
    return None


@fault("request", "create")
async def json_may_be_text(exchange: Exchange) -> Response | None:
    """A body that is no JSON is taken for the prompt."""
    body = await exchange.request.body()
    if _is_json(exchange) and body.isascii() and body[:1].isalpha() and not decodes(body):
        _replace(exchange, json.dumps({"prompt": body.decode()}).encode())
    return None


@answer_fault("create")
def malformed_json_is_500(exchange: Exchange, answered: Answered) -> None:
    """The server has an error if a body is no JSON."""
    _fails_if(answered, code="body.json")


@fault("request", "create")
async def deep_json_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if JSON is nested deeply."""
    if (await exchange.request.body()).count(b"[") > _DEEP:
        raise error()
    return None


@fault("request", "create")
async def json_number_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if a number in JSON has thousands of digits."""
    if b"9" * 5000 in await exchange.request.body():
        raise error()
    return None


@fault("request", "create")
async def json_is_guessed_to_be_utf_16(exchange: Exchange) -> Response | None:
    """The server has an error if JSON is UTF-16."""
    if (await exchange.request.body())[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise error()
    return None


@fault("request", "create")
async def bytes_that_are_no_text_are_500(exchange: Exchange) -> Response | None:
    """The server has an error if JSON is no UTF-8."""
    try:
        (await exchange.request.body()).decode()
    except UnicodeDecodeError:
        if _is_json(exchange):
            raise error() from None
    return None


@fault("request", "create")
async def lone_surrogate_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if half of a character is in a prompt."""
    body = await exchange.request.body()
    if b"prompt" in body and _SURROGATE.search(body) and decodes(body):
        try:
            str(json.loads(body)["prompt"]).encode()
        except UnicodeEncodeError:
            raise error() from None
    return None


@fault("body", "create")
def null_character_is_500(exchange: Exchange, body: Any) -> Any:
    """The server has an error if a null character is in a prompt."""
    if isinstance(body, dict) and "\0" in str(body.get("prompt")):
        raise error()
    return body


@answer_fault("create")
def broken_form_is_500(exchange: Exchange, answered: Answered) -> None:
    """The server has an error if a form can't be read."""
    if media_type(exchange.request.headers.get("content-type", "")) == "multipart/form-data":
        _fails_if(answered, status=400)


@fault("request", "create")
async def cut_form_is_taken(exchange: Exchange) -> Response | None:
    """A form that is cut off is taken as far as it goes."""
    kind = exchange.request.headers.get("content-type", "")
    _, mark, boundary = kind.partition("boundary=")
    body = await exchange.request.body()
    if mark and boundary and f"--{boundary}--".encode() not in body and b"\r\n\r\n" in body:
        _replace(exchange, body.rstrip(b"\r\n") + f"\r\n--{boundary}--\r\n".encode())
    return None


@fault("request", "create")
async def packed_body_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if a body is said to be packed and isn't."""
    coding = exchange.request.headers.get("content-encoding")
    if coding == "gzip" and not (await exchange.request.body()).startswith(b"\x1f\x8b"):
        raise error()
    return None


@fault("request", "create")
async def large_body_is_500(exchange: Exchange) -> Response | None:
    """The server has an error if a body has more than four megabytes."""
    if int(exchange.request.headers.get("content-length", "0")) > _LARGE:
        raise error()
    return None


@fault("request")
async def dies_of_malformed_json(exchange: Exchange) -> Response | None:
    """When it was sent a body that is no JSON, the server has an error for ever after."""
    seen = exchange.services.seen
    if seen["dead"]:
        raise error()
    if exchange.operation == "create" and _is_json(exchange):
        seen["dead"] += not decodes(await exchange.request.body())
    return None


def _is_json(exchange: Exchange) -> bool:
    return media_type(exchange.request.headers.get("content-type", "")) == "application/json"


def _replace(exchange: Exchange, body: bytes) -> None:
    """Go on with another body; what was read of it is kept by the request."""
    exchange.request._body = body


def _fails_if(answered: Answered, *, status: int | None = None, code: str | None = None) -> None:
    data = answered.data
    said = data.get("error") if isinstance(data, dict) else None
    if answered.status == status or (code is not None and isinstance(said, dict) and said.get("code") == code):
        answered.status, answered.data = 500, error().body
