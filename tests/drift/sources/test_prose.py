"""What a sentence states."""

from typing import Any

import pytest

from openvideos.drift.change import NOTHING
from openvideos.drift.sources.prose import allowed_values, default_value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("How long (allowed values: 4, 8, 12). More.", ("4", "8", "12")),
        ("How long (allowed\n    values: 4, 8,\n    12).", ("4", "8", "12")),
        ("One (possible values are `asc` or `desc`)", ("asc", "desc")),
        ('One (allowed value: "a")', ("a",)),
        ("One (of several values)", None),
        ("", None),
    ],
)
def test_the_allowed_values_of_a_text(text: str, values: tuple[str, ...] | None) -> None:
    assert allowed_values(text) == values


@pytest.mark.parametrize(
    ("text", "listed", "default"),
    [
        ("Defaults to 4 seconds.", ("4", "8"), "4"),
        ("Defaults to\n`sora-2`.", (), "sora-2"),
        ("Defaults to 720x1280.", (), "720x1280"),
        ("Defaults to asc.", ("asc", "desc"), "asc"),
        ("The default is 20.", (), "20"),
        ("Defaults to true", (), "true"),
        ("Defaults to the first of them.", (), NOTHING),
        ("No default", (), NOTHING),
        ("", (), NOTHING),
    ],
)
def test_the_default_of_a_text(text: str, listed: tuple[str, ...], default: Any) -> None:
    assert default_value(text, listed) == default
