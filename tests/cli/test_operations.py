"""A command takes what its operation's contract says, of whatever type."""

from typing import Any

import click
import pytest

from openvideos.cli.operations import OperationCommand, arguments
from openvideos.cli.refused import Refused
from openvideos.contract.document import Document

MEMBERS = {
    "fps": {"type": "integer", "description": "Pictures in a second.", "default": 24},
    "strength": {"type": "number", "description": "How much."},
    "loop": {"type": "boolean", "description": "Whether it begins anew.", "default": False},
    "tags": {"type": "array", "items": {"type": "string"}, "description": "Words."},
    "format": {"type": "string", "enum": ["mp4", "webm"], "description": "The container."},
    "clip": {
        "type": "object",
        "properties": {"id": {"type": "string"}},
        "required": ["id"],
        "description": "A clip.",
    },
}


@pytest.fixture
def command() -> OperationCommand:
    operation = {
        "operationId": "make",
        "summary": "Make a thing.",
        "requestBody": {"content": {"application/json": {"schema": {"properties": MEMBERS, "required": ["fps"]}}}},
        "responses": {},
    }
    return OperationCommand("make", lambda _: None, document=Document({"paths": {"/things": {"post": operation}}}))


def given(command: OperationCommand, *words: str) -> dict[str, Any]:
    return arguments(command.make_context("make", list(words)))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["--fps", "30"], {"fps": 30}),
        (["--fps", "30", "--strength", "0.5"], {"fps": 30, "strength": 0.5}),
        (["--fps", "30", "--loop"], {"fps": 30, "loop": True}),
        (["--fps", "30", "--no-loop"], {"fps": 30, "loop": False}),
        (["--fps", "30", "--tags", '["a", "b"]'], {"fps": 30, "tags": ["a", "b"]}),
        (["--fps", "30", "--body-format", "webm", "--format", "json"], {"fps": 30, "format": "webm"}),
        (["--fps", "30", "--clip", '{"id": "a"}'], {"fps": 30, "clip": {"id": "a"}}),
        (["--fps", "30", "--clip", "video_1"], {"fps": 30, "clip": {"id": "video_1"}}),
    ],
    ids=["integer", "number", "yes", "no", "array", "a name that is taken", "object", "an object's id"],
)
def test_a_member_has_the_contracts_type(command: OperationCommand, words: list[str], value: dict[str, Any]) -> None:
    assert given(command, *words) == value


def test_what_is_required_is_asked_for(command: OperationCommand) -> None:
    with pytest.raises(Refused, match=r"^--fps: missing; required: pictures in a second$"):
        given(command)


def test_what_is_no_array_is_refused(command: OperationCommand) -> None:
    with pytest.raises(Refused, match=r"^--tags: found 'a, b'; allowed: a JSON array$"):
        given(command, "--fps", "1", "--tags", "a, b")


def test_what_is_no_integer_is_refused(command: OperationCommand) -> None:
    with pytest.raises(click.UsageError, match="'many' is not a valid integer"):
        given(command, "--fps", "many")


def test_no_listed_value_is_broken_at_a_hyphen() -> None:
    names = [f"{letter * 9}-{letter * 9}-{letter * 9}" for letter in "abcdefgh"]
    schema = {"anyOf": [{"type": "string"}, {"type": "string", "enum": names}]}
    operation = {
        "operationId": "make",
        "requestBody": {"content": {"application/json": {"schema": {"properties": {"model": schema}}}}},
    }
    made = OperationCommand("make", lambda _: None, document=Document({"paths": {"/things": {"post": operation}}}))
    text = made.get_help(click.Context(made, terminal_width=80))
    assert [name for name in names if name not in text] == []


def test_the_help_page_has_type_and_default(command: OperationCommand) -> None:
    text = " ".join(command.get_help(click.Context(command, terminal_width=100)).split())
    assert "Make a thing." in text
    assert "--fps INTEGER Pictures in a second. (a server's default: 24; required)" in text
    assert "--strength NUMBER How much." in text
    assert "--loop / --no-loop Whether it begins anew. (a server's default: false)" in text
    assert "--tags JSON Words." in text
    assert "--body-format [mp4|webm] The container." in text
    assert "--clip ID|JSON A clip. (an id, a JSON object)" in text
