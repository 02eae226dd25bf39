"""Faults in what is taken and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from openvideos.contract import FilePart
from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault

_BOTH = {"image_url", "file_id"}


@fault("body", "create")
def create_needs_a_size(exchange: Exchange, body: Any) -> Any:
    """A create request without a size is refused."""
    if isinstance(body, dict) and "size" not in body:
        raise _refusal("size")
    return body


@fault("body", "create")
def create_without_prompt(exchange: Exchange, body: Any) -> Any:
    """A create request without a prompt is accepted."""
    return {"prompt": "x", **body} if isinstance(body, dict) else body


@fault("body", "create")
def create_with_empty_prompt(exchange: Exchange, body: Any) -> Any:
    """A create request with an empty prompt is accepted."""
    return {**body, "prompt": "x"} if isinstance(body, dict) and body.get("prompt") == "" else body


@fault("body", "create")
def create_with_null_prompt(exchange: Exchange, body: Any) -> Any:
    """A create request whose prompt is null is accepted."""
    return {**body, "prompt": "x"} if isinstance(body, dict) and body.get("prompt", "") is None else body


@fault("body", "create")
def create_with_number_prompt(exchange: Exchange, body: Any) -> Any:
    """A prompt that is a number is taken for text."""
    return _with(body, "prompt", str, int)


@fault("body", "create")
def create_with_list_prompt(exchange: Exchange, body: Any) -> Any:
    """Of a prompt that is a list the first item is taken."""
    return _with(body, "prompt", lambda given: str(given[0]) if given else "", list)


@fault("body", "create")
def create_with_too_long_prompt(exchange: Exchange, body: Any) -> Any:
    """A prompt that is too long is cut."""
    return _with(body, "prompt", lambda given: given[: _longest(exchange)], str)


@fault("body", "create")
def prompt_limit_in_bytes(exchange: Exchange, body: Any) -> Any:
    """A prompt may have as many bytes as it may have characters."""
    if isinstance(body, dict) and len(str(body.get("prompt")).encode()) > _longest(exchange):
        raise _refusal("prompt")
    return body


@fault("body", "create")
def prompt_limit_one_less(exchange: Exchange, body: Any) -> Any:
    """A prompt of the length that is allowed at most is refused."""
    if isinstance(body, dict) and len(str(body.get("prompt"))) >= _longest(exchange):
        raise _refusal("prompt")
    return body


@fault("body", "create")
def short_prompt_refused(exchange: Exchange, body: Any) -> Any:
    """A prompt of one or two characters is refused."""
    if isinstance(body, dict) and len(str(body.get("prompt", ""))) < 3:
        raise _refusal("prompt")
    return body


@fault("body", "create")
def create_with_any_size(exchange: Exchange, body: Any) -> Any:
    """A size that the contract doesn't list is taken for the default."""
    return _listed(exchange, body, "size", "VideoSize", lambda given: isinstance(given, str))


@fault("body", "create")
def create_with_full_hd(exchange: Exchange, body: Any) -> Any:
    """1920x1080 is accepted, and becomes a size that the contract lists."""
    return _listed(exchange, body, "size", "VideoSize", lambda given: given == "1920x1080")


@fault("body", "create")
def create_with_size_pair(exchange: Exchange, body: Any) -> Any:
    """A size that is a list of width and height is accepted."""
    return _with(body, "size", lambda given: "x".join(map(str, given)), list)


@fault("body", "create")
def create_with_size_in_capitals(exchange: Exchange, body: Any) -> Any:
    """A size may be written in capitals, 720X1280."""
    return _with(body, "size", str.lower, str)


@fault("body", "create")
def create_with_any_seconds(exchange: Exchange, body: Any) -> Any:
    """A length that the contract doesn't list is taken for the default."""
    return _listed(exchange, body, "seconds", "VideoSeconds", lambda given: isinstance(given, str))


@fault("body", "create")
def create_with_zero_seconds(exchange: Exchange, body: Any) -> Any:
    """A length of no seconds is taken for the default."""
    return _listed(exchange, body, "seconds", "VideoSeconds", lambda given: given == "0")


@fault("body", "create")
def create_with_extension_seconds(exchange: Exchange, body: Any) -> Any:
    """A length that only an extension can have is accepted."""
    listed = exchange.services.contract.enum("VideoExtensionSeconds")
    return _listed(exchange, body, "seconds", "VideoSeconds", lambda given: given in listed)


@fault("body", "create")
def create_with_number_seconds(exchange: Exchange, body: Any) -> Any:
    """A length that is a number is taken for text."""
    return _with(body, "seconds", str, int)


@fault("body", "create")
def create_with_seconds_as_number(exchange: Exchange, body: Any) -> Any:
    """A length is read as a number: 04 and 4.0 are 4."""

    def read(given: str) -> str:
        try:
            return f"{float(given):g}"
        except ValueError:
            return given

    return _with(body, "seconds", read, str)


@fault("body", "create")
def create_with_number_model(exchange: Exchange, body: Any) -> Any:
    """A model that is a number is taken for text."""
    return _with(body, "model", str, int)


