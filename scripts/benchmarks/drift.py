"""What comparing costs: two contracts as a process, 300 pairs in one, a vendor's whole document; beside reading alone.

`python -m scripts.benchmarks.drift COMMIT` says docs/bench-drift.md. The peer is PyYAML with libyaml, which only reads.
"""

import copy
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from openvideos.contract.document import Document

from .big_document import big_document

RUNS = 5
PAIRS = 300
LINES = 80_000
CONTRACT = Path("openapi/videos.yaml")
READ = "import sys, yaml; [yaml.load(open(each), yaml.CSafeLoader) for each in sys.argv[1:]]"
MANY = """
import json, sys, time
from openvideos.drift.compare import compare
from openvideos.drift.documents.document import from_data
pairs = json.load(open(sys.argv[1]))
start = time.process_time()
for base, revised in pairs:
    compare(from_data(base, "base"), from_data(revised, "revised"))
print(time.process_time() - start)
"""


def process(*command: str | Path) -> tuple[float, float, str]:
    """CPU seconds and peak MiB of a process, the best of several runs, and what it said."""
    took = []
    for _ in range(RUNS):
        child = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        said = child.stdout.read().decode() if child.stdout else ""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        took.append((usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said))
    return min(took)


def edited(data: dict[str, Any], number: int) -> dict[str, Any]:
    """A contract with one thing changed: another for each number."""
    found = copy.deepcopy(data)
    schemas = found["components"]["schemas"]
    names = sorted(schemas)
    schema = schemas[names[number % len(names)]]
    members = schema.get("properties")
    if members:
        name = sorted(members)[number // len(names) % len(members)]
        members[f"{name}_{number}" if number % 3 else name] = members.pop(name) if number % 2 else {"type": "integer"}
    else:
        schema["maxLength"] = number
    return found


def rows(folder: Path) -> Iterator[tuple[str, float, float, float]]:
    """What is done, its CPU seconds and MiB, and the CPU seconds of the peer."""
    data = json.loads(json.dumps(Document.load().data))
    revised = folder / "revised.yaml"
    revised.write_text(yaml.safe_dump(edited(data, 7), sort_keys=False, width=120), encoding="utf-8")
    spec = process("-m", "openvideos", "drift", "spec", CONTRACT, revised)
    yield "two contracts, as a process", spec[0], spec[1], process("-c", READ, CONTRACT, revised)[0]
    pairs = folder / "pairs.json"
    pairs.write_text(json.dumps([[data, edited(data, number)] for number in range(PAIRS)]))
    _, memory, said = process("-c", MANY, pairs)
    text = folder / "pair.yaml"
    text.write_text(yaml.safe_dump(data), encoding="utf-8")
    start = time.process_time()
    for _ in range(20):
        yaml.load(text.read_bytes(), yaml.CSafeLoader)
    yield f"{PAIRS} pairs, in one process", float(said), memory, (time.process_time() - start) / 20 * 2 * PAIRS
    big = folder / "vendor.yaml"
    big.write_text(big_document(LINES, data), encoding="utf-8")
    upstream = process("-m", "openvideos", "drift", "upstream", big)
    yield f"a vendor's document of {LINES:,} lines", upstream[0], upstream[1], process("-c", READ, big)[0]


def main(commit: str) -> None:
    today = datetime.datetime.now(tz=datetime.UTC).date()
    with tempfile.TemporaryDirectory() as folder:
        lines = [
            f"| {what} | {took:.2f} s | {memory:.0f} MiB | {peer:.2f} s | {took / peer:.2f} : 1 |"
            for what, took, memory, peer in rows(Path(folder))
        ]
    print(
        f"""# What comparing costs

`scripts/bench drift` wrote this: {today}, commit {commit}, Python {platform.python_version()},
jsonschema-rs {version("jsonschema-rs")}, PyYAML {version("PyYAML")}. Seconds are of CPU, the best of {RUNS} runs.

| | ours | memory | PyYAML, reading alone | ours to that |
|---|---|---|---|---|
{chr(10).join(lines)}"""
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
