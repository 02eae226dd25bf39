"""What a check comes to: it returns, or raises Failed or Skipped; a Result says which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from .requirement import Requirement

if TYPE_CHECKING:
    from .answer import Answer

__all__ = ["Failed", "Outcome", "Result", "Skipped", "Unanswered", "Unmade"]

Outcome: TypeAlias = Literal["passed", "failed", "skipped", "error"]


class Failed(Exception):  # noqa: N818
    """A requirement that is not met: what was expected, what was found, and the answers that show it."""

    def __init__(self, expected: str, found: str, *answers: Answer) -> None:
        super().__init__(f"expected {expected}; found {found}")
        self.expected = expected
        self.found = found
        self.answers = answers


class Unanswered(Failed):
    """No answer came, or none that ends."""


class Skipped(Exception):  # noqa: N818
    """A requirement that can't be judged here, and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unmade(Skipped):
    """A job that many requirements look at was not made; `failed` is what one that is about that has to tell."""

    def __init__(self, name: str, failed: Failed) -> None:
        super().__init__(f"the job '{name}' that it looks at could not be made: {failed.found}")
        self.failed = failed


@attrs.frozen(kw_only=True)
class Result:
    """What came of a requirement. `reason` says why it was skipped, or what went wrong in the check itself (error).

    `videos` is how many its check made, shared jobs aside; `unanswered` says that it failed as no answer came.
    """

    requirement: Requirement
    outcome: Outcome
    seconds: float
    expected: str = ""
    found: str = ""
    reason: str = ""
    videos: int = 0
    unanswered: bool = False
    answers: tuple[Answer, ...] = attrs.field(default=(), repr=False)
