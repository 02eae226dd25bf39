"""Text that says more than anybody can hold is refused, and with or without libyaml the same is read."""

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from openvideos.drift.document import DocumentError, read

EMPTY = 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths: {}\n'


def aliases(first: str, each: str) -> str:
    """YAML of ten names, each of which stands for the one before as often as the template says."""
    lines = [f"a: &a {first}", *(f"{b}: &{b} {each.replace('*x', f'*{a}')}" for a, b in pairwise("abcdefghij"))]
    return EMPTY + "\n".join(lines)


BOMBS = {
    "aliases in arrays": aliases("[x]", f"[{', '.join(['*x'] * 10)}]"),
    "aliases in objects": aliases("{x: y}", f"{{{', '.join(f'k{i}: *x' for i in range(10))}}}"),
    "merges": aliases(f"{{{', '.join(f'k{i}: 1' for i in range(50))}}}", f"{{<<: [{', '.join(['*x'] * 50)}]}}"),
    "an alias of itself": f"{EMPTY}a: &a\n  b: *a",
    "a long text": f"{EMPTY}a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 1000)}]",
    "arrays in arrays": f"{EMPTY}a: {'[' * 100_000}",
    "objects in objects": EMPTY + "\n".join(f"{' ' * depth}a:" for depth in range(1500)),
    "arrays in arrays in JSON": f'{{"a": {"[" * 1_000_000}',
    "arrays in arrays in JSON, closed": f'{{"a": {"[" * 5_000}{"]" * 5_000}}}',
    "millions of arrays": f"{EMPTY}a: [{'[],' * 4_000_000}]",
    "millions of arrays in JSON": f'{{"a": [{"[]," * 4_000_000}[]]}}',
    "a long key in each pointer": f"{EMPTY}? {'k' * 100_000}\n: [{'[],' * 200_000}]",
    "a long key in each pointer in JSON": f'{{"{"k" * 100_000}": [{"[1],[2]," * 200_000}0]}}',
    "brackets that are not closed": "{" * 500_000,
}
HUNDRED_MEGABYTES = 100_000_000
BOUNDED = """
import resource, sys
from pathlib import Path
from openvideos.drift.document import DocumentError, read
resource.setrlimit(resource.RLIMIT_AS, (1_200_000_000, 1_200_000_000))
for file in sys.argv[1:]:
    begun = resource.getrusage(resource.RUSAGE_SELF)
    try:
        print(file, read(file))
    except DocumentError as error:
        seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - begun.ru_utime
        print(error if seconds < 5 else f"{error} after {seconds} s")
"""


def test_what_says_gigabytes_is_refused_in_bounded_time_and_memory(written: Callable[..., str]) -> None:
    files = [written(text, f"{name}.yaml") for name, text in BOMBS.items()]
    files.append(written("", "big.yaml"))
    with Path(files[-1]).open("r+b") as file:
        file.truncate(HUNDRED_MEGABYTES)
    done = subprocess.run([sys.executable, "-c", BOUNDED, *files], capture_output=True, text=True, check=True)
    said = done.stdout.splitlines()
    assert [line.partition(".yaml:")[0] for line in said] == [*BOMBS, "big"]
    for line in said:
        assert "found" in line
        assert line.partition("; allowed: ")[2]
        assert len(line) < 600
    assert said[-1] == "big.yaml: found more than 32 MiB; allowed: at most so much"


def test_without_libyaml_the_same_is_read(written: Callable[..., str], root: Path) -> None:
    code = """
import json, sys, yaml
del yaml.CSafeLoader
from openvideos.drift.document import DocumentError, read
found = read(sys.argv[1])
try:
    read(sys.argv[2])
except DocumentError as error:
    print(json.dumps([found.data, dict(found.lines), str(error)]))
"""
    file, twice = str(root / "openapi/videos.yaml"), written(f"{EMPTY}paths: {{}}\n")
    done = subprocess.run([sys.executable, "-c", code, file, twice], capture_output=True, text=True, check=True)
    source = read(file)
    with pytest.raises(DocumentError) as caught:
        read(twice)
    assert json.loads(done.stdout) == [source.data, dict(source.lines), str(caught.value)]
