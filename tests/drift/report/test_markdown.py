"""The report as Markdown."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from openvideos.drift.findings import Findings
from openvideos.drift.report.markdown import markdown

Make = Callable[..., Any]

PLAIN = """\
### Drift: 3 breaking (1 unproven), 1 compatible, 1 info; 1 of names in generated code, not counted

- `base.yaml` to `revised.yaml`

#### Breaking (2)

**GET `/videos`**

| rule | side | what | where |
|---|---|---|---|
| R43 | response | status: a value was added (also in DELETE `/videos/{video_id})`<br>\
`["queued"] -> ["queued", "cancelled"]`<br>server may now send "status": "cancelled" | \
`/components/schemas/Video/properties/status/enum`<br>`revised.yaml:12` |

**POST `/videos`**

| rule | side | what | where |
|---|---|---|---|
| R01 |  | was removed<br>`{"a": null} -> nothing` |  |

#### Breaking, but unproven (1)

**POST `/videos`**

| rule | side | what | where |
|---|---|---|---|
| R66 | request | prompt: another pattern<br>`"^a+$" -> "^b+$"` | \
`/components/schemas/VideoCreateBody/properties/prompt/pattern` |

#### Compatible (1)

**GET `/videos`**

| rule | side | what | where |
|---|---|---|---|
| R30 | response | note was added, optional<br>`nothing -> "note"` |  |
"""


def test_each_level_has_tables_by_operation(plain: Findings) -> None:
    assert markdown(plain) == PLAIN


def test_the_same_change_of_many_operations_is_a_row(repeated: Findings) -> None:
    found = markdown(repeated)
    assert "#### Breaking (16)" in found
    assert found.count("another scheme") == 3
    assert "another scheme (also in 11 more operations: GET `/videos/1,` GET `/videos/2,`" in found
    assert found.count("was added (also in") == 2


def test_which_paths_were_compared_is_a_line(repeated: Findings) -> None:
    assert "- its `/v1/videos` was compared, and not `/videos`" in markdown(repeated).splitlines()


def test_where_nothing_moved_it_is_a_heading(nothing: Findings) -> None:
    assert markdown(nothing) == "### Drift: no drift\n\n- `base.yaml` to `revised.yaml`\n"


def test_accepted_drifts_are_told_where_they_no_longer_hold(judged: Findings) -> None:
    found = markdown(judged)
    assert "- page: not compared: `page.txt:` found no file" in found.splitlines()
    assert "#### Accepted, but expired (1)" in found
    assert "#### Accepted, but gone (1)" in found
    assert "nobody reads it" in found


def without_code(text: str) -> str:
    """What Markdown acts on: all but code, of which two kinds are written."""
    text = re.sub(r"<code>[A-Za-z0-9 &#;]*</code>", "CODE", text)
    return re.sub(r"`[^`\n]+`", "CODE", text)


def test_hostile_words_are_code_and_do_nothing(hostile: Findings) -> None:
    found = markdown(hostile, verbose=True)
    acted_on = without_code(found)
    for sign in (
        "`",
        "<img",
        "@",
        "](",
        "http",
        "www",
        "*b*",
        "_",
        "~",
        "&",
        "\\",
        "#12",
        "GH-12",
        "::",
        "\x1b",
        "</details",
    ):
        assert sign not in acted_on, sign
    for line in acted_on.splitlines():
        assert line == "" or line.startswith(("### ", "#### ", "- ", "**", "| ", "|---|---|---|---|")), line
        assert not line.startswith("| ") or line.count("|") == 5, line
        assert "|" not in line or line.startswith("|"), line


@pytest.mark.parametrize("text", ["a|b", "a\\|b", "`", "``a`", "a`|\\", " "])
def test_code_says_what_it_was_given(change: Make, findings: Make, text: str) -> None:
    row = markdown(findings(change(pointer=f"/{text}"))).splitlines()[-1]
    assert row.count("|") == 5
    cell = row.split(" | ")[-1].removesuffix(" |")
    inner = re.fullmatch(r"<code>(.*)</code>|`(.*)`", cell)
    assert inner is not None
    assert html.unescape(inner[1] if inner[1] is not None else inner[2]) == f"/{text}"
    assert without_code(cell) == "CODE"


@pytest.mark.parametrize("word", ["plain", "doesn't", "(also", '"status":', "one-off", "12,", "face"])
def test_a_plain_word_stays_one(change: Make, findings: Make, word: str) -> None:
    assert f" a {word} b" in markdown(findings(change(message=f"status: a {word} b")))


@pytest.mark.parametrize(
    "word",
    ["deadbeef", "GH-12", "1.", "a@b.example", ":x:", "--", "-a", "/videos", "a_b", "www.a.example", "#1", "@a", "~"],
)
def test_a_word_that_could_be_more_is_code(change: Make, findings: Make, word: str) -> None:
    assert f" a `{word}` b" in markdown(findings(change(message=f"status: a {word} b")))


def test_a_long_list_is_folded_and_fits_a_comment(long: Findings) -> None:
    found = markdown(long)
    assert len(found) < 65_536
    assert (found.count("<details>"), found.count("</details>")) == (1, 1)
    before, _, folded = found.partition("<details><summary>")
    rows = re.findall(r"^\| R43 ", folded, re.MULTILINE)
    assert len(re.findall(r"^\| R43 ", before, re.MULTILINE)) == 20
    assert folded.startswith(f"{len(rows)} more</summary>\n\n**GET ")
    assert f"And {1000 - 20 - len(rows)} more." in found


def test_a_list_of_twenty_is_not_folded(change: Make, findings: Make) -> None:
    found = [markdown(findings(*(change(pointer=f"/{index}") for index in range(count)))) for count in (20, 21)]
    assert ["<details>" in each for each in found] == [False, True]
    assert "And " not in found[1]