@fault("body", "create")
def create_with_null_fails(exchange: Exchange, body: Any) -> Any:
    """The server has an error if an optional member is null."""
    if isinstance(body, dict) and None in [body[name] for name in body.keys() - {"prompt"}]:
        raise ApiError(500, "The server had an error.", kind="server_error", code="internal_error")
    return body


@fault("body", "create")
def create_with_list(exchange: Exchange, body: Any) -> Any:
    """Of a body that is a list the first item is taken."""
    return body[0] if isinstance(body, list) and body else body


@fault("body", "create")
def create_without_body(exchange: Exchange, body: Any) -> Any:
    """A create request without a body is accepted."""
    return {"prompt": "x"} if body is None else body


@fault("body", "create")
def reference_with_both(exchange: Exchange, body: Any) -> Any:
    """Of a reference with both a URL and a file's id the URL counts."""
    return _with_reference(body, lambda given: given.keys() >= _BOTH, lambda given: {"image_url": given["image_url"]})


@fault("body", "create")
def reference_with_neither(exchange: Exchange, body: Any) -> Any:
    """A reference with neither a URL nor a file's id is none."""
    return _with_reference(body, lambda given: not given.keys() & _BOTH, lambda _: {"file_id": "none"})


@fault("body", "create")
def reference_with_number(exchange: Exchange, body: Any) -> Any:
    """The members of a reference may be numbers."""
    return _with_reference(body, lambda _: True, lambda given: {name: str(given[name]) for name in given})


@fault("body", "create")
def reference_with_any_url(exchange: Exchange, body: Any) -> Any:
    """An image's URL may be any text."""
    return _with_reference(
        body,
        lambda given: isinstance(given.get("image_url"), str) and ";base64," not in given["image_url"],
        lambda given: {**given, "image_url": "https://images.example/any.png"},
    )


@fault("body", "create")
def reference_of_any_length(exchange: Exchange, body: Any) -> Any:
    """An image's URL may have any length."""
    return _with_reference(
        body,
        lambda given: isinstance(given.get("image_url"), str) and given["image_url"].startswith("https:"),
        lambda given: {**given, "image_url": given["image_url"][:1000]},
    )


@fault("body", "create")
def form_image_refused(exchange: Exchange, body: Any) -> Any:
    """An image in a form is refused."""
    if isinstance(body, dict) and isinstance(body.get("input_reference"), FilePart):
        raise _refusal("input_reference")
    return body


@fault("body", "create")
def form_with_image_loses_size(exchange: Exchange, body: Any) -> Any:
    """Of a form with an image the size is passed over."""
    if isinstance(body, dict) and isinstance(body.get("input_reference"), FilePart):
        return {name: value for name, value in body.items() if name != "size"}
    return body


@fault("body", "create")
def data_url_refused(exchange: Exchange, body: Any) -> Any:
    """An image in a data URL is refused."""
    given = body.get("input_reference") if isinstance(body, dict) else None
    if isinstance(given, dict) and str(given.get("image_url")).startswith("data:"):
        raise _refusal("input_reference")
    return body


@fault("body", "create")
def largest_size_refused(exchange: Exchange, body: Any) -> Any:
    """The last of the contract's sizes is refused."""
    return _without_last(exchange, body, "size", "VideoSize")


@fault("body", "create")
def longest_clip_refused(exchange: Exchange, body: Any) -> Any:
    """The last of the contract's lengths is refused."""
    return _without_last(exchange, body, "seconds", "VideoSeconds")


@fault("request", "create")
async def create_201(exchange: Exchange) -> Response | None:
    """A job that is accepted is answered with 201."""
    from openvideos.emulator.creating import create

    answer = await create(exchange)
    answer.status_code = 201
    return answer


def _refusal(member: str) -> ApiError:
    return ApiError(400, f"{member}: this one is not taken here", param=member, code="not_taken")


def _longest(exchange: Exchange) -> int:
    return int(exchange.services.contract.members("create")["prompt"]["maxLength"])


def _with(body: Any, member: str, change: Any, kind: type) -> Any:
    """The body with a member changed, if it is of exactly this type."""
    if isinstance(body, dict) and type(body.get(member)) is kind:
        return {**body, member: change(body[member])}
    return body


def _with_reference(body: Any, matches: Any, change: Any) -> Any:
    given = body.get("input_reference") if isinstance(body, dict) else None
    if isinstance(given, Mapping) and matches(given):
        return {**body, "input_reference": change(given)}
    return body


def _listed(exchange: Exchange, body: Any, member: str, listed: str, matches: Any) -> Any:
    """The body without a member that matches and is none of the listed values."""
    if not isinstance(body, dict) or member not in body or not matches(body[member]):
        return body
    if body[member] in exchange.services.contract.enum(listed):
        return body
    return {name: value for name, value in body.items() if name != member}


def _without_last(exchange: Exchange, body: Any, member: str, listed: str) -> Any:
    if isinstance(body, dict) and body.get(member) == exchange.services.contract.enum(listed)[-1]:
        raise _refusal(member)
    return body
