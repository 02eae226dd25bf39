"""Drives schemathesis: phase after phase, those that draw at random again and again with other seeds, until the time is
up.

What is sent follows from the seed alone, up to the request at which the time ends. The checks of schemathesis are off:
each of ours reads the bytes that went out, which tells what those ask about without the alarms that are false. In the
child process alone, as hooks and checks are registered for the whole process.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import attrs
import requests
import schemathesis
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers
from schemathesis.engine import context, events
from schemathesis.engine.core import Engine, ExecutionPlan
from schemathesis.engine.run import PhaseName
from schemathesis.engine.run.unit._case import BudgetExpired

from openvideos.conformance.server import MAKING
from openvideos.loopback import is_loopback

from .document import served
from .fence import Fence
from .finding import Finding
from .fitting import READABLE, UNREADABLE, Fitting
from .task import PHASES, Task

__all__ = ["drive"]

_FEW, _MANY = (3, 2), (12, 8)
"""Random requests to each operation in its turn, and sequences of requests: at first, so that a slow server has seen
something of everything, and from then on."""
_PATIENCE = (40, 150)
"""Requests at most in which one that shows a fault is made smaller, at first and from then on, as there are others to
be found."""
_SILENT = 10
"""So many requests in a row without an answer, and nobody is there any more."""
_IDLE = 4
"""So many phases in a row in which nothing could be sent, and there is nothing to send."""
_SEARCHING = frozenset({"fuzzing", "stateful"})


@attrs.define(kw_only=True)
class _Run:
    """What the hooks below work with: schemathesis knows them by their names.

    `told` are the signs of what was made small, `raised` of what is; `tries` counts requests meanwhile, and there are
    no more than `patience`.
    """

    fence: Fence
    fitting: Fitting
    told: set[str] = attrs.field(factory=set)
    raised: set[str] = attrs.field(factory=set)
    tries: Counter[str] = attrs.field(factory=Counter)
    patience: int = 0
    classes: dict[str, type[Exception]] = attrs.field(factory=dict)

    def exception(self, finding: Finding) -> Exception:
        """One of a class of its own: to hypothesis, what is of one class is one fault. It makes requests small for
        exceptions alone, which failures of schemathesis are not."""
        kind = self.classes.setdefault(finding.sign, type("Found", (Exception,), {}))
        return kind(finding.sign)

    def settle(self, *, small: bool) -> None:
        """Nothing is being made small any more; it is as small as it gets, or there will be another occasion."""
        self.told |= self.raised if small else set()
        self.raised.clear()
        self.tries.clear()


_run: _Run | None = None


def drive(task: Task, fence: Fence, fitting: Fitting, *, deadline: float, heard: Callable[[str], None]) -> None:
    """Send requests until the deadline (of time.monotonic()); `heard` is called with each phase as it begins.

    Raises what went wrong here, where it was nothing of the server's.
    """
    global _run  # noqa: PLW0603
    _run = _Run(fence=fence, fitting=fitting)
    stock = context.make_session
    context.make_session = lambda *given, **named: _fenced(stock(*given, **named), task, fence)
    config = schemathesis.Config.from_dict(_configuration(task))
    schema = schemathesis.openapi.from_dict(served(task.lacking), config=config)
    problem, idle = None, 0
    for phase, examples, seed in _turns(task):
        heard(phase)
        schema.config.seed = seed
        schema.config.generation.update(max_examples=examples)
        sent, _run.patience = fence.sent, _PATIENCE[seed > task.seed]
        try:
            _go(schema, phase, _run, deadline)
        except Exception as error:  # noqa: BLE001  schemathesis went wrong on something: the next turn may tell more
            problem = error
        if fence.broken:
            raise fence.broken[0]
        idle = idle + 1 if fence.sent == sent else 0
        if idle >= _IDLE or fence.silent >= _SILENT or fence.is_over():
            break
    if problem is not None and not fence.sent:
        raise problem


def _turns(task: Task) -> Iterator[tuple[str, int, int]]:
    """Phases, how many examples each has, and the seed."""
    first = [("examples", 1), ("fuzzing", _FEW[0]), ("stateful", _FEW[1]), ("coverage", 1)]
    yield from ((phase, examples, task.seed) for phase, examples in first if phase in task.phases)
    for turn in count(1):
        again = [("fuzzing", _MANY[0]), ("stateful", _MANY[1])]
        found = [(phase, examples, task.seed + turn) for phase, examples in again if phase in task.phases]
        if not found:
            return
        yield from found


class _OnePhase(Engine):
    """An engine with one phase: without probes, and without shares of time, which would have other requests follow."""

    phase: PhaseName

    def _create_execution_plan(self) -> ExecutionPlan:
        return ExecutionPlan([self.get_phase_config(self.phase, is_supported=True, requires_transitions=False)])


def _go(schema: Any, phase: str, run: _Run, deadline: float) -> None:
    engine = type("_Engine", (_OnePhase,), {"phase": PhaseName.from_str(phase)})(schema=schema)
    stream = engine.execute()
    run.fence.stop = stream.stop
    watch = threading.Timer(max(0.0, deadline - time.monotonic()), stream.stop)
    watch.daemon = True
    watch.start()
    try:
        for event in stream:
            if isinstance(event, events.FatalError):
                raise event.exception
    finally:
        watch.cancel()
        run.settle(small=True)


def _configuration(task: Task) -> dict[str, Any]:
    """Whatever makes two runs the same is fixed: what a server answers changes no request but for the ids in it."""
    phases: dict[str, Any] = {name: {"enabled": name in task.phases} for name in PHASES}
    for name in ("examples", "coverage", "fuzzing"):
        phases[name]["extra-data-sources"] = {"responses": False}
    phases["fuzzing"]["error-feedback"] = {"enabled": False}
    phases["stateful"].update({"inference": {"algorithms": []}, "link-calibration": False})
    found: dict[str, Any] = {
        "seed": task.seed,
        # which would leave off sooner on a slow machine
        "suppress-health-check": ["all"],
        "base-url": task.base_url,
        "headers": _headers(task),
        "workers": 1,
        "max-redirects": 0,
        "request-timeout": task.answer_timeout,
        "cache": {"enabled": False},
        "checks": {"enabled": False, "is_as_it_has_to_be": {"enabled": True}},
        "phases": phases,
        "generation": {"mode": "all", "database": "none", "with-security-parameters": False},
    }
    if not task.valid_creates:
        wrong = {"generation": {"mode": "negative"}}
        found["operations"] = [{"include-operation-id": name, **wrong} for name in MAKING if name not in task.lacking]
    return found


def _headers(task: Task) -> dict[str, str]:
    found = {"Authorization": f"Bearer {task.api_key}"} if task.api_key else {}
    return {**found, **dict(task.headers)}


def _fenced(session: requests.Session, task: Task, fence: Fence) -> requests.Session:
    from urllib.parse import urlsplit

    session.mount("http://", fence)
    session.mount("https://", fence)
    # a proxy of the environment doesn't reach this machine's addresses, and a .netrc has keys for others
    session.trust_env = not is_loopback(urlsplit(task.base_url).hostname or "")
    return session


# or else words of our own modules would be among what is sent, and which they are isn't the seed's to say
providers._get_local_constants = lambda: providers._local_constants

schemathesis.openapi.format("binary", st.sampled_from([READABLE, READABLE, READABLE, UNREADABLE]))


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG001
    """Give a request what its schema can't say."""
    if _run is None or case.meta is None:
        return
    try:
        _fit(_run.fitting, case)
    except Exception as error:
        # which would be taken for one of many things that can be wrong with a request
        _run.fence.broken.append(error)
        raise


