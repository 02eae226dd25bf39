"""Faults in how keys are asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openvideos.emulator.fault import fault

_UNAUTHORIZED = 401
_FORBIDDEN = 403
_SCHEME = "Bearer "


@fault("app")
def keys_not_asked_for(app: ASGIApp, key: str | None) -> ASGIApp:
    """Nobody is asked for a key."""
    return _letting(app, key, lambda _, __: True)


@fault("app")
def any_key_is_taken(app: ASGIApp, key: str | None) -> ASGIApp:
    """Any key is taken, as long as there is one."""
    return _letting(app, key, lambda _, given: len(given) > len(_SCHEME))


@fault("app")
def pages_without_a_key(app: ASGIApp, key: str | None) -> ASGIApp:
    """The list needs no key."""
    return _letting(app, key, lambda scope, _: _asks(scope, "GET", r"/videos"))


@fault("app")
def content_without_a_key(app: ASGIApp, key: str | None) -> ASGIApp:
    """Content needs no key."""
    return _letting(app, key, lambda scope, _: _asks(scope, "GET", r"/videos/[^/]+/content"))


@fault("app")
def thumbnails_without_a_key(app: ASGIApp, key: str | None) -> ASGIApp:
    """Content needs no key if it is a thumbnail."""

    def is_one(scope: Scope, given: str) -> bool:
        return _asks(scope, "GET", r"/videos/[^/]+/content") and b"variant=thumbnail" in scope["query_string"]

    return _letting(app, key, is_one)


@fault("app")
def content_with_any_key(app: ASGIApp, key: str | None) -> ASGIApp:
    """Content needs a key, but not the right one."""
    return _letting(app, key, lambda scope, given: bool(given) and _asks(scope, "GET", r"/videos/[^/]+/content"))


@fault("app")
def create_without_a_key(app: ASGIApp, key: str | None) -> ASGIApp:
    """Making a job needs no key."""
    return _letting(app, key, lambda scope, _: _asks(scope, "POST", r"/videos"))


@fault("app")
def forms_without_a_key(app: ASGIApp, key: str | None) -> ASGIApp:
    """Making a job needs no key if it is asked for by a form."""

    def is_one(scope: Scope, given: str) -> bool:
        kind = Headers(scope=scope).get("content-type", "")
        return _asks(scope, "POST", r"/videos") and kind.startswith("multipart/")

    return _letting(app, key, is_one)


@fault("app")
def remix_without_a_key(app: ASGIApp, key: str | None) -> ASGIApp:
    """A remix needs no key."""
    return _letting(app, key, lambda scope, _: _asks(scope, "POST", r"/videos/[^/]+/remix"))


@fault("app")
def edits_without_a_key(app: ASGIApp, key: str | None) -> ASGIApp:
    """Edits and extensions need no key."""
    return _letting(app, key, lambda scope, _: _asks(scope, "POST", r"/videos/(edits|extensions)"))


@fault("app")
def delete_without_a_key(app: ASGIApp, key: str | None) -> ASGIApp:
    """A deletion needs no key."""
    return _letting(app, key, lambda scope, _: _asks(scope, "DELETE", r"/videos/[^/]+"))


@fault("app")
def characters_without_a_key(app: ASGIApp, key: str | None) -> ASGIApp:
    """Characters need no key."""
    return _letting(app, key, lambda scope, _: "/videos/characters" in scope["path"])


@fault("app")
def key_by_its_beginning(app: ASGIApp, key: str | None) -> ASGIApp:
    """Of a key as many characters are looked at as the right one has."""
    return _letting(app, key, lambda _, given: given.startswith(f"{_SCHEME}{key}"))


@fault("app")
def key_by_a_part(app: ASGIApp, key: str | None) -> ASGIApp:
    """A key is taken that the right one begins with."""
    return _letting(app, key, lambda _, given: len(given) > len(_SCHEME) and f"{_SCHEME}{key}".startswith(given))


@fault("app")
def key_in_any_case(app: ASGIApp, key: str | None) -> ASGIApp:
    """A key may be written in capitals."""
    return _letting(app, key, lambda _, given: given.lower() == f"{_SCHEME}{key}".lower())


@fault("app")
def empty_key_is_taken(app: ASGIApp, key: str | None) -> ASGIApp:
    """An Authorization without a key is taken."""
    return _letting(
        app, key, lambda scope, given: Headers(scope=scope).get("authorization") is not None and " " not in given
    )


@fault("app")
def scheme_not_looked_at(app: ASGIApp, key: str | None) -> ASGIApp:
    """The key may come under any scheme."""
    return _letting(app, key, lambda _, given: given.partition(" ")[2] == key)


@fault("app")
def scheme_as_it_is_written(app: ASGIApp, key: str | None) -> ASGIApp:
    """The scheme is only known as Bearer, and not in other letters."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        given = _given(scope)
        known = given.startswith(_SCHEME) or not given.lower().startswith(_SCHEME.lower())
        await app(scope if known else _with(scope, "none"), receive, send)

    return serve


