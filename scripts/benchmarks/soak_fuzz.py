"""What a long fuzzing came to, as a page: `python -m scripts.benchmarks.soak_fuzz FOLDER COMMIT SECONDS SEEDS FAILED`.

The folder has a report of `openvideos conform` for each seed.
"""

import collections
import datetime
import json
import sys
from pathlib import Path


def page(folder: str, commit: str, seconds: str, seeds: str, failed: str) -> str:
    reports = [json.loads(path.read_text()) for path in Path(folder).glob("*.json")]
    requests = 0
    successes: collections.Counter[str] = collections.Counter()
    for operation in (each for report in reports for each in report["coverage"]["operations"]):
        successes[operation["id"]] += 0
        for row in operation["fuzzed"]:
            # a row without a status is of requests
            requests += row["seen"] if row["status"] else 0
            successes[operation["id"]] += row["seen"] if row["status"].startswith("2") else 0
    findings = sum(each["outcome"] == "failed" for report in reports for each in report["requirements"])
    answered = ", ".join(f"{name} {times}" for name, times in successes.items())
    return f"""# The last long fuzzing

`scripts/soak fuzz` wrote this. It asks what `scripts/fuzz` asks, a minute long and with other seeds.

| date | commit | seconds | seeds | requests | findings |
|---|---|---|---|---|---|
| {datetime.date.today()} | {commit} | {seconds} | {seeds} | {requests} | {findings} |

Answered with 2xx: {answered}. Seeds that failed:{failed}."""


if __name__ == "__main__":
    print(page(*sys.argv[1:]))
