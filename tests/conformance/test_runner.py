"""A run: what is chosen, what comes of a check however it ends, and what is left when somebody ends it."""

from collections.abc import Callable, Iterator
from typing import Any

import attrs
import httpx
import pytest

from openvideos.conformance.cleanup import clean_up
from openvideos.conformance.requirement import Level, Requirement
from openvideos.conformance.requirements import requirements
from openvideos.conformance.runner import plan, run
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings, of_url
from openvideos.conformance.verdict import Failed, Skipped, Unanswered
from openvideos.conformance.wire import Wire
from openvideos.emulator import Emulator

KEY = "a-key-of-the-conformance-tests"


def made(id_: str, check: Callable[[Server], None], **more: Any) -> Requirement:
    empty: dict[str, Any] = {"needs": (), "jobs": (), "videos": 0, "fault": "", "level": "MUST"}
    return Requirement(id=id_, says="A sentence.", source="/paths", check=check, **{**empty, **more})


@pytest.fixture
def server(emulator: Emulator) -> Iterator[Server]:
    found = Server(Settings(base_url=emulator.base_url, api_key=KEY, max_videos=3, job_timeout=20.0))
    yield found
    clean_up(found)
    found.close()


def raising(error: BaseException) -> Callable[[Server], None]:
    def check(server: Server) -> None:
        raise error

    return check


def test_each_end_of_a_check_is_an_outcome(server: Server) -> None:
    checks: dict[str, Callable[[Server], None]] = {
        "A-1": lambda server: None,
        "A-2": raising(Failed("this", "that")),
        "A-3": raising(Skipped("no reason")),
        "A-4": raising(ValueError("a mistake of ours")),
        "A-5": lambda server: None,
    }
    planned = plan([made(name, check) for name, check in checks.items()], server.settings)
    heard: list[str] = []
    found = run(planned, server, report=lambda result: heard.append(result.requirement.id))
    assert heard == list(checks)
    assert [each.outcome for each in found.results] == ["passed", "failed", "skipped", "error", "passed"]
    assert (found.results[1].expected, found.results[1].found) == ("this", "that")
    assert [each.reason for each in found.results[2:4]] == ["no reason", "ValueError: a mistake of ours"]


@pytest.mark.parametrize(("level", "ids"), [("MUST", ["A"]), ("SHOULD", ["A", "B"]), ("MAY", ["A", "B", "C"])])
def test_failures_count_from_a_level_up(server: Server, level: Level, ids: list[str]) -> None:
    levels: list[Level] = ["MUST", "SHOULD", "MAY"]
    checks = [made(id_, raising(Failed("a", "b")), level=of) for id_, of in zip("ABC", levels, strict=True)]
    found = run(plan(checks, server.settings), server)
    assert [each.requirement.id for each in found.failures(level)] == ids


def test_whoever_interrupts_a_run_has_what_was_judged(server: Server) -> None:
    checks = [made("A", lambda server: None), made("B", raising(KeyboardInterrupt())), made("C", lambda server: None)]
    found = run(plan(checks, server.settings), server)
    assert found.interrupted
    assert [(each.outcome, each.reason) for each in found.results] == [
        ("passed", ""),
        ("skipped", "interrupted"),
        ("skipped", "interrupted"),
    ]


def test_a_server_that_is_gone_is_not_asked_for_ever(server: Server) -> None:
    checks = [made(f"A-{number}", raising(Unanswered("an answer to GET /", "nothing"))) for number in range(9)]
    assert "skipped" not in {each.outcome for each in run(plan(checks, server.settings), server).results}
    settings = Settings(base_url="http://127.0.0.1:1/v1", answer_timeout=1.0)
    found = run(plan(checks, settings), Server(settings))
    assert [each.outcome for each in found.results] == ["failed"] * 3 + ["skipped"] * 6
    assert found.results[-1].reason == "the server doesn't answer any more"


