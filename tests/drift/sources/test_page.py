"""A documentation page beside the contract: what it states, what it leaves open, and what is no page."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from openvideos.drift.change import Change
from openvideos.drift.documents.document import DocumentError, Source
from openvideos.drift.sources.page import compare_page

CREATE, LIST, REMIX = "POST /videos", "GET /videos", "POST /videos/{video_id}/remix"
SIZES = '"720x1280" or "1280x720" or "1024x1792" or "1792x1024"'

Rows = Callable[[Iterable[Change]], list[Any]]
Page = Callable[[str], str]

TODAY = [
    # a text or an object, where the contract has a file or an object
    ("info", "R85", CREATE, "request", "/input_reference"),
    # of five values its text names two
    ("info", "R85", CREATE, "request", "/model"),
    # nothing of the other nine operations
    ("info", "R85", "", "", ""),
    # ImageReference, and video with a small letter
    ("sdk breaking", "R78", CREATE, "", ""),
    ("sdk breaking", "R78", CREATE, "", ""),
]


def found(text: str, contract: Source) -> list[Change]:
    return compare_page(text, "page.txt", contract)


def test_the_drifts_of_today_are_found_and_nothing_else(page: Page, contract: Source, rows: Rows) -> None:
    assert rows(found(page("create-video"), contract)) == sorted(TODAY)


def test_a_drift_has_the_line_of_the_page(page: Page, contract: Source) -> None:
    text = page("create-video")
    model = next(each for each in found(text, contract) if each.pointer == "/model")
    assert str(model.source) == f"page.txt:{text[: text.index('--model')].count(chr(10)) + 1}"


MOVED: dict[str, tuple[list[tuple[str, str]], tuple[str, str, str, str]]] = {
    "a value less in a request": (
        [(' or "1792x1024"Pixels across and down (allowed', "Pixels across and down (allowed"), (", 1792x1024)", ")")],
        ("breaking", "R44", "request", "/size"),
    ),
    "a value less in a request's type alone": (
        [(' or "12"How', "How")],
        ("breaking?", "R44", "request", "/seconds"),
    ),
    "a value less in a request's text alone": ([("4, 8, 12", "4, 8")], ("info", "R85", "request", "/seconds")),
    "a value more in a request": ([('"12"How', '"12" or "16"How')], ("compatible", "R43", "request", "/seconds")),
    "a value less in an answer": (
        [(' or "failed"', ""), ('"completed" -\n"failed"\n', '"completed"\n')],
        ("compatible", "R44", "response", "/status"),
    ),
    "a value more in an answer": (
        [(' or "failed"', ' or "failed" or "lost"'), ('"failed"\n', '"failed" -\n"lost"\n')],
        ("breaking", "R43", "response", "/status"),
    ),
    "a value more in an answer's list alone": (
        [('"failed"\n', '"failed" -\n"lost"\n')],
        ("breaking?", "R43", "response", "/status"),
    ),
    "a value less in an answer's type alone": (
        [(' or "failed"How', "How")],
        ("compatible", "R44", "response", "/status"),
    ),
    "a known value more": (
        [
            ("or 2 moreName of the model that did", "or 3 moreName of the model that did"),
            ('"sora-2" -', '"sora-2" -\n"sora-3" -'),
        ],
        ("sdk compatible", "R45", "response", "/model"),
    ),
    "a known value that is not counted": ([('"sora-2" or', '"sora-9" or')], ("info", "R45", "request", "/model")),
    "a closed enum": ([('optional string or "sora-2"', 'optional "sora-2"')], ("breaking", "R46", "request", "/model")),
    "an open one": ([(f"optional {SIZES}", f"optional string or {SIZES}")], ("compatible", "R47", "request", "/size")),
    "an open one in an answer": (
        [(f"size: {SIZES}", f"size: string or {SIZES}")],
        ("breaking", "R47", "response", "/size"),
    ),
    "another one value": ([('object: "video"', 'object: "film"')], ("breaking", "R50", "response", "/object")),
    "another default": (
        [("Defaults to\nsora-2.", "Defaults to\nsora-2-pro.")],
        ("compatible", "R75", "request", "/model"),
    ),
    "a default of a number of seconds": (
        [("Defaults to 4 sec", "Defaults to 8 sec")],
        ("compatible", "R75", "request", "/seconds"),
    ),
    "a default where there was none": (
        [("in words.", "in words. Defaults to `a`.")],
        ("info", "R76", "request", "/prompt"),
    ),
    "optional, required": ([("--size: optional ", "--size: ")], ("breaking", "R34", "request", "/size")),
    "required, optional": ([("--prompt: ", "--prompt: optional ")], ("compatible", "R35", "request", "/prompt")),
    "another type": ([("--prompt: string", "--prompt: number")], ("breaking", "R40", "request", "/prompt")),
    "another type in an answer": ([("id: stringTells", "id: numberTells")], ("breaking", "R40", "response", "/id")),
    "one more type in an answer": (
        [("id: stringTells", "id: string or numberTells")],
        ("breaking", "R38", "response", "/id"),
    ),
    "null in an answer": ([("id: stringTells", "id: string or nullTells")], ("breaking", "R41", "response", "/id")),
    "null in a request": (
        [("--prompt: string", "--prompt: string or null")],
        ("compatible", "R41", "request", "/prompt"),
    ),
    "an optional parameter more": (
        [("--size:", "--seed: optional numberAny.\n-\n--size:")],
        ("compatible", "R30", "request", "/seed"),
    ),
    "a required parameter more": (
        [("--size:", "--frame-rate: numberAny.\n-\n--size:")],
        ("breaking", "R31", "request", "/frame_rate"),
    ),
    "a member more": ([("progress:", "url: stringWhere.\n-\nprogress:")], ("compatible", "R30", "response", "/url")),
    "a member more that has members": (
        [("message: stringA", "detail: object { why }All.\n-\nwhy: stringAll.\n-\n-\nmessage: stringA")],
        ("compatible", "R30", "response", "/error/detail"),
    ),
    "a member that only the example has": (
        [('"progress": 0,', '"progress": 0,\n"url": "x",')],
        ("compatible", "R30", "response", "/url"),
    ),
    "a member less": (
        [("-\nprogress: numberHow much is done, of a hundred.\n", ""), ('"progress": 0,\n', "")],
        ("info", "R85", "response", ""),
    ),
    "an example that its list doesn't allow": (
        [('"status": "queued"', '"status": "lost"')],
        ("info", "R85", "response", "/status"),
    ),
    "an example of another type": ([('"progress": 0', '"progress": "0"')], ("info", "R85", "response", "/progress")),
    "an example with an unknown flag": ([("--prompt x", "--prompt x --steps 4")], ("info", "R85", "request", "")),
    "an example without what is required": ([(" \\\n--prompt x", "")], ("info", "R85", "request", "")),
}


@pytest.mark.parametrize("name", MOVED)
def test_what_moves_on_a_page_is_found_with_its_verdict(name: str, page: Page, contract: Source, rows: Rows) -> None:
    text = page("create-video")
    replacements, (level, rule, direction, pointer) = MOVED[name]
    for before, after in replacements:
        assert text.count(before) >= 1
        text = text.replace(before, after)
    new = [row for row in rows(found(text, contract)) if row not in TODAY]
    assert (level, rule, CREATE, direction, pointer) in new
    grave = {"breaking", "breaking?"}
    assert {row[4] for row in new if row[0] in grave} <= {pointer}


SAME: dict[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "bullets before their text": lambda text: re.sub(r"(?m)^-\n(?=[-a-z])", "- ", text),
    "other bullets": lambda text: re.sub(r"(?m)^-$", "\u2022", text),
    "blank lines": lambda text: text.replace("\n-\n", "\n\n-\n\n"),
    "spaces behind types": lambda text: re.sub(r'(string|number|"|more)(?=[A-Z])', r"\1 ", text),
    "lines that are wrapped": lambda text: text.replace("as an upload", "as\nan upload").replace(
        "since 1970", "since\n1970"
    ),
    "no bullets at all": lambda text: re.sub(r"(?m)^-\n|(?<=[\".]) -$", "", text),
    "indentation": lambda text: re.sub(r"(?m)^", "  ", text),
    "no example": lambda text: text[: text.index("Example")],
    "capital letters for the method": lambda text: text.replace("post /videos", "POST /videos"),
    "names with underscores": lambda text: text.replace("--input-reference", "input_reference"),
    "no listed values of what is complete": lambda text: re.sub(
        r'(?m)^"(queued|in_progress|completed|failed)"( -)?\n', "", text
    ),
    "integers": lambda text: text.replace("number", "integer"),
}


@pytest.mark.parametrize("name", SAME)
def test_a_page_that_is_written_otherwise_says_the_same(name: str, page: Page, contract: Source, rows: Rows) -> None:
    text = SAME[name](page("create-video"))
    assert text != page("create-video")
    assert rows(found(text, contract)) == sorted(TODAY)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Parameters", "request"),
        ("Returns", "response"),
    ],
)
def test_a_section_that_is_not_there_is_no_change(
    name: str, level: str, page: Page, contract: Source, rows: Rows
) -> None:
    start = page("create-video").index(f"{name}\n")
    text = page("create-video")
    end = text.index("Returns\n" if name == "Parameters" else "Example\n")
    assert {row[0] for row in rows(found(text[:start] + text[end:], contract))} <= {"info", "sdk breaking"}


def test_values_that_are_counted_and_not_listed_are_unknown(page: Page, contract: Source, rows: Rows) -> None:
    text = re.sub(r'(?m)^"sora[^"]*"( -)?\n', "", page("create-video"))
    text = text.replace(' or "completed" or "failed"', " or 2 more")
    text = re.sub(r'(?m)^"(queued|in_progress|completed|failed)"( -)?\n', "", text)
    assert [row for row in rows(found(text, contract)) if row not in TODAY] == []


def test_the_pages_of_other_operations_have_the_same_form(page: Page, contract: Source, rows: Rows) -> None:
    assert rows(found(page("list-videos"), contract)) == [
        ("info", "R85", "", "", ""),
        ("info", "R85", LIST, "response", "/data/*"),
        ("sdk breaking", "R78", LIST, "", ""),
    ]
    assert rows(found(page("remix-video"), contract)) == [
        ("info", "R85", "", "", ""),
        ("info", "R85", REMIX, "response", ""),
    ]


def test_an_example_alone_leaves_open_what_it_does_not_show(page: Page, contract: Source, rows: Rows) -> None:
    text = page("list-videos")
    text = text[: text.index("Returns\n")] + text[text.index("Example\n") :]
    assert rows(found(text, contract)) == [("info", "R85", "", "", "")]


def test_the_pages_of_several_operations_are_one_page(page: Page, contract: Source) -> None:
    both = found(page("create-video") + "\n" + page("remix-video"), contract)
    silent = next(each for each in both if each.rule == "R85" and not each.operation)
    assert CREATE not in silent.base
    assert REMIX not in silent.base
    assert LIST in silent.base


def test_a_closed_list_in_a_text_of_a_plain_type_is_that_list(page: Page, contract: Source, rows: Rows) -> None:
    text = page("create-video").replace(f"--size: optional {SIZES}", "--size: optional string")
    assert rows(found(text, contract)) == sorted(TODAY)
    shorter = text.replace(", 1792x1024)", ")")
    assert ("breaking", "R44", CREATE, "request", "/size") in rows(found(shorter, contract))


def test_a_parameter_in_the_path_is_told_by_its_place(page: Page, contract: Source, rows: Rows) -> None:
    text = page("remix-video").replace("{video_id}", ":id").replace("- video_id:", "- id:")
    assert ("sdk breaking", "R04", REMIX, "", "") in rows(found(text, contract))
    assert not [row for row in rows(found(text, contract)) if row[0].startswith("breaking")]


BAD: dict[str, tuple[str, str]] = {
    "nothing": ("", "page.txt: found nothing; allowed: "),
    "blanks": (" \n\n", "page.txt: found nothing; allowed: "),
    "another page": ("About us\nWe make films.\n", "page.txt: found no method and path; allowed: "),
    "another operation": (
        "Chat\npost /chat/completions\nParameters\n",
        "page.txt:2: found 'POST /chat/completions'; allowed: GET /videos, ",
    ),
    "HTML": ("<!DOCTYPE html>\n<html><body>post /videos", "page.txt:1: found HTML; allowed: "),
    "a binary file": ("\x89PNG\r\n\x1a\x00\x00", "page.txt:2: found the character '\\x1a'; allowed: "),
    "a text without end": ("post /videos\n" + "a" * 1_000_000, "page.txt: found 1000013 characters; allowed: "),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_such_page_is_one_line(name: str, contract: Source) -> None:
    text, message = BAD[name]
    with pytest.raises(DocumentError) as raised:
        found(text, contract)
    assert str(raised.value).startswith(message)
    assert str(raised.value).isprintable()


@pytest.mark.parametrize(
    "piece",
    [
        "- a: object { b }\n",
        '"a" or ',
        "object {",
        "-\n",
        '"',
        "a: string or ",
        "A" * 50,
        "(allowed values: ",
        "- \n  ",
    ],
)
def test_a_long_text_of_one_piece_is_read_in_no_time(piece: str, contract: Source) -> None:
    many = piece * (200_000 // len(piece))
    text = f"post /videos\nParameters\n-\n--prompt: stringA prompt.\n{many}\nReturns\n" + piece * 20_000
    assert found(text[:900_000], contract) is not None
