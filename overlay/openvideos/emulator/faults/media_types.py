"""Faults in what bodies are labelled as, and in how forms are read."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs

from starlette.responses import Response

from openvideos.contract import FilePart
from openvideos.contract.document import media_type
from openvideos.emulator import jobs
from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.tampering import Answered, answer_fault, job_fault

Members = dict[str, Any]
_FORM = "multipart/form-data"
_JSON = "application/json"
_URLENCODED = "application/x-www-form-urlencoded"
_DERIVED = ("remix", "edit", "extend")


@fault("request", "create")
async def create_form_refused(exchange: Exchange) -> Response | None:
    """A create request as a form is refused."""
    if _kind(exchange) == _FORM:
        raise _refusal("Content-Type")
    return None


@fault("request", "create")
async def create_json_refused(exchange: Exchange) -> Response | None:
    """A create request as JSON is refused."""
    if _kind(exchange) == _JSON:
        raise _refusal("Content-Type")
    return None


@fault("body", "create")
def form_read_as_latin_1(exchange: Exchange, body: Any) -> Any:
    """The text of a form is read as Latin-1."""
    return _in_form(exchange, body, lambda text: text.encode().decode("latin-1"), "prompt")


@fault("body", "create")
def form_read_as_urlencoded(exchange: Exchange, body: Any) -> Any:
    """A plus in a form's prompt is read as a space, and quotes are dropped."""
    return _in_form(exchange, body, lambda text: text.replace("+", " ").replace('"', ""), "prompt")


@fault("body", "create")
def form_size_ignored(exchange: Exchange, body: Any) -> Any:
    """The size in a form is passed over."""
    return _dropped(exchange, body, "size")


@fault("body", "create")
def form_seconds_ignored(exchange: Exchange, body: Any) -> Any:
    """The length in a form is passed over."""
    return _dropped(exchange, body, "seconds")


@job_fault("create")
def form_job_with_number_seconds(exchange: Exchange, job: Members) -> Members:
    """A job that was asked for by a form has its length as a number."""
    return {**job, "seconds": int(job["seconds"])} if _kind(exchange) == _FORM else job


@job_fault("create")
def form_job_without_error(exchange: Exchange, job: Members) -> Members:
    """A job that was asked for by a form lacks members that are null."""
    return {name: job[name] for name in job if job[name] is not None} if _kind(exchange) == _FORM else job


@fault("body", "create")
def form_without_prompt(exchange: Exchange, body: Any) -> Any:
    """A form without a prompt is accepted."""
    return {"prompt": "x", **body} if _is_form(exchange, body) else body


@fault("body", "create")
def form_with_empty_prompt(exchange: Exchange, body: Any) -> Any:
    """A form with an empty prompt is accepted."""
    return _in_form(exchange, body, lambda text: text or "x", "prompt")


@fault("body", "create")
def form_with_too_long_prompt(exchange: Exchange, body: Any) -> Any:
    """A prompt in a form is cut if it is too long."""
    return _in_form(exchange, body, lambda text: text[:1000], "prompt")


@fault("body", "create")
def form_with_any_size(exchange: Exchange, body: Any) -> Any:
    """A size in a form that the contract doesn't list is taken for another."""
    sizes = exchange.services.contract.enum("VideoSize")
    return _in_form(exchange, body, lambda text: text if text in sizes else sizes[0], "size")


@fault("body", "create")
def form_with_any_seconds(exchange: Exchange, body: Any) -> Any:
    """A length in a form that the contract doesn't list is taken for another."""
    lengths = exchange.services.contract.enum("VideoSeconds")
    return _in_form(exchange, body, lambda text: text if text in lengths else lengths[0], "seconds")


@fault("request", "create")
async def text_plain_taken(exchange: Exchange) -> Response | None:
    """JSON is taken whatever it is labelled as."""
    if _kind(exchange) not in (_JSON, _FORM, _URLENCODED):
        _relabel(exchange, _JSON)
    return None


@fault("request", *_DERIVED)
async def remix_text_plain_taken(exchange: Exchange) -> Response | None:
    """JSON for a remix, an edit or an extension is taken whatever it is labelled as."""
    if _kind(exchange) != _FORM:
        _relabel(exchange, _JSON)
    return None


@fault("request", "create")
async def urlencoded_taken(exchange: Exchange) -> Response | None:
    """A urlencoded body is taken for a form."""
    if _kind(exchange) != _URLENCODED:
        return None
    given = {name: values[0] for name, values in parse_qs((await exchange.request.body()).decode()).items()}
    _relabel(exchange, _JSON)
    await exchange.check(given)
    made = {**exchange.services.contract.defaults("create"), **given}
    job = exchange.plan(id=jobs.new_id(), **{name: made[name] for name in ("prompt", "model", "seconds", "size")})
    exchange.services.store.add(job)
    return exchange.show(job)


