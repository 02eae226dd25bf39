"""Text that says more than anybody can hold is refused, and with or without libyaml the same is read."""

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from openvideos.drift.documents.document import DocumentError, read

EMPTY = 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths: {}\n'


def aliases(first: str, each: str) -> str:
    """YAML of ten names, each of which stands for the one before as often as the template says."""
    lines = [f"a: &a {first}", *(f"{b}: &{b} {each.replace('*x', f'*{a}')}" for a, b in pairwise("abcdefghij"))]
    return EMPTY + "\n".join(lines)


REPEATED = "found too much that is repeated, as by YAML's aliases,"
NESTED = "found too much nesting"
VALUES = "more than 1000000 values"
BOMBS = {
    "aliases in arrays": (aliases("[x]", f"[{', '.join(['*x'] * 10)}]"), REPEATED),
    "aliases in objects": (aliases("{x: y}", f"{{{', '.join(f'k{i}: *x' for i in range(10))}}}"), REPEATED),
    "merges": (
        aliases(f"{{{', '.join(f'k{i}: 1' for i in range(50))}}}", f"{{<<: [{', '.join(['*x'] * 50)}]}}"),
        "its << merge more than 100000 members",
    ),
    "an alias of itself": (f"{EMPTY}a: &a\n  b: *a", NESTED),
    "a long text": (f"{EMPTY}a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 1000)}]", REPEATED),
    "arrays in arrays": (f"{EMPTY}a: {'[' * 100_000}", NESTED),
    "objects in objects": (EMPTY + "\n".join(f"{' ' * depth}a:" for depth in range(1500)), NESTED),
    "arrays in arrays in JSON": (f'{{"a": {"[" * 900_000}', NESTED),
    "arrays in arrays in JSON, closed": (f'{{"a": {"[" * 5_000}{"]" * 5_000}}}', NESTED),
    "brackets that are not closed": ("{" * 500_000, NESTED),
    "millions of arrays": (f"{EMPTY}a: [{'[],' * 4_000_000}]", VALUES),
    "millions of arrays in JSON": (f'{{"a": [{"[]," * 4_000_000}[]]}}', VALUES),
    "a long key in each pointer": (f"{EMPTY}? {'k' * 100_000}\n: [{'[],' * 200_000}]", "found too long a pointer"),
    "a long key in each pointer in JSON": (
        f'{{"{"k" * 100_000}": [{"[1],[2]," * 100_000}0]}}',
        "found too long a pointer",
    ),
}
BOUNDED = """
import resource, sys
from openvideos.drift.documents.document import DocumentError, read
resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
for file in sys.argv[1:]:
    try:
        print(file, read(file))
    except DocumentError as error:
        print(error)
"""


def test_what_says_gigabytes_is_refused_in_bounded_time_and_memory(written: Callable[..., str]) -> None:
    files = [written(text, f"{name}.yaml") for name, (text, _) in BOMBS.items()]
    files.append(written("", "big.yaml"))
    with Path(files[-1]).open("r+b") as file:
        file.truncate(100_000_000)
    done = subprocess.run([sys.executable, "-c", BOUNDED, *files], capture_output=True, text=True, check=True)
    *bombs, big = done.stdout.splitlines()
    assert big == "big.yaml: found more than 32 MiB; allowed: at most so much"
    for (name, (_, reason)), line in zip(BOMBS.items(), bombs, strict=True):
        assert line.startswith(f"{name}.yaml:")
        assert reason in line
        assert "; allowed: " in line
        assert len(line) < 600


def test_a_number_that_is_a_key_in_one_place_is_a_number_in_another(written: Callable[..., str]) -> None:
    assert read(written(f"{EMPTY}a: {{&a 200: b}}\nc: {{d: [*a]}}\n")).data["c"] == {"d": [200]}


def test_without_libyaml_the_same_is_read(written: Callable[..., str], root: Path) -> None:
    code = """
import json, sys, yaml
del yaml.CSafeLoader
from openvideos.drift.documents.document import DocumentError, read
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
