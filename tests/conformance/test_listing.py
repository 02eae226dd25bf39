"""All requirements as text."""

import re
from pathlib import Path

import attrs
import pytest

from openvideos.conformance.listing import listing, requirements_page
from openvideos.conformance.requirement import Requirement
from openvideos.conformance.requirements import GROUPS, requirements
from openvideos.conformance.sources import line_of, link
from openvideos.contract.document import Document

ALL = requirements()


@pytest.fixture
def two() -> tuple[Requirement, ...]:
    """Of one group; with all that Markdown could take for its own."""
    first = next(each for each in ALL if each.group == "requests")
    long = "So [is](x) this <b>, \\`. " + "word " * 30
    return (
        attrs.evolve(first, id="VID-A-001", level="MUST", says="It is `a|b` | *c*.", source="/paths/~1videos/post"),
        attrs.evolve(first, id="VID-A-002", level="SHOULD", says=long, source="RFC 9110, 9.3.1", fault=""),
    )


def test_the_list_has_each_requirement_once_in_its_group() -> None:
    lines = listing().splitlines()
    assert [line.split()[0] for line in lines if line.startswith("VID-")] == [each.id for each in ALL]
    titles = [line for line in lines if line in GROUPS.values()]
    assert titles == [GROUPS[name] for name in GROUPS if any(each.group == name for each in ALL)]
    assert max(map(len, lines)) <= 120
    assert lines[-1].startswith(f"{len(ALL)} requirements (")


def test_the_list_is_short(two: tuple[Requirement, ...]) -> None:
    assert listing(two).splitlines()[:3] == [GROUPS["requests"], "", "VID-A-001  MUST    It is `a|b` | *c*."]
    assert listing(two).splitlines()[4].startswith(" " * 19 + "word")
    assert listing(two).splitlines()[-1] == "2 requirements (1 MUST, 1 SHOULD)"
    assert listing(()) == "no requirements"


def test_the_page_is_a_table_for_each_group(two: tuple[Requirement, ...], root: Path) -> None:
    line = (root / "openapi/videos.yaml").read_text().splitlines().index("    post:") + 1
    page = requirements_page(two)
    address = f"../openapi/videos.yaml#L{line}"
    assert page.startswith("# Requirements\n\nWhat `openvideos conform` judges a server by: 2 requirements (1 MUST,")
    assert page.partition("\n## ")[2].splitlines()[:5] == [
        GROUPS["requests"],
        "",
        "| id | level | what a server has to do | source | fault |",
        "|---|---|---|---|---|",
        f"| VID-A-001 | MUST | It is `a\\|b` \\| \\*c\\*. | [`/paths/~1videos/post`]({address}) | `{two[0].fault}` |",
    ]
    assert "| So \\[is](x) this \\<b>, \\\\\\`. word " in page
    assert page.endswith(" | [RFC 9110, 9.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.1) |  |\n")


def test_the_page_has_each_requirement_once() -> None:
    page = requirements_page()
    assert re.findall(r"^\| (VID-\S+) ", page, re.MULTILINE) == [each.id for each in ALL]
    rows = [line for line in page.splitlines() if line.startswith("| VID-")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}


@pytest.mark.parametrize("pointer", sorted({each.source for each in ALL if each.source.startswith("/")}))
def test_a_pointer_leads_to_something_in_the_contract(pointer: str) -> None:
    Document.load().at(pointer)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("https://a.example/b#c (the page)", "https://a.example/b#c"),
        ("RFC 9110", "https://www.rfc-editor.org/rfc/rfc9110"),
        ("RFC9110, 15.5.2", "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2"),
        ("RFC 9110 section 15.5.2", "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2"),
        ("RFC 9110, 8.6; RFC 9112", "https://www.rfc-editor.org/rfc/rfc9110#section-8.6"),
        ("openapi/README.md, Rules", None),
        ("javascript:alert(1)", None),
        ("/components/schemas/Video", None),
    ],
)
def test_a_source_is_linked_where_one_can_read_it(source: str, address: str | None) -> None:
    assert link(source) == address


def test_a_pointer_is_linked_to_its_line(root: Path) -> None:
    line = (root / "openapi/videos.yaml").read_text().splitlines().index("    VideoStatus:") + 1
    assert line_of("/components/schemas/VideoStatus") == line
    assert link("/components/schemas/VideoStatus", "a.yaml") == f"a.yaml#L{line}"
    assert line_of("RFC 9110") is None
