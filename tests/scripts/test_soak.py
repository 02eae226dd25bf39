"""scripts/fuzz judges a server or an emulator; scripts/soak goes on with seeds, says and writes what was found."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from openvideos.conformance.fuzz.kinds import KINDS

ROOT = Path(__file__).parents[2]
# stands in for scripts/fuzz: says what it was called with, and reports a run that finds something when it is told to
FUZZ = """#!/usr/bin/env bash
echo "called: $1 $2 $3 $4"
echo "$*" >>calls
outcome=passed
(($(wc -l <calls) != FAILS)) || outcome=failed
cat >"$6" <<JSON
{"requirements": [{"outcome": "passed"}, {"outcome": "$outcome"}, {"outcome": "skipped"}], "coverage": {"operations": [
    {"id": "create", "fuzzed": [
        {"status": "", "seen": 900}, {"status": "200", "seen": 3}, {"status": "400", "seen": 890}]},
    {"id": "list", "fuzzed": [{"status": "", "seen": 0}, {"status": "403", "seen": 107}]},
    {"id": "delete", "fuzzed": []}]}}
JSON
[[ $outcome == passed ]]
"""
CALL = r"--seed ([1-9]\d{0,8}) --fuzz-seconds 60 --report \S+/\1\.json"
ENVIRONMENT = f'set -euo pipefail\ncd "$(dirname "$0")/.."\npython={sys.executable}\n'
HEADS = ["date", "commit", "seconds", "seeds", "requests", "findings"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with a commit, scripts/soak, and a scripts/fuzz that only says that it was called."""
    for folder in ("scripts", "docs"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT / "scripts/soak", tmp_path / "scripts/soak")
    (tmp_path / "scripts/benchmarks").mkdir()
    for name in ("__init__.py", "soak_fuzz.py"):
        shutil.copy(ROOT / "scripts/benchmarks" / name, tmp_path / "scripts/benchmarks" / name)
    (tmp_path / ".gitignore").write_text("__pycache__\n")
    (tmp_path / "scripts/environment").write_text(ENVIRONMENT)
    (tmp_path / "scripts/fuzz").write_text(FUZZ)
    (tmp_path / "scripts/fuzz").chmod(0o755)
    (tmp_path / "docs/soak-fuzz.md").write_text("of an earlier day\n")
    for command in ("init -q", "add .", "-c user.name=x -c user.email=x@videos.example commit -qm x"):
        subprocess.run(["git", *command.split()], cwd=tmp_path, check=True)
    return tmp_path


def soak(small: Path, *arguments: str, fails: int = 0) -> tuple[int, str, str]:
    done = subprocess.run(
        [small / "scripts/soak", *arguments],
        env={**os.environ, "FAILS": str(fails)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def result(small: Path) -> dict[str, str]:
    rows = [
        line.strip("| ").split(" | ") for line in (small / "docs/soak-fuzz.md").read_text().splitlines() if "|" in line
    ]
    assert rows[0] == HEADS
    return dict(zip(rows[0], rows[2], strict=True))


def seeds(small: Path) -> list[str]:
    calls = (small / "calls").read_text().splitlines()
    return [re.fullmatch(CALL, call)[1] for call in calls]  # type: ignore[index]


def test_it_goes_on_for_so_many_seeds_and_writes_what_came_of_them(small: Path) -> None:
    code, said, _ = soak(small, "fuzz", "--seeds", "3")
    tried = seeds(small)
    assert (code, len(set(tried))) == (0, 3)
    assert said.splitlines()[:3] == [f"seed {seed}: found nothing" for seed in tried]
    row = result(small)
    commit = subprocess.check_output(["git", "rev-parse", "--short", "HEAD"], cwd=small, text=True).strip()
    assert (row["commit"], row["seeds"], row["requests"], row["findings"]) == (commit, "3", "3000", "0")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"])
    assert "create 9, list 0, delete 0. Seeds that failed: none." in (small / "docs/soak-fuzz.md").read_text()
    assert said.endswith((small / "docs/soak-fuzz.md").read_text())


def test_a_seed_that_finds_something_is_shown_with_the_way_to_see_it_again(small: Path) -> None:
    code, said, _ = soak(small, "fuzz", "--seeds", "3", fails=2)
    _, seed, _ = seeds(small)
    assert code == 1
    asked = f"--seed {seed} --fuzz-seconds 60"
    assert f"called: {asked}\nseed {seed}: failed; once more: scripts/fuzz {asked}\n" in said
    assert said.count("called:") == 1
    assert (result(small)["seeds"], result(small)["findings"]) == ("3", "1")
    assert f"Seeds that failed: {seed}." in (small / "docs/soak-fuzz.md").read_text()


def test_it_goes_on_for_so_many_seconds(small: Path) -> None:
    code, *_ = soak(small, "fuzz", "--seconds", "1")
    assert code == 0
    assert int(result(small)["seconds"]) >= 1
    assert int(result(small)["seeds"]) == len(seeds(small)) >= 1


def test_what_is_not_committed_is_said_but_for_an_earlier_result(small: Path) -> None:
    (small / "docs/soak-fuzz.md").write_text("of today\n")
    soak(small, "fuzz", "--seeds", "1")
    assert " with changes" not in result(small)["commit"]
    with (small / "scripts/environment").open("a") as file:
        file.write("# changed\n")
    soak(small, "fuzz", "--seeds", "1")
    assert result(small)["commit"].endswith(" with changes")


@pytest.mark.parametrize(
    "arguments",
    ["", "fuz", "fuzz --seeds", "fuzz --seeds 0", "fuzz --seeds 1e3", "fuzz --minutes 3", "faults 3"],
)
def test_another_call_is_refused_with_what_is_allowed(small: Path, arguments: str) -> None:
    allowed = "fuzz [--seconds N | --seeds N], faults [--faults N], N from 1 to 999999"
    said = f"scripts/soak: found '{arguments}'; allowed: {allowed}\n"
    assert soak(small, *arguments.split()) == (2, "", said)
    assert not (small / "calls").exists()


@pytest.fixture
def fuzz(tmp_path: Path) -> Path:
    """scripts/fuzz in a project that is set up."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/environment").write_text(ENVIRONMENT)
    return Path(shutil.copy(ROOT / "scripts/fuzz", tmp_path / "scripts/fuzz"))


def test_what_fuzzing_is_told_reaches_the_command_that_judges(fuzz: Path) -> None:
    (fuzz.parent / "environment").write_text("python=echo\n")
    told = ["--seed", "7", "https://videos.example/v1", "--api-key", "a key"]
    said = subprocess.check_output([fuzz, *told], text=True)
    assert said == f"-m openvideos conform --only VID-FUZZ --level should {' '.join(told)}\n"


def test_without_a_server_it_is_an_emulator_that_is_fuzzed(fuzz: Path) -> None:
    done = subprocess.run([fuzz, "--fuzz-seconds", "0"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "--fuzz-seconds 0" in done.stdout
    assert {each.id for each in KINDS.values()} == set(re.findall(r"VID-\w+-\d+", done.stdout))
