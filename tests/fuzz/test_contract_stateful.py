"""Operations one after another, along the contract's links: what one answers, the next one asks for."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest


def most(counts: Iterable[int]) -> bool:
    """Whether hardly any operation had no success: which job is asked for next depends on ids, which are drawn anew."""
    return sum(not count for count in counts) <= 2


RUNS: dict[str, dict[str, Any]] = {
    "valid requests": {"examples": 25, "mode": "positive", "wants": most},
    "invalid requests between valid ones": {"examples": 8, "wants": any},
}


@pytest.mark.parametrize("run", RUNS)
def test_every_answer_along_the_links_is_inside_the_contract(fuzz: Callable[..., list[str]], run: str) -> None:
    if found := fuzz("stateful", **RUNS[run]):
        pytest.fail("\n\n".join(found), pytrace=False)
