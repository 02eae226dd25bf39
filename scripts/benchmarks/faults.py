"""The conformance suite beside plain schemathesis, on the same faults of the emulator: kills, false alarms, time.

`python -m scripts.benchmarks.faults COMMIT` says docs/benchmarks.md. Both meet the emulator with one fault at a time,
and once without. Schemathesis is run by its own command line, with its own checks and the same contract; a fault is
found where it reports what it doesn't report of the emulator without one. Ours is the suite without fuzzing.
"""

import datetime
import multiprocessing
import platform
import re
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

import attrs

from openvideos.emulator import Emulator, known_faults

from .soak_faults import KEY, SCALE, judged

FAULTS = 60
EXAMPLES = 10
CONTRACT = Path("generated/openvideos_api/contract/videos.json")
_OPERATION = re.compile(r"_{3,} (?P<operation>[A-Z]+ /\S*|.*[Ss]tateful.*) _{3,}")
_FAILURE = re.compile(r"- (?P<check>ST\d+) ")


@attrs.frozen(kw_only=True)
class Met:
    """What each side made of an emulator: what it reports, and its seconds."""

    fault: str | None
    ours: frozenset[str]
    our_seconds: float
    theirs: frozenset[str]
    their_seconds: float


def schemathesis(fault: str | None) -> frozenset[str]:
    """What plain schemathesis reports: operation and check."""
    with Emulator(api_key=KEY, time_scale=SCALE, faults=[fault] if fault else []) as emulator:
        command = ["-m", "schemathesis.cli", "run", str(CONTRACT), "--url", emulator.base_url]
        command += ["-H", f"Authorization: Bearer {KEY}", "--max-examples", str(EXAMPLES), "--generation-deterministic"]
        command += ["--no-color", "--warnings", "off", "--max-time", "60", "--request-timeout", "10"]
        done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    found, operation = set(), ""
    for line in done.stdout.splitlines():
        if match := _OPERATION.fullmatch(line):
            operation = match["operation"]
        elif match := _FAILURE.match(line):
            found.add(f"{operation}: {match['check']}")
    return frozenset(found)


def meet(fault: str | None) -> Met:
    start = time.monotonic()
    ours = frozenset(each.requirement.id for each in judged(fault).results if each.outcome == "failed")
    between = time.monotonic()
    theirs = schemathesis(fault)
    return Met(
        fault=fault,
        ours=ours,
        our_seconds=between - start,
        theirs=theirs,
        their_seconds=time.monotonic() - between,
    )


def page(clean: Met, met: list[Met], commit: str) -> str:
    today = datetime.datetime.now(tz=datetime.UTC).date()
    ours = sum(bool(each.ours - clean.ours) for each in met)
    theirs = sum(bool(each.theirs - clean.theirs) for each in met)
    seconds = [sum(took) / len(met) for took in ([m.our_seconds for m in met], [m.their_seconds for m in met])]
    rows = "\n".join(
        f"| `{each.fault}` | {' | '.join(str(len(some)) if some else '**none**' for some in found)} |"
        for each in met
        for found in [(each.ours - clean.ours, each.theirs - clean.theirs)]
    )
    share = [f"{some} of {len(met)} ({100 * some / len(met):.0f} %)" for some in (ours, theirs)]
    return f"""# The conformance suite beside plain schemathesis

`scripts/bench faults` wrote this: {today}, commit {commit}, Python {platform.python_version()}, schemathesis
{version("schemathesis")}. Both met the emulator with one fault each: {len(met)} of its {len(known_faults())}, spread
evenly over the list. Schemathesis by its own command line, its own checks, {EXAMPLES} examples an operation, 60 seconds
at most; ours without fuzzing. A fault is found where something is reported that isn't of the emulator without one; what
is reported of that is a false alarm.

| | found | false alarms | seconds a fault |
|---|---|---|---|
| `openvideos conform` | {share[0]} | {len(clean.ours)} | {seconds[0]:.0f} |
| plain schemathesis | {share[1]} | {len(clean.theirs)} | {seconds[1]:.0f} |

| fault | requirements that it fails | operations and checks of schemathesis |
|---|---|---|
{rows}"""


def main(commit: str, most: str = str(FAULTS)) -> None:
    known = list(known_faults())
    faults = known[:: max(1, len(known) // int(most))][: int(most)]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        clean, *met = pool.map(meet, [None, *faults])
    print(page(clean, met, commit))


if __name__ == "__main__":
    main(*sys.argv[1:])
