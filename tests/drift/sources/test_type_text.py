"""Types as a page writes them, with the text right behind them."""

from typing import Any

import pytest

from openvideos.drift.sources.type_text import TypeText, read_type

TEXT: Any = {"type": "string"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("stringText for it.", TypeText(parts=(TEXT,), text="Text for it.")),
        ("string Text for it.", TypeText(parts=(TEXT,), text="Text for it.")),
        ("optional numberHow many.", TypeText(optional=True, parts=({"type": "number"},), text="How many.")),
        ('"4" or "8"How long.', TypeText(parts=({"enum": ["4", "8"]},), text="How long.")),
        ("string or null", TypeText(parts=(TEXT, {"type": "null"}))),
        ('string or "a" or 2 moreWhich.', TypeText(parts=(TEXT, {"enum": ["a"]}), more=2, text="Which.")),
        ('"a" | "b"', TypeText(parts=({"enum": ["a", "b"]},))),
        ("true or 4", TypeText(parts=({"enum": [True, 4]},))),
        ("string or VideoSecondsLength of it.", TypeText(parts=(TEXT,), names=("VideoSeconds",), text="Length of it.")),
        ("string or VideoSeconds", TypeText(parts=(TEXT,), names=("VideoSeconds",))),
        ("VideoSeconds or string", TypeText(parts=(TEXT,), names=("VideoSeconds",))),
        (
            "object { id, name, 3 more }What.",
            TypeText(parts=({"type": "object"},), members=("id", "name"), more_members=3, text="What."),
        ),
        ("object", TypeText(parts=({"type": "object"},))),
        ("array of stringIds.", TypeText(parts=({"type": "array"},), items=TypeText(parts=(TEXT,)), text="Ids.")),
        (
            "array of Video { id, 2 more }",
            TypeText(
                parts=({"type": "array"},),
                items=TypeText(parts=({"type": "object"},), names=("Video",), members=("id",), more_members=2),
            ),
        ),
        ("map of number", TypeText(parts=({"type": "object"},), items=TypeText(parts=({"type": "number"},)))),
        ("strings of any kind", TypeText(text="strings of any kind")),
        ("Something else.", TypeText(names=(), text="Something else.")),
        ('string or otherwise said: "a"', TypeText(parts=(TEXT,), text='or otherwise said: "a"')),
        ("", TypeText()),
    ],
)
def test_a_type_is_read_and_the_text_behind_it_kept(written: str, read: TypeText) -> None:
    assert read_type(written) == read
