"""Each requirement is met by the emulator, and not met by it with the fault that the requirement is there to find."""

from collections.abc import Callable
from typing import Any

import pytest

from openvideos.conformance.requirement import Requirement
from openvideos.conformance.requirements import requirements
from openvideos.emulator import known_faults

ALL = requirements()
WITH_FAULT = [each for each in ALL if each.fault]
# of jobs that never end, somebody has to wait for the end
IMPATIENT = {"jobs-never-finish": 0.5}


@pytest.fixture(scope="module")
def clean(judge: Callable[..., Any]) -> dict[str, Any]:
    """What comes of each requirement against the emulator, in one run."""
    return {each.requirement.id: each for each in judge()}


@pytest.mark.parametrize("requirement", ALL, ids=[each.id for each in ALL])
def test_a_correct_server_meets_it(clean: dict[str, Any], requirement: Requirement) -> None:
    found = clean[requirement.id]
    assert found.outcome == "passed", (found.expected, found.found, found.reason)
    assert found.videos == requirement.videos


@pytest.mark.parametrize("requirement", WITH_FAULT, ids=[f"{each.id} {each.fault}" for each in WITH_FAULT])
def test_a_server_with_its_fault_does_not(judge: Callable[..., Any], requirement: Requirement) -> None:
    (found,) = judge(requirement.id, fault=requirement.fault, job_timeout=IMPATIENT.get(requirement.fault, 20.0))
    assert found.outcome == "failed", (found.outcome, found.reason)


def test_each_fault_that_a_requirement_names_is_there() -> None:
    assert {each.fault for each in WITH_FAULT} <= known_faults().keys()
