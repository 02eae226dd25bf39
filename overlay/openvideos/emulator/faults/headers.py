"""Faults in the headers of answers."""

from __future__ import annotations

import gzip
import secrets
from datetime import UTC, datetime

from openvideos.emulator.exchange import Exchange
from openvideos.emulator.tampering import Answered, answer_fault

_POLL = "openai-poll-after-ms"


@answer_fault("retrieve")
def jobs_labelled_text(exchange: Exchange, answered: Answered) -> None:
    """A look at a job is answered with JSON that is called text."""
    if answered.status == 200:
        answered.headers["content-type"] = "text/plain"


@answer_fault("list")
def pages_without_type(exchange: Exchange, answered: Answered) -> None:
    """A page has no Content-Type."""
    del answered.headers["content-type"]


@answer_fault("create", "retrieve")
def json_called_latin_1(exchange: Exchange, answered: Answered) -> None:
    """JSON, which is in UTF-8, is said to be in Latin 1."""
    answered.headers["content-type"] = "application/json; charset=iso-8859-1"


@answer_fault("list")
def content_length_too_long(exchange: Exchange, answered: Answered) -> None:
    """Content-Length of a page is more than what comes, and the connection ends."""
    answered.headers["content-length"] = str(len(answered.body) + 1)


@answer_fault("retrieve")
def content_length_too_short(exchange: Exchange, answered: Answered) -> None:
    """Content-Length of an error about a job that there isn't is less than what comes."""
    if answered.status == 404:
        answered.headers["content-length"] = str(len(answered.body) - 1)


@answer_fault("retrieve")
def content_type_twice(exchange: Exchange, answered: Answered) -> None:
    """A look at a job has two Content-Types."""
    answered.headers.append("content-type", "application/json")


@answer_fault("list")
def request_id_twice(exchange: Exchange, answered: Answered) -> None:
    """A page has two ids of its request."""
    answered.headers.append("x-request-id", f"req_{secrets.token_hex(8)}")


@answer_fault("retrieve")
def date_in_iso_8601(exchange: Exchange, answered: Answered) -> None:
    """A look at a job has a Date in a form of its own beside the usual one."""
    answered.headers.append("date", datetime.now(UTC).isoformat())


@answer_fault()
def request_id_is_constant(exchange: Exchange, answered: Answered) -> None:
    """Each answer has the same x-request-id."""
    answered.headers["x-request-id"] = "req_0"


@answer_fault("retrieve")
def request_id_is_the_job(exchange: Exchange, answered: Answered) -> None:
    """x-request-id of a look at a job is the id of the job."""
    answered.headers["x-request-id"] = f"req_{exchange.request.path_params['video_id'][-16:]}"


@answer_fault("create")
def request_id_is_empty(exchange: Exchange, answered: Answered) -> None:
    """x-request-id of an accepted job is empty."""
    answered.headers["x-request-id"] = ""


@answer_fault()
def request_id_not_of_errors(exchange: Exchange, answered: Answered) -> None:
    """Errors have no x-request-id."""
    if answered.status >= 400:
        del answered.headers["x-request-id"]


@answer_fault()
def poll_after_in_seconds(exchange: Exchange, answered: Answered) -> None:
    """openai-poll-after-ms has a fraction."""
    if _POLL in answered.headers:
        answered.headers[_POLL] = str(int(answered.headers[_POLL]) / 1000)


@answer_fault("create")
def poll_after_with_unit(exchange: Exchange, answered: Answered) -> None:
    """openai-poll-after-ms of an accepted job has a unit with it."""
    if _POLL in answered.headers:
        answered.headers[_POLL] += "ms"


@answer_fault("retrieve")
def poll_after_below_0(exchange: Exchange, answered: Answered) -> None:
    """openai-poll-after-ms is -1 in each look at a job."""
    answered.headers[_POLL] = "-1"


@answer_fault()
def retry_after_in_words(exchange: Exchange, answered: Answered) -> None:
    """A refusal says with Retry-After to ask again soon."""
    if answered.status >= 400:
        answered.headers["retry-after"] = "soon"


@answer_fault("create")
def retry_after_below_0(exchange: Exchange, answered: Answered) -> None:
    """A refused create request says to ask again a second ago."""
    if answered.status >= 400:
        answered.headers["retry-after"] = "-1"


@answer_fault("download_content")
def etag_unquoted(exchange: Exchange, answered: Answered) -> None:
    """The ETag of media has no quotes."""
    if answered.status == 200:
        answered.headers["etag"] = answered.headers.get("etag", "9b2c").strip('"')


@answer_fault("download_content")
def etag_anew(exchange: Exchange, answered: Answered) -> None:
    """The ETag of media is another each time."""
    if answered.status == 200:
        answered.headers["etag"] = f'"{secrets.token_hex(8)}"'


@answer_fault("download_content")
def accept_ranges_yes(exchange: Exchange, answered: Answered) -> None:
    """Accept-Ranges of media is yes."""
    answered.headers["accept-ranges"] = "yes"


def _inject(answered: Answered, text: str) -> None:
    for line in text.split("\r\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            answered.headers[name.strip()] = value.strip()


@answer_fault("retrieve", "download_content")
def header_from_the_path(exchange: Exchange, answered: Answered) -> None:
    """An id with line breaks in it makes headers."""
    _inject(answered, exchange.request.path_params["video_id"])


@answer_fault("list")
def header_from_the_query(exchange: Exchange, answered: Answered) -> None:
    """A cursor with line breaks in it makes headers."""
    _inject(answered, exchange.request.query_params.get("after", ""))


@answer_fault("list")
def key_in_a_header(exchange: Exchange, answered: Answered) -> None:
    """A page repeats the request's Authorization."""
    answered.headers["x-debug-authorization"] = exchange.request.headers.get("authorization", "")


@answer_fault("create")
def key_in_a_header_of_errors(exchange: Exchange, answered: Answered) -> None:
    """A refused create request repeats the key in a header."""
    if answered.status >= 400:
        answered.headers["x-api-key"] = exchange.request.headers.get("authorization", "").partition(" ")[2]


@answer_fault("list", "retrieve")
def cached_for_an_hour(exchange: Exchange, answered: Answered) -> None:
    """Pages and jobs are said to stay as they are for an hour."""
    answered.headers["cache-control"] = "public, max-age=3600"


@answer_fault("retrieve")
def packed_unasked(exchange: Exchange, answered: Answered) -> None:
    """A look at a job is answered in gzip, whatever the client takes."""
    answered.body = gzip.compress(answered.body)
    answered.headers["content-encoding"] = "gzip"
