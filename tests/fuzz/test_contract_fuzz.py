"""Whatever is asked, one by one and one after another, each answer is as the contract has it."""

from collections.abc import Callable
from typing import Any

import pytest

RUNS: dict[str, tuple[tuple[str, ...], int | None, int]] = {
    # some operations take what only another can give
    "examples and edges": (("examples", "coverage"), None, 4),
    "random requests": (("fuzzing", "stateful"), 180, 0),
}
"""Phases, requests (None: as many as there are), and how many operations need not succeed."""


@pytest.mark.parametrize("run", RUNS)
def test_every_answer_is_inside_the_contract(fuzz: Callable[..., Any], run: str) -> None:
    phases, requests, lacking = RUNS[run]
    if failures := fuzz(*phases, requests=requests, lacking=lacking).failures:
        pytest.fail("\n\n".join(failures), pytrace=False)
