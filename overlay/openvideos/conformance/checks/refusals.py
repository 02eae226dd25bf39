"""How each operation is brought to refuse: requests that nobody is to carry out, none of which makes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

from openvideos.conformance.answer import Answer
from openvideos.conformance.jobs import PROMPT
from openvideos.conformance.server import Server, segment
from openvideos.conformance.verdict import Failed, Skipped

__all__ = ["ABOUT_JOBS", "NOT_FOUND", "all_refusals", "expect_of_all", "not_found", "refusals", "unknown_id"]

NOWHERE = "openvideos-conform-no-such-thing"
# digits stay digits, those of hexadecimal numbers too, and letters letters
_OTHER = str.maketrans("0123456789abcdefABCDEFghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ",
                       "5678901234defabcDEFABCqrstuvwxyzghijklmnopQRSTUVWXYZGHIJKLMNOP")  # fmt: skip


ABOUT_JOBS = ("retrieve", "delete", "download_content", "remix", "edit", "extend")
"""Operations that are asked about a job."""


def unknown_id(server: Server) -> str:
    """The id of no job, in the form that the server's ids have: that of a job, with others of its letters and digits.

    All behind a prefix are others, since what tells jobs apart may stand anywhere.
    """
    try:
        known = server.jobs.made("default").id
    except Skipped:
        return NOWHERE
    prefix, line, rest = known.partition("_")
    if not prefix.isalpha():
        prefix, line, rest = "", "", known
    changed = f"{prefix}{line}{rest.translate(_OTHER)}"
    return changed if changed != known else NOWHERE


def _at(server: Server, method: str, end: str = "", **how: Any) -> Answer:
    return server.send(method, f"/videos/{segment(unknown_id(server))}{end}", **how)


NOT_FOUND: Mapping[str, Callable[[Server], Answer]] = {
    "retrieve": lambda server: _at(server, "GET"),
    "delete": lambda server: _at(server, "DELETE"),
    "download_content": lambda server: _at(server, "GET", "/content"),
    "remix": lambda server: _at(server, "POST", "/remix", json={"prompt": PROMPT}),
    "get_character": lambda server: server.send("GET", f"/videos/characters/{NOWHERE}"),
}
"""A request about a job, or a character, that there isn't, for each operation whose path has an id."""


def not_found(server: Server, operation: str) -> Answer:
    """What is answered about a job that there isn't. Raises Skipped where the server lacks the operation."""
    answer = NOT_FOUND[operation](server)
    if answer.status in {405, 501}:
        raise Skipped(f"the server has no {operation}")
    return answer


def _create(server: Server) -> Iterator[Answer]:
    yield server.create({})
    yield server.create({"prompt": PROMPT, "size": "721x1281"})
    yield server.create({"prompt": {"text": PROMPT}})
    yield server.send("POST", "/videos", content=b'{"prompt": ', headers={"Content-Type": "application/json"})
    yield server.send("POST", "/videos", content=PROMPT.encode(), headers={"Content-Type": "text/plain"})


def _form(server: Server) -> Iterator[Answer]:
    yield server.create({"seconds": "4"}, form=True)
    yield server.create({"prompt": PROMPT, "seconds": "5"}, form=True)


def _list(server: Server) -> Iterator[Answer]:
    yield server.page(limit=101)
    yield server.page(limit="many")
    yield server.page(order="sideways")
    yield server.page(after=NOWHERE)


def _content(server: Server) -> Iterator[Answer]:
    yield not_found(server, "download_content")
    with suppress(Skipped):
        yield server.content(server.jobs.made("default").id, "poster")


def _remix(server: Server) -> Iterator[Answer]:
    yield not_found(server, "remix")
    yield _at(server, "POST", "/remix", json={})


def _edit(server: Server) -> Iterator[Answer]:
    yield server.make("/videos/edits", {})
    yield server.make("/videos/edits", {"video": {"id": unknown_id(server)}, "prompt": PROMPT})


def _extend(server: Server) -> Iterator[Answer]:
    yield server.make("/videos/extensions", {})
    yield server.make("/videos/extensions", {"video": {"id": unknown_id(server)}, "prompt": PROMPT, "seconds": "4"})


def _create_character(server: Server) -> Iterator[Answer]:
    yield server.make("/videos/characters", {"name": "Miro"}, form=True)


def _alone(operation: str) -> Callable[[Server], Iterator[Answer]]:
    def ask(server: Server) -> Iterator[Answer]:
        yield not_found(server, operation)

    return ask


_ASKED: Mapping[str, Callable[[Server], Iterator[Answer]]] = {
    "create": _create,
    "form": _form,
    "list": _list,
    "retrieve": _alone("retrieve"),
    "delete": _alone("delete"),
    "download_content": _content,
    "remix": _remix,
    "edit": _edit,
    "extend": _extend,
    "create_character": _create_character,
    "get_character": _alone("get_character"),
}


_answered: WeakKeyDictionary[Server, dict[str, list[Answer]]] = WeakKeyDictionary()


def refusals(server: Server, operation: str) -> list[Answer]:
    """What an operation refuses with, asked once; `form` is create's as a form. Raises Skipped for no refusal."""
    known = _answered.setdefault(server, {})
    if operation not in known:
        known[operation] = list(_ASKED[operation](server))
    found = [each for each in known[operation] if each.status >= 400 and each.status not in {405, 501}]
    if not found:
        raise Skipped(f"nothing that was asked of {operation} was refused")
    return found


def all_refusals(server: Server) -> dict[str, list[Answer]]:
    """What each operation refuses with, as far as it does."""
    found: dict[str, list[Answer]] = {}
    for operation in _ASKED:
        with suppress(Skipped):
            found[operation] = refusals(server, operation)
    return found


def expect_of_all(server: Server, found: Mapping[str, list[Answer]], expect: Callable[[Answer], object]) -> None:
    """Raise Failed where one of these refusals is not as it is expected to be.

    Those of an operation that the server lacks are no refusals: what they are is that of any path.
    """
    for operation, answers in found.items():
        for answer in answers:
            try:
                expect(answer)
            except Failed:
                if operation == "form" or server.serves(operation):
                    raise
