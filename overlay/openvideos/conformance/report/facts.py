"""What a report says of a run beside its results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from openvideos._version import __version__
from openvideos.conformance.answer import Answer
from openvideos.conformance.coverage import Class, Coverage, covered
from openvideos.contract import Contract
from openvideos.contract.keys import without_secrets

if TYPE_CHECKING:
    from openvideos.conformance.session import Finished

__all__ = ["Facts", "facts_of"]


@attrs.frozen(kw_only=True)
class Facts:
    """Of a run: where and when, with what, and what it made.

    `contract` and `openvideos` are versions, `began` is unix seconds, `seconds` how long it took. `videos` were made of
    at most `budget`, `fuzzed` of them by random requests, as was `planned` for both; `left` has the ids of jobs that
    couldn't be deleted. `answers` has each in its order, but for those to random requests.
    """

    base_url: str
    contract: str
    openvideos: str
    began: float
    seconds: float
    coverage: Coverage
    answers: tuple[Answer, ...] = attrs.field(default=(), repr=False)
    videos: int
    fuzzed: int
    planned: tuple[int, int]
    budget: int
    seed: int
    left: tuple[str, ...] = ()

    @property
    def conformance_class(self) -> Class:
        """The class of what was seen to succeed."""
        return self.coverage.conformance_class


def facts_of(finished: Finished) -> Facts:
    """The facts of a run that has ended."""
    contract = Contract.load()
    settings = finished.run.settings
    return Facts(
        base_url=without_secrets(settings.base_url),
        contract=str(contract.document["info"]["version"]),
        openvideos=__version__,
        began=finished.began,
        seconds=finished.seconds,
        coverage=covered(finished.answers, contract, finished.fuzzed),
        answers=finished.answers,
        videos=finished.run.videos,
        fuzzed=finished.fuzzed_videos,
        planned=(finished.plan.videos, finished.plan.fuzzed),
        budget=settings.max_videos,
        seed=settings.seed,
        left=finished.left,
    )
