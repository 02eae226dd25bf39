"""Accepted drifts: what each is meant for, until when, and the lines that accept one."""

import tomllib
from datetime import date
from typing import Any

import attrs
import pytest

from openvideos.drift.accepted import Accepted, judged, suggestion, values_of
from openvideos.drift.change import NOTHING, Change
from openvideos.drift.findings import Comparison, Findings

TODAY = date(2026, 11, 24)
POINTER = "/components/schemas/Video/properties/status/enum"
CHANGE = Change(
    level="breaking",
    rule="R43",
    message="a value was added",
    operation="GET /videos",
    direction="response",
    pointer=POINTER,
    base=["queued"],
    revised=["queued", "cancelled"],
    witness="cancelled",
)
EXACT = Accepted(
    against="sdk",
    rule="R43",
    operation="GET /videos",
    direction="response",
    pointer=POINTER,
    values='["queued"] -> ["queued", "cancelled"]',
    reason="nobody cancels",
    until=date(2026, 11, 24),
)


def after(*changes: Change, accepted: list[Accepted], today: date = TODAY, **said: Any) -> Comparison:
    given: dict[str, Any] = {"name": "sdk", "base": "a", "revised": "b", **said}
    return judged(Comparison(changes=changes, **given), accepted, today)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"operation": "*"},
        {"direction": "*"},
        {"values": "*"},
        {"pointer": "/components/schemas/*/properties/status/enum"},
        {"pointer": "/components/*/*/properties/status/enum", "operation": "*", "direction": "*", "values": "*"},
    ],
    ids=str,
)
def test_what_is_meant_is_accepted(said: Any) -> None:
    found = after(CHANGE, accepted=[attrs.evolve(EXACT, **said)])
    assert (found.changes, found.gone, found.expired) == ((), (), ())
    assert [each.change for each in found.accepted] == [CHANGE]


@pytest.mark.parametrize(
    "said",
    [
        {"rule": "R44"},
        {"operation": "POST /videos"},
        {"operation": ""},
        {"operation": "GET /*"},
        {"direction": "request"},
        {"direction": ""},
        {"pointer": "/components/schemas/Video/properties/status"},
        {"pointer": f"{POINTER}/0"},
        {"pointer": "/components/schemas/*/status/enum"},
        {"pointer": "/components/schemas/*"},
        {"pointer": "/components/schemas/Vid*/properties/status/enum"},
        {"values": '["queued"] -> ["queued", "paused"]'},
        {"values": ""},
        {"against": "page"},
    ],
    ids=str,
)
def test_no_more_than_what_is_meant_is_accepted(said: Any) -> None:
    found = after(CHANGE, accepted=[attrs.evolve(EXACT, **said)])
    assert (found.changes, found.accepted) == ((CHANGE,), ())
    assert len(found.gone) == (0 if "against" in said else 1)


def test_a_change_to_other_values_is_another() -> None:
    other = attrs.evolve(CHANGE, revised=["queued", "cancelled", "paused"])
    assert after(CHANGE, other, accepted=[EXACT]).changes == (other,)


@pytest.mark.parametrize(
    "said", [{"message": "in other words"}, {"witness": NOTHING}, {"certain": False}, {"source": None}], ids=str
)
def test_how_a_change_is_told_does_not_matter(said: Any) -> None:
    assert after(attrs.evolve(CHANGE, **said), accepted=[EXACT]).changes == ()


@pytest.mark.parametrize(
    ("today", "counts"), [(date(2026, 11, 23), False), (date(2026, 11, 24), False), (date(2026, 11, 25), True)]
)
def test_it_counts_again_when_the_last_day_is_over(today: date, counts: bool) -> None:
    found = after(CHANGE, accepted=[EXACT], today=today)
    assert (found.changes == (CHANGE,)) is counts
    assert [each.by for each in found.expired] == ([EXACT] if counts else [])
    assert found.gone == ()


def test_of_two_that_accept_a_change_one_that_holds_is_enough() -> None:
    late = attrs.evolve(EXACT, until=date(2020, 1, 1))
    found = after(CHANGE, accepted=[late, EXACT])
    assert (found.changes, found.expired, found.gone) == ((), (), ())
    assert [each.by for each in found.accepted] == [EXACT]


def test_where_nothing_was_compared_nothing_is_gone() -> None:
    assert after(accepted=[EXACT]).gone == (EXACT,)
    assert after(accepted=[EXACT], problem="no such file").gone == ()


@pytest.mark.parametrize(("fail_on", "code"), [("breaking", 1), ("compatible", 1), ("info", 1), ("never", 0)], ids=str)
def test_what_is_gone_fails_unless_nothing_does(fail_on: Any, code: int) -> None:
    found = after(accepted=[EXACT])
    assert Findings(comparisons=(found,), fail_on=fail_on).exit_code == code
    assert Findings(comparisons=(after(CHANGE, accepted=[EXACT]),), fail_on=fail_on).exit_code == 0


@pytest.mark.parametrize(
    ("base", "revised", "shown"),
    [
        (NOTHING, NOTHING, "nothing -> nothing"),
        (None, NOTHING, "null -> nothing"),
        (1, 2.5, "1 -> 2.5"),
        ({"b": 1, "a": 2}, "it's", '{"a": 2, "b": 1} -> "it\'s"'),
        ("x" * 118, "", f'"{"x" * 118}" -> ""'),
    ],
)
def test_values_are_one_short_text(base: Any, revised: Any, shown: str) -> None:
    assert values_of(attrs.evolve(CHANGE, base=base, revised=revised)) == shown


def test_long_values_are_told_apart_by_a_digest() -> None:
    long = [values_of(attrs.evolve(CHANGE, base="x" * count)) for count in (200, 201)]
    assert long[0].startswith("sha256 ")
    assert max(map(len, long)) < 100
    assert long[0] != long[1]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"operation": "", "direction": "", "pointer": ""},
        {"pointer": '/a"b/~1c\\d'},
        {"pointer": "/a'b\"c", "revised": "it's\n\x7f\u202e\U0001f300"},
        {"pointer": "/a\x7f\u202e\U0001f300"},
        {"base": "x" * 1000},
    ],
    ids=str,
)
def test_the_lines_that_are_suggested_accept_just_that_change(said: Any) -> None:
    change = attrs.evolve(CHANGE, **said)
    lines = suggestion(change, 'the "sdk"', date(2027, 3, 1))
    (entry,) = tomllib.loads(lines)["tool"]["openvideos"]["drift"]["accepted"]
    assert entry.pop("reason") == ""
    accepted = Accepted(**entry, reason="for a test")
    assert accepted.meets(change)
    assert (accepted.against, accepted.until) == ('the "sdk"', date(2027, 3, 1))
    assert all(each.isprintable() for each in lines.splitlines())
