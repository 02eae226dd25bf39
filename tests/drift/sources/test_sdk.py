"""The installed SDK beside the contract: the drifts that there are today, and nothing else."""

import sys
from collections.abc import Callable, Iterable
from importlib import metadata
from typing import Any

import pytest

from openvideos.drift.change import NOTHING, Change
from openvideos.drift.documents.document import DocumentError, Source
from openvideos.drift.report.words import witness
from openvideos.drift.sources.facts import Facts, facts_from_json, facts_to_json
from openvideos.drift.sources.sdk import compare_sdk, read_sdk

OPERATIONS = (
    "POST /videos",
    "GET /videos",
    "GET /videos/{video_id}",
    "DELETE /videos/{video_id}",
    "GET /videos/{video_id}/content",
    "POST /videos/{video_id}/remix",
    "POST /videos/edits",
    "POST /videos/extensions",
    "POST /videos/characters",
    "GET /videos/characters/{character_id}",
)
CREATE, LIST, _, DELETE, CONTENT, REMIX, EDIT, EXTEND, CHARACTER, GET_CHARACTER = OPERATIONS

TODAY = {
    "members that an error has beside code and message": [
        ("compatible", "R30", CREATE, "response", f"/error/{name}")
        for name in ("headers", "misalignment", "param", "type")
    ],
    "members that may be missing, or null": [
        ("breaking?", "R35", CREATE, "response", f"/{name}")
        for name in ("completed_at", "error", "expires_at", "prompt", "remixed_from_video_id")
    ],
    "members of a character that may be missing, or null": [
        ("breaking?", "R35", operation, "response", f"/{name}")
        for operation in (CHARACTER, GET_CHARACTER)
        for name in ("id", "name")
    ],
    "an extension's seconds, of which its own text knows better": [
        ("breaking?", "R44", EXTEND, "request", "/seconds"),
        ("info", "R85", EXTEND, "request", "/seconds"),
    ],
    "models, of which its own text names two": [("info", "R85", CREATE, "request", "/model")],
    "a page of a list, of which only the data are required": [
        ("breaking", "R35", LIST, "response", "/has_more"),
        ("breaking?", "R35", LIST, "response", "/last_id"),
        ("info", "R85", LIST, "response", ""),
    ],
    "one media type for each request": [
        ("info", "R85", operation, "request", "") for operation in (CREATE, EDIT, EXTEND, REMIX)
    ],
    "a media type that is asked for and not offered": [("breaking?", "R18", CONTENT, "response", "")],
    "deprecated methods": [("info", "R07", operation, "", "") for operation in OPERATIONS],
    "methods of its own": [("sdk info", "R02", "", "", "")] * 2,
    "other names": [
        ("sdk breaking", "R78", operation, "", "")
        # VideoError; ImageReference; VideoStatus, VideoOrder, VideoList; VideoVariant; VideoReference; ...
        for operation in (LIST, CREATE, LIST, LIST, LIST, CONTENT, EDIT, DELETE, EXTEND, CHARACTER, GET_CHARACTER)
    ],
}


@pytest.fixture(scope="module")
def found(contract: Source) -> list[Change]:
    return compare_sdk("openai", contract)


@pytest.mark.parametrize("drift", TODAY)
def test_a_drift_of_today_is_found_with_its_class(
    drift: str, found: list[Change], rows: Callable[[Iterable[Change]], list[Any]]
) -> None:
    left = rows(found)
    for row in TODAY[drift]:
        assert row in left
        left.remove(row)


def test_nothing_else_is_found(found: list[Change], rows: Callable[[Iterable[Change]], list[Any]]) -> None:
    assert rows(found) == sorted(row for each in TODAY.values() for row in each)


def test_names_are_told_once_each(found: list[Change]) -> None:
    names = {(each.base, each.revised) for each in found if each.rule == "R78"}
    assert names == {
        ("VideoError", "VideoCreateError"),
        ("ImageReference", "ImageInputReferenceParam"),
        ("VideoReference", "VideoVideoReferenceInputParam"),
        ("VideoExtensionSeconds", "VideoSeconds"),
        ("VideoList", "SyncConversationCursorPage"),
        ("VideoDeleted", "VideoDeleteResponse"),
        ("VideoCharacter", "VideoCreateCharacterResponse"),
        ("VideoCharacter", "VideoGetCharacterResponse"),
        ("VideoVariant", NOTHING),
        ("VideoOrder", NOTHING),
        ("VideoStatus", NOTHING),
    }
    assert {each.revised for each in found if each.rule == "R02"} == {"create_and_poll", "poll"}


def test_what_operations_share_by_a_type_is_told_once_with_all_of_them(found: list[Change]) -> None:
    error = next(each for each in found if each.pointer == "/completed_at")
    assert {error.operation, *error.also} == {*OPERATIONS} - {DELETE, CONTENT, CHARACTER, GET_CHARACTER}
    assert str(error.source) == "openai.types.video.Video.completed_at"


def test_a_break_shows_a_value(found: list[Change]) -> None:
    seconds = next(each for each in found if each.rule == "R44")
    assert seconds.witness in {"16", "20"}
    assert seconds.base == ["16", "20"]
    assert witness(seconds) == f'client may send "seconds": "{seconds.witness}"'
    assert {witness(each) for each in found if each.rule == "R35"} == {""}  # the message says all
    assert all(each.witness == {} for each in found if each.rule == "R35")


def test_the_facts_of_the_installed_version_are_those_that_are_stored(stored: Callable[[str], Facts]) -> None:
    facts = read_sdk("openai")
    assert facts == stored(metadata.version("openai"))
    written = facts_to_json(facts)
    assert facts_from_json(written) == facts
    assert written["operations"]["POST /videos"]["response"]["/created_at"] == {
        "path": "/created_at",
        "parts": [{"type": "integer"}],
        "whole": True,
        "required": True,
        "nullable": False,
        "type_name": "",
        "place": {"name": "openai.types.video.Video.created_at"},
    }


def test_an_sdk_that_is_not_known_is_one_line() -> None:
    with pytest.raises(DocumentError, match=r"^sdk: found 'other'; allowed: openai$"):
        read_sdk("other")


def test_an_sdk_that_is_not_installed_is_one_line() -> None:
    with pytest.raises(DocumentError, match=r"^no-such-sdk is not installed: pip install no-such-sdk$"):
        read_sdk("no-such-sdk", "no_such_sdk:Videos")


def test_an_sdk_without_the_class_is_one_line() -> None:
    with pytest.raises(DocumentError, match=r"^openai has no openai.resources.films:Films \(No module .*\): pip"):
        read_sdk("openai", "openai.resources.films:Films")


def test_no_client_is_made_and_no_key_is_needed(monkeypatch: pytest.MonkeyPatch, contract: Source) -> None:
    import openai

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(openai.OpenAI, "__init__", refuse)
    assert "openai.resources.videos" in sys.modules
    assert compare_sdk("openai", contract)
