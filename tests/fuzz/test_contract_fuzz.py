"""Each operation by itself: the contract's examples, the edges of its schemas, and random requests."""

from collections.abc import Callable

import pytest


def test_every_answer_to_a_single_request_is_inside_the_contract(fuzz: Callable[..., list[str]]) -> None:
    if found := fuzz("examples", "coverage", "fuzzing", examples=40):
        pytest.fail("\n\n".join(found), pytrace=False)
