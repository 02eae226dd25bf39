"""Continuous integration runs three scripts, a job each."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

JOBS = {"test": "./scripts/test", "contract fuzz": "./scripts/fuzz", "spec drift": "./scripts/drift"}


@pytest.fixture
def workflow(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((root / ".github/workflows/ci.yml").read_text())
    return loaded


def test_the_workflow_keeps_to_its_published_schema(root: Path) -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*check, root / ".github/workflows/ci.yml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_job_runs_one_script(workflow: dict[str, Any]) -> None:
    runs = {job["name"]: [step["run"] for step in job["steps"] if "run" in step] for job in workflow["jobs"].values()}
    assert runs == {name: [script] for name, script in JOBS.items()}


def test_the_workflow_may_only_read(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    assert not [job for job in workflow["jobs"].values() if "permissions" in job]


def test_each_action_is_pinned_to_a_major_version(workflow: dict[str, Any]) -> None:
    uses = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert uses
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", action) for action in uses)


def test_the_other_runner_does_the_same(root: Path) -> None:
    assert (root / ".ci/run").read_text().splitlines()[-1] == ('exec "$(dirname "${BASH_SOURCE[0]}")/../scripts/test"')
