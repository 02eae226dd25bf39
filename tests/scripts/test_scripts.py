"""What all scripts have in common, and that scripts/test reports what its steps say."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(file for file in (ROOT / "scripts").iterdir() if file.is_file() and file.name != "environment")
SOURCED = '. "$(dirname "${BASH_SOURCE[0]}")/environment"'

# the steps of scripts/test, and the call by which each is known
STEPS = {
    "lint": "ruff check .",
    "format": "ruff format --check .",
    "drift": "drift ",
    "types": "python -m mypy",
    "pytest": "python -m pytest -n 3 --dist loadfile",
}
# stands in for a program: says what it was called with, and fails if that is what is asked for
PROGRAM = """#!/usr/bin/env bash
echo "called: ${0##*/} $*"
[[ "${0##*/} $*" != "$FAILS" ]]
"""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_can_be_started_says_what_it_is_for_and_sets_up(script: Path) -> None:
    lines = script.read_text().splitlines()
    assert os.access(script, os.X_OK)
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[1].startswith("# ")
    assert SOURCED in lines
    assert len(lines) <= 50
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with scripts/test, in which every program only says that it was called."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "tests/client").mkdir(parents=True)
    shutil.copy(ROOT / "scripts/test", tmp_path / "scripts/test")
    for program in ("ruff", "python", "scripts/drift"):
        (tmp_path / program).write_text(PROGRAM)
        (tmp_path / program).chmod(0o755)
    environment = 'set -euo pipefail\ncd "$(dirname "$0")/.."\npython=$PWD/python\nPATH=$PWD:$PATH\n'
    (tmp_path / "scripts/environment").write_text(environment)
    return tmp_path


def run(small: Path, *arguments: str, fails: str = "") -> tuple[int, list[str], str]:
    done = subprocess.run(
        [small / "scripts/test", *arguments],
        env={**os.environ, "FAILS": fails},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_without_arguments_every_step_is_run_and_pytest_has_the_last_word(small: Path) -> None:
    code, lines, _ = run(small)
    assert code == 0
    said = [re.sub(r", \d+ s  called:", ":", line) for line in lines]
    assert said == [f"ok      {name}: {call}" for name, call in STEPS.items()]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_is_shown_in_full_and_fails_the_whole(small: Path, step: str) -> None:
    code, lines, _ = run(small, fails=STEPS[step])
    assert code == 1
    assert f"called: {STEPS[step]}" in lines
    assert [line.split()[1].strip(",") for line in lines if line.startswith("FAILED")] == [step]
    assert sum(line.startswith("ok ") for line in lines) == len(STEPS) - 1


@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        (["client", "-k", "poll"], "tests/client -k poll"),
        (["tests/client"], "tests/client"),
        (["-k", "poll"], "tests -k poll"),
    ],
    ids=["a part", "a part as a path", "only arguments"],
)
def test_with_arguments_pytest_is_run_and_nothing_else(small: Path, arguments: list[str], call: str) -> None:
    assert run(small, *arguments)[:2] == (0, [f"called: python -m pytest {call}"])


def test_an_unknown_part_is_refused_with_those_that_exist(small: Path) -> None:
    assert run(small, "clinet") == (2, [], "scripts/test: no tests/clinet; parts: client/\n")
