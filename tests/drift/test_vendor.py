"""A vendor's document as a framework writes it: on one line, each path twice, no answer documented."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from openvideos.contract.document import Document
from openvideos.drift.change import Change
from openvideos.drift.comparing import upstream
from openvideos.drift.documents.document import read
from openvideos.drift.findings import Comparison, Findings
from openvideos.drift.report.terminal import terminal

FILE = {"anyOf": [{"type": "string", "format": "binary"}, {"type": "null"}]}
SCHEMES = {"key": {"type": "apiKey", "in": "header", "name": "x-key"}}


def generated() -> dict[str, Any]:
    """The contract, with answers of any schema, a file for its input reference, and another security scheme."""
    data = copy.deepcopy(Document.load().data)
    anything = {"description": "", "content": {"application/json": {"schema": {}}}}
    for path, item in data["paths"].items():
        for operation in item.values():
            if isinstance(operation, dict):
                operation["security"] = [{"key": []}]
                operation["responses"] |= {} if path.endswith("/content") else {"200": anything}
    data["components"]["schemas"]["VideoCreateForm"]["properties"]["input_reference"] = FILE
    data["components"]["securitySchemes"] = SCHEMES
    data["paths"] |= {f"/v1{path}": item for path, item in data["paths"].items()}
    return data


@pytest.fixture
def compared(written: Callable[..., str]) -> Comparison:
    return upstream(written(json.dumps(generated()), "vendor.json"))


def of(comparison: Comparison, **said: Any) -> list[Change]:
    return [each for each in comparison.changes if all(getattr(each, name) == value for name, value in said.items())]


def test_what_is_not_documented_breaks_and_is_told_once(compared: Comparison) -> None:
    found = [each for each in of(compared, rule="R38", direction="response") if each.surface == "wire"]
    assert {(each.level, each.certain) for each in found} == {("breaking", True)}
    assert len({each.operation for each in found}) == 9
    lines = [line for line in terminal(Findings(comparisons=(compared,))).splitlines() if "not documented" in line]
    (line,) = lines
    assert "the answer: not documented: its schema allows anything (also in 8 more operations: " in line
    assert "may now send" not in line
    assert all(each.operation in line for each in found[1:])


def test_what_all_operations_ask_for_is_told_once(compared: Comparison) -> None:
    told = terminal(Findings(comparisons=(compared,)))
    assert len(of(compared, rule="R29")) == 10
    assert told.count("another security scheme is asked for (also in 9 more operations: ") == 1


def test_a_type_that_is_gone_is_not_told_for_its_alternatives_too(compared: Comparison) -> None:
    found = [each for each in of(compared, direction="request", level="breaking") if "input_reference" in each.message]
    assert [(each.rule, each.message) for each in found] == [
        ("R39", "input_reference: it is no longer allowed to be an object")
    ]


def test_of_a_document_on_one_line_no_line_is_named(compared: Comparison, written: Callable[..., str]) -> None:
    (change,) = of(compared, rule="R39", level="breaking")
    assert (str(change.source), change.source and change.source.line) == ("vendor.json", None)
    longer = upstream(written(json.dumps(generated(), indent=1), "longer.json"))
    (change,) = of(longer, rule="R39", level="breaking")
    assert change.source is not None
    assert (change.source.line or 0) > 1


@pytest.mark.parametrize(
    ("paths", "notes"),
    [
        (["/videos"], ()),
        (["/videos", "/v1/models"], ()),
        (["/videos", "/v1/videos"], ("its /videos was compared, and not /v1/videos",)),
        (["/v1/videos", "/v1/videos/{a}"], ("its /v1/videos was compared",)),
        (["/v1/videos", "/api/v1/videos/{a}"], ("its /v1/videos was compared, and not /api/v1/videos",)),
        (
            ["/v1/videos", "/{a}/videos", *(f"/api/{number}/videos" for number in range(9))],
            ("its /v1/videos was compared, and not /{a}/videos, /api/0/videos, /api/1/videos, ...",),
        ),
        (["/{a}/videos"], ("no /videos was found, and /{a}/videos not compared",)),
        (["/v1/models"], ("no /videos was found",)),
    ],
    ids=str,
)
def test_which_of_its_paths_are_compared_is_said(
    written: Callable[..., str], paths: list[str], notes: tuple[str, ...]
) -> None:
    data = generated() | {"paths": {path: {"get": {"responses": {"200": {"description": ""}}}} for path in paths}}
    assert upstream(written(json.dumps(data))).notes == notes


def test_of_a_document_that_is_compared_as_a_whole_nothing_is_said(written: Callable[..., str]) -> None:
    assert read(written(json.dumps(generated()))).bases == ()
