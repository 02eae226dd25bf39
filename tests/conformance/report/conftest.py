"""A run with one result of each kind, in which all that a server can say is hostile; and a run that was one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import pytest

from openvideos.conformance.answer import Answer
from openvideos.conformance.coverage import covered
from openvideos.conformance.report import Facts, facts_of
from openvideos.conformance.requirement import Level, Requirement
from openvideos.conformance.runner import Run
from openvideos.conformance.server import Server
from openvideos.conformance.session import Finished, open_session
from openvideos.conformance.settings import Settings
from openvideos.conformance.verdict import Outcome, Result
from openvideos.contract import Contract, Violation
from openvideos.emulator import Emulator

KEY = "a-key-of-the-conformance-tests"
# what would act on a terminal, a page, an XML reader, a shell
HOSTILE = (
    "</pre></style></script><script>alert(1)</script><img src=x onerror=alert(1)>]]>--><!-- &amp; &#x1b; \"q\" 'q' "
    "$(id) `id` \x1b[31m\x9b31m\x00\x07\r\n\u202e\u2028\ud800\ufffe é纸 end"
)
Made: TypeAlias = tuple[Run, Facts]
Row: TypeAlias = tuple[Outcome, Level, dict[str, Any]]
SENTENCES = (
    "It is asked for.",
    "It is refused | *here*.",
    "It has an id.",
    "It is remixed.",
    "It ends.",
    "It is told.",
)
SOURCES = ("/paths/~1videos/post", "/components/schemas/VideoStatus", "RFC 9110, 15.5.2")


def _check(server: Server) -> None:
    raise NotImplementedError


_check.__module__ = "openvideos.conformance.requirements.requests"


def requirement(number: int, level: Level) -> Requirement:
    return Requirement(
        id=f"VID-TEST-{number + 1:03}",
        level=level,
        says=SENTENCES[number % len(SENTENCES)],
        source=SOURCES[number % len(SOURCES)],
        needs=(),
        jobs=(),
        videos=0,
        fault="a-fault",
        check=_check,
    )


def answer(**members: Any) -> Answer:
    return Answer(
        **{
            "method": "POST",
            "url": "http://127.0.0.1:8000/v1/videos",
            "request_headers": [("Authorization", "Bearer ***"), ("Content-Type", "application/json")],
            "request_body": b'{"prompt":"A paper boat"}',
            "operation": "create",
            "status": 200,
            "headers": [("Content-Type", "application/json")],
            "body": b'{"id":"video_1","object":"video"}',
            "seconds": 0.0125,
            **members,
        }
    )


def hostile_answer() -> Answer:
    text = HOSTILE.encode("utf-8", "surrogatepass")
    violation = Violation(
        code=f"body.{HOSTILE}.type",
        location="body",
        pointer="/status",
        field=HOSTILE,
        found=HOSTILE,
        allowed="a status",
        message=HOSTILE,
        schema_pointer="/components/schemas/VideoStatus",
        status=200,
    )
    return answer(
        operation=None,
        url=f"http://127.0.0.1:8000/v1/videos/{HOSTILE}",
        request_headers=[("Authorization", "Bearer ***"), ("X-Id", HOSTILE)],
        request_body=text,
        headers=[("Content-Type", f"text/{HOSTILE}"), (HOSTILE, HOSTILE)],
        body=text,
        violations=(violation,),
    )


@pytest.fixture(scope="session")
def make() -> Callable[..., Made]:
    """Makes a run of results, (outcome, level, members of the result) each, and its facts."""

    def made(*results: Row, answers: tuple[Answer, ...] = (), **how: Any) -> Made:
        interrupted, random = how.pop("interrupted", False), how.pop("random", {})
        settings = Settings(base_url="http://127.0.0.1:8000/v1", api_key=KEY, **how)
        run = Run(
            settings=settings,
            ended=KeyboardInterrupt() if interrupted else None,
            results=[
                Result(requirement=requirement(number, level), outcome=outcome, seconds=0.25, **members)
                for number, (outcome, level, members) in enumerate(results)
            ],
        )
        facts = Facts(
            base_url=settings.base_url,
            contract="0.1.0",
            openvideos="0.1.0",
            began=1_790_000_000.5,
            seconds=12.34,
            coverage=covered(answers, Contract.load(), random),
            answers=answers,
            videos=3,
            fuzzed=1,
            planned=(2, 9),
            budget=20,
            seed=7,
        )
        return run, facts

    return made


@pytest.fixture
def plain(make: Callable[..., Made]) -> Made:
    """One of each kind; at level MUST the second failure doesn't count."""
    shown = (answer(), answer(method="GET", request_body=b"", operation="list", status=404))
    return make(
        ("passed", "MUST", {}),
        ("failed", "MUST", {"expected": "a refusal (status 4XX)", "found": "200 without a body", "answers": shown}),
        ("failed", "SHOULD", {"expected": "the member id", "found": "none in {}", "answers": shown[:1]}),
        ("skipped", "MUST", {"reason": "the server has no remix"}),
        ("skipped", "MAY", {"reason": "the server has no remix"}),
        ("error", "MUST", {"reason": "KeyError: 'id'"}),
        answers=shown,
    )


@pytest.fixture
def hostile(make: Callable[..., Made]) -> Made:
    """One of each kind, hostile wherever a server has a say."""
    said = hostile_answer()
    typed = answer(headers=[("Content-Type", "\x1b[31m/\x9b31m")], request_headers=[("Content-Type", "\x1b/a")])
    told = {"expected": HOSTILE, "found": HOSTILE, "answers": (said,)}
    run, facts = make(
        ("passed", "MUST", {"answers": (said,)}),
        ("failed", "MUST", told),
        ("failed", "SHOULD", told),
        ("skipped", "MUST", {"reason": HOSTILE}),
        ("error", "MUST", {"reason": HOSTILE}),
        answers=(said, typed),
    )
    return run, attrs.evolve(facts, left=(HOSTILE, "video_2"))


@pytest.fixture(scope="session")
def finished(emulator: Emulator) -> Iterator[Finished]:
    """A run against an emulator that takes create requests without a prompt."""
    base_url = emulator.base_url.replace("/v1", "/faults/create-without-prompt/v1")
    only = ("VID-REQUEST-001", "VID-REQUEST-002", "VID-LIFE-001")
    settings = Settings(base_url=base_url, api_key=KEY, only=only, max_videos=50, job_timeout=20)
    with open_session(settings) as session:
        yield session.run(lambda _: None)


@pytest.fixture(scope="session")
def exchange() -> Callable[..., Answer]:
    """Makes an answer with its request."""
    return answer


@pytest.fixture(scope="session")
def said() -> str:
    """What is hostile."""
    return HOSTILE


@pytest.fixture
def judged(finished: Finished) -> Made:
    return finished.run, facts_of(finished)


@pytest.fixture(scope="session")
def line_of_status() -> int:
    """The line of the contract that the second source leads to."""
    source = (Path(__file__).parents[3] / "openapi/videos.yaml").read_text().splitlines()
    return source.index("    VideoStatus:") + 1
