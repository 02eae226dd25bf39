"""A run: each requirement in its turn, with what came of it, whatever ends the run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import attrs

from openvideos.loopback import is_loopback

from .budget import FEWEST_FUZZED, MOST_FUZZED, OverBudget, reserve
from .jobs import SPECS
from .requirement import LEVELS, Level, Requirement
from .server import Server
from .settings import Settings
from .verdict import Failed, Outcome, Result, Skipped, Unanswered

__all__ = ["Plan", "Run", "begin", "judge", "plan", "run"]

_SHOWN = 20
"""Answers that are kept with a result."""
_SILENT = 3
"""So many requirements in a row without an answer, and nobody is there any more."""


@attrs.frozen(kw_only=True)
class Plan:
    """What a run will judge, and how many videos it will make for that if nothing is accepted that shouldn't be.

    What several requirements begin with is begun once. `wanted` counts all videos that would be made if there were room
    for them, `videos` those that there is room for. `dropped` has the shared jobs without, and `over` the requirements
    that are skipped for that: as it is for videos of their own, or for all jobs that they look at. `fuzzed` is how many
    more random requests may make.
    """

    requirements: tuple[Requirement, ...]
    jobs: tuple[str, ...]
    videos: int
    wanted: int
    over: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    fuzzed: int = 0


@attrs.define(kw_only=True)
class Run:
    """What came of a run. `ended` is what ended it before its end, if anybody did; what was not judged is skipped."""

    settings: Settings
    results: list[Result]
    videos: int = 0
    ended: KeyboardInterrupt | None = None

    @property
    def interrupted(self) -> bool:
        """Whether somebody ended it."""
        return self.ended is not None

    def failures(self, level: Level) -> list[Result]:
        """What failed at a level or a higher one."""
        counted = LEVELS[: LEVELS.index(level) + 1]
        return [each for each in self.results if each.outcome == "failed" and each.requirement.level in counted]


def plan(requirements: Sequence[Requirement], settings: Settings) -> Plan:
    """Choose by `only` and `skip`; the shared jobs that are needed stand in the order in which they can be made."""
    chosen = tuple(
        each
        for each in requirements
        if (not settings.only or each.id.startswith(settings.only)) and not each.id.startswith(settings.skip or "\0")
    )
    needed = {name for each in chosen for name in each.jobs}
    while sources := {str(SPECS[name].source) for name in needed if SPECS[name].source is not None} - needed:
        needed |= sources
    jobs = _affordable(chosen, needed, settings.max_videos - reserve(settings.max_videos))
    dropped = needed - set(jobs)
    blind = frozenset(each.id for each in chosen if each.jobs and dropped.issuperset(each.jobs))
    over = blind | _over([each for each in chosen if each.id not in blind], settings.max_videos - len(jobs))
    videos = len(jobs) + _own_videos(each for each in chosen if each.id not in over)
    is_fuzzed = settings.fuzz_seconds > 0 and any(each.group == "fuzzing" for each in chosen)
    is_here = is_loopback(urlsplit(settings.base_url).hostname or "")
    # one is made to see how quick it is
    fuzzed = min(MOST_FUZZED + 1, settings.max_videos - videos)
    wanted = len(needed) + _own_videos(chosen)
    return Plan(
        requirements=chosen,
        jobs=jobs,
        videos=videos,
        wanted=wanted,
        over=over,
        dropped=frozenset(dropped),
        fuzzed=fuzzed if is_fuzzed and is_here and fuzzed >= FEWEST_FUZZED else 0,
    )


def _affordable(requirements: Sequence[Requirement], needed: set[str], most: int) -> tuple[str, ...]:
    """The shared jobs that there is room for, in the order in which they can be made: those that most look at."""
    uses = Counter(name for each in requirements for name in each.jobs)
    taken: set[str] = set()
    for name in sorted(needed, key=lambda each: (-uses[each], [*SPECS].index(each))):
        chain, source = {name}, SPECS[name].source
        while source is not None:
            chain.add(source)
            source = SPECS[source].source
        if len(taken | chain) <= most:
            taken |= chain
    return tuple(name for name in SPECS if name in taken)


def _own_videos(requirements: Iterable[Requirement]) -> int:
    """How many videos requirements make for themselves."""
    return sum({each.begin or each.id: each.videos for each in requirements}.values())


def _over(requirements: Sequence[Requirement], most: int) -> frozenset[str]:
    """Those that make videos of their own for which there is no room among so many.

    What is a MUST comes first, then one of each group before any has another, then what makes few.
    """
    if _own_videos(requirements) <= most:
        return frozenset()
    sharing = Counter(each.begin or each.id for each in requirements)
    making = sorted(
        (each for each in requirements if each.videos), key=lambda each: each.videos / sharing[each.begin or each.id]
    )
    turns: Counter[tuple[Level, str]] = Counter()
    rank: dict[str, tuple[int, int, int]] = {}
    for place, each in enumerate(making):
        rank[each.id] = (LEVELS.index(each.level), turns[each.level, each.group], place)
        turns[each.level, each.group] += 1
    taken: list[Requirement] = []
    for each in sorted(making, key=lambda each: rank[each.id]):
        if _own_videos([*taken, each]) <= most - reserve(most):
            taken.append(each)
    return frozenset(each.id for each in making if each not in taken)


def run(planned: Plan, server: Server, *, report: Callable[[Result], None] | None = None) -> Run:
    """Judge what is planned; report hears of each result. Ends early where nobody answers, or on KeyboardInterrupt."""
    made = Run(settings=server.settings, results=[])
    ended = "interrupted"
    try:
        server.jobs.start(planned.jobs, dropped=planned.dropped)
        begin([each for each in planned.requirements if each.id not in planned.over], server)
        for requirement in planned.requirements:
            result = _over_budget(requirement) if requirement.id in planned.over else judge(requirement, server)
            made.results.append(result)
            if report is not None:
                report(result)
            if _is_silent(made.results) and not _answers(server):
                ended = "the server doesn't answer any more"
                break
    except KeyboardInterrupt as error:
        made.ended = error
    for requirement in planned.requirements[len(made.results) :]:
        made.results.append(Result(requirement=requirement, outcome="skipped", seconds=0.0, reason=ended))
    made.videos = server.budget.made
    return made


def begin(requirements: Sequence[Requirement], server: Server) -> None:
    """Begin what can be begun before it is judged."""
    for each in requirements:
        if each.begin is not None:
            with suppress(Failed, Skipped):  # the check is told again
                server.begun(each.begin)


def judge(requirement: Requirement, server: Server) -> Result:
    """What comes of one requirement."""
    start, before, own = time.monotonic(), len(server.answers), _own(server)

    def result(outcome: Outcome, **more: Any) -> Result:
        shown = more.pop("answers", ()) or tuple(server.answers[before:][:_SHOWN])
        seconds = time.monotonic() - start
        made = _own(server) - own + server.begun_videos.get(requirement.begin, 0)
        return Result(requirement=requirement, outcome=outcome, seconds=seconds, videos=made, answers=shown, **more)

    try:
        server.need(*requirement.needs)
        server.budget.check(max(0, requirement.videos - server.begun_videos.get(requirement.begin, 0)))
        requirement.check(server)
    except Failed as error:
        silent = isinstance(error, Unanswered)
        return result("failed", expected=error.expected, found=error.found, answers=error.answers, unanswered=silent)
    except Skipped as error:
        return result("skipped", reason=error.reason)
    except Exception as error:  # noqa: BLE001  a fault of the check's own is nothing that the server did
        return result("error", reason=f"{type(error).__name__}: {error}")
    return result("passed")


def _over_budget(requirement: Requirement) -> Result:
    return Result(requirement=requirement, outcome="skipped", seconds=0.0, reason=OverBudget().reason)


def _answers(server: Server) -> bool:
    """Whether anybody is there: one thing that breaks each connection is enough for many requirements."""
    try:
        server.page(limit=1)
    except Failed:
        return False
    return True


def _own(server: Server) -> int:
    """How many videos were made that no requirement shares."""
    return server.budget.made - len(server.jobs.known()) - sum(server.begun_videos.values())


def _is_silent(results: Sequence[Result]) -> bool:
    return len(results) >= _SILENT and all(each.unanswered for each in results[-_SILENT:])
