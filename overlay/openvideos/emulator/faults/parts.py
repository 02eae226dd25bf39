"""Faults in parts of content, and in the headers that are about them: Range, If-Range, ETag, HEAD."""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Message, Send

from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.spoiling import asked_range, asked_variant, with_range
from openvideos.emulator.tampering import Answered, answer_fault

_SENT = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@answer_fault("download_content")
def range_off_by_one(exchange: Exchange, answered: Answered) -> None:
    """A part begins and ends a byte later than it says."""
    _shift(exchange, answered)


@answer_fault("download_content")
def range_off_by_one_in_thumbnails(exchange: Exchange, answered: Answered) -> None:
    """A part of a thumbnail begins and ends a byte later than it says."""
    if asked_variant(exchange) == "thumbnail":
        _shift(exchange, answered)


@answer_fault("download_content")
def range_is_a_byte_short(exchange: Exchange, answered: Answered) -> None:
    """A part ends a byte before the last that it says."""
    if answered.status == 206:
        answered.body = answered.body[:-1]


@answer_fault("download_content")
def range_total_is_its_own(exchange: Exchange, answered: Answered) -> None:
    """A part says that the whole is as long as the part."""
    if answered.status == 206:
        sent = answered.headers["content-range"]
        answered.headers["content-range"] = f"{sent.partition('/')[0]}/{len(answered.body)}"


@answer_fault("download_content")
def range_is_everything(exchange: Exchange, answered: Answered) -> None:
    """With 206 and where a part is, all bytes are sent."""
    if answered.status == 206:
        answered.body = _whole(exchange)


@answer_fault("download_content")
def range_is_200(exchange: Exchange, answered: Answered) -> None:
    """A part is sent as if it were the whole, with 200."""
    if answered.status == 206:
        answered.status = 200
        del answered.headers["content-range"]


@fault("request", "download_content")
async def range_open_is_cut(exchange: Exchange) -> Response | None:
    """A part from a byte on is ten bytes long."""
    start, dash, end = asked_range(exchange).partition("-")
    if start and dash and not end:
        with_range(exchange, f"{start}-{int(start) + 9}")
    return None


@fault("request", "download_content")
async def range_suffix_is_the_beginning(exchange: Exchange) -> Response | None:
    """Where the last bytes are asked for, the first ones are sent."""
    start, dash, length = asked_range(exchange).partition("-")
    if dash and not start:
        with_range(exchange, f"0-{int(length) - 1}")
    return None


@answer_fault("download_content")
def range_to_beyond_the_end_is_416(exchange: Exchange, answered: Answered) -> None:
    """A part that is to end behind the end is refused."""
    end = asked_range(exchange).partition("-")[2]
    if answered.status == 206 and end and int(end) >= len(_whole(exchange)):
        answered.status, answered.body = 416, b""
        answered.headers["content-range"] = f"bytes */{len(_whole(exchange))}"


@answer_fault("download_content")
def range_behind_the_end_is_empty(exchange: Exchange, answered: Answered) -> None:
    """A part behind the end is one of no bytes."""
    if answered.status == 416:
        answered.status, answered.body = 206, b""
        answered.headers["content-type"] = "video/mp4"


@answer_fault("download_content")
def range_behind_the_end_of_nothing(exchange: Exchange, answered: Answered) -> None:
    """What refuses a part behind the end says that the whole has no bytes."""
    if answered.status == 416:
        answered.headers["content-range"] = "bytes */0"


@answer_fault("download_content")
def range_behind_the_end_is_500(exchange: Exchange, answered: Answered) -> None:
    """A part behind the end is answered with 500."""
    if answered.status == 416:
        answered.status = 500


@fault("request", "download_content")
async def several_ranges_joined(exchange: Exchange) -> Response | None:
    """Several parts are sent as if they were one, which is where the first is."""
    asked = [part.split("-") for part in asked_range(exchange).split(",")]
    if len(asked) == 1 or not all(first and last for first, last in asked):
        return None
    whole = _whole(exchange)
    body = b"".join(whole[int(first) : int(last) + 1] for first, last in asked)
    sent = f"bytes {asked[0][0]}-{asked[0][1]}/{len(whole)}"
    return Response(body, 206, headers={"Content-Range": sent}, media_type="video/mp4")


@fault("request", "download_content")
async def range_malformed_is_500(exchange: Exchange) -> Response | None:
    """A malformed part is answered with 500."""
    asked = asked_range(exchange)
    if asked and not re.fullmatch(r"[\d,-]+", asked):
        raise ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
    return None


@fault("request", "download_content")
async def range_in_lines_is_416(exchange: Exchange) -> Response | None:
    """A part in a unit that the server doesn't know is refused."""
    if not Headers(scope=exchange.request.scope).get("range", "bytes=").startswith("bytes="):
        raise ApiError(416, "The unit is not known.", param="Range", code="range_not_satisfiable")
    return None


@fault("request", "download_content")
async def if_range_is_ignored(exchange: Exchange) -> Response | None:
    """A part is sent although it was asked for of another version only."""
    scope = exchange.request.scope
    scope["headers"] = [each for each in scope["headers"] if each[0] != b"if-range"]
    return None


@fault("request", "download_content")
async def ranges_are_only_announced(exchange: Exchange) -> Response | None:
    """The server says that it sends parts, and sends all bytes."""
    with_range(exchange, None)
    return None


@answer_fault("download_content")
def content_tag_without_quotes(exchange: Exchange, answered: Answered) -> None:
    """The ETag of content has no quotes."""
    if "etag" in answered.headers:
        answered.headers["etag"] = answered.headers["etag"].strip('"')


@answer_fault("download_content")
def content_tag_never_the_same(exchange: Exchange, answered: Answered) -> None:
    """The ETag of content is another each time."""
    if "etag" in answered.headers:
        answered.headers["etag"] = f'"{secrets.token_hex(8)}"'


@fault("response", "download_content")
def content_head_says_empty(exchange: Exchange, send: Send) -> Send:
    """HEAD for content says that there are no bytes."""

    async def emptied(message: Message) -> None:
        if message["type"] == "http.response.start" and exchange.request.method == "HEAD":
            kept = [each for each in message["headers"] if each[0] != b"content-length"]
            message = {**message, "headers": [*kept, (b"content-length", b"0")]}
        await send(message)

    return emptied


def _shift(exchange: Exchange, answered: Answered) -> None:
    sent = _SENT.fullmatch(answered.headers.get("content-range", ""))
    if answered.status == 206 and sent is not None:
        answered.body = (_whole(exchange) + b"\x00")[int(sent[1]) + 1 : int(sent[2]) + 2]


def _whole(exchange: Exchange) -> bytes:
    files = exchange.services.store.files
    return files.media(exchange.request.path_params["video_id"], asked_variant(exchange)).read_bytes()
