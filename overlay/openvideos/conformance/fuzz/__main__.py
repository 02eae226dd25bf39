"""The child process: a task as one line on stdin, then what was found, as lines of JSON on stdout.

The other end of stdin stays open as long as the parent wants more; when it is closed, this process ends, with the
answer to what it has asked last.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import Counter
from typing import Any, TextIO

import attrs

from openvideos.conformance.answer import Answer
from openvideos.conformance.coverage import Seen
from openvideos.conformance.server import MAKING
from openvideos.conformance.verdict import Failed
from openvideos.contract.exchange import Asked

from .fence import Fence
from .finding import Finding
from .task import Task

_OFTEN = 0.25
_MOST_KINDS = 1000
"""Of requests and answers that are counted apart; a server can think of any number of media types."""
_PATIENCE = 2.0
"""Seconds that the answer to the last request may take when the parent wants no more."""


class Voice:
    """Writes lines for the parent; of findings with the same sign, each that is smaller than those before."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._smallest: dict[str, int] = {}
        self._last = 0.0
        self.requests: Counter[Seen] = Counter()

    def say(self, about: str, **what: Any) -> None:
        """One line."""
        self._out.write(json.dumps({"about": about, **what}) + "\n")
        self._out.flush()

    def passed(self, answer: Answer, asked: Asked | None, found: list[Finding]) -> None:
        """An answer came."""
        operation = asked.operation.id if asked else ""
        seen = Seen.of(answer)
        if len(self.requests) < _MOST_KINDS or seen in self.requests:
            self.requests[seen] += 1
        if operation in MAKING and 200 <= answer.status < 300:
            self.say("made", id=_id(answer))
        if operation == "delete" and 200 <= answer.status < 300 and asked is not None:
            self.say("deleted", id=asked.path["video_id"])
        for each in found:
            if each.size < self._smallest.get(each.sign, sys.maxsize):
                self._smallest[each.sign] = each.size
                self.say("finding", finding=each.to_json())

    def count(self, judged: Counter[str], withheld: Counter[str], *, now: bool = False) -> None:
        """How much was done so far, at times."""
        if now or time.monotonic() - self._last > _OFTEN:
            self._last = time.monotonic()
            requests = [[*attrs.astuple(seen), count] for seen, count in self.requests.items()]
            self.say("count", judged=dict(judged), withheld=dict(withheld), requests=requests)


def main() -> None:
    """Do what stdin says."""
    task = Task.load(sys.stdin.readline())
    # whatever else writes to stdout is no line for the parent
    voice, sys.stdout = Voice(sys.stdout), sys.stderr
    from .engine import drive
    from .fitting import Fitting
    from .judge import Judge
    from .world import World

    # what is imported takes seconds
    deadline = time.monotonic() + task.seconds
    voice.say("start", process=os.getpid())
    world = World(task.known)
    judge = Judge(task, world)

    def passed(answer: Answer, asked: Asked | None, found: list[Finding]) -> None:
        voice.passed(answer, asked, found)
        voice.count(judge.judged, fence.withheld)

    fence = Fence(task, world, judge, deadline=deadline, passed=passed)
    threading.Thread(target=_end_with_parent, args=(fence,), daemon=True).start()
    drive(task, fence, Fitting(task, world), deadline=deadline, heard=lambda phase: voice.say("phase", name=phase))
    voice.count(judge.judged, fence.withheld, now=True)
    voice.say("end")
    # threads may still wait for a server
    sys.stderr.flush()
    os._exit(0)


def _id(answer: Answer) -> str | None:
    try:
        found = answer.object().get("id")
    except Failed:
        return None
    return found if isinstance(found, str) else None


def _end_with_parent(fence: Fence) -> None:
    sys.stdin.read()
    fence.end(_PATIENCE)
    os._exit(1)


main()
