"""What docs/drift.md shows: the rules, and the drifts of today."""

from itertools import groupby

from openvideos.drift.change import Change
from openvideos.drift.comparing import sdk
from openvideos.drift.rules import RULES, Rule

__all__ = ["rules_table", "todays"]


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
    """The drift of the SDK that is installed here, which requirements.lock pins."""
    changes = sorted(
        sdk("openai").changes, key=lambda each: (not each.at_least("breaking"), not each.at_least("compatible"))
    )
    return ["| rule | level | surface | where | what |", "|---|---|---|---|---|", *map(_drift, changes)]


def _drift(change: Change) -> str:
    rule = f"[{change.rule}](#{change.rule})"
    where = " ".join(filter(None, (change.operation, change.direction)))
    message = change.message.replace("|", "\\|")
    return f"| {rule} | {change.level} | {change.surface} | {where} | {message} |"
