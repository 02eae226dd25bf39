"""What docs/drift.md shows: the rules, and the drifts of today."""

import datetime
from collections import Counter
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

import attrs

from openvideos.drift.change import Change
from openvideos.drift.comparing import compare_all
from openvideos.drift.rules import RULES, Rule
from openvideos.drift.settings import load

__all__ = ["rules_table", "todays"]

ROOT = Path(__file__).parents[2]
HEAD = ["| rule | what changed | in a request, or at all | in an answer | names (sdk) |", "|---|---|---|---|---|"]


def rules_table() -> list[str]:
    lines: list[str] = []
    for group, rules in groupby(RULES.values(), key=lambda rule: rule.group):
        lines += [*([""] if lines else []), f"### {group}", "", *HEAD, *map(_row, rules)]
    return lines


def _row(rule: Rule) -> str:
    change = f"{rule.change}.{f' {rule.note}' if rule.note else ''}"
    return f'| <a id="{rule.id}"></a>{rule.id} | {change} | {rule.request} | {rule.response} | {rule.sdk} |'


def todays() -> list[str]:
    """The drifts of what pyproject.toml names, those too that it accepts."""
    settings = load(ROOT / "pyproject.toml")
    neighbours = {
        f"The official SDK, openai {version('openai')}": "openai",
        "The page that documents creating a video": "page",
        "The vendor's document, as of 2026-08-21": "upstream",
    }
    found = compare_all(attrs.evolve(settings, accepted=()), datetime.date.min)
    by_name = {each.name: each for each in found.comparisons}
    lines: list[str] = []
    for title, name in neighbours.items():
        changes = by_name[name].changes
        told = sorted((each for each in changes if each.level != "info"), key=_order)
        lines += [*([""] if lines else []), f"### {title}", ""]
        if told:
            lines += ["| rule | level | where | what |", "|---|---|---|---|", *map(_drift, told), ""]
        infos = Counter(each.rule for each in changes if each.level == "info")
        rules = ", ".join(f"[{rule}](#{rule}) {count} times" for rule, count in sorted(infos.items()))
        lines.append(f"Besides, of which nobody on the wire sees anything: {rules}.")
    return lines


def _order(change: Change) -> tuple[bool, bool, bool]:
    return change.surface != "wire", change.level != "breaking", not change.certain


def _drift(change: Change) -> str:
    where = " ".join(filter(None, (f"`{change.operation}`" if change.operation else "", change.direction)))
    also = f" and {len(change.also)} more" if change.also else ""
    level = change.level + ("" if change.certain else ", unproven") + (", names" if change.surface == "sdk" else "")
    in_document = not change.pointer or change.pointer.startswith(("/paths/", "/components/"))
    member = "" if in_document else f"`{change.pointer}` "
    message = member + change.message.replace("|", "\\|").replace("<", "&lt;")
    return f"| [{change.rule}](#{change.rule}) | {level} | {where}{also} | {message} |"
