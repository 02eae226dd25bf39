"""The drifts that there are today, by the document that the API began with: its structure, without its sentences."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from openvideos.drift.change import Change
from openvideos.drift.comparing import upstream
from openvideos.drift.rules import RULES

FIXTURE = Path(__file__).parent / "fixtures/upstream.yaml"


@pytest.fixture(scope="module")
def changes() -> tuple[Change, ...]:
    return tuple(upstream(str(FIXTURE)).changes)


def found(changes: tuple[Change, ...], **said: object) -> Iterator[Change]:
    return (each for each in changes if all(getattr(each, name) == value for name, value in said.items()))


@pytest.mark.parametrize(
    ("rule", "level", "place", "what"),
    [
        ("R12", "breaking", ("POST /videos", "request"), "header parameter Idempotency-Key was removed"),
        ("R12", "breaking", ("GET /videos/{video_id}/content", "request"), "header parameter Range was removed"),
        ("R44", "breaking", ("POST /videos/extensions", "request"), 'seconds: "16", "20" removed'),
        ("R20", "compatible", ("POST /videos", "request"), "the body is optional now"),
        ("R35", "compatible", ("POST /videos", "request"), "input_reference.image_url: is no longer required"),
        (
            "R19",
            "compatible",
            ("GET /videos/{video_id}/content", "response"),
            "200: the media type application/json was added",
        ),
        ("R23", "compatible", ("GET /videos/{video_id}/content", "response"), "the status 206 was removed"),
        ("R24", "compatible", ("GET /videos", "response"), "the status 401 was removed"),
        ("R07", "info", ("POST /videos", ""), "is deprecated now"),
        ("R48", "info", ("POST /videos", "response"), "seconds: the values that are known are no longer listed"),
    ],
)
def test_upstream_has_drifted(
    changes: tuple[Change, ...], rule: str, level: str, place: tuple[str, str], what: str
) -> None:
    told = list(found(changes, rule=rule, operation=place[0], direction=place[1], surface="wire"))
    assert {each.level for each in told} == {level}
    assert what in [each.message for each in told]


def test_nothing_else_breaks(changes: tuple[Change, ...]) -> None:
    told = sorted((each.rule, each.operation) for each in found(changes, level="breaking", surface="wire"))
    assert told == [
        ("R12", "GET /videos/{video_id}/content"),
        ("R12", "GET /videos/{video_id}/content"),
        ("R12", "POST /videos"),
        ("R44", "POST /videos/extensions"),
    ]


def test_what_breaks_shows_a_value_or_a_place(changes: tuple[Change, ...]) -> None:
    broken = list(found(changes, level="breaking", rule="R44"))
    assert [each.witness for each in broken] == ["16"]
    assert all(
        each.source is not None and each.source.line for each in found(changes, level="breaking", surface="wire")
    )


def test_names_are_told_on_their_surface(changes: tuple[Change, ...]) -> None:
    renamed = {(each.base, each.revised) for each in found(changes, rule="R78")}
    assert ("Video", "VideoResource") in renamed
    assert {each.surface for each in found(changes, rule="R78")} == {"sdk"}
    assert len(list(found(changes, rule="R05", surface="sdk"))) == 10


def test_each_rule_that_is_told_is_known(changes: tuple[Change, ...]) -> None:
    assert {each.rule for each in changes} <= RULES.keys()
