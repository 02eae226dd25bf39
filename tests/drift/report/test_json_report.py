"""The report as JSON, and its schema."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from openvideos.drift.findings import Findings
from openvideos.drift.report.json_report import json_report, json_schema

Make = Callable[..., Any]
MEMBERS = [
    "level",
    "surface",
    "rule",
    "operation",
    "direction",
    "pointer",
    "base",
    "revised",
    "witness",
    "certain",
    "source",
    "message",
]


@pytest.fixture(scope="module")
def validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json_schema(), validate_formats=True)


def test_its_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", ["plain", "nothing", "judged", "hostile", "long"])
def test_it_is_what_its_schema_says(request: Any, validator: Any, name: str) -> None:
    text = json_report(request.getfixturevalue(name))
    assert text.isascii()
    assert [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(json.loads(text))] == []


@pytest.mark.parametrize(
    "path",
    [
        ("summary",),
        ("summary", "gone"),
        ("changes", 0, "witness"),
        ("changes", 0, "source", "line"),
        ("summary", "comparisons", 0, "problem"),
        ("summary", "comparisons", 0, "notes"),
    ],
    ids=str,
)
def test_its_schema_notices_what_is_missing(plain: Findings, validator: Any, path: tuple[Any, ...]) -> None:
    data = json.loads(json_report(plain))
    place = data
    for part in path[:-1]:
        place = place[part]
    del place[path[-1]]
    assert not validator.is_valid(data)


@pytest.mark.parametrize(
    ("member", "value"), [("level", "bad"), ("rule", "43"), ("direction", "both"), ("pointer", "a"), ("more", 1)]
)
def test_its_schema_notices_what_is_wrong(plain: Findings, validator: Any, member: str, value: Any) -> None:
    data = json.loads(json_report(plain))
    data["changes"][0][member] = value
    assert not validator.is_valid(data)


def test_each_change_that_counts_has_the_same_members_the_gravest_first(plain: Findings) -> None:
    data = json.loads(json_report(plain))
    assert [list(each) for each in data["changes"]] == [MEMBERS] * 5
    assert [each["rule"] for each in data["changes"]] == ["R43", "R01", "R66", "R30", "R06"]
    assert data["changes"][0] == {
        "level": "breaking",
        "surface": "wire",
        "rule": "R43",
        "operation": "GET /videos",
        "direction": "response",
        "pointer": "/components/schemas/Video/properties/status/enum",
        "base": ["queued"],
        "revised": ["queued", "cancelled"],
        "witness": "cancelled",
        "certain": True,
        "source": {
            "name": "revised.yaml",
            "pointer": "/components/schemas/Video/properties/status/enum",
            "line": 12,
        },
        "message": "status: a value was added",
    }
    assert (data["changes"][1]["revised"], data["changes"][1]["source"]) == (None, None)
    assert data["changes"][2]["certain"] is False
    assert data["summary"] == {
        "surface": "wire",
        "fail_on": "breaking",
        "exit_code": 1,
        "breaking": 3,
        "compatible": 1,
        "info": 1,
        "unproven": 1,
        "uncounted": 1,
        "accepted": 0,
        "expired": [],
        "gone": [],
        "comparisons": [{"name": "", "base": "base.yaml", "revised": "revised.yaml", "problem": None, "notes": []}],
    }


def test_the_same_change_of_many_operations_is_as_many_changes(repeated: Findings) -> None:
    data = json.loads(json_report(repeated))
    assert [each["rule"] for each in data["changes"]].count("R29") == 14
    assert data["summary"]["comparisons"][0]["notes"] == ["its /v1/videos was compared, and not /videos"]


def test_names_that_count_are_changes_like_others(change: Make, findings: Make) -> None:
    names = change(surface="sdk", rule="R05")
    assert json.loads(json_report(findings(names)))["changes"] == []
    assert [each["surface"] for each in json.loads(json_report(findings(names, surface="sdk")))["changes"]] == ["sdk"]


def test_accepted_drifts_that_no_longer_hold_are_in_the_summary(judged: Findings) -> None:
    summary = json.loads(json_report(judged))["summary"]
    assert summary["exit_code"] == 2
    assert [(each["rule"], each["until"]) for each in summary["expired"]] == [("R43", "2026-01-01")]
    assert [(each["rule"], each["reason"]) for each in summary["gone"]] == [("R35", "nobody reads it")]
    assert [each["problem"] for each in summary["comparisons"]] == [None, None, "page.txt: found no file"]
