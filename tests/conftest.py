"""What tests of all parts share: the repository's place, and an emulator over a real socket."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from openvideos.emulator import Emulator

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="module")
def emulator() -> "Iterator[Emulator]":
    """An emulator on a free port, a thousand times faster than the clock, that takes any key."""
    from openvideos.emulator import Emulator

    with Emulator(time_scale=1000) as server:
        yield server
