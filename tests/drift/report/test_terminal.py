"""The report for a terminal."""

from collections.abc import Callable
from typing import Any

import pytest

from openvideos.drift.change import NOTHING, Change
from openvideos.drift.findings import Findings
from openvideos.drift.report.terminal import terminal

Make = Callable[..., Any]

PLAIN = """\
3 breaking (1 unproven), 1 compatible, 1 info; 1 of names in generated code, not counted: base.yaml -> revised.yaml

Breaking (2)

GET /videos
  R43 response /components/schemas/Video/properties/status/enum: status: a value was added (also in DELETE \
/videos/{video_id}); ["queued"] -> ["queued", "cancelled"]; server may now send "status": "cancelled" (revised.yaml:12)

POST /videos
  R01 was removed; {"a": null} -> nothing

Breaking, but unproven (1)

POST /videos
  R66 request /components/schemas/VideoCreateBody/properties/prompt/pattern: prompt: another pattern; "^a+$" -> "^b+$"

Compatible (1)

GET /videos
  R30 response note was added, optional; nothing -> "note\""""

REPEATED = """\
16 breaking, 10 compatible: a.yaml -> b.yaml
  its /v1/videos was compared, and not /videos

Breaking (16)

GET /videos/0
  R29 /paths/GET /videos/0/security: another scheme (also in 11 more operations: GET /videos/1, GET /videos/2, \
GET /videos/3, GET /videos/4, GET /videos/5, GET /videos/6, GET /videos/7, GET /videos/8, GET /videos/9, \
GET /videos/10, ...); ["a"] -> ["b"]
  R29 /other: another scheme (also in GET /other); ["a"] -> ["b"]
  R01 was removed

GET /videos/1
  R29 another scheme; ["a"] -> ["c"]
  R01 was removed

Compatible (10)

GET /videos/0
  R24 422 was added (also in 5 more operations: GET /videos/1, GET /videos/2, GET /videos/3, ...)
  R24 423 was added (also in GET /videos/1)

the document
  R08 servers changed
  R08 servers changed"""

VERBOSE = """

Info (1)

POST /videos
  R06 the texts changed

Names in generated code, not counted (--surface sdk) (1)

the document
  R78 breaking VideoJob was renamed to Video"""

JUDGED = """\
1 breaking; 1 accepted; 1 accepted but expired; 1 accepted but gone; 1 not compared
  sdk: openvideos contract -> openai
  released: a.yaml -> b.yaml
  page: not compared: page.txt: found no file

Breaking (1)

GET /videos (sdk)
  R43 /b: status: a value was added

Accepted, but expired (1)

  accepted[1]: sdk R43 /b: expired on 2026-01-01, so that it counts again; soon

Accepted, but gone (1)

  accepted[0]: sdk R35 /a: no such change is there; remove it; nobody reads it"""


def test_what_breaks_comes_first_a_line_for_each(plain: Findings) -> None:
    assert terminal(plain) == PLAIN


def test_with_verbose_what_is_only_counted_is_shown_too(plain: Findings) -> None:
    assert terminal(plain, verbose=True) == PLAIN + VERBOSE


def test_where_nothing_moved_it_is_a_line(nothing: Findings) -> None:
    assert terminal(nothing) == "no drift: base.yaml -> revised.yaml"


def test_the_same_change_of_many_operations_is_a_line(repeated: Findings) -> None:
    assert terminal(repeated) == REPEATED


def test_which_paths_were_compared_stands_below_a_name(repeated: Findings, judged: Findings) -> None:
    both = Findings(comparisons=(*judged.comparisons[:1], *repeated.comparisons))
    assert terminal(both).splitlines()[1:4] == [
        "  sdk: openvideos contract -> openai",
        "  a.yaml -> b.yaml",
        "    its /v1/videos was compared, and not /videos",
    ]


def test_names_that_count_stand_apart(change: Make, findings: Make) -> None:
    names = change(surface="sdk", rule="R05", message="the operationId changed", base="a", revised="b")
    assert terminal(findings(names, change(), surface="sdk")).splitlines()[-4:] == [
        "Names in generated code (1)",
        "",
        "GET /videos",
        '  R05 breaking the operationId changed; "a" -> "b"',
    ]


def test_accepted_drifts_are_told_where_they_no_longer_hold(judged: Findings) -> None:
    assert terminal(judged) == JUDGED
    accepted = "  R35 /a: status: a value was added; accepted until 2027-03-01: nobody reads it"
    assert accepted in terminal(judged, verbose=True).splitlines()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"direction": "request", "witness": 4, "of": '"status"'}, '; client may send "status": 4'),
        ({"direction": "response", "witness": None, "of": '"a b"'}, '; server may now send "a b": null'),
        ({"direction": "request", "witness": 4, "of": "data[]"}, "; client may send 4 as data[]"),
        ({"direction": "request", "witness": {}}, "; client may send {}"),
        ({"direction": "request", "witness": 4, "of": None}, "  R43 request status: a value was added"),
        ({"level": "compatible", "direction": "request", "witness": 4, "of": '"status"'}, '; such as "status": 4'),
        ({"base": "x" * 100}, f'; "{"x" * 79}... -> nothing'),
        ({"revised": False}, "; nothing -> false"),
        ({"base": "\u202e\x1b", "revised": "é"}, '; "\\u202e\\u001b" -> "é"'),
        ({"rule": "R02", "message": ""}, "R02 An operation is new"),
    ],
    ids=str,
)
def test_a_line_says_it_all_and_cuts_what_is_long(change: Make, findings: Make, said: Any, words: str) -> None:
    assert terminal(findings(change(**said))).splitlines()[-1].endswith(words)


def test_hostile_words_are_shown_and_do_nothing(hostile: Findings) -> None:
    lines = terminal(hostile, verbose=True).split("\n")
    assert all(line.isprintable() for line in lines)
    assert max(map(len, lines)) < 3000
    assert not [line for line in lines if line.startswith("::")]


def test_a_change_that_can_not_be_shown_by_its_values_has_none(change: Make, findings: Make) -> None:
    line = terminal(findings(change(base=NOTHING, revised=NOTHING))).splitlines()[-1]
    assert line == "  R43 status: a value was added"
    assert isinstance(change(), Change)
