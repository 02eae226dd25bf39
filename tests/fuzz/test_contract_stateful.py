"""Operations one after another, along the contract's links: what one answers, the next one asks for."""

from collections.abc import Callable

import pytest


def test_every_answer_along_the_links_is_inside_the_contract(fuzz: Callable[..., list[str]]) -> None:
    if found := fuzz("stateful", examples=10):
        pytest.fail("\n\n".join(found), pytrace=False)
