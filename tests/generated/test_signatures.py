"""What help(), an editor and inspect see of the generated resources, and what type checkers see of the aliases."""

import inspect
import typing
from typing import Any

import pytest

from openvideos_api import literals, models, params, resource
from openvideos_api.types import FileTypes, Omit, omit

RESOURCES = [resource.VideosResource, resource.AsyncVideosResource]
OPERATIONS = [
    "create",
    "list",
    "retrieve",
    "delete",
    "download_content",
    "remix",
    "edit",
    "extend",
    "create_character",
    "get_character",
]


def public(thing: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(thing, inspect.isfunction) if not name.startswith("_")}


@pytest.mark.parametrize("thing", RESOURCES)
def test_there_is_a_method_for_every_operation(thing: type) -> None:
    assert public(thing) == {*OPERATIONS, "create_and_poll"}


@pytest.mark.parametrize("thing", RESOURCES)
@pytest.mark.parametrize("name", [*OPERATIONS, "create_and_poll"])
def test_annotations_can_be_resolved(thing: type, name: str) -> None:
    signature = inspect.signature(getattr(thing, name), eval_str=True)
    assert not [parameter for parameter in signature.parameters.values() if isinstance(parameter.annotation, str)]


@pytest.mark.parametrize("thing", RESOURCES)
def test_a_keyword_takes_the_listed_strings_the_class_and_the_conversion(thing: Any) -> None:
    parameters = inspect.signature(thing.create, eval_str=True).parameters
    assert parameters["prompt"].annotation is str
    assert parameters["prompt"].default is inspect.Parameter.empty
    assert set(typing.get_args(parameters["size"].annotation)) == {
        literals.VideoSize,
        models.VideoSize,
        tuple[int, int],
        Omit,
    }
    assert parameters["size"].default is omit
    assert params.ImageReferenceParam in typing.get_args(parameters["input_reference"].annotation)
    assert set(typing.get_args(FileTypes)) < set(typing.get_args(parameters["input_reference"].annotation))
    assert int in typing.get_args(parameters["seconds"].annotation)


@pytest.mark.parametrize("thing", RESOURCES)
def test_docstrings_are_made_of_the_contracts_descriptions(thing: Any) -> None:
    text = " ".join((inspect.getdoc(thing.create) or "").split())
    assert text.startswith("Start a video generation job. ")
    assert "prompt: What the video is to show. (1 to 32000 characters)" in text
    assert (
        "size: Width and height of the picture, in pixels. "
        "(one of 720x1280, 1280x720, 1024x1792, 1792x1024; left out, a server assumes 720x1280)"
    ) in text


@pytest.mark.parametrize("name", [*OPERATIONS, "create_and_poll"])
def test_the_asynchronous_method_has_the_same_keywords_and_text(name: str) -> None:
    one, other = (getattr(thing, name) for thing in RESOURCES)
    assert inspect.signature(one) == inspect.signature(other)
    assert one.__doc__ == other.__doc__


def test_an_open_enumeration_is_an_alias_of_any_string() -> None:
    assert str in typing.get_args(literals.VideoModel)
    assert typing.get_args(literals.VideoSize) == ("720x1280", "1280x720", "1024x1792", "1792x1024")


def test_a_required_keyword_is_required_in_its_typed_dict() -> None:
    hints = typing.get_type_hints(params.VideoExtendParams, include_extras=True)
    required = {name for name, hint in hints.items() if typing.get_origin(hint) is typing.Required}
    assert required == {"video", "prompt", "seconds"}
