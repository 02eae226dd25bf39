"""What moved between the answers of two versions of an operation."""

from collections.abc import Iterator, Mapping

from openvideos.drift.change import Change, Level

from .api import Header, Response
from .media import compare_media, holds
from .pair import OperationPair

__all__ = ["compare_responses"]


def compare_responses(pair: OperationPair) -> Iterator[Change]:
    """Compare what may be answered, under which statuses."""
    old, new = pair.old.responses, pair.new.responses
    gone = [status for status in old if status not in new]
    come = [status for status in new if status not in old]
    for status in list(come):
        if status.isdigit() and f"{status[0]}XX" in old:
            come.remove(status)
            yield from _response(pair, old[f"{status[0]}XX"], new[status])
    kept = [status for status in new if status in old and _promised(status)]
    lost, fresh = ([each for each in some if _promised(each)] for some in (gone, come))
    none_left = bool(lost) and not kept and not fresh
    for status in come:
        at = (None, new[status].pointer)
        level: Level = "breaking" if _promised(status) else "compatible"
        rule = "R23" if _promised(status) else "R24"
        yield pair.change(rule, level, f"the status {status} was added", at=at, direction="response", revised=status)
    for status in gone:
        if status.endswith("XX") and any(each.startswith(status[0]) for each in new):
            level = "compatible"
        else:
            level = "breaking" if _promised(status) and none_left else "compatible"
        rule = "R23" if _promised(status) else "R24"
        yield pair.change(
            rule,
            level,
            f"the status {status} was removed",
            at=(old[status].pointer, None),
            direction="response",
            base=status,
        )
    for status, response in old.items():
        if status in new:
            yield from _response(pair, response, new[status])


def _response(pair: OperationPair, old: Response, new: Response) -> Iterator[Change]:
    at = (old.pointer, new.pointer)
    yield from pair.texts(old.notes, new.notes, f"{new.status}: ", at, "response")
    where = "the answer" if new.status.startswith("2") else "the error"
    for media in old.content.values():
        partner = next((each for each in new.content.values() if holds(media.type, each.type)), None)
        if partner is None:
            message = f"{new.status}: the media type {media.type} was removed"
            yield pair.change(
                "R18", "breaking", message, at=(media.pointer, None), direction="response", base=media.type
            )
    for media in new.content.values():
        partner = old.content.get(media.type) or next(
            (each for each in old.content.values() if holds(each.type, media.type)), None
        )
        if partner is None:
            message = f"{new.status}: the media type {media.type} was added"
            yield pair.change(
                "R19", "compatible", message, at=(None, media.pointer), direction="response", revised=media.type
            )
        else:
            yield from compare_media(pair, partner, media, "response", where)
    yield from _headers(pair, old.headers, new.headers, new.status)


def _headers(
    pair: OperationPair, old: Mapping[str, Header], new: Mapping[str, Header], status: str
) -> Iterator[Change]:
    for name, header in old.items():
        other: Header | None = new.get(name)
        where = f"{status}: the header {name}"
        if other is None or header.required != other.required:
            what = "was removed" if other is None else "is required now" if other.required else "is no longer required"
            at = (header.pointer, other.pointer if other else None)
            rule, level = ("R25", "breaking") if header.required else ("R26", "compatible")
            yield pair.change(rule, level, f"{where} {what}", at=at, direction="response")  # type: ignore[arg-type]
        if other is not None:
            yield from pair.schemas((header.schema, other.schema), "response", where, "value")
    for name, header in new.items():
        if name not in old:
            message = f"{status}: the header {name} was added"
            yield pair.change("R26", "compatible", message, at=(None, header.pointer), direction="response")


def _promised(status: str) -> bool:
    """Whether a status is one that only what is documented may have: errors can always happen."""
    return status[0] in "123"
