"""What came of fuzzing a server, once per server, whoever asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import attrs

from openvideos.conformance.budget import MOST_FUZZED
from openvideos.conformance.coverage import Seen
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.extras import wanting

from .finding import Finding
from .kinds import KINDS
from .pace import cheap_videos
from .process import run
from .task import PHASES, Task

__all__ = ["Outcome", "fuzzed", "random_requests", "task_for"]

_SHORTEST_PATIENCE = 5.0
_MOST_SHOWN = 4
_SEEN = [each.name for each in attrs.fields(Seen)]


@attrs.define(kw_only=True)
class Outcome:
    """What was found so far, by its sign; how often each kind was judged, and what was not sent, by the reason.

    `requests` counts answers, and `videos` what was made.
    """

    task: Task
    findings: dict[str, Finding] = attrs.field(factory=dict)
    judged: dict[str, int] = attrs.field(factory=dict)
    withheld: dict[str, int] = attrs.field(factory=dict)
    requests: dict[Seen, int] = attrs.field(factory=dict)
    videos: int = 0

    def judge(self, kind: str) -> None:
        """Raise Failed with what was found of a kind, the smallest request first; Skipped where nothing was judged."""
        found = sorted((each for each in self.findings.values() if each.kind == kind), key=lambda each: each.size)
        if found:
            more = f" (and {len(found) - 1} more like it)" if len(found) > 1 else ""
            answers = [each.answer for each in found if each.answer is not None][:_MOST_SHOWN]
            raise Failed(found[0].expected, f"{found[0].found}{more}, with --seed {self.task.seed}", *answers)
        if not self.judged.get(kind):
            because = ""
            if not self.task.valid_creates:
                because = ", as videos are made only on a server on this machine that is quick"
            elif self.withheld.get("budget"):
                because = ": budget"
            raise Skipped(f"in {self.task.seconds:g} s of fuzzing there was no {KINDS[kind].judges}{because}")


_OUTCOMES: WeakKeyDictionary[Server, Outcome | Exception] = WeakKeyDictionary()


def fuzzed(server: Server, *, requests: int | None = None, phases: Sequence[str] = PHASES) -> Outcome:
    """What came of fuzzing a server, which is done when this is first asked for, with at most so many requests.

    Raises Skipped where it can't be done, and RuntimeError where fuzzing itself broke.
    """
    if server not in _OUTCOMES:
        try:
            _fuzz(server, requests, phases)
        except (Skipped, RuntimeError) as error:
            _OUTCOMES[server] = error
    found = _OUTCOMES[server]
    if isinstance(found, Exception):
        raise found
    return found


def random_requests(server: Server) -> tuple[Mapping[Seen, int], int]:
    """How many random requests were answered so far, and how many videos were made by them."""
    found = _OUTCOMES.get(server)
    return (found.requests, found.videos) if isinstance(found, Outcome) else ({}, 0)


def _fuzz(server: Server, requests: int | None, phases: Sequence[str]) -> None:
    if server.settings.fuzz_seconds <= 0:
        raise Skipped("--fuzz-seconds 0")
    if not _is_there():
        raise Skipped(wanting("fuzzing", "schemathesis"))
    before = server.budget.made - len(server.jobs.known())
    task = attrs.evolve(task_for(server), requests=requests, phases=tuple(phases))
    # one may have been made to see how quick the server is
    outcome = _OUTCOMES[server] = Outcome(task=task, videos=server.budget.made - len(server.jobs.known()) - before)

    def heard(said: Mapping[str, Any]) -> None:
        _hear(server, outcome, said)

    run(outcome.task, heard)


def _hear(server: Server, outcome: Outcome, said: Mapping[str, Any]) -> None:
    match said["about"]:
        case "made":
            server.budget.count()
            outcome.videos += 1
            if said["id"] is not None:
                server.made[said["id"]] = None
        case "deleted":
            server.made.pop(said["id"], None)
        case "finding":
            finding = Finding.from_json(said["finding"])
            outcome.findings[finding.sign] = finding
        case "count":
            outcome.judged, outcome.withheld = dict(said["judged"]), dict(said["withheld"])
            outcome.requests = {Seen(**dict(zip(_SEEN, of, strict=True))): count for *of, count in said["requests"]}


def _is_there() -> bool:
    from importlib.util import find_spec

    return find_spec("schemathesis") is not None


def task_for(server: Server) -> Task:
    """How a server is to be fuzzed."""
    settings = server.settings
    jobs, cheap = server.jobs.known(), cheap_videos(server)
    return Task(
        base_url=settings.base_url,
        api_key=settings.api_key,
        headers=settings.headers,
        seconds=settings.fuzz_seconds,
        seed=settings.seed,
        answer_timeout=min(settings.answer_timeout, max(_SHORTEST_PATIENCE, settings.fuzz_seconds / 2)),
        lacking=tuple(each for each in server.contract.operations if not _serves(server, each)),
        valid_creates=cheap > 0,
        # what is wrongly taken counts as well, and can only be told of where there is some room for it
        videos=min(cheap or MOST_FUZZED, server.budget.left),
        known=tuple(job.id for job in jobs),
        model=settings.model,
        size=settings.size,
        length=settings.seconds,
    )


def _serves(server: Server, operation: str) -> bool:
    try:
        return server.serves(operation)
    except (Skipped, Failed):
        return True
