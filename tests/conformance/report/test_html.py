"""The report as a page."""

import base64
import hashlib
from html.parser import HTMLParser
from typing import Any

import pytest

from openvideos.conformance.report.html import html

EMPTY = {"input", "meta"}


class Page(HTMLParser):
    """The elements of a page with their attributes and texts; every element has to be closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.odd: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    handle_pi = unknown_decl = handle_comment

    def text_of(self, tag: str) -> list[str]:
        return [data for owner, data in self.texts if owner == tag]


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "table", "thead", "tbody", "tr", "th"),
    *("td", "dl", "dt", "dd", "details", "summary", "pre", "code", "a", "fieldset", "label", "input"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "id", "type", "checked", "colspan", "scope"),
    *("href", "rel"),
}


@pytest.mark.parametrize("name", ["plain", "hostile", "judged"])
def test_it_has_no_element_and_no_attribute_that_could_load_or_do_anything(request: Any, name: str) -> None:
    page = Page(html(*request.getfixturevalue(name)))
    assert {tag for tag, _ in page.elements} <= TAGS
    assert {attribute for _, attributes in page.elements for attribute in attributes} <= ATTRIBUTES
    assert page.odd == []
    addresses = {str(attributes["href"]) for _, attributes in page.elements if "href" in attributes}
    assert all(address.startswith("https://www.rfc-editor.org/rfc/") for address in addresses)


def test_what_a_server_says_is_text(hostile: Any, said: str) -> None:
    page = Page(html(*hostile))
    words = "</pre></style></script><script>alert(1)</script><img src=x onerror=alert(1)>]]>--><!-- &amp; &#x1b;"
    assert said.startswith(words)
    for tag in ("pre", "summary", "dd"):
        assert any(words in text for text in page.text_of(tag))
    assert all(line.isprintable() for owner, text in page.texts if owner != "style" for line in text.split("\n"))


@pytest.mark.parametrize("name", ["plain", "hostile"])
def test_its_policy_allows_its_own_style_and_nothing_else(request: Any, name: str) -> None:
    page = Page(html(*request.getfixturevalue(name)))
    (policy,) = [each["content"] for _, each in page.elements if each.get("http-equiv") == "Content-Security-Policy"]
    (style,) = page.text_of("style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    tags = [tag for tag, _ in page.elements]
    assert tags.index("meta") < tags.index("style")
    assert "url(" not in style
    assert "@import" not in style


def test_each_requirement_is_a_row_whose_exchanges_unfold(judged: Any) -> None:
    run, facts = judged
    text = html(run, facts)
    page = Page(text)
    rows = [each for tag, each in page.elements if tag == "tr" and "requirement" in str(each.get("class"))]
    assert [(each["id"], each["class"]) for each in rows] == [
        (each.requirement.id, f"requirement {each.outcome}") for each in run.results
    ]
    assert len([tag for tag, _ in page.elements if tag == "details"]) == sum(len(each.answers) for each in run.results)
    (failed,) = [each for each in run.results if each.outcome == "failed"]
    start = f'id="{failed.requirement.id}">'
    row = Page(f"<tr>{text.partition(start)[2].partition('</tr>')[0]}</tr>")
    assert failed.expected in row.text_of("dd")
    assert failed.found in row.text_of("dd")
    assert failed.requirement.source in row.text_of("code")
    curl, request, response = row.text_of("pre")
    assert curl.startswith("curl -i ")
    assert request.startswith("POST http://127.0.0.1:")
    assert request.endswith("\n\n{}")
    assert response.startswith("200\n")
    assert '"object":"video"' in response


def test_a_reason_a_note_and_a_link_are_shown(plain: Any) -> None:
    page = Page(html(*plain))
    assert "the server has no remix" in page.text_of("dd")
    assert "not counted at level MUST" in page.text_of("dd")
    links = [each for tag, each in page.elements if tag == "a"]
    assert {each["href"] for each in links} == {"https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2"}


def test_it_begins_with_the_summary_and_ends_with_the_coverage(plain: Any) -> None:
    page = Page(html(*plain))
    assert page.text_of("title") == [
        "http://127.0.0.1:8000/v1: not met: 2 of 3 judged (1 MUST, 1 SHOULD); 2 skipped; 1 error of ours"
    ]
    assert page.text_of("h1") == ["http://127.0.0.1:8000/v1"]
    assert page.text_of("h2") == ["Requirements", "Coverage"]
    cells = page.text_of("td")
    assert cells[:5] == ["MUST", "1", "1", "1", "1"]
    assert "requests: application/json x1\nanswers: application/json 200 x1" in cells
    assert "all of it" in cells