def test_a_plan_says_how_many_videos_there_will_be(server: Server) -> None:
    checks = [made("A-1", print, jobs=("remix",), videos=2), made("A-2", print, jobs=("default",)), made("B", print)]
    planned = plan(checks, attrs.evolve(server.settings, max_videos=4))
    assert (planned.jobs, planned.videos, planned.wanted, planned.over) == (("default", "remix"), 4, 4, frozenset())


def test_where_videos_do_not_do_for_all_it_is_planned_who_gets_some(server: Server) -> None:
    def begin(server: Server) -> None:
        pass

    checks = [
        made("A-1", print, videos=1, level="SHOULD"),
        made("A-2", print, videos=5),
        made("A-3", print, videos=3, begin=begin),
        made("A-4", print, videos=3, begin=begin),
        made("A-5", print, videos=2),
        made("A-6", print),
    ]
    over = {most: sorted(plan(checks, attrs.evolve(server.settings, max_videos=most)).over) for most in (11, 10, 6, 2)}
    assert over == {
        11: [],  # two have the same three
        10: ["A-2"],
        6: ["A-1", "A-2"],  # one is kept for what is wrongly accepted
        2: ["A-2", "A-3", "A-4", "A-5"],
    }


def test_each_group_gets_a_video_before_one_gets_two_of_them(server: Server) -> None:
    def of(group: str) -> Callable[[Server], None]:
        def check(server: Server) -> None:
            pass

        check.__module__ = f"requirements.{group}"
        return check

    checks = [made(f"{group}-{number}", of(group), videos=1) for group in "AB" for number in (1, 2)]
    planned = plan(checks, server.settings)
    assert (sorted(planned.over), planned.videos, planned.wanted) == (["A-2", "B-2"], 2, 4)


def test_who_is_planned_to_get_no_video_is_skipped_and_others_keep_theirs(server: Server) -> None:
    def making(server: Server) -> None:
        server.create({"prompt": "x"}).expect(200)

    def refused(server: Server) -> None:
        server.create({"prompt": ""}).expect_refusal()

    checks = [made("A-1", making, videos=3), made("A-2", making, videos=1), made("A-3", refused)]
    found = run(plan(checks, server.settings), server)
    assert [(each.outcome, each.reason) for each in found.results] == [
        ("skipped", "budget"),
        ("passed", ""),
        ("passed", ""),
    ]


@pytest.mark.parametrize(
    ("only", "skip", "left"),
    [
        ((), (), ["A-1", "A-2", "B-1"]),
        (("A-",), (), ["A-1", "A-2"]),
        (("A-2", "B"), (), ["A-2", "B-1"]),
        ((), ("A",), ["B-1"]),
        (("A",), ("A-1",), ["A-2"]),
        (("C",), (), []),
    ],
)
def test_requirements_are_chosen_by_their_ids(only: Any, skip: Any, left: list[str]) -> None:
    settings = Settings(base_url="http://127.0.0.1:1", only=only, skip=skip)
    chosen = plan([made(name, print) for name in ("A-1", "A-2", "B-1")], settings)
    assert [each.id for each in chosen.requirements] == left


def test_no_more_videos_are_made_than_may_be(server: Server) -> None:
    def making(server: Server) -> None:
        server.create({"prompt": "x"}).expect(200)

    checks = [made(f"A-{number}", making) for number in range(5)]
    checks.append(made("B", making, videos=9))
    found = run(plan(checks, server.settings), server)
    assert [each.outcome for each in found.results] == ["passed"] * 3 + ["skipped"] * 3
    assert {each.reason for each in found.results[3:]} == {"budget"}
    assert found.videos == len(server.made) == 3


def test_what_was_made_is_deleted_at_the_end(server: Server) -> None:
    names = [server.create({"prompt": "x"}).member("id") for _ in range(2)]
    assert clean_up(server) == []
    assert [server.retrieve(name).status for name in names] == [404, 404]
    assert server.made == {}