@fault("request", "create")
async def label_ignored(exchange: Exchange) -> Response | None:
    """What a body is labelled as doesn't count: what begins with a brace is JSON."""
    if (await exchange.request.body()).startswith(b"{"):
        _relabel(exchange, _JSON)
    return None


@fault("request", "create")
async def json_charset_refused(exchange: Exchange) -> Response | None:
    """JSON is taken if its label is application/json and nothing more."""
    given = exchange.request.headers.get("content-type", "")
    if _kind(exchange) == _JSON and "charset" in given.lower():
        raise _refusal("Content-Type")
    return None


@fault("request", "create")
async def json_in_capitals_refused(exchange: Exchange) -> Response | None:
    """The label of JSON has to be in small letters."""
    given = exchange.request.headers.get("content-type", "")
    if _kind(exchange) == _JSON and not given.startswith(_JSON):
        raise _refusal("Content-Type")
    return None


@fault("request", "create")
async def json_escapes_kept_apart(exchange: Exchange) -> Response | None:
    """Characters that JSON escapes in two halves become two question marks."""
    body = await exchange.request.body()
    if _kind(exchange) == _JSON:
        exchange.request._body = re.sub(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}", b"?", body)
    return None


@fault("request", "create")
async def boundary_in_quotes_refused(exchange: Exchange) -> Response | None:
    """The quotes of a boundary are taken for a part of it."""
    if 'boundary="' in exchange.request.headers.get("content-type", ""):
        raise _refusal("Content-Type")
    return None


@answer_fault("create")
def accepted_as_text(exchange: Exchange, answered: Answered) -> None:
    """The answer that accepts a job is labelled as text."""
    answered.headers["content-type"] = "text/plain; charset=utf-8"


@answer_fault("create")
def form_accepted_as_text(exchange: Exchange, answered: Answered) -> None:
    """The answer that accepts a job of a form is labelled as HTML."""
    if _kind(exchange) == _FORM:
        answered.headers["content-type"] = "text/html"


@answer_fault("retrieve")
def looks_as_html(exchange: Exchange, answered: Answered) -> None:
    """A look at a job is labelled as HTML."""
    answered.headers["content-type"] = "text/html; charset=utf-8"


@answer_fault("list")
def pages_as_bytes(exchange: Exchange, answered: Answered) -> None:
    """A page of jobs is labelled as bytes."""
    answered.headers["content-type"] = "application/octet-stream"


@fault("request", "remix")
async def remix_form_refused(exchange: Exchange) -> Response | None:
    """A remix request as a form is refused."""
    if _kind(exchange) == _FORM:
        raise _refusal("Content-Type")
    return None


@fault("body", "remix")
def remix_form_without_prompt(exchange: Exchange, body: Any) -> Any:
    """A remix request as a form needs no prompt."""
    return {"prompt": "x", **(body or {})} if _kind(exchange) == _FORM else body


@fault("body", "remix")
def remix_form_cut(exchange: Exchange, body: Any) -> Any:
    """Of the prompt of a remix that is a form the first line is read."""
    return _in_form(exchange, body, lambda text: text.partition("\t")[0], "prompt")


@fault("body", "edit")
def edit_form_without_prompt(exchange: Exchange, body: Any) -> Any:
    """An edit request as a form needs no prompt."""
    return {"prompt": "x", **body} if _is_form(exchange, body) else body


@fault("body", "extend")
def extend_form_without_seconds(exchange: Exchange, body: Any) -> Any:
    """An extension request as a form needs no length."""
    return {"seconds": "4", **body} if _is_form(exchange, body) else body


def _kind(exchange: Exchange) -> str:
    return media_type(exchange.request.headers.get("content-type", ""))


def _relabel(exchange: Exchange, kind: str) -> None:
    # the request holds this mapping, and what reads it later reads what is put here
    exchange.request.headers._list[:] = [
        (name, value) for name, value in exchange.request.headers.raw if name != b"content-type"
    ] + [(b"content-type", kind.encode())]


def _is_form(exchange: Exchange, body: Any) -> bool:
    return isinstance(body, dict) and _kind(exchange) == _FORM


def _in_form(exchange: Exchange, body: Any, change: Any, member: str) -> Any:
    """The body with a text changed, if it came as a form."""
    if _is_form(exchange, body) and isinstance(body.get(member), str) and not isinstance(body[member], FilePart):
        return {**body, member: change(body[member])}
    return body


def _dropped(exchange: Exchange, body: Any, member: str) -> Any:
    return {name: body[name] for name in body if name != member} if _is_form(exchange, body) else body


def _refusal(param: str) -> ApiError:
    return ApiError(415, f"{param}: this one is not taken here", param=param, code="not_taken")
