"""The report as JUnit XML."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest

from openvideos.conformance.report.junit import junit

# XML 1.0, 2.2: what a document may consist of
ALLOWED = re.compile(r"[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


@pytest.mark.parametrize("name", ["plain", "hostile", "judged"])
def test_it_is_xml_of_the_elements_that_ci_systems_know(request: Any, name: str) -> None:
    text = junit(*request.getfixturevalue(name))
    root = ET.fromstring(text)
    assert {(element.tag, child.tag) for element in root.iter() for child in element} <= {
        ("testsuites", "testsuite"),
        ("testsuite", "properties"),
        ("properties", "property"),
        ("testsuite", "testcase"),
        *(("testcase", each) for each in ("failure", "error", "skipped")),
    }
    for element in root.iter():
        for value in (*element.attrib.values(), element.text or ""):
            assert ALLOWED.fullmatch(value)
            assert all(line.isprintable() for line in value.split("\n"))
    assert text.isascii()


@pytest.mark.parametrize("name", ["plain", "judged"])
def test_its_counts_are_those_of_its_cases(request: Any, name: str) -> None:
    root = ET.fromstring(junit(*request.getfixturevalue(name)))
    for element in (root, *root.findall("testsuite")):
        found = {tag: len(element.findall(f".//testcase/{tag}")) for tag in ("failure", "error", "skipped")}
        assert element.attrib["tests"] == str(len(element.findall(".//testcase")))
        assert element.attrib["failures"] == str(found["failure"])
        assert element.attrib["errors"] == str(found["error"])
        assert element.attrib.get("skipped", str(found["skipped"])) == str(found["skipped"])
    assert "skipped" not in root.attrib


def _told(text: str) -> dict[str, tuple[str, str]]:
    cases = ET.fromstring(text).findall("testsuite/testcase")
    return {
        case.attrib["name"].split()[0]: next(((e.tag, e.attrib["message"]) for e in case), ("", "")) for case in cases
    }


def test_each_requirement_is_a_case_with_what_came_of_it(plain: Any) -> None:
    assert _told(junit(*plain)) == {
        "VID-TEST-001": ("", ""),
        "VID-TEST-002": ("failure", "expected a refusal (status 4XX); found 200 without a body"),
        "VID-TEST-003": (
            "skipped",
            "not met, which doesn't count at level MUST: expected the member id; found none in {}",
        ),
        "VID-TEST-004": ("skipped", "the server has no remix"),
        "VID-TEST-005": ("skipped", "the server has no remix"),
        "VID-TEST-006": ("error", "KeyError: 'id'"),
    }


def test_at_a_lower_level_more_counts(plain: Any) -> None:
    run, facts = plain
    strict = attrs.evolve(run, settings=attrs.evolve(run.settings, level="SHOULD"))
    assert _told(junit(strict, facts))["VID-TEST-003"] == ("failure", "expected the member id; found none in {}")


def test_a_case_says_the_sentence_and_a_failure_the_source_and_the_curl_line(plain: Any) -> None:
    case = ET.fromstring(junit(*plain)).findall("testsuite/testcase")[1]
    assert case.attrib["classname"] == "openvideos.conform.requests"
    assert case.attrib["name"] == "VID-TEST-002 MUST: It is refused | *here*."
    assert case.attrib["time"] == "0.250"
    failure = case.find("failure")
    assert failure is not None
    lines = str(failure.text).splitlines()
    assert lines[:3] == [
        "expected: a refusal (status 4XX)",
        "found: 200 without a body",
        "source: /components/schemas/VideoStatus",
    ]
    assert [line.split()[:3] for line in lines[3:]] == [["curl:", "curl", "-i"]] * 2


def test_a_suite_says_when_and_where(plain: Any) -> None:
    suite = ET.fromstring(junit(*plain)).find("testsuite")
    assert suite is not None
    assert suite.attrib["timestamp"] == "2026-09-21T14:13:20"
    properties = {each.attrib["name"]: each.attrib["value"] for each in suite.iter("property")}
    assert properties["base_url"] == "http://127.0.0.1:8000/v1"
    assert properties["class"].startswith("none: create succeeded")
