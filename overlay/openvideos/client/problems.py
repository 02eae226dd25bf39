"""Answers that are no objects, and requests without an answer -> errors, in words that a terminal can show."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from openvideos.contract.document import media_type
from openvideos.contract.found import hide, show
from openvideos.contract.keys import keys_sent
from openvideos.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    status_error,
)
from openvideos.escape import escape
from openvideos.loopback import is_loopback

from .first_bytes import is_media, is_words, unpacks
from .keys import redacted, sent_keys, without_keys
from .options import Settings, shown_url

if TYPE_CHECKING:
    import httpx

__all__ = ["refuse_no_media", "status_problem", "unanswered", "unusable"]

_BASE_HINT = "is the base URL right? it usually ends in /v1"
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,200})", re.IGNORECASE)
_LONGEST = 1000
_EXCERPT = 120
_LONGEST_LOOK = 65_536


def status_problem(response: httpx.Response, settings: Settings) -> APIStatusError:
    """The error for an answer with an error status, or with a redirect that was not followed. It has been read."""
    status = response.status_code
    try:
        text = response.text.strip()
    except (AssertionError, LookupError, TypeError, ValueError):  # a charset that is none of text
        text = response.content.decode("utf-8", "replace").strip()
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        data = text
    body = data.get("error", data) if isinstance(data, Mapping) else data
    hint = ""
    if 300 <= status < 400:
        message = f"redirected to {shown_url(response.headers.get('location', ''))}, which is not followed here"
        hint = "is the base URL right?"
    elif _is_html(response, text):
        title = _TITLE.search(text[:_LONGEST_LOOK])
        message = f"an HTML page{f' ({title[1].strip()})' if title else ''}"
        hint = _BASE_HINT
    else:
        try:
            message = _said(data)
        except RecursionError:
            message = "deeply nested JSON"
    sent = sent_keys(response)
    if status == 401 and not sent:
        hint = f"no API key was sent: {settings.key_hint}"
    keys = [*sent, settings.api_key] if settings.api_key else sent  # what was followed elsewhere went without it
    message = escape(hide(message, keys), _LONGEST)
    named = message or _phrase(status)
    line = f"Error code: {status} - {named}{f'; {hint}' if hint else ''}"
    error = status_error(status)(
        line, response=without_keys(response), body=hide(body, keys), server_message=message, hint=hint
    )
    error.request_id = hide(error.request_id, keys)
    return error


def unanswered(request: httpx.Request, cause: Exception, *, timed_out: bool) -> APIConnectionError:
    """The error for a request that got no answer."""
    where = shown_url(str(request.url.copy_with(raw_path=b"/"))).rstrip("/")
    said = hide(str(cause) or type(cause).__name__, keys_sent(request.headers.multi_items(), str(request.url)))
    reason = escape(said, 300)
    if timed_out:
        return APITimeoutError(redacted(request), hint=f"{where}: {type(cause).__name__}")
    advice = ""
    if "CERTIFICATE_VERIFY_FAILED" in reason:
        advice = "; a certificate of your own is trusted by SSL_CERT_FILE"
    elif "SSL" not in reason and type(cause).__name__ == "ConnectError" and is_loopback(request.url.host):
        advice = "; is the server running? `openvideos serve` starts one"
    return APIConnectionError(request=redacted(request), hint=f"{where}: {reason}{advice}")


def refuse_no_media(response: httpx.Response, start: bytes) -> None:
    """Raise APIResponseValidationError for what is no media: JSON, a page or other text under a success status.

    start is the body, or what of it has come. Labels are not trusted: gateways label whatever they have as video.
    """
    kind = media_type(response.headers.get("content-type", ""))
    textual = kind.startswith("text/") or kind.endswith(("json", "xml"))
    encoding = response.headers.get("content-encoding", "")
    if not unpacks(encoding):
        raise unusable(response, b"", f"a body packed as {show(encoding)}, which nothing here unpacks,")
    if response.status_code == 206:  # a part may begin with anything
        if textual:
            raise unusable(response, start, "text where the contract has media")
        return
    if not start:
        raise unusable(response, start, "an empty body where the contract has media")
    if is_words(start) or (textual and not is_media(start)):
        raise unusable(response, start, "text where the contract has media; the job may not be ready")


def unusable(response: httpx.Response, start: bytes, problem: str) -> APIResponseValidationError:
    """The error for an answer that the operation's object can't be made of; start is its body, or the first of it."""
    keys = sent_keys(response)
    # hidden before letters are made small, or text is cut: half a key would not be found
    kind = media_type(hide(response.headers.get("content-type", ""), keys)) or "none"
    whole = hide(start[:_LONGEST_LOOK].decode("utf-8", "replace").strip(), keys)
    text = whole[: 4 * _EXCERPT]
    page = _is_html(response, text)
    message = (
        f"{problem}: status {response.status_code}, media type {escape(kind, 80)}, "
        f"{'an HTML page' if page else 'body'} {_quoted(text, keys)}{f'; {_BASE_HINT}' if page else ''}"
    )
    return APIResponseValidationError(without_keys(response), text, message=message)


def _quoted(text: str, keys: Sequence[str]) -> str:
    if "\0" in text or (keys and "\\" in text):
        return "in other letters"  # in which a key could be spelled
    return f"'{escape(text, _EXCERPT)}'" if text else "of no bytes"


def _is_html(response: httpx.Response, text: str) -> bool:
    kind = media_type(response.headers.get("content-type", ""))
    return kind in {"text/html", "application/xhtml+xml"} or text[:20].lower().startswith(("<!doctype html", "<html"))


def _said(data: Any) -> str:
    """The message in an error's body, in one of the forms that servers of this API have; "" for none."""
    if isinstance(data, str):
        return data
    if isinstance(data, Mapping):
        for name in ("error", "message", "detail", "msg"):
            if data.get(name):
                return _said(data[name])
        return _as_json(data) if data else ""
    if isinstance(data, list):
        return "; ".join(_located(item) for item in data[:5])
    return "" if data is None else str(data)


def _located(item: Any) -> str:
    """One of the errors that a FastAPI server lists."""
    where = item.get("loc") if isinstance(item, Mapping) else None
    place = ".".join(str(each) for each in where if each != "body") if isinstance(where, list) else ""
    return f"{place}: {_said(item)}" if place else _said(item)


def _as_json(data: Any) -> str:
    try:
        return json.dumps(data, ensure_ascii=False)
    except RecursionError:
        return "deeply nested JSON"


def _phrase(status: int) -> str:
    try:
        return f"{HTTPStatus(status).phrase} (no message)"
    except ValueError:
        return "no message"
