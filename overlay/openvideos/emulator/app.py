"""The ASGI application: routes of the contract, and around them keys, request ids, and one form of error."""

from __future__ import annotations

import hmac
import http
import logging
import re
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import ApiError, RenderError, StoreError, new_request_id
from .exchange import Exchange
from .routes import operations
from .services import Services

__all__ = ["PREFIX", "beside_faults", "create_app"]

PREFIX = "/v1"
_FAULTY = re.compile(r"/faults/([^/]+)/")
_log = logging.getLogger("openvideos.emulator")


def create_app(services: Services, *, origin: str, prefix: str = PREFIX, api_key: str | None = None) -> ASGIApp:
    """Build one server's application: the contract's operations under a prefix, and the contract itself.

    `origin` and `prefix` are what the published contract names as its server. Without a key every request is taken,
    with one only those that bear it.
    """
    published = {**services.contract.document, "servers": [{"url": f"{origin}{prefix}"}]}
    open_to_all = (f"{prefix}/openapi.json", *(["/openapi.json"] if prefix == PREFIX else []))

    async def publish(_: Request) -> Response:
        return JSONResponse(published)

    app = Starlette(
        routes=[*(Route(path, publish) for path in open_to_all), *operations(services, prefix)],
        middleware=[Middleware(_Envelope), Middleware(_Keys, api_key=api_key, open_to_all=open_to_all)],
    )
    app.router.redirect_slashes = False
    return app


def beside_faults(app: ASGIApp, faulty: Callable[[str], ASGIApp]) -> ASGIApp:
    """An application that serves `app`, and under /faults/NAME what `faulty` gives for the name of a fault.

    What `faulty` raises, ApiError or StoreError, is the answer.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        match = _FAULTY.match(scope.get("path", ""))
        chosen = app
        if match is not None:
            try:
                chosen = faulty(match[1])
            except (ApiError, StoreError) as error:
                chosen = _Envelope(_raising(error))
        await chosen(scope, receive, send)

    return serve


def _raising(error: Exception) -> ASGIApp:
    async def refuse(*_: object) -> None:
        raise error

    return refuse


class _Keys:
    """Lets only those in who bear the key, if there is one."""

    def __init__(self, app: ASGIApp, api_key: str | None, open_to_all: tuple[str, ...]) -> None:
        self._app = app
        self._key = None if api_key is None else api_key.encode()
        self._open_to_all = open_to_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._key is not None and scope["type"] == "http" and scope["path"] not in self._open_to_all:
            scheme, _, given = Headers(scope=scope).get("authorization", "").partition(" ")
            known = hmac.compare_digest(given.strip().encode("latin-1"), self._key)
            if not (known and scheme.lower() == "bearer"):
                raise ApiError(
                    401,
                    "The API key is missing or unknown; send the one that the emulator was started with.",
                    kind="authentication_error",
                    code="invalid_api_key",
                    headers={"WWW-Authenticate": "Bearer"},
                )
        await self._app(scope, receive, send)


class _Envelope:
    """Sees to it that each answer has an x-request-id, and each error the envelope, whatever raised or wrote it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        answer = _Answer(scope, receive, send)
        try:
            await self._app(scope, receive, answer.send)
        except ClientDisconnect:
            return
        except Exception as error:  # the edge of a request: whatever happens has an answer
            refusal = _as_api_error(error)
            if answer.started:
                raise
            await answer.refuse(refusal)


class _Answer:
    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._request_id = new_request_id()
        self._replaced = False
        self.started = False

    async def send(self, message: Message) -> None:
        """Pass a message on, with the headers that every answer has; an error in another form is replaced."""
        if self._replaced:
            return
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            if message["status"] >= 400 and headers.get("content-type") != "application/json":
                self._replaced = True
                await self.refuse(_as_api_error(HTTPException(message["status"], headers=dict(headers))))
                return
            headers["x-request-id"] = self._request_id
            headers["x-content-type-options"] = "nosniff"
        await self._pass_on(message)

    async def refuse(self, error: ApiError) -> None:
        headers = {"x-request-id": self._request_id, "x-content-type-options": "nosniff", **error.headers}
        response = JSONResponse(error.body, error.status, headers=headers)
        await response(self._scope, self._receive, self._pass_on)

    async def _pass_on(self, message: Message) -> None:
        """Send a message, through the faults that act on answers if there are any."""
        exchange: Exchange | None = self._scope["state"].get("exchange")
        if not self.started and exchange is not None:
            for act in exchange.services.faults_at("response", exchange.operation):
                self._send = act(exchange, self._send)
        self.started = True
        await self._send(message)


_KEPT_HEADERS = ("allow", "content-range", "accept-ranges")


def _as_api_error(error: Exception) -> ApiError:
    if isinstance(error, ApiError):
        return error
    if isinstance(error, RenderError):
        message = "The clip could not be rendered; ask again."
        return ApiError(503, message, kind="server_error", code="render_failed", headers={"Retry-After": "1"})
    if isinstance(error, StoreError):
        message = "The emulator cannot read or write its files."
        code = "storage_unavailable"
        if error.full:
            message, code = "The emulator's disk is full.", "storage_full"
        return ApiError(503, message, kind="server_error", code=code, headers={"Retry-After": "5"})
    if isinstance(error, HTTPException):
        status = error.status_code
        headers = {name: value for name, value in (error.headers or {}).items() if name.lower() in _KEPT_HEADERS}
        if "allow" in headers:
            headers["allow"] = ", ".join(sorted(headers["allow"].split(", ")))
        param, code, message = _REFUSALS.get(status, (None, "refused", http.HTTPStatus(status).phrase))
        return ApiError(status, message, param=param, code=code, headers=headers)
    # where, but not what: an exception's text may quote a body
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f" at {place.tb_frame.f_code.co_qualname}, line {place.tb_lineno}"
    _log.error("internal error: %s%s", type(error).__name__, where)
    return ApiError(500, "The emulator had an error.", kind="server_error", code="internal_error")


_REFUSALS: dict[int, tuple[str | None, str, str]] = {
    404: (None, "not_found", "This server has nothing under this path."),
    405: (None, "method_not_allowed", "This path has other methods; Allow names them."),
    416: ("Range", "range_not_satisfiable", "The media end before this range."),
}
