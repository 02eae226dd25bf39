"""What a schema can't say: the functions of the rules that openapi/videos.yaml states in `x-rules`.

A rule is about one member of a JSON object. It answers with what was found and what is allowed, or with None where
nothing is off. What is missing or of a wrong type is the schema's to say: a rule then says nothing.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias, TypeGuard

import attrs

from .found import show

__all__ = ["NO_LOOK", "RULES", "Look", "Node", "Rule"]

Node: TypeAlias = Mapping[str, Any]
Needs: TypeAlias = Literal["nothing", "request", "previous"]
_Broken: TypeAlias = tuple[str, str] | None

_ENDS = ("completed", "failed")
_DATE = re.compile(r"-\d{4}-\d{2}-\d{2}", re.ASCII)
_ESCAPED = re.compile(r"%(2B|2F|3D)", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_NUMBERS = (int, float)
_ARRAYS = (list, tuple)
_ABSENT = object()


@attrs.frozen(kw_only=True)
class Look:
    """What an answer is compared with: the operation, what it was asked (name -> value, parameters and members of the
    body together), and the same object as it was seen before."""

    operation: str | None = None
    asked: Node | None = None
    before: Node | None = None


NO_LOOK = Look()
"""Nothing to compare with."""


@attrs.frozen(kw_only=True)
class Rule:
    """A rule by its id: the member that it is about, what it needs to know beside the object, and its function."""

    id: str
    member: str
    needs: Needs
    check: Callable[..., _Broken]


RULES: dict[str, Rule] = {}
"""Each rule by its id."""


def _rule(id: str, member: str, needs: Needs = "nothing") -> Callable[[Callable[..., _Broken]], Callable[..., _Broken]]:  # noqa: A002
    def add(check: Callable[..., _Broken]) -> Callable[..., _Broken]:
        RULES[id] = Rule(id=id, member=member, needs=needs, check=check)
        return check

    return add


@_rule("completed-time", "completed_at")
def _completed_time(video: Node) -> _Broken:
    if video.get("completed_at", _ABSENT) is None and video.get("status") == "completed":
        return "null in a completed job", "when it completed, in unix seconds"
    return None


@_rule("completed-progress", "progress")
def _completed_progress(video: Node) -> _Broken:
    progress = video.get("progress")
    if progress != 100 and video.get("status") == "completed" and _is_number(progress):
        return f"{show(progress)} in a completed job", "100"
    return None


@_rule("completed-order", "completed_at")
def _completed_order(video: Node) -> _Broken:
    return _not_before(video, "completed_at", "created_at") if video.get("status") == "completed" else None


@_rule("failed-error", "error")
def _failed_error(video: Node) -> _Broken:
    if video.get("status") == "failed" and video.get("error", _ABSENT) is None:
        return "null in a failed job", "why it failed: an object"
    return None


@_rule("expiry-order", "expires_at")
def _expiry_order(video: Node) -> _Broken:
    return _not_before(video, "expires_at", "created_at")


@_rule("status-forward", "status", "previous")
def _status_forward(video: Node, look: Look) -> _Broken:
    now, before = video.get("status"), (look.before or {}).get("status")
    if not isinstance(now, str) or now == before:
        return None
    if before in _ENDS:
        return f"{show(now)} after {show(before)}", f"{before}, as it had ended"
    if before == "in_progress" and now == "queued":
        return "'queued' after 'in_progress'", "in_progress, completed, failed"
    return None


@_rule("progress-forward", "progress", "previous")
def _progress_forward(video: Node, look: Look) -> _Broken:
    now, before = video.get("progress"), (look.before or {}).get("progress")
    if _is_number(now) and _is_number(before) and now < before:
        return f"{show(now)} after {show(before)}", f"at least {show(before)}"
    return None


@_rule("asked-id", "id", "request")
def _asked_id(video: Node, look: Look) -> _Broken:
    return _same(video, "id", look, "video_id") if look.operation == "retrieve" else None


@_rule("asked-prompt", "prompt", "request")
def _asked_prompt(video: Node, look: Look) -> _Broken:
    if video.get("prompt", _ABSENT) is None and _asked(look, "prompt") is not None:
        return "null", "the prompt that was asked for"
    return _same(video, "prompt", look, "prompt")


@_rule("asked-model", "model", "request")
def _asked_model(video: Node, look: Look) -> _Broken:
    broken = _same(video, "model", look, "model")
    if broken:
        asked, answered = str(_asked(look, "model")), video["model"]
        if answered.startswith(asked) and _DATE.fullmatch(answered[len(asked) :]):
            return None
        return broken[0], f"{broken[1]}, or a dated snapshot of it"
    return None


@_rule("asked-size", "size", "request")
def _asked_size(video: Node, look: Look) -> _Broken:
    return _same(video, "size", look, "size")


@_rule("asked-seconds", "seconds", "request")
def _asked_seconds(video: Node, look: Look) -> _Broken:
    # of an extension, an answer has the length of the whole
    return _same(video, "seconds", look, "seconds") if look.operation == "create" else None


@_rule("remix-source", "remixed_from_video_id", "request")
def _remix_source(video: Node, look: Look) -> _Broken:
    if look.operation != "remix":
        return None
    if video.get("remixed_from_video_id", _ABSENT) is None:
        return "null", "the id of the video that was remixed"
    return _same(video, "remixed_from_video_id", look, "video_id")


@_rule("first-id", "first_id")
def _first_id(page: Node) -> _Broken:
    return _end(page, "first_id", 0)


@_rule("last-id", "last_id")
def _last_id(page: Node) -> _Broken:
    return _end(page, "last_id", -1)


@_rule("more-behind", "has_more", "request")
def _more_behind(page: Node, look: Look) -> _Broken:
    # of a page that was asked to be empty nothing follows, and without the request nobody knows
    if page.get("has_more") is True and page.get("data") in ([], ()) and _count(_asked(look, "limit")) != 0:
        return "true on a page without jobs", "false, as there is nothing to go on behind"
    return None


@_rule("asked-limit", "data", "request")
def _asked_limit(page: Node, look: Look) -> _Broken:
    limit, data = _count(_asked(look, "limit")), page.get("data")
    if limit is not None and isinstance(data, _ARRAYS) and len(data) > limit:
        return f"{len(data)} jobs", f"at most {limit}, the limit that was asked for"
    return None


@_rule("asked-order", "data", "request")
def _asked_order(page: Node, look: Look) -> _Broken:
    order, data = _asked(look, "order"), page.get("data")
    if not isinstance(order, str) or order not in {"asc", "desc"} or not isinstance(data, _ARRAYS):
        return None
    times = [item.get("created_at") for item in data if isinstance(item, Mapping)]
    numbers = list(filter(_is_number, times))
    if len(numbers) == len(times) and numbers != sorted(numbers, reverse=order == "desc"):
        return "another order of created_at", f"{order}, which was asked for"
    return None


@_rule("asked-after", "data", "request")
def _asked_after(page: Node, look: Look) -> _Broken:
    after, data = _asked(look, "after"), page.get("data")
    if after is not None and isinstance(data, _ARRAYS) and any(_id(item) == after for item in data):
        return f"the job {show(after)} itself", "those behind it"
    return None


@_rule("deleted-id", "id", "request")
def _deleted_id(deleted: Node, look: Look) -> _Broken:
    return _same(deleted, "id", look, "video_id")


@_rule("character-id", "id", "request")
def _character_id(character: Node, look: Look) -> _Broken:
    return _same(character, "id", look, "character_id")


@_rule("character-name", "name", "request")
def _character_name(character: Node, look: Look) -> _Broken:
    return _same(character, "name", look, "name")


@_rule("data-url", "image_url")
def _data_url(reference: Node) -> _Broken:
    url = reference.get("image_url")
    if not isinstance(url, str) or url[:5].lower() != "data:":
        return None
    head, _, rest = url.partition(",")
    # what base64 has and a URL may escape
    data = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), rest)
    if head[-7:].lower() == ";base64" and data and len(data) % 4 == 0 and _BASE64.fullmatch(data):
        return None
    return show(url), "an image in base64: data:image/png;base64,..."


def _asked(look: Look, name: str) -> Any:
    """What was asked for under a name; None where it wasn't."""
    return (look.asked or {}).get(name)


