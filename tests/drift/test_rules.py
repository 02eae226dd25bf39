"""The registry of rules."""

import re
from pathlib import Path

import pytest

from openvideos.drift.change import LEVELS
from openvideos.drift.rules import RULES, Rule

WORDS = {*LEVELS, "equal", "by set"}


def test_there_are_eighty_five_in_their_order() -> None:
    assert list(RULES) == [f"R{number:02}" for number in range(1, 86)]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_each_says_what_changed_and_what_it_means_on_each_side(rule: Rule) -> None:
    sides = [side for side in (rule.request, rule.response) if side]
    assert sides
    assert {word for side in (*sides, rule.sdk) for word in filter(None, side.split(" / "))} <= WORDS
    assert not rule.change.endswith(".")
    assert not rule.note or rule.note.endswith(".")
    # what is told of several things is told of as many on both sides
    assert len({side.count(" / ") for side in sides if " / " in side}) <= 1


def test_no_two_say_the_same() -> None:
    assert len({rule.change for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize(
    ("id", "request_", "response"),
    [
        ("R01", "breaking", ""),
        ("R13", "breaking / compatible", ""),
        ("R31", "breaking", "compatible"),
        ("R35", "compatible", "breaking"),
        ("R43", "compatible", "breaking"),
        ("R44", "breaking", "compatible"),
        ("R56", "equal / breaking", "equal / compatible"),
        ("R60", "breaking", "compatible"),
        ("R72", "info", "compatible"),
        ("R75", "compatible", "info"),
    ],
)
def test_a_side_is_not_the_other(id: str, request_: str, response: str) -> None:  # noqa: A002 - as the rule calls it
    assert (RULES[id].request, RULES[id].response) == (request_, response)


def test_no_rule_that_the_code_names_is_unknown(root: Path) -> None:
    package = root / "overlay/openvideos/drift"
    named = {
        found
        for file in package.rglob("*.py")
        if file.name != "rules.py"
        for found in re.findall(r'"(R\d\d)"', file.read_text(encoding="utf-8"))
    }
    assert named <= RULES.keys()