def _fit(fitting: Fitting, case: Any) -> None:
    operation = case.operation.definition.raw["operationId"]
    if isinstance(case.body, dict):
        case.body = fitting.body(case.body)
        if case.media_type == "multipart/form-data":
            case.multipart_content_types = fitting.media_types(case.body)
    if isinstance(case.path_parameters, dict):
        case.path_parameters = fitting.path(operation, case.path_parameters)
    if isinstance(case.query, dict):
        case.query = fitting.query(case.query)
    if case.headers:
        case.headers.update(fitting.headers(case.headers))


@schemathesis.check
def is_as_it_has_to_be(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: Any) -> None:
    """Tell whoever searches that an answer is a finding, so that its request is made small."""
    if _run is None or ctx.phase is None or ctx.phase.value not in _SEARCHING:
        return
    turn = ctx.phase.value if ctx.phase is PhaseName.STATEFUL_TESTING else case.operation.label
    if turn in _run.tries:
        _run.tries[turn] += 1
        if _run.tries[turn] > _run.patience:
            _run.settle(small=_run.patience == max(_PATIENCE))
            raise BudgetExpired
    request, found = _run.fence.last
    new = [each for each in found if each.sign not in _run.told]
    if new and response.request is request:
        _run.raised.add(new[0].sign)
        _run.tries.setdefault(turn, 0)
        raise _run.exception(new[0])
