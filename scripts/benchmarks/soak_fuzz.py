"""What a long fuzzing came to, as a page: `python -m scripts.benchmarks.soak_fuzz LOG COMMIT SECONDS SEEDS FAILED`."""

import collections
import datetime
import json
import sys
from pathlib import Path


def page(log: str, commit: str, seconds: str, seeds: str, failed: str) -> str:
    runs = [json.loads(line) for line in Path(log).read_text().splitlines()]
    requests, findings = sum(run["requests"] for run in runs), sum(len(run["failures"]) for run in runs)
    successes: collections.Counter[str] = collections.Counter()
    for run in runs:
        successes.update(run["successes"])
    answered = ", ".join(f"{name} {times}" for name, times in successes.items())
    return f"""# The last long fuzzing

`scripts/soak fuzz` wrote this. It asks what `scripts/fuzz` asks, with other seeds.

| date | commit | seconds | seeds | requests | findings |
|---|---|---|---|---|---|
| {datetime.date.today()} | {commit} | {seconds} | {seeds} | {requests} | {findings} |

Answered with 2xx: {answered}. Seeds that failed:{failed}."""


if __name__ == "__main__":
    print(page(*sys.argv[1:]))
