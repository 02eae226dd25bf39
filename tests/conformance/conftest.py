"""An emulator, and single requirements judged against it or against one of its faults."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest

from openvideos.conformance.requirements import requirements
from openvideos.conformance.runner import plan, run
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings
from openvideos.conformance.verdict import Result
from openvideos.emulator import Emulator

KEY = "a-key-of-the-conformance-tests"
Judge: TypeAlias = Callable[..., list[Result]]


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """So fast that a job takes a tenth of a second."""
    with Emulator(api_key=KEY, time_scale=100) as server:
        yield server


@pytest.fixture(scope="session")
def judge(emulator: Emulator) -> Judge:
    """Judges requirements by their ids against the emulator, or against what it is with a fault."""
    return judging(emulator)


@pytest.fixture(scope="session")
def judge_slowly() -> Iterator[Judge]:
    """The same, against one whose jobs take long enough to be asked for several things meanwhile."""
    with Emulator(api_key=KEY, time_scale=20.0) as emulator:
        yield judging(emulator)


def judging(emulator: Emulator) -> Judge:
    def judged(
        *ids: str, fault: str | None = None, job_timeout: float = 20.0, fuzz_seconds: float = 20.0
    ) -> list[Result]:
        base_url = emulator.base_url if fault is None else emulator.base_url.replace("/v1", f"/faults/{fault}/v1")
        settings = Settings(
            base_url=base_url,
            api_key=KEY,
            only=ids,
            max_videos=1000,
            job_timeout=job_timeout,
            fuzz_seconds=fuzz_seconds,
        )
        server = Server(settings)
        try:
            return run(plan(requirements(), settings), server).results
        finally:
            server.close()

    return judged
