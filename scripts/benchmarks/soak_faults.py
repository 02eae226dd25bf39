"""Each fault of the emulator meets the whole conformance suite: what is killed, by what, and what survives.

`python -m scripts.benchmarks.soak_faults COMMIT N|all` writes docs/soak-faults.md. The suite without fuzzing runs once
per fault, two at a time; then, with fuzzing and ten seeds, against the emulator without a fault, while both cores are
busy.
"""

import datetime
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import attrs

from openvideos.conformance.cleanup import clean_up
from openvideos.conformance.requirements import requirements
from openvideos.conformance.runner import Run, plan, run
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings
from openvideos.emulator import Emulator, known_faults

KEY = "a-key-of-the-soak"
SCALE = 100.0
SEEDS = 10
FEW_SEEDS = 2  # with a part of the faults
UNSEEN = {
    "slow-answers": "the contract promises no time: an answer that is late is none that is wrong",
}
"""Faults that are none to who sees only what is asked and answered, and why; they aren't met, and survive."""
PAGE = Path("docs/soak-faults.md")


@attrs.frozen(kw_only=True)
class Met:
    """What a fault came to: the requirements that weren't met, by level, and what took how long."""

    fault: str
    failed: tuple[str, ...]
    errors: tuple[str, ...]
    seconds: float


def judged(fault: str | None, *, seed: int = 1, fuzz_seconds: float = 0.0) -> Run:
    with Emulator(api_key=KEY, time_scale=SCALE, faults=[fault] if fault else []) as emulator:
        settings = Settings(
            base_url=emulator.base_url,
            api_key=KEY,
            max_videos=5000,
            job_timeout=3.0 if fault else 60.0,
            answer_timeout=10.0,
            fuzz_seconds=fuzz_seconds,
            seed=seed,
        )
        server = Server(settings)
        try:
            planned = plan([each for each in requirements() if fuzz_seconds or each.group != "fuzzing"], settings)
            return run(planned, server)
        finally:
            clean_up(server, seconds=0.0)
            server.close()


def meet(fault: str) -> Met:
    if fault in UNSEEN:
        return Met(fault=fault, failed=(), errors=(), seconds=0.0)
    start = time.monotonic()
    found = judged(fault).results
    of = {
        outcome: tuple(each.requirement.id for each in found if each.outcome == outcome)
        for outcome in ("failed", "error")
    }
    return Met(fault=fault, failed=of["failed"], errors=of["error"], seconds=time.monotonic() - start)


def burn(until: float) -> None:
    while time.monotonic() < until:
        pass


def alarms(seeds: int) -> list[str]:
    """What fails on a correct server, while both cores are busy."""
    found = []
    for seed in range(1, seeds + 1):
        busy = [multiprocessing.Process(target=burn, args=(time.monotonic() + 600,), daemon=True) for _ in range(2)]
        for each in busy:
            each.start()
        results = judged(None, seed=seed, fuzz_seconds=20.0).results
        for each in busy:
            each.kill()
        found += [f"seed {seed}: {each.requirement.id}" for each in results if each.outcome in {"failed", "error"}]
        print(f"seed {seed}: {len(results)} judged, {len(found)} alarms so far", flush=True)
    return found


def row(met: Met, own: set[str]) -> str:
    by = sorted(met.failed, key=lambda name: name not in own)
    shown = ", ".join(by[:4]) + (" ..." if len(by) > 4 else "")
    shown = shown or UNSEEN.get(met.fault, "")
    fate = "killed" if met.failed else "**not met**" if met.fault in UNSEEN else "**survives**"
    return f"| `{met.fault}` | {fate} | {shown} |"


def page(met: list[Met], false_alarms: list[str], seeds: int, commit: str, seconds: float) -> str:
    own: dict[str, set[str]] = {}
    for each in requirements():
        own.setdefault(each.fault, set()).add(each.id)
    killed = sum(bool(each.failed) for each in met)
    share = f"{killed} ({100 * killed / len(met):.1f} %)"
    rows = "\n".join(row(each, own.get(each.fault, set())) for each in met)
    row_of_all = [len(met), len(known_faults()), share, len(false_alarms), seeds, f"{seconds:.0f}"]
    told = "".join(f"\n- {each}" for each in false_alarms)
    return f"""# What the conformance suite finds

`scripts/soak faults` wrote this: the whole suite, without fuzzing, against the emulator with one fault each. Beside
it, with fuzzing, the emulator without a fault while both cores are busy: a false alarm is what it doesn't meet.

| date | commit | faults | of all | killed | false alarms | seeds | seconds |
|---|---|---|---|---|---|---|---|
| {datetime.date.today()} | {commit} | {" | ".join(map(str, row_of_all))} |
{told}
| fault | | requirements that it fails, its own first |
|---|---|---|
{rows}
"""


def main(commit: str, most: str) -> int:
    faults = list(known_faults())
    faults = faults if most == "all" else faults[:: max(1, len(faults) // int(most))][: int(most)]
    start = time.monotonic()
    met: list[Met] = []
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        for each in pool.map(meet, faults):
            met.append(each)
            said = f"killed by {len(each.failed)}" if each.failed else "SURVIVES"
            print(
                f"{len(met)}/{len(faults)} {each.fault}: {said} ({each.seconds:.0f} s) {' '.join(each.errors)}",
                flush=True,
            )
    seeds = SEEDS if most == "all" else FEW_SEEDS
    found = alarms(seeds)
    PAGE.write_text(page(met, found, seeds, commit, time.monotonic() - start), encoding="utf-8")
    return 1 if found or any(not each.failed and each.fault not in UNSEEN for each in met) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
