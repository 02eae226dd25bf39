"""Lists as they are copied from a page, and how their entries are nested."""

from typing import Any

import pytest

from openvideos.drift.sources.page_lists import Entry, read_entries


def tree(entries: list[Entry]) -> list[Any]:
    """Names, each with what is below it; a listed value as it is written."""
    return [
        entry.written if entry.is_value else (entry.name, tree(entry.nested)) if entry.nested else entry.name
        for entry in entries
    ]


ROWS: dict[str, tuple[str, list[Any]]] = {
    "a bullet before each": ("-\na: string\n-\nb: string", ["a", "b"]),
    "a bullet behind the one before": ("-\na: string -\nB: Other thing", ["a", "B"]),
    "text on the next line": ("-\na: stringOne\nsentence: of two lines.\n-\nb: string", ["a", "b"]),
    "a list that ends": ("-\na: object { b }\n-\nb: string\n-\n-\nc: string", [("a", ["b"]), "c"]),
    "two lists that end": (
        "-\nx: string\n-\na: object { b }\n-\nb: object { c }\n-\nc: string\n-\n-\n-\nd: string",
        ["x", ("a", [("b", ["c"])]), "d"],
    ),
    "listed values": ('-\na: string\n-\n"x" -\n"y"\n-\n-\nb: string', [("a", ['"x"', '"y"']), "b"]),
    "listed values that nothing ends": ('a: string\n"x"\n"y"\nb: string', [("a", ['"x"', '"y"']), "b"]),
    "as many as are counted": ("a: object { b, 1 more }\nb: string\nc: string\nd: string", [("a", ["b", "c"]), "d"]),
    "indented": ("a: object { b }\n  b: string\n    c: string\nd: string", [("a", [("b", ["c"])]), "d"]),
    "a type with a name, its members behind it": (
        "-\na: Thing { b }\n-\nb: string\n-\n-\nc: string",
        [("a", ["b"]), "c"],
    ),
    "a type with a name alone": (
        "-\na: Thing { b }\n-\nc: object { d }\n-\nd: string\n-\n-\ne: string",
        ["a", ("c", ["d"]), "e"],
    ),
    "one object, which nothing ends": (
        '-\nall: object { a, b }\n-\na: "x"\n-\n"x"\n-\n-\n-\nb: string',
        [("all", [("a", ['"x"']), "b"])],
    ),
    "no entries": ("Some words.\n-\n-\n", []),
}


@pytest.mark.parametrize("name", ROWS)
def test_entries_are_nested_as_they_were(name: str) -> None:
    text, nested = ROWS[name]
    assert tree(read_entries(list(enumerate(text.split("\n"), start=1)), one=name.startswith("one "))) == nested


def test_nesting_has_an_end() -> None:
    lines = [(number, "- a: object { b }") for number in range(1, 5000)]
    depth, entries = 0, read_entries(lines)
    while entries:
        depth, entries = depth + 1, entries[-1].nested
    assert depth <= 20
