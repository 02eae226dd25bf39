"""scripts/drift runs every step, whatever the others said, and its exit code is what they said together."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STEPS = {
    "generated": "regenerate --check",
    "neighbours": "openvideos drift all",
    "contract": "python -m releasing contract",
    "api": "python -m releasing api",
}
# stands in for a program: says what it was called with on two lines, and ends as $SAYS has it: "CALL=CODE,CALL=CODE"
PROGRAM = """#!/usr/bin/env bash
call="${0##*/} $*"
printf 'called: %s\\nmore\\n' "$call"
[[ ",$SAYS," =~ ,"$call"=([0-9]+), ]] && exit "${BASH_REMATCH[1]}"
exit 0
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with scripts/drift, in which every program only says that it was called."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/drift", tmp_path / "scripts/drift")
    for program in ("openvideos", "python", "scripts/regenerate"):
        (tmp_path / program).write_text(PROGRAM)
        (tmp_path / program).chmod(0o755)
    environment = 'set -euo pipefail\ncd "$(dirname "$0")/.."\npython=$PWD/python\nPATH=$PWD:$PATH\n'
    (tmp_path / "scripts/environment").write_text(environment)
    return tmp_path


def run(small: Path, *arguments: str, says: dict[str, int] | None = None) -> tuple[int, list[str], str]:
    environment = {**os.environ, "SAYS": ",".join(f"{STEPS[step]}={code}" for step, code in (says or {}).items())}
    command = [str(small / "scripts/drift"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)
    return done.returncode, [re.sub(r", \d+ s  ", ": ", line) for line in done.stdout.splitlines()], done.stderr


def test_when_all_is_well_each_step_has_one_line(small: Path) -> None:
    lines = [f"ok         {name}: called: {call}" for name, call in STEPS.items()]
    assert run(small) == (0, [*lines, "drift: none that counts"], "")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("says", "word", "code"), [(1, "DRIFT", 1), (2, "NO ANSWER", 2), (127, "NO ANSWER", 2)])
def test_a_step_that_says_no_is_shown_in_full_and_the_others_are_run(
    small: Path, step: str, says: int, word: str, code: int
) -> None:
    exit_code, lines, _ = run(small, says={step: says})
    assert exit_code == code
    at = next(index for index, line in enumerate(lines) if line.startswith(f"{word}  {step}: "))
    assert lines[at + 1 : at + 3] == [f"called: {STEPS[step]}", "more"]
    assert len([line for line in lines if line.startswith("ok ")]) == len(STEPS) - 1
    assert "drift: none that counts" not in lines


@pytest.mark.parametrize(
    "says", [{"generated": 1, "api": 2}, {"generated": 2, "api": 1}], ids=["no, then no answer", "no answer, then no"]
)
def test_a_no_is_an_answer_even_where_another_step_has_none(small: Path, says: dict[str, int]) -> None:
    assert run(small, says=says)[0] == 1


def test_it_takes_no_arguments(small: Path) -> None:
    assert run(small, "--check") == (2, [], "scripts/drift: found '--check'; allowed: nothing\n")
