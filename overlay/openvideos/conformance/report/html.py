"""The report as one HTML page that needs nothing else: no script at all, no style or image from elsewhere.

It is a tree of elements whose texts are escaped when it is written, so that nothing a server said can become markup.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import resources
from itertools import groupby
from xml.etree import ElementTree as ET

from openvideos.conformance.answer import Answer
from openvideos.conformance.coverage import Covered
from openvideos.conformance.curl import curl
from openvideos.conformance.requirements import GROUPS
from openvideos.conformance.runner import Run
from openvideos.conformance.sources import line_of, link
from openvideos.conformance.verdict import Outcome, Result
from openvideos.escape import escape

from .exchanges import Exchanges, request_type, shown
from .facts import Facts
from .rows import in_words
from .summary import (
    OUTCOMES,
    Verdict,
    class_line,
    counts,
    headline,
    is_counted,
    plural,
    random_answers,
    unmade_line,
    verdict,
    videos_line,
)

__all__ = ["html"]

_LONGEST_BODY = 16 * 1024
_MOST_EXCHANGES = 20
_LOOKS: dict[Verdict, Outcome] = {
    "met": "passed",
    "not met": "failed",
    "interrupted": "skipped",
    "nothing judged": "skipped",
    "error": "error",
}


def html(run: Run, facts: Facts) -> str:
    """A run as a page."""
    style = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    root = ET.Element("html", lang="en")
    _head(root, f"{facts.base_url}: {headline(run)}", style)
    body = ET.SubElement(root, "body")
    _summary(body, run, facts)
    _requirements(body, run, Exchanges(run, facts))
    _coverage(body, facts)
    return f"<!DOCTYPE html>\n{ET.tostring(root, encoding='unicode', method='html')}\n"


def _head(root: ET.Element, title: str, style: str) -> None:
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ET.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    ET.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    ET.SubElement(head, "meta", name="referrer", content="no-referrer")
    _add(head, "title", title)
    ET.SubElement(head, "style").text = style


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """An element with a text, of which no character does more than stand there; class_ is its class."""
    element = ET.SubElement(parent, tag, {name.rstrip("_"): value for name, value in attributes.items()})
    element.text = "\n".join(map(escape, text.split("\n")))
    return element


def _summary(body: ET.Element, run: Run, facts: Facts) -> None:
    _add(body, "h1", facts.base_url)
    _add(body, "p", headline(run), class_=f"headline {_LOOKS[verdict(run)]}")
    both = _add(body, "div", class_="summary")
    table = _add(both, "table", class_="counts")
    _row(_add(table, "thead"), "th", "", *OUTCOMES.values())
    rows = _add(table, "tbody")
    for level, by_outcome in counts(run.results).items():
        _row(rows, "td", level, *map(str, by_outcome.values()))
    told = {
        "class": class_line(run, facts),
        "level": run.settings.level,
        "videos": videos_line(facts),
        "began": datetime.fromtimestamp(facts.began, UTC).strftime("%Y-%m-%d %H:%M:%S UTC"),
        "took": f"{facts.seconds:.1f} s, {plural(len(facts.answers), 'answer')}{random_answers(facts)}",
        "with": f"openvideos {facts.openvideos}, contract {facts.contract}, seed {facts.seed}",
    }
    if unmade := unmade_line(run, facts):
        told["video"] = unmade
    if facts.left:
        told["left"] = f"{', '.join(facts.left)} could not be deleted"
    _list(both, told)


def _row(parent: ET.Element, tag: str, *texts: str) -> None:
    row = _add(parent, "tr")
    for text in texts:
        _add(row, tag, text)


def _list(parent: ET.Element, told: dict[str, str]) -> ET.Element:
    listed = _add(parent, "dl")
    for name, text in told.items():
        _add(listed, "dt", name)
        _add(listed, "dd", text)
    return listed


def _requirements(body: ET.Element, run: Run, exchanges: Exchanges) -> None:
    _add(body, "h2", "Requirements")
    # a choice that the style acts on
    choice = _add(body, "fieldset")
    for name, text in [("all", "all"), *OUTCOMES.items()]:
        label = _add(choice, "label")
        box = _add(label, "input", type="radio", name="show", id=f"show-{name}")
        box.tail = f" {text}"
        if name == "all":
            box.set("checked", "checked")
    table = _add(body, "table", class_="wide")
    _row(_add(table, "thead"), "th", "id", "level", "result", "what a server has to do")
    for group, of in groupby(run.results, key=lambda each: each.requirement.group):
        rows = _add(table, "tbody")
        _add(_add(rows, "tr"), "th", GROUPS.get(group, group), colspan="4", scope="rowgroup")
        for result in of:
            _requirement(rows, result, run, exchanges)


def _requirement(rows: ET.Element, result: Result, run: Run, exchanges: Exchanges) -> None:
    requirement = result.requirement
    row = _add(rows, "tr", class_=f"requirement {result.outcome}", id=requirement.id)
    _add(row, "td", requirement.id, class_="id")
    _add(row, "td", requirement.level)
    _add(row, "td", OUTCOMES[result.outcome], class_="outcome")
    cell = _add(row, "td")
    _add(cell, "p", requirement.says)
    told = {"expected": result.expected, "found": result.found, "reason": result.reason}
    if result.outcome == "failed" and not is_counted(requirement, run.settings.level):
        told["note"] = f"not counted at level {run.settings.level}"
    listed = _list(cell, {name: text for name, text in told.items() if text})
    _add(listed, "dt", "source")
    _source(_add(listed, "dd"), requirement.source)
    for answer in result.answers[:_MOST_EXCHANGES]:
        _exchange(cell, answer, exchanges.number(answer))
    if len(result.answers) > _MOST_EXCHANGES:
        _add(cell, "p", f"and {plural(len(result.answers) - _MOST_EXCHANGES, 'exchange')} more", class_="soft")


def _source(cell: ET.Element, source: str) -> None:
    if address := link(source):
        _add(cell, "a", source, href=address, rel="noreferrer noopener")
        return
    line = line_of(source)
    _add(cell, "code", source).tail = f", line {line} of videos.yaml" if line else ""


def _exchange(cell: ET.Element, answer: Answer, number: int) -> None:
    details = _add(cell, "details")
    line = f"{escape(answer.method, 20)} {escape(answer.url, 200)}: {answer.status} after {answer.seconds:.3f} s"
    _add(details, "summary", f"exchange {number}: {line}")
    _add(details, "pre", curl(answer))
    request = [f"{answer.method} {answer.url}", *_headers(answer.request_headers), ""]
    _add(details, "pre", "\n".join([*request, *shown(answer.request_body, request_type(answer), _LONGEST_BODY)]))
    response = [str(answer.status), *_headers(answer.headers), ""]
    _add(details, "pre", "\n".join([*response, *shown(answer.body, answer.media_type, _LONGEST_BODY)]))
    if answer.violations:
        _add(details, "p", "departs from the contract:", class_="soft")
        _add(details, "pre", "\n".join(f"{escape(each.message)} [{escape(each.code)}]" for each in answer.violations))


def _headers(headers: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{escape(name)}: {escape(value)}" for name, value in headers]


def _coverage(body: ET.Element, facts: Facts) -> None:
    _add(body, "h2", "Coverage")
    _add(body, "p", "What was seen of the contract in the answers of this run, and what wasn't.", class_="soft")
    table = _add(body, "table", class_="wide")
    _row(_add(table, "thead"), "th", "operation", "answers", "seen", "of random requests", "not seen")
    rows = _add(table, "tbody")
    for each in facts.coverage.operations:
        _covered(rows, each)
    if facts.coverage.others:
        _row(rows, "td", "none of the contract's", str(facts.coverage.others), "", "", "")


def _covered(rows: ET.Element, each: Covered) -> None:
    departing = f"\ndeparting: {each.departing}" if each.departing else ""
    seen, random, unseen = ("\n".join(in_words(of)) for of in (each.seen, each.fuzzed, each.unseen))
    row = _add(rows, "tr")
    _add(row, "td", f"{each.id}\n{each.method} {each.path}", class_="lines")
    _add(row, "td", f"{each.answers}{departing}", class_="lines")
    _add(row, "td", seen, class_="lines")
    _add(row, "td", random, class_="lines")
    _add(row, "td", unseen if each.answers or each.fuzzed else "all of it", class_="lines")
