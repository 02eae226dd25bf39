"""The report for a terminal."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from openvideos.conformance.report import terminal

WHOLE = """\
http://127.0.0.1:8000/v1: not met: 2 of 3 judged (1 MUST, 1 SHOULD); 2 skipped; 1 error of ours

                met  not met  skipped    error
MUST              1        1        1        1
SHOULD            0        1        0        0
MAY               0        0        1        0

class     none: create succeeded; core takes create, retrieve, download_content; never succeeded: list; not asked for:
          retrieve, delete, download_content, remix, edit, extend, create_character, get_character
level     MUST; the exit code counts MUST
videos    3 made, 1 of them by random requests; 2 planned, and up to 9 by random requests; 20 at most
time      12.3 s, 2 answers
with      openvideos 0.1.0, contract 0.1.0, seed 7

Not met

VID-TEST-002 MUST  It is refused | *here*.
  expected  a refusal (status 4XX)
  found     200 without a body
  source    /components/schemas/VideoStatus (line LINE of videos.yaml)
  request   1: POST http://127.0.0.1:8000/v1/videos: 200
  curl      curl -i http://127.0.0.1:8000/v1/videos -H "Authorization: Bearer $OPENVIDEOS_API_KEY" \
-H 'Content-Type: application/json' --data-raw '{"prompt":"A paper boat"}'
  request   2: GET http://127.0.0.1:8000/v1/videos: 404
  curl      curl -i http://127.0.0.1:8000/v1/videos -H "Authorization: Bearer $OPENVIDEOS_API_KEY" \
-H 'Content-Type: application/json'

VID-TEST-003 SHOULD (not counted)  It has an id.
  expected  the member id
  found     none in {}
  source    RFC 9110, 15.5.2
  request   1: POST http://127.0.0.1:8000/v1/videos: 200
  curl      curl -i http://127.0.0.1:8000/v1/videos -H "Authorization: Bearer $OPENVIDEOS_API_KEY" \
-H 'Content-Type: application/json' --data-raw '{"prompt":"A paper boat"}'

Errors of ours: the check itself went wrong, and says nothing about the server

VID-TEST-006  KeyError: 'id'

Skipped

the server has no remix: 2
  VID-TEST-004, VID-TEST-005

Coverage: what was seen of the contract, and what wasn't

