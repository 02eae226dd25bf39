"""The requirements as tests, for people who run them in their own pytest.

    pytest --pyargs openvideos.conformance --openvideos-url http://127.0.0.1:8000/v1

The options are those of `openvideos.pytest_plugin`. A requirement below --openvideos-level that isn't met is an xfail,
one that can't be judged is skipped, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import pytest

from openvideos.conformance.requirement import LEVELS, Requirement
from openvideos.conformance.requirements import requirements
from openvideos.conformance.runner import Plan, begin, judge, plan
from openvideos.conformance.session import Session, open_session
from openvideos.conformance.settings import Settings, of_url


@pytest.fixture(scope="session")
def openvideos_session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """The server that --openvideos-url names; what was made on it is deleted at the end."""
    from openvideos.conformance.cleanup import clean_up
    from openvideos.conformance.discover import NoAPIError

    option = request.config.getoption
    if not option("--openvideos-url"):
        pytest.exit("openvideos.conformance: --openvideos-url is missing; it has to name a server", returncode=4)
    try:
        with open_session(of_url(option("--openvideos-url"), api_key=option("--openvideos-api-key"))) as found:
            session = attrs.evolve(found, plan=_plan(request.session.items, found.settings))
            session.server.jobs.start(session.plan.jobs)
            begin([each for each in session.plan.requirements if each.id not in session.plan.over], session.server)
            yield session
            clean_up(session.server)
    except NoAPIError as error:
        pytest.exit(f"openvideos.conformance: {error}", returncode=4)


def _plan(items: Sequence[pytest.Item], settings: Settings) -> Plan:
    """For the requirements that are judged, which may be a part of them."""
    judged = {each.callspec.params.get("requirement") for each in items if hasattr(each, "callspec")}
    return plan([each for each in requirements() if each in judged], settings)


@pytest.mark.parametrize("requirement", requirements(), ids=[each.id for each in requirements()])
def test_requirement(requirement: Requirement, openvideos_session: Session, request: pytest.FixtureRequest) -> None:
    """Judge one."""
    level = request.config.getoption("--openvideos-level").upper()
    found = judge(requirement, openvideos_session.server)
    if found.outcome == "skipped":
        pytest.skip(found.reason)
    if found.outcome == "passed":
        return
    said = f"expected: {found.expected}\n  found: {found.found}" if found.outcome == "failed" else found.reason
    text = f"{requirement.id} {requirement.level}: {requirement.says}\n  {said}"
    if found.outcome == "failed" and LEVELS.index(requirement.level) > LEVELS.index(level):
        pytest.xfail(text)
    pytest.fail(text, pytrace=False)
