"""What tests of looser sources share: the contract, a page, an SDK's facts, and a short form of what was found."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from openvideos.drift.change import Change
from openvideos.drift.comparing import bundled
from openvideos.drift.documents.document import Source
from openvideos.drift.sources.facts import Facts, facts_from_json

FIXTURES = Path(__file__).parents[1] / "fixtures"

Row = tuple[str, str, str, str, str]


@pytest.fixture(scope="session")
def contract() -> Source:
    """The contract that comes with the package."""
    return bundled()


@pytest.fixture(scope="session")
def page() -> Callable[[str], str]:
    """The text of a page, by its fixture's name."""
    return lambda name: (FIXTURES / f"page-{name}.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def stored() -> Callable[[str], Facts]:
    """The facts of an SDK of some version, as they were read once."""

    def read(version: str) -> Facts:
        data: dict[str, Any] = json.loads((FIXTURES / f"sdk-openai-{version}.json").read_text(encoding="utf-8"))
        return facts_from_json(data)

    return read


@pytest.fixture(scope="session")
def rows() -> Callable[[Iterable[Change]], list[Row]]:
    """Changes in short: level, rule, operation, direction, pointer; `sdk` before the level of a name."""

    def shorten(changes: Iterable[Change]) -> list[Row]:
        return sorted(
            (
                f"{'' if each.surface == 'wire' else 'sdk '}{each.level}{'' if each.certain else '?'}",
                each.rule,
                each.operation,
                each.direction,
                each.pointer,
            )
            for each in changes
        )

    return shorten