create  POST /videos: 1 answer
  seen      requests: application/json x1; answers: application/json 200 x1
  not seen  requests: multipart/form-data; answers: application/json 400, """


def test_a_run_is_told_from_its_summary_to_its_coverage(plain: Any, line_of_status: int) -> None:
    text = terminal(*plain)
    assert text[: len(WHOLE)].splitlines() == WHOLE.replace("LINE", str(line_of_status)).splitlines()


def test_of_each_operation_it_says_what_was_not_seen(plain: Any) -> None:
    blocks = terminal(*plain).partition("\nCoverage")[2].split("\n\n")
    assert [block.partition("  ")[0].strip() for block in blocks[1:]] == [
        *("create", "list", "retrieve", "delete", "download_content"),
        *("remix", "edit", "extend", "create_character", "get_character"),
    ]
    assert blocks[2] == (
        "list  GET /videos: 1 answer\n"
        "  seen      answers beyond the contract: application/json 404 x1\n"
        "  not seen  answers: application/json 200, 400, 401, 403, 429, 500, 503"
    )
    assert blocks[3] == "retrieve  GET /videos/{video_id}: 0 answers"


@pytest.mark.parametrize("verbose", [False, True])
def test_nothing_that_a_server_says_reaches_the_terminal_as_more_than_text(hostile: Any, verbose: bool) -> None:
    lines = terminal(*hostile, verbose=verbose).split("\n")
    assert [line for line in lines if not line.isprintable()] == []
    assert any("\\x1b[31m" in line for line in lines)


def test_long_values_are_cut(make: Callable[..., Any], exchange: Callable[..., Any]) -> None:
    long = "x" * 100_000
    shown = exchange(url=f"http://127.0.0.1:8000/v1/videos/{long}", method=long, body=long.encode(), operation=None)
    told = {"expected": long, "found": long, "answers": (shown,) * 50}
    run, facts = make(
        ("failed", "MUST", told), ("skipped", "MUST", {"reason": long}), ("error", "MUST", {"reason": long})
    )
    text = terminal(run, attrs.evolve(facts, base_url=long, left=(long,) * 500))
    assert len(text) < 10_000
    assert f"  found     {'x' * 400}...\n" in text
    assert "  and       47 requests more\n" in text


def test_half_a_curl_line_is_never_shown(make: Callable[..., Any], exchange: Callable[..., Any]) -> None:
    shown = exchange(url=f"http://127.0.0.1:8000/v1/videos/{'x' * 5000}")
    told = {"expected": "a", "found": "b", "answers": (shown,)}
    lines = terminal(*make(("failed", "MUST", told))).splitlines()
    (line,) = [line for line in lines if line.startswith("  curl")]
    assert line.endswith(" characters, which --report FILE.json has")


HEADLINES: dict[str, tuple[list[tuple[str, str]], dict[str, Any], str]] = {
    "all are met": ([("passed", "MUST")] * 2, {}, "met: all 2 judged"),
    "some are skipped": ([("passed", "MUST"), ("skipped", "MUST")], {}, "met: all 1 judged; 1 skipped"),
    "one that does not count": (
        [("passed", "MUST"), ("failed", "SHOULD")],
        {},
        "met at level MUST: all but 1 of 2 judged (1 SHOULD)",
    ),
    "one that does": (
        [("passed", "MUST"), ("failed", "SHOULD")],
        {"level": "SHOULD"},
        "not met: 1 of 2 judged (1 SHOULD)",
    ),
    "all are skipped": ([("skipped", "MUST")], {}, "nothing judged of 1 requirement; 1 skipped"),
    "errors": ([("passed", "MUST"), ("error", "MUST")], {}, "no verdict; met: all 1 judged; 1 error of ours"),
    "interrupted": ([("passed", "MUST")], {"interrupted": True}, "interrupted; met: all 1 judged"),
}


@pytest.mark.parametrize("case", HEADLINES)
def test_the_first_line_says_what_it_came_to(make: Callable[..., Any], case: str) -> None:
    outcomes, how, said = HEADLINES[case]
    reason = {"expected": "a", "found": "b", "reason": "c"}
    run, facts = make(*((outcome, level, reason) for outcome, level in outcomes), **how)
    assert terminal(run, facts).splitlines()[0] == f"http://127.0.0.1:8000/v1: {said}"


@pytest.mark.parametrize("how", [{"only": ("VID-TEST",)}, {"skip": ("VID-X",)}, {"interrupted": True}], ids=str)
def test_no_class_is_given_for_a_part(make: Callable[..., Any], how: dict[str, Any]) -> None:
    assert "class     not told: only a part was judged\n" in terminal(*make(("passed", "MUST", {}), **how))


def test_verbose_shows_each_requirement_and_each_exchange_whole(judged: Any) -> None:
    run, facts = judged
    text = terminal(run, facts, verbose=True)
    for result in run.results:
        assert f"\n{result.requirement.id}  " in text
    exchanges = text.partition("\nExchanges\n")[2].split("\n\n")
    assert len([each for each in exchanges if each.partition("  ")[0].strip().isdecimal()]) == len(facts.answers)
    assert "\n  > authorization: Bearer ***\n" in text
    assert '\n  > {"prompt":"A paper boat drifts down a rain gutter"}\n' in text
    assert "\n  < content-type: application/json\n" in text


def test_what_is_left_is_told(plain: Any) -> None:
    run, facts = plain
    assert "\nleft      video_1, video_2 could not be deleted\n" in terminal(
        run, attrs.evolve(facts, left=("video_1", "video_2"))
    )


def test_what_many_fail_with_is_told_first(make: Callable[..., Any]) -> None:
    same = {"expected": "status 200", "found": "400 'no\x1b'"}
    rows = [("failed", "MUST", same)] * 5 + [("failed", "MUST", {"expected": "status 200", "found": "404"})] * 4
    text = terminal(*make(*rows)).partition("\nNot met\n")[0].partition("\nFound again and again, perhaps")[2]
    assert text.splitlines()[2:] == [
        "5 x  VID-TEST-001, VID-TEST-002, VID-TEST-003, VID-TEST-004, VID-TEST-005",
        "  expected  status 200",
        "  found     400 'no\\x1b'",
    ]


@pytest.mark.parametrize(
    ("statuses", "model", "said"),
    [
        ((400, 422), None, "none could be made: 400 'no'; perhaps it wants a model (--model NAME)"),
        ((400,), "boats-1", "none could be made: 400 'no'"),
        ((400, 200), None, None),
        ((), None, None),
    ],
)
def test_why_no_video_could_be_made_is_told_at_the_top(
    make: Callable[..., Any],
    exchange: Callable[..., Any],
    statuses: tuple[int, ...],
    model: str | None,
    said: str | None,
) -> None:
    answers = tuple(exchange(status=status, body=b"no") for status in statuses)
    text = terminal(*make(("passed", "MUST", {}), answers=answers, model=model))
    assert [line for line in text.splitlines() if line.startswith("video ")] == ([f"video     {said}"] if said else [])
