"""The report as JSON, for programs; `report.schema.json` beside this module says what is in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

import attrs

from openvideos.conformance.answer import Answer
from openvideos.conformance.curl import curl
from openvideos.conformance.runner import Run
from openvideos.conformance.sources import line_of
from openvideos.conformance.verdict import Result

from .exchanges import Body, Exchanges, body_of, request_type
from .facts import Facts
from .summary import conformance_class, counts, headline, is_counted, verdict

__all__ = ["VERSION", "json_report", "json_schema"]

VERSION = 1
"""Of the format: another one is a format that readers of this one can't read."""

_LONGEST_BODY = 64 * 1024


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    text = resources.files(__package__).joinpath("report.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def json_report(run: Run, facts: Facts) -> str:
    """A run as JSON in ASCII, with every exchange."""
    exchanges = Exchanges(run, facts)
    data = {
        "format": "openvideos-conformance",
        "version": VERSION,
        "base_url": facts.base_url,
        "openvideos": facts.openvideos,
        "contract": facts.contract,
        "began": facts.began,
        "seconds": facts.seconds,
        "seed": facts.seed,
        "verdict": verdict(run),
        "headline": headline(run),
        "level": run.settings.level,
        "interrupted": run.interrupted,
        "only": list(run.settings.only),
        "skip": list(run.settings.skip),
        "class": conformance_class(run, facts),
        "counts": counts(run.results),
        "videos": {
            "planned": facts.planned[0],
            "made": facts.videos,
            "fuzzing": {"planned": facts.planned[1], "made": facts.fuzzed},
            "budget": facts.budget,
            "left": list(facts.left),
        },
        "requirements": [_requirement(each, run, exchanges) for each in run.results],
        "coverage": attrs.asdict(facts.coverage),
        "exchanges": [_exchange(each, exchanges) for each in exchanges.all],
    }
    return json.dumps(_written(data), indent=1) + "\n"


def _requirement(result: Result, run: Run, exchanges: Exchanges) -> dict[str, Any]:
    requirement = result.requirement
    return {
        "id": requirement.id,
        "group": requirement.group,
        "level": requirement.level,
        "counted": is_counted(requirement, run.settings.level),
        "says": requirement.says,
        "source": requirement.source,
        "line": line_of(requirement.source),
        "needs": list(requirement.needs),
        "fault": requirement.fault or None,
        "outcome": result.outcome,
        "seconds": result.seconds,
        "expected": result.expected or None,
        "found": result.found or None,
        "reason": result.reason or None,
        "exchanges": [exchanges.number(each) for each in result.answers],
    }


def _exchange(answer: Answer, exchanges: Exchanges) -> dict[str, Any]:
    return {
        "number": exchanges.number(answer),
        "operation": answer.operation,
        "request": {
            "method": answer.method,
            "url": answer.url,
            "headers": _headers(answer.request_headers),
            "body": _body(body_of(answer.request_body, request_type(answer), _LONGEST_BODY)),
        },
        "response": {
            "status": answer.status,
            "headers": _headers(answer.headers),
            "body": _body(body_of(answer.body, answer.media_type, _LONGEST_BODY)),
        },
        "seconds": answer.seconds,
        "has_key": answer.has_key,
        "violations": [each.to_dict() for each in answer.violations],
        "curl": curl(answer),
    }


def _headers(headers: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [[name, value] for name, value in headers]


def _body(body: Body) -> dict[str, Any] | None:
    return attrs.asdict(body) if body.size else None


def _written(value: Any) -> Any:
    """Data with nothing in its texts that UTF-8 couldn't write."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {name: _written(item) for name, item in value.items()}
    return [_written(item) for item in value] if isinstance(value, list | tuple) else value
