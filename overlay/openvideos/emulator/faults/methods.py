"""Faults in methods and paths that there aren't."""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault

_NOT_ALLOWED = 405
_VIDEOS = r"/v1/videos"
_JOB = r"/v1/videos/[^/]+"


@fault("app")
def unknown_paths_are_pages(app: ASGIApp, key: str | None) -> ASGIApp:
    """What isn't under a path is a page that says so, with 200."""
    return _instead(app, lambda _: HTMLResponse("<p>Nothing is here.</p>"), unless=r"/v1/videos(/.*)?")


@fault("app")
def unknown_paths_are_500(app: ASGIApp, key: str | None) -> ASGIApp:
    """The server has an error if nothing is under a path."""
    return _instead(app, lambda _: JSONResponse({}, 500), unless=r"/v1/videos(/.*)?")


@fault("app")
def paths_below_jobs_are_jobs(app: ASGIApp, key: str | None) -> ASGIApp:
    """What is under a path below a job is the job."""
    return _routed(app, "GET", rf"((?:/faults/[^/]+)?{_JOB})/(?!content$|remix$).+", lambda _, job: {"path": job[1]})


@fault("app")
def paths_below_content_are_content(app: ASGIApp, key: str | None) -> ASGIApp:
    """What is under a path below a job's content is nothing, with 200."""
    return _instead(app, lambda _: PlainTextResponse(""), only=rf"{_JOB}/content/.+")


@fault("app")
def put_makes_a_job(app: ASGIApp, key: str | None) -> ASGIApp:
    """PUT is POST."""
    return _routed(app, "PUT", _VIDEOS, lambda _, __: {"method": "POST"})


@fault("app")
def patch_makes_a_job(app: ASGIApp, key: str | None) -> ASGIApp:
    """PATCH is POST."""
    return _routed(app, "PATCH", _VIDEOS, lambda _, __: {"method": "POST"})


@fault("app")
def put_is_500(app: ASGIApp, key: str | None) -> ASGIApp:
    """The server has an error if it is asked by PUT."""
    return _instead(app, lambda _: JSONResponse({}, 500), method="PUT")


@fault("app")
def refused_put_makes_a_job(app: ASGIApp, key: str | None) -> ASGIApp:
    """PUT is refused, and what it asks for is made."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if not _is(scope, "PUT", _VIDEOS):
            await app(scope, receive, send)
            return

        async def refuse(message: Message) -> None:
            status = {"status": _NOT_ALLOWED} if message["type"] == "http.response.start" else {}
            await send({**message, **status})

        await app({**scope, "method": "POST"}, receive, refuse)

    return serve


@fault("app")
def post_to_a_job_shows_it(app: ASGIApp, key: str | None) -> ASGIApp:
    """POST to a job is a look at it."""
    return _routed(app, "POST", _JOB, lambda _, __: {"method": "GET"})


@fault("app")
def patch_of_a_job_is_taken(app: ASGIApp, key: str | None) -> ASGIApp:
    """PATCH of a job is answered as though it had changed it."""
    return _routed(app, "PATCH", _JOB, lambda _, __: {"method": "GET"})


@fault("app")
def put_of_a_job_deletes_it(app: ASGIApp, key: str | None) -> ASGIApp:
    """PUT to a job is a deletion, and refused."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def refuse(message: Message) -> None:
            status = {"status": _NOT_ALLOWED} if message["type"] == "http.response.start" else {}
            await send({**message, **status})

        if _is(scope, "PUT", _JOB):
            await app({**scope, "method": "DELETE"}, receive, refuse)
        else:
            await app(scope, receive, send)

    return serve


@fault("app")
def delete_of_content_is_taken(app: ASGIApp, key: str | None) -> ASGIApp:
    """DELETE of content is answered with 204."""
    return _instead(app, lambda _: Response(status_code=204), method="DELETE", only=rf"{_JOB}/content")


@fault("app")
def post_of_content_is_500(app: ASGIApp, key: str | None) -> ASGIApp:
    """The server has an error if content is posted."""
    return _instead(app, lambda _: JSONResponse({}, 500), method="POST", only=rf"{_JOB}/content")


@fault("app")
def get_makes_a_remix(app: ASGIApp, key: str | None) -> ASGIApp:
    """GET for a remix shows the job that it would be one of."""
    return _routed(app, "GET", rf"((?:/faults/[^/]+)?{_JOB})/remix", lambda _, job: {"path": job[1]})


@fault("app")
def get_of_edits_is_the_list(app: ASGIApp, key: str | None) -> ASGIApp:
    """GET for edits is the list of jobs."""
    return _routed(
        app, "GET", r"(/.*)?/v1/videos/edits", lambda scope, _: {"path": scope["path"].removesuffix("/edits")}
    )


