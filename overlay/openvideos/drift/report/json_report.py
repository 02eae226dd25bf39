"""The report as JSON, for programs; `drift.schema.json` beside this module says what is in it."""

import json
from collections import Counter
from importlib import resources
from typing import Any

import attrs

from openvideos.drift.accepted import Accepted
from openvideos.drift.change import LEVELS, NOTHING, Change
from openvideos.drift.findings import Findings

__all__ = ["json_report", "json_schema"]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    text = resources.files(__package__).joinpath("drift.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def json_report(findings: Findings) -> str:
    """Findings as JSON in ASCII: the changes that count, and what they come to."""
    data = {"changes": [_change(each) for each in findings.changes], "summary": _summary(findings)}
    return json.dumps(data, indent=1) + "\n"


def _change(change: Change) -> dict[str, Any]:
    return {
        "level": change.level,
        "surface": change.surface,
        "rule": change.rule,
        "operation": change.operation,
        "direction": change.direction,
        "pointer": change.pointer,
        "base": _value(change.base),
        "revised": _value(change.revised),
        "witness": _value(change.witness),
        "certain": change.certain,
        "source": None if change.source is None else attrs.asdict(change.source),
        "message": change.message,
    }


def _value(value: Any) -> Any:
    return None if value is NOTHING else value


def _summary(findings: Findings) -> dict[str, Any]:
    changes, comparisons = findings.changes, findings.comparisons
    count = Counter(each.level for each in changes)
    return {
        "surface": findings.surface,
        "fail_on": findings.fail_on,
        "exit_code": findings.exit_code,
        **{level: count[level] for level in reversed(LEVELS)},
        "unproven": sum(not each.certain for each in changes),
        "uncounted": sum(len(findings.uncounted(each)) for each in comparisons),
        "accepted": sum(len(each.accepted) for each in comparisons),
        "expired": [_accepted(tolerated.by) for each in comparisons for tolerated in each.expired],
        "gone": [_accepted(by) for each in comparisons for by in each.gone],
        "comparisons": [
            {
                "name": each.name,
                "base": each.base,
                "revised": each.revised,
                "problem": each.problem or None,
                "notes": list(each.notes),
            }
            for each in comparisons
        ],
    }


def _accepted(by: Accepted) -> dict[str, Any]:
    return {**attrs.asdict(by), "until": by.until.isoformat()}
