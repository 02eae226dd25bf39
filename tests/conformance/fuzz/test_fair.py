"""Servers that are correct, each in its own way, are found to be."""

from collections.abc import Callable
from typing import Any

import pytest

from openvideos.emulator import Emulator

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


def test_nothing_is_found_in_the_emulator(fuzz: Callable[..., Any]) -> None:
    with Emulator(time_scale=100) as emulator:
        said = fuzz(emulator.base_url, api_key=None, requests=60, seed=3, phases=("stateful",))
    assert said.findings == {}
    assert said.made > 0
