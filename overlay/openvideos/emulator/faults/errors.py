"""Faults in what refusals look like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openvideos.emulator.exchange import Exchange
from openvideos.emulator.tampering import Answered, answer_fault

Error = dict[str, Any]


def _refusal_fault(*operations: str) -> Callable[[Callable[[Exchange, Answered, Error], None]], object]:
    """Register a function that changes refusals, and is given their error."""

    def register(change: Callable[[Exchange, Answered, Error], None]) -> object:
        def changed(exchange: Exchange, answered: Answered) -> None:
            if answered.status >= 400:
                change(exchange, answered, answered.data["error"])

        changed.__name__, changed.__doc__ = change.__name__, change.__doc__
        return answer_fault(*operations)(changed)

    return register


def _in_words(answered: Answered, text: str, kind: str = "text/plain; charset=utf-8") -> None:
    answered.body, answered.headers["content-type"] = text.encode(), kind


@_refusal_fault("create")
def create_refuses_with_detail(exchange: Exchange, answered: Answered, error: Error) -> None:
    """create refuses with detail in the error's place."""
    answered.data = {"detail": error["message"]}


@_refusal_fault("create")
def form_refuses_with_detail(exchange: Exchange, answered: Answered, error: Error) -> None:
    """create refuses a form, but not JSON, with a list of details."""
    if exchange.request.headers.get("content-type", "").startswith("multipart/"):
        answered.data = {"detail": [{"loc": ["body", error["param"]], "msg": error["message"]}]}


@_refusal_fault("list")
def list_refuses_with_array(exchange: Exchange, answered: Answered, error: Error) -> None:
    """list refuses with an array of errors."""
    answered.data = {"errors": [error]}


