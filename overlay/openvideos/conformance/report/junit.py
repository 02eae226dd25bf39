"""The report as JUnit XML, as CI systems read it: a suite for each group, a case for each requirement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from xml.etree import ElementTree as ET

from openvideos.conformance.curl import curl
from openvideos.conformance.requirements import GROUPS
from openvideos.conformance.runner import Run
from openvideos.conformance.verdict import Result
from openvideos.escape import escape

from .facts import Facts
from .summary import class_line, headline, is_counted, videos_line

__all__ = ["junit"]

_LONGEST = 2000
_MOST_EXCHANGES = 3


def junit(run: Run, facts: Facts) -> str:
    """A run as XML in ASCII.

    What isn't met below the run's level is skipped, with what was found as the reason: a CI system takes each failure
    for one that counts.
    """
    root = ET.Element("testsuites", name=f"openvideos conform {escape(facts.base_url, _LONGEST)}")
    _count(root, run.results, run)
    del root.attrib["skipped"]  # which the schema of some CI systems has of a suite alone
    root.set("time", f"{facts.seconds:.3f}")
    for group, of in groupby(run.results, key=lambda each: each.requirement.group):
        results = list(of)
        suite = ET.SubElement(root, "testsuite", name=GROUPS.get(group, group))
        _count(suite, results, run)
        suite.set("time", f"{sum(each.seconds for each in results):.3f}")
        suite.set("timestamp", datetime.fromtimestamp(facts.began, UTC).strftime("%Y-%m-%dT%H:%M:%S"))
        _properties(suite, run, facts)
        for result in results:
            _case(suite, group, result, run)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="us-ascii", xml_declaration=True)
    return f"{text.decode()}\n"


def _outcome(result: Result, run: Run) -> str:
    """The element that says what came of a requirement; "" for one that is met."""
    if result.outcome == "failed":
        return "failure" if is_counted(result.requirement, run.settings.level) else "skipped"
    return {"passed": "", "skipped": "skipped", "error": "error"}[result.outcome]


def _count(element: ET.Element, results: Sequence[Result], run: Run) -> None:
    found = Counter(_outcome(each, run) for each in results)
    for name, number in {
        "tests": len(results),
        "failures": found["failure"],
        "errors": found["error"],
        "skipped": found["skipped"],
    }.items():
        element.set(name, str(number))


def _properties(suite: ET.Element, run: Run, facts: Facts) -> None:
    properties = ET.SubElement(suite, "properties")
    for name, value in {
        "base_url": facts.base_url,
        "result": headline(run),
        "class": class_line(run, facts),
        "level": run.settings.level,
        "openvideos": facts.openvideos,
        "contract": facts.contract,
        "seed": str(facts.seed),
        "videos": videos_line(facts),
        "left": ", ".join(facts.left),
    }.items():
        ET.SubElement(properties, "property", name=name, value=escape(value, _LONGEST))


def _case(suite: ET.Element, group: str, result: Result, run: Run) -> None:
    requirement = result.requirement
    case = ET.SubElement(
        suite,
        "testcase",
        classname=f"openvideos.conform.{group}",
        name=f"{requirement.id} {requirement.level}: {requirement.says}",
        time=f"{result.seconds:.3f}",
    )
    name = _outcome(result, run)
    if not name:
        return
    failed = result.outcome == "failed"
    said = f"expected {result.expected}; found {result.found}" if failed else result.reason
    uncounted = f"not met, which doesn't count at level {run.settings.level}: " if failed and name == "skipped" else ""
    told = ET.SubElement(case, name, message=escape(f"{uncounted}{said}", _LONGEST))
    if failed:
        told.set("type", requirement.level)
        told.text = "\n".join(_lines(result))


def _lines(result: Result) -> list[str]:
    lines = [
        f"expected: {escape(result.expected, _LONGEST)}",
        f"found: {escape(result.found, _LONGEST)}",
        f"source: {result.requirement.source}",
    ]
    return [*lines, *(f"curl: {curl(each)}" for each in result.answers[:_MOST_EXCHANGES])]
