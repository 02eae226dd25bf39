"""Requests without the run's key, or with another one, to a server that asks for keys."""

from __future__ import annotations

from collections.abc import Sequence

from openvideos.conformance.answer import Answer
from openvideos.conformance.jobs import PROMPT
from openvideos.conformance.server import Server, segment
from openvideos.conformance.verdict import Skipped
from openvideos.conformance.wire import Key

__all__ = ["OTHER", "REFUSALS", "bearer", "key_of", "locked", "making", "reading", "unlocked"]

OTHER = "openvideos-conform-0a5e1c27d94b48f0b7c3"
"""A key that no server knows."""
REFUSALS = (401, 403)


def bearer(key: str, scheme: str = "Bearer") -> Key:
    """A key as the header that is to go out."""
    return ("Authorization", f"{scheme} {key}")


def key_of(server: Server) -> str:
    """The key of the run. Raises Skipped where it has none."""
    if not server.settings.api_key:
        raise Skipped("the run has no key")
    return server.settings.api_key


def locked(server: Server) -> str:
    """The key of the run, of a server that refuses a request without it. Raises Skipped for any other."""
    key = key_of(server)
    if not any(answer.status in REFUSALS for answer in unlocked(server)):
        raise Skipped("the server takes requests without a key")
    return key


def unlocked(server: Server) -> list[Answer]:
    """What a look and a page are answered with that come without a key."""
    answers = [server.retrieve(server.jobs.made("default").id, key="none")]
    return [*answers, server.send("GET", "/videos", key="none")] if server.serves("list") else answers


def reading(server: Server, keys: Sequence[Key]) -> list[Answer]:
    """What looks, pages and downloads are answered with that come with each of these."""
    job = server.completed("default")
    answers = []
    for key in keys:
        answers.append(server.retrieve(job.id, key=key))
        if server.serves("list"):
            answers.append(server.send("GET", "/videos", key=key))
        if server.serves("download_content"):
            answers += [server.content(job.id, variant, key=key) for variant in (None, "thumbnail")]
    return answers


def making(server: Server, keys: Sequence[Key]) -> list[Answer]:
    """What correct requests that make videos are answered with that come with each of these."""
    source = server.completed("default").id
    body = {**server.usual(), "prompt": PROMPT}
    derived = {"prompt": PROMPT, "video": {"id": source}}
    answers = []
    for key in keys:
        answers += [server.create(body, key=key), server.create(body, form=True, key=key)]
        if server.serves("remix"):
            answers.append(server.make(f"/videos/{segment(source)}/remix", {"prompt": PROMPT}, key=key))
        if server.serves("edit"):
            answers.append(server.make("/videos/edits", derived, key=key))
        if server.serves("extend"):
            answers.append(server.make("/videos/extensions", {**derived, "seconds": "4"}, key=key))
    return answers
