from typing import Any

import pytest

from openvideos.contract import FilePart
from openvideos.contract.found import show

DEEP: Any = []
for _ in range(100_000):
    DEEP = [DEEP]

SHOWN: list[tuple[str, Any, str]] = [
    ("text", "13x37", "'13x37'"),
    ("control characters", "a\n\x1b[2J\u202e\x9b", r"'a\n\x1b[2J\u202e\x9b'"),
    ("letters of the world", "雨の中の舟", "'雨の中の舟'"),
    ("lone surrogate", "\ud800", r"'\ud800'"),
    ("long text", "x" * 10_000, f"'{'x' * 80}'..."),
    ("words of JSON", [None, True, False, 1, 1.5], "[null, true, false, 1, 1.5]"),
    ("not of JSON", [float("nan"), float("-inf")], "[NaN, -Infinity]"),
    ("object", {"a": {"b": "c"}}, "{'a': {'b': 'c'}}"),
    ("many items", list(range(1000)), "[0, 1, 2, 3, 4, ...]"),
    ("deep", DEEP, "[[[...]]]"),
    ("huge integer", 10**5000, "an integer of 16610 bits"),
    ("bytes", b"abc", "3 bytes"),
    ("file", FilePart(), "a file"),
    ("named file", FilePart(name="a\n.png"), r"a file named 'a\n.png'"),
    ("object of Python", {1}, "a Python set"),
    ("bearer key", "Authorization: Bearer abc.def", "'Authorization: Bearer ***'"),
    ("key within", ["bad key sk-proj-abcdef123456!"], "['bad key ***!']"),
    ("key at the cut", "x" * 75 + " sk-abcdef123456789", f"'{'x' * 75} ***'"),
]


@pytest.mark.parametrize(("value", "shown"), [row[1:] for row in SHOWN], ids=[row[0] for row in SHOWN])
def test_a_value_is_shown_short_on_one_line_and_without_keys(value: Any, shown: str) -> None:
    assert show(value) == shown


def test_a_long_structure_is_cut() -> None:
    assert len(show({str(index): "y" * 500 for index in range(50)})) <= 90
