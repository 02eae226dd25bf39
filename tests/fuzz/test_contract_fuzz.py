"""Each operation by itself: the contract's examples, the edges of its schemas, and random requests."""

from collections.abc import Callable
from typing import Any

import pytest

RUNS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "examples and edges": (("examples", "coverage"), {"examples": 20}),
    "random valid requests": (("fuzzing",), {"examples": 12, "mode": "positive"}),
    "random invalid requests": (("fuzzing",), {"examples": 25, "mode": "negative", "wants": None}),
}


@pytest.mark.parametrize("run", RUNS)
def test_every_answer_to_a_single_request_is_inside_the_contract(fuzz: Callable[..., list[str]], run: str) -> None:
    phases, settings = RUNS[run]
    if found := fuzz(*phases, **settings):
        pytest.fail("\n\n".join(found), pytrace=False)
