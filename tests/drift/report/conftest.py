"""Findings made by hand: of one comparison, of nothing, of all that settings name, and of hostile documents."""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from openvideos.drift.accepted import Accepted
from openvideos.drift.change import Change, Place
from openvideos.drift.findings import Comparison, Findings, Tolerated

# each kind of character that a report could take for its own
HOSTILE = (
    "\x1b[31m::error::x%0A\n::warning::y\r`` | \\| <img src=x onerror=a()> </details> @octocat #12 GH-12 "
    "https://evil.example www.evil.example [a](b) *b* _c_ ~~d~~ &lt; \u202e end"
)
POINTER = "/components/schemas/Video/properties/status/enum"


def made(**said: Any) -> Change:
    """A change, breaking unless something else is said."""
    return Change(
        **{
            "level": "breaking",
            "rule": "R43",
            "message": "status: a value was added",
            "operation": "GET /videos",
            **said,
        }
    )


@pytest.fixture
def change() -> Callable[..., Change]:
    return made


@pytest.fixture
def findings() -> Callable[..., Findings]:
    """Makes findings of one comparison from changes."""

    def make(*changes: Change, **said: Any) -> Findings:
        return Findings(comparisons=(Comparison(base="base.yaml", revised="revised.yaml", changes=changes),), **said)

    return make


@pytest.fixture
def nothing(findings: Callable[..., Findings]) -> Findings:
    return findings()


@pytest.fixture
def plain(findings: Callable[..., Findings]) -> Findings:
    """A change of each level and surface, in no order."""
    return findings(
        made(level="info", rule="R06", message="the texts changed", operation="POST /videos"),
        made(level="compatible", rule="R30", message="note was added, optional", direction="response", revised="note"),
        made(
            rule="R66",
            message="prompt: another pattern",
            operation="POST /videos",
            direction="request",
            pointer="/components/schemas/VideoCreateBody/properties/prompt/pattern",
            base="^a+$",
            revised="^b+$",
            certain=False,
        ),
        made(rule="R78", message="VideoJob was renamed to Video", operation="", surface="sdk"),
        made(
            direction="response",
            pointer=POINTER,
            base=["queued"],
            revised=["queued", "cancelled"],
            witness="cancelled",
            of='"status"',
            source=Place(name="revised.yaml", pointer=POINTER, line=12),
            also=("DELETE /videos/{video_id}",),
        ),
        made(rule="R01", message="was removed", operation="POST /videos", base={"a": None}),
    )


@pytest.fixture
def repeated() -> Findings:
    """What many operations have, and what one has twice."""
    names = [f"GET /videos/{number}" for number in range(12)]
    schemes: dict[str, Any] = {"rule": "R29", "message": "another scheme", "base": ["a"], "revised": ["b"]}
    changes = [
        *(made(operation=each, pointer=f"/paths/{each}/security", **schemes) for each in names),
        made(operation=names[0], pointer="/other", also=("GET /other",), **schemes),
        made(operation=names[1], **{**schemes, "revised": ["c"]}),
        *(made(rule="R01", message="was removed", operation=each) for each in names[:2]),
        *(made(rule="R24", level="compatible", message="422 was added", operation=each) for each in names[:6]),
        *(made(rule="R24", level="compatible", message="423 was added", operation=each) for each in names[:2]),
        *(made(rule="R08", level="compatible", message="servers changed", operation="") for _ in range(2)),
    ]
    note = "its /v1/videos was compared, and not /videos"
    return Findings(comparisons=(Comparison(base="a.yaml", revised="b.yaml", changes=tuple(changes), notes=(note,)),))


@pytest.fixture
def judged() -> Findings:
    """What `drift all` finds: accepted drifts, one that is expired, one that is gone, and a page that isn't there."""
    by = Accepted(
        against="sdk",
        rule="R35",
        pointer="/a",
        values="*",
        reason="nobody reads it",
        until=date(2027, 3, 1),
        place="accepted[0]",
    )
    late = Accepted(
        against="sdk", rule="R43", pointer="/b", values="*", reason="soon", until=date(2026, 1, 1), place="accepted[1]"
    )
    again = made(pointer="/b")
    sdk = Comparison(
        name="sdk",
        base="openvideos contract",
        revised="openai",
        changes=(again,),
        accepted=(Tolerated(change=made(rule="R35", pointer="/a"), by=by),),
        expired=(Tolerated(change=again, by=late),),
    )
    gone = Comparison(name="released", base="a.yaml", revised="b.yaml", gone=(by,))
    page = Comparison(name="page", base="openvideos contract", revised="page.txt", problem="page.txt: found no file")
    return Findings(comparisons=(sdk, gone, page))


@pytest.fixture
def hostile() -> Findings:
    bad = made(
        message=HOSTILE,
        operation=HOSTILE,
        direction="response",
        pointer=f"/{HOSTILE}",
        base={HOSTILE: HOSTILE},
        revised=HOSTILE,
        witness=[HOSTILE],
        of=f'"{HOSTILE}"',
        source=Place(name=HOSTILE, pointer=HOSTILE, line=1),
        also=(HOSTILE,),
    )
    by = Accepted(
        against=HOSTILE, rule="R43", pointer="/", values="*", reason=HOSTILE, until=date(2026, 1, 1), place=HOSTILE
    )
    comparison = Comparison(
        name=HOSTILE,
        base=HOSTILE,
        revised=HOSTILE,
        changes=(
            bad,
            made(level="compatible", message=HOSTILE),
            attrs.evolve(bad, operation=f"{HOSTILE}2", of=HOSTILE),
        ),
        notes=(HOSTILE,),
        accepted=(Tolerated(change=bad, by=by),),
        expired=(Tolerated(change=bad, by=by),),
        gone=(by,),
    )
    broken = Comparison(name=HOSTILE, base=HOSTILE, revised=HOSTILE, problem=HOSTILE)
    return Findings(comparisons=(comparison, broken))


@pytest.fixture
def long(findings: Callable[..., Findings]) -> Findings:
    """A thousand changes of long values, of a few operations."""
    changes = [
        made(
            message=f"status: value {number} was added",
            operation=f"GET /videos/{number % 7}",
            pointer=f"/{number}",
            base="x" * 500,
            revised=["y" * 500] * 50,
        )
        for number in range(1000)
    ]
    return findings(*changes)
