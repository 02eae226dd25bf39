"""What refusals look like. No source of the API says it, so that most of it is what its users rely on."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.refusals import ABOUT_JOBS, all_refusals, expect_of_all, not_found, refusals
from openvideos.conformance.jobs import PROMPT
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_DETAIL = "/components/schemas/ErrorDetail/properties"
_TRACE = re.compile(
    r'Traceback \(most recent call last\)|File "[^"]+", line \d+|^\s*at .+\(.+:\d+:\d+\)|\bgoroutine \d+ \['
    r"|panicked at |^\s*at [\w.$]+\([\w.]+\.java:\d+\)|<b>(?:Fatal error|Warning)</b>",
    re.MULTILINE,
)
_PAGE = re.compile(rb"\s*<(?:!doctype|html|head|body)\b", re.IGNORECASE)

ENVELOPES = (
    ("VID-ERROR-001", "create", "A refused create request as JSON", "create-refuses-with-detail"),
    ("VID-ERROR-002", "form", "A refused create request as a form", "form-refuses-with-detail"),
    ("VID-ERROR-003", "list", "A refused page", "list-refuses-with-array"),
    ("VID-ERROR-004", "retrieve", "A look at a job that there isn't", "retrieve-refuses-with-null"),
    ("VID-ERROR-005", "delete", "A deletion of a job that there isn't", "delete-refuses-with-nothing"),
    ("VID-ERROR-006", "download_content", "A refused download", "content-refuses-with-words"),
    ("VID-ERROR-007", "remix", "A refused remix", "remix-refuses-with-words"),
    ("VID-ERROR-008", "edit", "A refused edit", "edit-refuses-unwrapped"),
    ("VID-ERROR-009", "extend", "A refused extension", "extend-refuses-with-detail"),
    ("VID-ERROR-010", "create_character", "A refused character", "character-refuses-with-detail"),
    ("VID-ERROR-011", "get_character", "A look at a character that there isn't", "no-character-with-words"),
)
"""Each operation's refusals: the requirement's id, the operation, what is refused, and the fault that breaks it."""

MISSING = (
    ("VID-ERROR-012", "retrieve", "A look at a job", "unknown-job-400"),
    ("VID-ERROR-013", "delete", "A deletion of a job", "unknown-deletion-400"),
    ("VID-ERROR-014", "download_content", "A download of a job's media", "unknown-content-400"),
    ("VID-ERROR-015", "remix", "A remix of a job", "unknown-remix-400"),
    ("VID-ERROR-016", "get_character", "A look at a character", "unknown-character-400"),
)
"""What is not found, in the same way."""


def _with_envelope(answer: Answer) -> None:
    error = answer.member("error")
    if not isinstance(error, dict) or not isinstance(error.get("message"), str):
        raise Failed("error: an object with a message", show(error), answer)


def _envelope(operation: str) -> Callable[[Server], None]:
    def check(server: Server) -> None:
        expect_of_all(server, {operation: refusals(server, operation)}, _with_envelope)

    return check


def _missing(operation: str) -> Callable[[Server], None]:
    def check(server: Server) -> None:
        expect_of_all(server, {operation: [not_found(server, operation)]}, lambda answer: answer.expect(404, 410))

    return check


for _id, _name, _what, _fault in ENVELOPES:
    _says = f"{_what} is answered with a JSON object that has an error with a message."
    _source = "/components/schemas/ErrorResponse"
    _jobs = ("default",) if _name in ABOUT_JOBS else ()
    requirement(_id, "SHOULD", _says, source=_source, jobs=_jobs, fault=_fault)(_envelope(_name))
for _id, _name, _what, _fault in MISSING:
    _says = f"{_what} that there isn't is answered with 404."
    _source = "/components/responses/NotFound"
    _jobs = ("default",) if _name in ABOUT_JOBS else ()
    requirement(_id, "SHOULD", _says, source=_source, jobs=_jobs, fault=_fault)(_missing(_name))


def _member(name: str, *, null: bool) -> Callable[[Answer], None]:
    def expect(answer: Answer) -> None:
        error: Any = answer.member("error")
        if not isinstance(error, dict):
            raise Failed("error: an object", show(error), answer)
        if name not in error:
            raise Failed(f"the member error.{name}", f"none in {show(error)}", answer)
        value = error[name]
        if value is None and null:
            return
        if not isinstance(value, str) or not value.strip():
            raise Failed(f"error.{name}: text{' or null' if null else ''}", show(value), answer)

    return expect


@requirement(
    "VID-ERROR-017", "SHOULD", "An error has a message, which is text that says something.",
    source=f"{_DETAIL}/message", jobs=("default",), fault="error-message-is-empty",
)  # fmt: skip
def _message(server: Server) -> None:
    expect_of_all(server, _refused(server), _member("message", null=False))


@requirement(
    "VID-ERROR-018", "SHOULD", "An error has a type, which is a word.",
    source=f"{_DETAIL}/type", jobs=("default",), fault="error-without-type",
)  # fmt: skip
def _type(server: Server) -> None:
    expect_of_all(server, _refused(server), _member("type", null=False))


@requirement(
    "VID-ERROR-019", "SHOULD", "An error has a param, which is text or null.",
    source=f"{_DETAIL}/param", jobs=("default",), fault="error-without-param",
)  # fmt: skip
def _param(server: Server) -> None:
    expect_of_all(server, _refused(server), _member("param", null=True))


@requirement(
    "VID-ERROR-020", "SHOULD", "An error has a code, which is text or null.",
    source=f"{_DETAIL}/code", jobs=("default",), fault="error-code-is-status",
)  # fmt: skip
def _code(server: Server) -> None:
    expect_of_all(server, _refused(server), _member("code", null=True))


@requirement(
    "VID-ERROR-021", "SHOULD", "A refusal's media type is that of JSON.", jobs=("default",),
    source="/components/responses/BadRequest/content/application~1json", fault="errors-labelled-text",
)  # fmt: skip
def _media_type(server: Server) -> None:
    def expect(answer: Answer) -> None:
        kind = answer.media_type
        if kind != "application/json" and not kind.endswith("+json"):
            raise Failed("application/json", show(kind) if kind else "no Content-Type", answer)

    expect_of_all(server, _refused(server), expect)


@requirement(
    "VID-ERROR-022", "SHOULD", "A refusal is no web page.", source="/components/schemas/ErrorResponse",
    jobs=("default",), fault="errors-as-html",
)  # fmt: skip
def _no_page(server: Server) -> None:
    def expect(answer: Answer) -> None:
        if answer.media_type == "text/html" or _PAGE.match(answer.body):
            raise Failed("JSON", answer.excerpt(), answer)

    expect_of_all(server, _refused(server), expect)


@requirement(
    "VID-ERROR-023", "SHOULD", "A refusal doesn't tell of the program's inside: there is no stack trace in it.",
    source="https://cwe.mitre.org/data/definitions/209.html", jobs=("default",), fault="errors-with-trace",
)  # fmt: skip
def _no_trace(server: Server) -> None:
    def expect(answer: Answer) -> None:
        text = answer.body[:100_000].decode("utf-8", "replace")
        found = _TRACE.search(text.replace("\\n", "\n").replace('\\"', '"'))
        if found is not None:
            raise Failed("no stack trace", show(found[0]), answer)

    expect_of_all(server, _refused(server), expect)


@requirement(
    "VID-ERROR-024", "MUST", "What there isn't is not answered as if it were there.",
    source="/components/responses/NotFound", jobs=("default",), fault="errors-are-200",
)  # fmt: skip
def _refused_at_all(server: Server) -> None:
    for operation in ("retrieve", "download_content", "remix"):
        with suppress(Skipped):
            answer = not_found(server, operation)
            if answer.status >= 400:
                continue
            raise Failed("a refusal (status 4XX)", f"{answer.status} {answer.excerpt()}", answer)


@requirement(
    "VID-ERROR-025", "SHOULD", "What the client did wrong is not answered with 5XX.", source="RFC 9110, section 15.5",
    jobs=("default",), fault="errors-are-500",
)  # fmt: skip
def _whose_fault(server: Server) -> None:
    expect_of_all(server, _refused(server), lambda answer: answer.expect_refusal())


@requirement(
    "VID-ERROR-026", "SHOULD", "A create request with a wrong member is refused with 400 or 422.",
    source="/paths/~1videos/post/responses/400", fault="invalid-bodies-404",
)  # fmt: skip
def _invalid(server: Server) -> None:
    named = [each for each in refusals(server, "create") if _is_json(each)] + refusals(server, "form")
    expect_of_all(server, {"create": named}, lambda answer: answer.expect(400, 422))


@requirement(
    "VID-ERROR-027", "SHOULD", "A body of another media type is refused with 415, or with 400 or 422.",
    source="/components/responses/UnsupportedMediaType", fault="media-type-409",
)  # fmt: skip
def _unsupported(server: Server) -> None:
    others = [each for each in refusals(server, "create") if not _is_json(each)]
    if not others:
        raise Skipped("a body of text/plain is taken")
    expect_of_all(server, {"create": others}, lambda answer: answer.expect(415, 400, 422))


@requirement(
    "VID-ERROR-028", "SHOULD", "A query with a wrong parameter is refused, if it is, with 400 or 422.",
    source="/paths/~1videos/get/responses/400", needs=("list",), fault="invalid-queries-404",
)  # fmt: skip
def _invalid_query(server: Server) -> None:
    named = [each for each in refusals(server, "list") if "after=" not in each.url]
    if not named:
        raise Skipped("no wrong parameter is refused")
    expect_of_all(server, {"list": named}, lambda answer: answer.expect(400, 422))


@requirement(
    "VID-ERROR-029", "MAY", "An error names the member that is at fault as its param.", source=f"{_DETAIL}/param",
    fault="error-param-is-null",
)  # fmt: skip
def _param_names(server: Server) -> None:
    for name, members in (("size", {"prompt": PROMPT, "size": "721x1281"}), ("prompt", {})):
        answer = server.create(members).expect_refusal()
        error = answer.member("error")
        param = error.get("param") if isinstance(error, dict) else None
        if not isinstance(param, str) or name not in param:
            raise Failed(f"param: {name}", show(param), answer)


@requirement(
    "VID-ERROR-030", "SHOULD", "Who has no key is refused with a JSON object that has an error with a message.",
    source="/components/responses/Unauthorized",
)  # fmt: skip
def _no_key(server: Server) -> None:
    if not server.settings.api_key:
        raise Skipped("no key was given")
    answer = server.send("GET", "/videos", key="none")
    if answer.status not in {401, 403}:
        raise Skipped(f"a request without a key is answered with {answer.status}")
    for name in ("message", "type"):
        _member(name, null=False)(answer)


def _refused(server: Server) -> dict[str, list[Answer]]:
    found = all_refusals(server)
    if not found:
        raise Skipped("nothing was refused")
    return found


def _is_json(answer: Answer) -> bool:
    return any(name.lower() == "content-type" and "json" in value for name, value in answer.request_headers)