def _same(node: Node, member: str, look: Look, name: str) -> _Broken:
    """Whether a text is the one that was asked for."""
    asked, answered = _asked(look, name), node.get(member)
    if isinstance(asked, int) and not isinstance(asked, bool):
        asked = show(int(asked))
    if not isinstance(asked, str) or not isinstance(answered, str) or asked == answered:
        return None
    return show(answered), f"{show(asked)}, which was asked for"


def _end(page: Node, member: str, index: int) -> _Broken:
    """Whether a page's first_id or last_id is that of its data."""
    data = page.get("data")
    if not isinstance(data, _ARRAYS) or member not in page:
        return None
    wanted = _id(data[index]) if data else None
    if (data and not isinstance(wanted, str)) or page[member] == wanted:
        return None
    return show(page[member]), f"{show(wanted)}, as the data have it"


def _id(item: Any) -> Any:
    return item.get("id") if isinstance(item, Mapping) else None


def _not_before(video: Node, member: str, start: str) -> _Broken:
    time, first = video.get(member), video.get(start)
    # most are integers, and a call costs more than the question
    if type(time) is int and type(first) is int and time >= first:
        return None
    if _is_number(time) and _is_number(first) and time < first:
        return f"{show(time)}, before {start} {show(first)}", f"{start} or later"
    return None


def _is_number(value: Any) -> TypeGuard[int | float]:
    return type(value) in _NUMBERS


def _count(value: Any) -> int | None:
    """A number that may stand as text, as it does in a query."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