@_refusal_fault("retrieve")
def retrieve_refuses_with_null(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A look at a job that there isn't is answered with null."""
    answered.data = None


@_refusal_fault("delete")
def delete_refuses_with_nothing(exchange: Exchange, answered: Answered, error: Error) -> None:
    """delete refuses without a body."""
    answered.body = b""


@_refusal_fault("download_content")
def content_refuses_with_words(exchange: Exchange, answered: Answered, error: Error) -> None:
    """Content is refused with text."""
    _in_words(answered, error["message"])


@_refusal_fault("remix")
def remix_refuses_with_words(exchange: Exchange, answered: Answered, error: Error) -> None:
    """The error of a refused remix is text."""
    answered.data = {"error": error["message"]}


@_refusal_fault("edit")
def edit_refuses_unwrapped(exchange: Exchange, answered: Answered, error: Error) -> None:
    """An edit is refused with the error itself, not an object that has it."""
    answered.data = error


@_refusal_fault("extend")
def extend_refuses_with_detail(exchange: Exchange, answered: Answered, error: Error) -> None:
    """An extension is refused with detail in the error's place."""
    answered.data = {"detail": error["message"]}


@_refusal_fault("create_character")
def character_refuses_with_detail(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A character is refused with detail in the error's place."""
    answered.data = {"detail": error["message"]}


@_refusal_fault("get_character")
def no_character_with_words(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A look at a character that there isn't is answered with text."""
    answered.data = error["message"]


@_refusal_fault()
def errors_with_status(exchange: Exchange, answered: Answered, error: Error) -> None:
    """Every refusal is an object of status and title."""
    answered.data = {"status": answered.status, "title": error["message"]}


@_refusal_fault()
def error_without_message(exchange: Exchange, answered: Answered, error: Error) -> None:
    """No error has a message."""
    answered.data = {"error": {name: value for name, value in error.items() if name != "message"}}


@_refusal_fault()
def error_message_is_empty(exchange: Exchange, answered: Answered, error: Error) -> None:
    """The message of an error is empty."""
    answered.data = {"error": {**error, "message": ""}}


@_refusal_fault("create")
def error_message_is_array(exchange: Exchange, answered: Answered, error: Error) -> None:
    """The message of a refused create request is an array."""
    answered.data = {"error": {**error, "message": [error["message"]]}}


@_refusal_fault()
def error_without_type(exchange: Exchange, answered: Answered, error: Error) -> None:
    """No error has a type."""
    answered.data = {"error": {name: value for name, value in error.items() if name != "type"}}


@_refusal_fault("retrieve")
def error_type_is_null(exchange: Exchange, answered: Answered, error: Error) -> None:
    """The type of an error about a job that there isn't is null."""
    answered.data = {"error": {**error, "type": None}}


@_refusal_fault()
def error_without_param(exchange: Exchange, answered: Answered, error: Error) -> None:
    """An error without a parameter at fault has no param, not even null."""
    if error["param"] is None or exchange.operation == "retrieve":
        answered.data = {"error": {name: value for name, value in error.items() if name != "param"}}


@_refusal_fault("create")
def error_param_is_array(exchange: Exchange, answered: Answered, error: Error) -> None:
    """The param of an error is a path, as an array."""
    answered.data = {"error": {**error, "param": ["body", error["param"]]}}


@_refusal_fault("create", "list")
def error_param_is_null(exchange: Exchange, answered: Answered, error: Error) -> None:
    """No error names what is at fault."""
    answered.data = {"error": {**error, "param": None}}


@_refusal_fault()
def error_code_is_status(exchange: Exchange, answered: Answered, error: Error) -> None:
    """The code of an error is the status, as a number."""
    answered.data = {"error": {**error, "code": answered.status}}


@_refusal_fault("delete", "list")
def error_without_code(exchange: Exchange, answered: Answered, error: Error) -> None:
    """Errors of delete and list have no code."""
    answered.data = {"error": {name: value for name, value in error.items() if name != "code"}}


@_refusal_fault()
def errors_labelled_text(exchange: Exchange, answered: Answered, error: Error) -> None:
    """Errors are JSON that is called text/plain."""
    answered.headers["content-type"] = "text/plain"


@_refusal_fault("download_content")
def content_errors_labelled_video(exchange: Exchange, answered: Answered, error: Error) -> None:
    """Errors of content are JSON that is called video/mp4."""
    answered.headers["content-type"] = "video/mp4"


@_refusal_fault()
def errors_as_html(exchange: Exchange, answered: Answered, error: Error) -> None:
    """Errors are web pages."""
    _in_words(answered, f"<!DOCTYPE html><title>{answered.status}</title><h1>Error</h1>", "text/html")


@_refusal_fault("download_content", "retrieve")
def errors_as_unlabelled_html(exchange: Exchange, answered: Answered, error: Error) -> None:
    """Errors about a job that there isn't are web pages that are called JSON."""
    answered.body = b"<html><body>Not Found</body></html>"


@_refusal_fault()
def errors_with_trace(exchange: Exchange, answered: Answered, error: Error) -> None:
    """The message of an error is a stack trace."""
    trace = (
        f'Traceback (most recent call last):\n  File "/srv/app.py", line 12, in check\nValueError: {error["message"]}'
    )
    answered.data = {"error": {**error, "message": trace}}


@_refusal_fault("create", "edit")
def errors_with_stack(exchange: Exchange, answered: Answered, error: Error) -> None:
    """An error of create has a stack beside its message."""
    stack = "Error: invalid\n    at check (/srv/app/index.js:10:15)\n    at run (/srv/app/index.js:20:3)"
    answered.data = {"error": error, "stack": stack}


def _instead(answered: Answered, status: int, of: int) -> None:
    if answered.status == of:
        answered.status = status


@_refusal_fault("retrieve")
def unknown_job_400(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A look at a job that there isn't is answered with 400."""
    _instead(answered, 400, of=404)


@_refusal_fault("delete")
def unknown_deletion_400(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A deletion of a job that there isn't is answered with 400."""
    _instead(answered, 400, of=404)


@_refusal_fault("download_content")
def unknown_content_400(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A download of a job that there isn't is answered with 400."""
    _instead(answered, 400, of=404)


@_refusal_fault("remix")
def unknown_remix_400(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A remix of a job that there isn't is answered with 400."""
    _instead(answered, 400, of=404)


@_refusal_fault("get_character")
def unknown_character_400(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A look at a character that there isn't is answered with 400."""
    _instead(answered, 400, of=404)


@_refusal_fault("retrieve")
def unknown_job_500(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A look at a job that there isn't is answered with 500."""
    _instead(answered, 500, of=404)


@_refusal_fault()
def errors_are_200(exchange: Exchange, answered: Answered, error: Error) -> None:
    """Errors have the status 200."""
    answered.status = 200


@_refusal_fault()
def errors_are_500(exchange: Exchange, answered: Answered, error: Error) -> None:
    """What a client did wrong is answered with 500."""
    answered.status = 500


@_refusal_fault("create")
def invalid_bodies_404(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A body with a wrong member is answered with 404."""
    _instead(answered, 404, of=400)


@_refusal_fault("create")
def media_type_409(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A body of another media type is answered with 409."""
    _instead(answered, 409, of=415)


@_refusal_fault("create")
def media_type_500(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A body of another media type is answered with 500."""
    _instead(answered, 500, of=415)


@_refusal_fault("list")
def invalid_queries_404(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A query with a wrong parameter is answered with 404."""
    _instead(answered, 404, of=400)


@_refusal_fault("list")
def invalid_queries_500(exchange: Exchange, answered: Answered, error: Error) -> None:
    """A query with a wrong parameter is answered with 500."""
    _instead(answered, 500, of=400)