@fault("app")
def no_allow(app: ASGIApp, key: str | None) -> ASGIApp:
    """A refusal with 405 has no Allow."""

    def leave_out(scope: Scope, message: Message) -> None:
        if message.get("status") == _NOT_ALLOWED:
            del MutableHeaders(raw=message["headers"])["allow"]

    return _answering(app, leave_out)


@fault("app")
def allow_of_one_method(app: ASGIApp, key: str | None) -> ASGIApp:
    """Allow names one method alone."""

    def shorten(scope: Scope, message: Message) -> None:
        if message.get("status") == _NOT_ALLOWED:
            MutableHeaders(raw=message["headers"])["allow"] = "POST"

    return _answering(app, shorten)


@fault("app")
def allow_names_the_refused(app: ASGIApp, key: str | None) -> ASGIApp:
    """Allow names each method that there is, the one that is refused too."""

    def widen(scope: Scope, message: Message) -> None:
        if message.get("status") == _NOT_ALLOWED:
            MutableHeaders(raw=message["headers"])["allow"] = "GET, HEAD, POST, PUT, PATCH, DELETE"

    return _answering(app, widen)


@fault("app")
def trace_is_answered(app: ASGIApp, key: str | None) -> ASGIApp:
    """TRACE is answered with the headers of its request."""

    def repeat(scope: Scope) -> Response:
        lines = [f"{name}: {value}" for name, value in Headers(scope=scope).items() if name != "authorization"]
        return Response("\r\n".join(lines), media_type="message/http")

    return _instead(app, repeat, method="TRACE")


@fault("app")
def unknown_method_is_get(app: ASGIApp, key: str | None) -> ASGIApp:
    """A method that nobody knows is GET."""
    return _routed(app, "BREW", r"/.*", lambda _, __: {"method": "GET"})


@fault("app")
def unknown_method_is_500(app: ASGIApp, key: str | None) -> ASGIApp:
    """The server has an error if it is asked by a method that nobody knows."""
    return _instead(app, lambda _: JSONResponse({}, 500), method="BREW")


@fault("app")
def head_fails(app: ASGIApp, key: str | None) -> ASGIApp:
    """The server has an error if it is asked by HEAD."""
    return _instead(app, lambda _: JSONResponse({}, 500), method="HEAD")


@fault("app")
def options_fail(app: ASGIApp, key: str | None) -> ASGIApp:
    """The server has an error if it is asked by OPTIONS."""
    return _instead(app, lambda _: JSONResponse({}, 500), method="OPTIONS")


@fault("request", "retrieve")
async def head_finds_nothing(exchange: Exchange) -> Response | None:
    """HEAD for a job finds none."""
    return Response(status_code=404) if exchange.request.method == "HEAD" else None


@fault("app")
def slash_leads_elsewhere(app: ASGIApp, key: str | None) -> ASGIApp:
    """A path with a slash behind it leads to another server."""
    return _instead(app, lambda _: RedirectResponse("http://videos.example/v1/videos"), only=r"/v1/videos/(.*/)?")


@fault("app")
def slash_is_500(app: ASGIApp, key: str | None) -> ASGIApp:
    """The server has an error if a slash is behind a path."""
    return _instead(app, lambda _: JSONResponse({}, 500), only=r"/v1/videos/(.*/)?")


Answering = Callable[[Scope], Response]
Routing = Callable[[Scope, re.Match[str]], Scope]


def _is(scope: Scope, method: str | None, path: str) -> bool:
    return (
        scope["type"] == "http"
        and method in {None, scope["method"]}
        and re.fullmatch(rf"(?:/faults/[^/]+)?(?:{path})", scope["path"]) is not None
    )


def _instead(
    app: ASGIApp, answer: Answering, *, method: str | None = None, only: str = r"/.*", unless: str = r"\0"
) -> ASGIApp:
    """The application, which answers some requests with something else."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if _is(scope, method, only) and not _is(scope, None, unless):
            await answer(scope)(scope, receive, send)
        else:
            await app(scope, receive, send)

    return serve


def _routed(app: ASGIApp, method: str, path: str, changed: Routing) -> ASGIApp:
    """The application, which takes some requests for others; the pattern is one of the whole path."""
    pattern = re.compile(path if path.startswith("(") else rf"(?:/faults/[^/]+)?{path}")

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        match = pattern.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == method else None
        await app(scope if match is None else {**scope, **changed(scope, match)}, receive, send)

    return serve


def _answering(app: ASGIApp, change: Callable[[Scope, Message], None]) -> ASGIApp:
    """The application, with a function that changes each message that it answers with."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def changed(message: Message) -> None:
            change(scope, message)
            await send(message)

        await app(scope, receive, changed)

    return serve
