"""The report as JSON, and its schema."""

import json
from collections.abc import Callable
from typing import Any

import attrs
import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from openvideos.conformance.report.json_report import json_report, json_schema


@pytest.fixture(scope="module")
def validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json_schema())


def test_its_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", ["plain", "hostile", "judged"])
def test_it_is_what_its_schema_says(request: Any, validator: Any, name: str) -> None:
    data = json.loads(json_report(*request.getfixturevalue(name)))
    assert [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(data)] == []


def _set(data: Any, *path: Any) -> None:
    *rest, last, value = path
    for each in rest:
        data = data[each]
    if value is ...:
        del data[last]
    else:
        data[last] = value


@pytest.mark.parametrize(
    "change",
    [
        ("verdict", "perhaps"),
        ("class", "platinum"),
        ("exchanges", ...),
        ("counts", "MUST", "passed", -1),
        ("requirements", 0, "outcome", "unknown"),
        ("requirements", 1, "found", None),
        ("requirements", 3, "reason", None),
        ("requirements", 0, "id", "seven"),
        ("exchanges", 0, "response", "status", "200"),
        ("exchanges", 0, "request", "headers", [["Accept"]]),
        ("coverage", "operations", 0, "rows", 0, "seen", None),
    ],
    ids=str,
)
def test_its_schema_refuses_what_it_is_not(plain: Any, validator: Any, change: tuple[Any, ...]) -> None:
    data = json.loads(json_report(*plain))
    _set(data, *change)
    assert not validator.is_valid(data)


def test_each_exchange_of_the_run_is_in_it_once(judged: Any) -> None:
    run, facts = judged
    data = json.loads(json_report(run, facts))
    assert [each["number"] for each in data["exchanges"]] == list(range(1, len(facts.answers) + 1))
    assert [each["request"]["url"] for each in data["exchanges"]] == [each.url for each in facts.answers]
    failed = {each["id"]: each["exchanges"] for each in data["requirements"] if each["outcome"] == "failed"}
    assert list(failed) == ["VID-REQUEST-002"]
    (number,) = failed["VID-REQUEST-002"]
    shown = data["exchanges"][number - 1]
    assert shown["request"]["body"] == {"size": 2, "text": "{}", "base64": None, "cut": False}
    assert json.loads(shown["response"]["body"]["text"])["object"] == "video"


def test_an_exchange_that_only_a_result_has_is_in_it_too(make: Any, exchange: Callable[..., Any]) -> None:
    first, second = exchange(), exchange(status=500)
    told = {"expected": "a", "found": "b", "answers": (second, first)}
    data = json.loads(json_report(*make(("failed", "MUST", told), answers=(first,))))
    assert [each["response"]["status"] for each in data["exchanges"]] == [200, 500]
    assert data["requirements"][0]["exchanges"] == [2, 1]


BODIES: dict[str, tuple[bytes, str, dict[str, Any] | None]] = {
    "none": (b"", "text/plain", None),
    "text": ("é\0".encode(), "text/plain", {"size": 3, "text": "é\0", "base64": None, "cut": False}),
    "no text": (b"\xff\xfe", "text/plain", {"size": 2, "text": None, "base64": "//4=", "cut": False}),
    "media": (b"\xff\xfe", "video/mp4", {"size": 2, "text": None, "base64": None, "cut": True}),
    "text that says it is media": (b"no", "video/mp4", {"size": 2, "text": "no", "base64": None, "cut": False}),
    "long text": (b"x" * 70_000, "a/b", {"size": 70_000, "text": "x" * 65_536, "base64": None, "cut": True}),
    "long text, cut within a character": (
        b"x" + "é".encode() * 40_000,
        "a/b",
        {"size": 80_001, "text": "x" + "é" * 32_767, "base64": None, "cut": True},
    ),
}


@pytest.mark.parametrize("case", BODIES)
def test_a_body_is_text_or_base64_or_only_counted(make: Any, exchange: Callable[..., Any], case: str) -> None:
    body, kind, expected = BODIES[case]
    headers = [("Content-Type", f"{kind}; a=b")]
    shown = exchange(body=body, headers=headers, request_body=body, request_headers=headers)
    data = json.loads(json_report(*make(("passed", "MUST", {}), answers=(shown,))))
    assert data["exchanges"][0]["response"]["body"] == expected
    assert data["exchanges"][0]["request"]["body"] == expected


def test_its_text_is_ascii_without_control_characters(hostile: Any) -> None:
    text = json_report(*hostile)
    assert text.isascii()
    assert all(line.isprintable() for line in text.split("\n"))
    assert "\\u001b[31m" in text
    assert json.loads(text)["exchanges"][0]["request"]["url"].encode().endswith("\\ud800\ufffe é纸 end".encode())


def test_what_is_not_met_below_the_level_does_not_count(plain: Any) -> None:
    run, facts = plain
    strict = attrs.evolve(run, settings=attrs.evolve(run.settings, level="SHOULD"))
    told = [json.loads(json_report(each, facts)) for each in (run, strict)]
    assert [each["requirements"][2]["counted"] for each in told] == [False, True]


def test_of_a_part_there_is_no_class(judged: Any, plain: Any) -> None:
    assert json.loads(json_report(*judged))["class"] is None
    assert json.loads(json_report(*plain))["class"] == "none"
