"""Each requirement of a module's GROUPS that names a fault, against the emulator with that fault."""

from collections.abc import Callable
from typing import Any

import pytest

from openvideos.conformance.requirement import Requirement
from openvideos.conformance.requirements import requirements

# of jobs that never end, somebody has to wait for the end
IMPATIENT = {"jobs-never-finish": 0.5}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "faulty" in metafunc.fixturenames:
        chosen = [each for each in requirements() if each.fault and each.group in metafunc.module.GROUPS]
        metafunc.parametrize("faulty", chosen, ids=[f"{each.id} {each.fault}" for each in chosen])


@pytest.fixture
def outcome(faulty: Requirement, judge: Callable[..., Any]) -> tuple[str, str]:
    """What comes of a requirement, and why."""
    (found,) = judge(faulty.id, fault=faulty.fault, job_timeout=IMPATIENT.get(faulty.fault, 20.0))
    return found.outcome, found.reason
