"""Whether a server is still there when something odd was sent to it."""

from __future__ import annotations

from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Unanswered

__all__ = ["answered", "expect_alive", "expect_no_error"]


def answered(server: Server, method: str, path: str, **how: Any) -> Answer:
    """The answer to an odd request. Raises Failed where none comes, and where the server isn't there any more."""
    try:
        return server.send(method, path, **how)
    except Unanswered as error:
        expect_alive(server)
        # in other words than for a server that is gone, as this one isn't
        raise Failed(f"that {method} {path[:80]} is answered", error.found) from None


def expect_alive(server: Server) -> None:
    """Raise Failed where a shared job can't be looked at any more."""
    server.retrieve(server.jobs.made("default").id).expect(200)


def expect_no_error(answer: Answer) -> Answer:
    """The answer itself, if it takes or refuses the request. Raises Failed where the server has an error."""
    if answer.status >= 500:
        raise Failed("a status below 500", f"{answer.status} {answer.excerpt()}", answer)
    return answer
