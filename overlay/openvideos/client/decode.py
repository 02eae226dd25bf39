"""An answer -> the operation's object, or the error that it is. Every text of a server is escaped and shortened."""

from __future__ import annotations

import copy
import json
import re
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from openvideos.contract.decode import MAX_DEPTH, too_deep
from openvideos.contract.document import media_type
from openvideos.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    ContractWarning,
    status_error,
)
from openvideos.escape import escape
from openvideos.models import OVERLAY

from .files import sniff
from .options import Settings, is_loopback, shown_url
from .responses import BinaryContent

if TYPE_CHECKING:
    import httpx

    from openvideos.contract import Violation

__all__ = ["Decoder", "OnViolation", "refuse_no_media", "status_problem", "unanswered"]

OnViolation: TypeAlias = Literal["warn", "raise", "ignore"] | Callable[["Violation"], object]

_BASE_HINT = "is the base URL right? it usually ends in /v1"
_SECRET = re.compile(r"authorization|cookie|key|token|secret|password", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_LONGEST = 1000
_EXCERPT = 120
_LONGEST_LOOK = 65_536


class Decoder:
    """Makes objects of answers and reports what departs from the contract: once per server, operation and code."""

    def __init__(self, on_violation: OnViolation, warned: set[tuple[str, str, str]]) -> None:
        self._on_violation = on_violation
        self._warned = warned

    def decode(self, operation: str, module: ModuleType, response: httpx.Response, settings: Settings) -> Any:
        """The object that an answer is, with its violations. The answer has been read.

        Raises APIStatusError, APIResponseValidationError, and what the function for violations raises.
        """
        status = response.status_code
        if not 200 <= status < 300:
            raise status_problem(response, settings)
        model = module.RESPONSES.get(status, module.RESPONSES[200])
        if model is None:
            refuse_no_media(response, response.content)
            self._report(operation, response, response.content)
            return BinaryContent(response)
        data = self._object(response)
        made = OVERLAY.get(model, model).from_dict(data)
        violations = self._report(operation, response, data)
        if violations and hasattr(made, "violations"):
            made.violations = tuple(violations)
        return made

    def _object(self, response: httpx.Response) -> Mapping[str, Any]:
        try:
            data = json.loads(response.content)
        except (ValueError, RecursionError):
            data = None
        if isinstance(data, Mapping) and not too_deep(response.content, data):
            return data
        if not isinstance(data, Mapping):
            raise _unusable(response, response.content, "no JSON object where the contract has one")
        error = _unusable(response, response.content, f"JSON nested deeper than {MAX_DEPTH} levels")
        if isinstance(data.get("id"), str):  # a job that was made is not lost with its answer
            error.add_note(f"the answer is about {escape(_hide(data['id'], _sent_key(response)), 200)}")
        raise error

    def _report(self, operation: str, response: httpx.Response, body: Any) -> Sequence[Violation]:
        if self._on_violation == "ignore":
            return ()
        from openvideos.contract import Contract

        check = partial(Contract.load().check_response, operation, status=response.status_code)
        violations = check(headers=response.headers, body=body)
        key = _sent_key(response)
        if violations and key:
            # what is off is told of the answer without the key, which a server may repeat anywhere
            body = _hide(body, key)
            violations = check(headers=_hide(dict(response.headers), key), body=body)
        if violations and self._on_violation == "raise":
            text = "; ".join(each.message for each in violations[:4])
            raise APIResponseValidationError(
                _without_keys(response), body if isinstance(body, dict) else None, message=text, violations=violations
            )
        for each in violations:
            if callable(self._on_violation):
                self._on_violation(each)
            else:
                self._warn(operation, response, each)
        return violations

    def _warn(self, operation: str, response: httpx.Response, violation: Violation) -> None:
        origin = shown_url(str(response.url.copy_with(raw_path=b"/")))
        seen = (origin, operation, violation.code)
        if seen not in self._warned:
            self._warned.add(seen)
            text = f"{operation} answered by {origin}: {violation.message}"
            warnings.warn(text, ContractWarning, stacklevel=_callers_level())


def status_problem(response: httpx.Response, settings: Settings) -> APIStatusError:
    """The error for an answer with an error status, or with a redirect that was not followed. It has been read."""
    status = response.status_code
    text = response.text.strip()
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
        title = _TITLE.search(text)
        message = f"an HTML page{f' ({title[1].strip()})' if title else ''}"
        hint = _BASE_HINT
    else:
        message = _said(data)
    if status == 401 and not response.request.headers.get("authorization"):
        hint = f"no API key was sent: {settings.key_hint}"
    message = escape(_hide(message, settings.api_key), _LONGEST)
    named = message or _phrase(status)
    line = f"Error code: {status} - {named}{f'; {hint}' if hint else ''}"
    error = status_error(status)(
        line, response=_without_keys(response), body=_hide(body, settings.api_key), server_message=message, hint=hint
    )
    error.request_id = _hide(error.request_id, settings.api_key)
    return error


def unanswered(request: httpx.Request, cause: Exception, *, timed_out: bool) -> APIConnectionError:
    """The error for a request that got no answer."""
    where = shown_url(str(request.url.copy_with(raw_path=b"/"))).rstrip("/")
    reason = escape(str(cause) or type(cause).__name__, 300)
    if timed_out:
        return APITimeoutError(_redacted(request), hint=f"{where}: {type(cause).__name__}")
    advice = ""
    if "CERTIFICATE_VERIFY_FAILED" in reason:
        advice = "; a certificate of your own is trusted by SSL_CERT_FILE"
    elif "SSL" not in reason and type(cause).__name__ == "ConnectError" and is_loopback(request.url.host):
        advice = "; is the server running? `openvideos serve` starts one"
    return APIConnectionError(request=_redacted(request), hint=f"{where}: {reason}{advice}")


def refuse_no_media(response: httpx.Response, start: bytes) -> None:
    """Raise APIResponseValidationError for what is no media: JSON, a page or other text under a success status.

    start is the body, or its first piece. Labels are not trusted: gateways label whatever they have as video.
    """
    begin = start[:256].lstrip()
    kind = media_type(response.headers.get("content-type", ""))
    textual = kind.startswith("text/") or kind.endswith(("json", "xml"))
    if not begin and response.status_code != 206:
        raise _unusable(response, start, "an empty body where the contract has media")
    if begin[:1] in {b"{", b"[", b"<"} or (textual and sniff(start) is None):
        raise _unusable(response, start, "text where the contract has media; the job may not be ready")


def _unusable(response: httpx.Response, start: bytes, problem: str) -> APIResponseValidationError:
    kind = media_type(response.headers.get("content-type", "")) or "none"
    # hidden before it is cut: half a key would not be found
    whole = _hide(start[:_LONGEST_LOOK].decode("utf-8", "replace").strip(), _sent_key(response))
    text = whole[: 4 * _EXCERPT]
    page = _is_html(response, text)
    message = (
        f"{problem}: status {response.status_code}, media type {escape(_hide(kind, _sent_key(response)), 80)}, "
        f"{'an HTML page' if page else 'body'} {_quoted(text)}{f'; {_BASE_HINT}' if page else ''}"
    )
    return APIResponseValidationError(_without_keys(response), text, message=message)


def _quoted(text: str) -> str:
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


def _hide(value: Any, key: str | None, depth: int = 0) -> Any:
    """A server's words without the key, which some repeat."""
    if not key or depth > 20:
        return value
    if isinstance(value, str):
        # a short key could be a part of any word
        return value.replace(key, "***") if len(key) >= 8 else re.sub(rf"(?<!\w){re.escape(key)}(?!\w)", "***", value)
    if isinstance(value, Mapping):
        return {_hide(name, key): _hide(item, key, depth + 1) for name, item in value.items()}
    if isinstance(value, list):
        return [_hide(item, key, depth + 1) for item in value]
    return value


def _sent_key(response: httpx.Response) -> str | None:
    """The key that went out with the request of an answer."""
    return response.request.headers.get("authorization", "").rpartition(" ")[2] or None


def _redacted(request: httpx.Request) -> httpx.Request:
    """A copy of a request that an exception may keep: keys are asterisks."""
    kept = copy.copy(request)
    kept.headers = type(request.headers)(
        [(name, b"***" if _SECRET.search(name.decode("latin-1")) else value) for name, value in request.headers.raw]
    )
    return kept


def _without_keys(response: httpx.Response) -> httpx.Response:
    response.request = _redacted(response.request)
    return response


def _callers_level() -> int:
    """The stack level of whoever called this package, which is whom a warning is for."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(("openvideos", "openvideos_api")):
        level, frame = level + 1, frame.f_back
    return level
