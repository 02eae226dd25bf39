"""Servers that are correct, each in its own way, are found to be."""

from collections.abc import Callable
from typing import Any

import pytest

SMALL = ("list", "delete", "remix", "edit", "extend", "create_character", "get_character")
LARGE = ("remix", "edit", "extend", "create_character", "get_character")


@pytest.mark.parametrize(
    ("another", "lacking", "phases"),
    [(True, SMALL, ("examples", "coverage")), (False, LARGE, ("fuzzing", "stateful"))],
    indirect=["another"],
    ids=["small", "large"],
)
def test_nothing_is_found_in_another_correct_server(
    another: str, lacking: tuple[str, ...], phases: tuple[str, ...], fuzz: Callable[..., Any]
) -> None:
    said = fuzz(another, lacking=lacking, phases=phases, requests=70, seed=7)
    assert said.findings == {}
    assert {"accepted", "refused", "kept", "envelope"} <= {
        name for name, count in said.counts["judged"].items() if count
    }