def test_what_cannot_be_deleted_is_named() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(409, json={}))
    settings = Settings(base_url="http://127.0.0.1:1/v1")
    server = Server(settings, wire=Wire(settings, transport=transport))
    server.made["video_1"] = None
    assert clean_up(server, seconds=0.0) == ["video_1"]


@pytest.mark.parametrize(("status", "asked"), [(405, 1), (501, 1), (409, 3), (500, 3)])
def test_a_server_that_deletes_nothing_is_asked_once(status: int, asked: int) -> None:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(status, json={})

    settings = Settings(base_url="http://127.0.0.1:1/v1")
    server = Server(settings, wire=Wire(settings, transport=httpx.MockTransport(answer)))
    server.made.update(dict.fromkeys(("video_1", "video_2", "video_3")))
    assert clean_up(server, seconds=0.0) == ["video_1", "video_2", "video_3"]
    assert len(requests) == asked


def test_shared_jobs_leave_room_for_what_is_wrongly_accepted() -> None:
    """Those that most requirements look at are made, with what they are made from; what needs others is skipped."""
    looks = {"A": ("default",), "B": ("default", "failing"), "C": ("failing",), **dict.fromkeys("DEF", ("remix",))}
    checks = [made(name, print, jobs=jobs) for name, jobs in looks.items()]
    told = [plan(checks, Settings(base_url="http://127.0.0.1:1/v1", max_videos=most)) for most in (1, 2, 3, 4)]
    assert [each.jobs for each in told] == [(), ("default",), ("default", "remix"), ("default", "failing", "remix")]
    assert [sorted(each.over) for each in told] == [[*"ABCDEF"], [*"CDEF"], ["C"], []]
    assert [each.wanted for each in told] == [3, 3, 3, 3]


def test_a_shared_job_that_there_is_no_room_for_is_not_made(server: Server) -> None:
    def look(server: Server) -> None:
        server.jobs.made("default")
        server.jobs.made("failing")

    checks = [made("A", look, jobs=("default", "failing")), made("B", lambda server: None, jobs=("default",))]
    found = run(plan(checks, attrs.evolve(server.settings, max_videos=2)), server)
    assert [(each.outcome, each.reason) for each in found.results] == [("skipped", "budget"), ("passed", "")]
    assert found.videos == 1


@pytest.mark.parametrize(
    ("url", "videos"),
    [("http://127.0.0.1:8000/v1", 1000), ("http://localhost", 1000), ("https://videos.example", 20), ("http://[", 20)],
)
def test_off_this_machine_few_videos_are_made(url: str, videos: int) -> None:
    assert of_url(url).max_videos == videos
    assert of_url(url, max_videos=7).max_videos == 7


def test_each_id_is_well_formed_and_each_sentence_is_one() -> None:
    for each in requirements():
        prefix, _, number = each.id.rpartition("-")
        assert prefix.startswith("VID-")
        assert number.isdigit()
        assert len(number) == 3
        assert each.says.endswith(".")
        assert each.level != "MUST" or each.source.startswith("/")  # a pointer into the contract
        assert "\n" not in each.says


def test_what_can_be_begun_beforehand_is_begun_once(server: Server) -> None:
    begun: list[str] = []

    def begin(server: Server) -> str:
        begun.append("begun")
        return str(server.create({"prompt": "x"}).member("id"))

    def check(server: Server) -> None:
        assert server.begun(begin) == server.begun(begin)

    checks = [made("A", lambda server: None), made("B", check, videos=1, begin=begin)]
    found = run(plan(checks, server.settings), server)
    assert [(each.outcome, each.videos) for each in found.results] == [("passed", 0), ("passed", 1)]
    assert begun == ["begun"]


def test_what_could_not_be_begun_is_told_by_the_check(server: Server) -> None:
    def begin(server: Server) -> None:
        raise Failed("this", "that")

    checks = [made("A", lambda server: server.begun(begin), begin=begin)]
    found = run(plan(checks, server.settings), server)
    assert [(each.outcome, each.found) for each in found.results] == [("failed", "that")]