@fault("app")
def no_key_is_403(app: ASGIApp, key: str | None) -> ASGIApp:
    """A request without the key is answered with 403."""

    def forbidden(scope: Scope, message: Message) -> None:
        if message.get("status") == _UNAUTHORIZED:
            message["status"] = _FORBIDDEN

    return _answering(app, forbidden)


@fault("app")
def wrong_key_is_403(app: ASGIApp, key: str | None) -> ASGIApp:
    """A request with an unknown key is answered with 403."""

    def forbidden(scope: Scope, message: Message) -> None:
        if message.get("status") == _UNAUTHORIZED and _given(scope):
            message["status"] = _FORBIDDEN

    return _answering(app, forbidden)


@fault("app")
def no_key_is_500(app: ASGIApp, key: str | None) -> ASGIApp:
    """The server has an error if there is nothing behind the scheme."""

    def fail(scope: Scope, message: Message) -> None:
        if message.get("status") == _UNAUTHORIZED and _given(scope) == _SCHEME.strip():
            message["status"] = 500

    return _answering(app, fail)


@fault("app")
def no_challenge(app: ASGIApp, key: str | None) -> ASGIApp:
    """A refusal with 401 doesn't say how to ask instead."""

    def leave_out(scope: Scope, message: Message) -> None:
        if message.get("status") == _UNAUTHORIZED:
            del MutableHeaders(raw=message["headers"])["www-authenticate"]

    return _answering(app, leave_out)


@fault("app")
def key_in_the_message(app: ASGIApp, key: str | None) -> ASGIApp:
    """A refusal with 401 repeats the key."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        held: list[Message] = []

        async def repeat(message: Message) -> None:
            if message.get("status") == _UNAUTHORIZED:
                held.append(message)
            elif held:
                data = json.loads(message["body"])
                data["error"]["message"] += f" Found: {_given(scope)}"
                body = json.dumps(data).encode()
                MutableHeaders(raw=held[0]["headers"])["content-length"] = str(len(body))
                await send(held[0])
                await send({**message, "body": body})
            else:
                await send(message)

        await app(scope, receive, repeat)

    return serve


@fault("app")
def key_in_a_challenge(app: ASGIApp, key: str | None) -> ASGIApp:
    """A refusal with 401 repeats the key in WWW-Authenticate."""

    def repeat(scope: Scope, message: Message) -> None:
        if message.get("status") == _UNAUTHORIZED:
            given = _given(scope).partition(" ")[2]
            MutableHeaders(raw=message["headers"])["www-authenticate"] = f'Bearer error="invalid_token {given}"'

    return _answering(app, repeat)


@fault("app")
def refused_create_is_carried_out(app: ASGIApp, key: str | None) -> ASGIApp:
    """A job that is asked for with an unknown key is made, and the request refused."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        wrong = scope["type"] == "http" and key is not None and _given(scope) != f"{_SCHEME}{key}"
        if not wrong or not _asks(scope, "POST", r"/videos"):
            await app(scope, receive, send)
            return

        async def refuse(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "status": _UNAUTHORIZED}
            await send(message)

        await app(_with(scope, key), receive, refuse)

    return serve


@fault("app")
def refused_key_locks_out(app: ASGIApp, key: str | None) -> ASGIApp:
    """After three requests without the key, the key isn't taken any more."""
    refused: list[int] = []

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def count(message: Message) -> None:
            refused.extend([1] * (message.get("status") == _UNAUTHORIZED))
            await send(message)

        await app(_with(scope, "none") if len(refused) > 2 else scope, receive, count)

    return serve


def _given(scope: Scope) -> str:
    """What Authorization says; "" without one."""
    return Headers(scope=scope).get("authorization", "") if scope["type"] == "http" else ""


def _asks(scope: Scope, method: str, path: str) -> bool:
    """Whether a request is that of a method for a path, as a pattern of what is behind the prefix."""
    return scope["method"] == method and re.search(rf"/v1{path}$", scope["path"]) is not None


def _with(scope: Scope, key: str | None) -> Scope:
    """A request with a key in the place of its own."""
    if key is None or scope["type"] != "http":
        return scope
    others = [each for each in scope["headers"] if each[0] != b"authorization"]
    return {**scope, "headers": [*others, (b"authorization", f"{_SCHEME}{key}".encode())]}


def _letting(app: ASGIApp, key: str | None, lets: Callable[[Scope, str], bool]) -> ASGIApp:
    """The application, which takes some requests as though they had the key."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        taken = scope["type"] == "http" and lets(scope, _given(scope))
        await app(_with(scope, key) if taken else scope, receive, send)

    return serve


def _answering(app: ASGIApp, change: Callable[[Scope, Message], None]) -> ASGIApp:
    """The application, with a function that changes each message that it answers with."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def changed(message: Message) -> None:
            change(scope, message)
            await send(message)

        await app(scope, receive, changed)

    return serve
