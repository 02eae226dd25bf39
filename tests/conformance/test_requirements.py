"""Each requirement is met by the emulator, and has a fault that is there to be found by it."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openvideos.conformance.requirement import Requirement
from openvideos.conformance.requirements import GROUPS, requirements
from openvideos.emulator import known_faults

ALL = [each for each in requirements() if each.group != "fuzzing"]
WITH_FAULT = [each for each in ALL if each.fault]


@pytest.fixture(scope="module")
def clean(judge: Callable[..., Any]) -> dict[str, Any]:
    """What comes of each requirement against the emulator, in one run."""
    return {each.requirement.id: each for each in judge(fuzz_seconds=0.0)}


@pytest.mark.parametrize("requirement", ALL, ids=[each.id for each in ALL])
def test_a_correct_server_meets_it(clean: dict[str, Any], requirement: Requirement) -> None:
    found = clean[requirement.id]
    assert found.outcome == "passed", (found.expected, found.found, found.reason)
    assert found.videos == requirement.videos


def test_each_fault_that_a_requirement_names_is_there() -> None:
    assert {each.fault for each in WITH_FAULT} <= known_faults().keys()


def test_each_group_is_in_one_module_of_faults() -> None:
    found = [
        ast.literal_eval(line.removeprefix("GROUPS = "))
        for file in sorted(Path(__file__).parent.glob("faults/test_*.py"))
        for line in " ".join(file.read_text().replace("\n    ", " ").split(" ")).splitlines()
        if line.startswith("GROUPS = ")
    ]
    groups = [group for some in found for group in some]
    assert sorted(groups) == sorted(GROUPS)
