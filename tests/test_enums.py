"""The enum helpers: strings that know what they mean, and keep what they do not know."""

import copy
import json
import pickle
from typing import Any

import pytest

from openvideos import contract
from openvideos.enums import VideoModel, VideoSeconds, VideoSize, VideoStatus

HELPERS = [VideoModel, VideoSeconds, VideoSize, VideoStatus]


def test_a_member_is_the_string_and_of_the_helpers_own_type() -> None:
    assert VideoSize.LANDSCAPE == "1280x720"
    assert type(VideoSize.LANDSCAPE) is VideoSize
    assert f"{VideoSize.LANDSCAPE}" == "1280x720"
    assert json.dumps({VideoSize.LANDSCAPE: VideoSize.LANDSCAPE}) == '{"1280x720": "1280x720"}'
    assert {"1280x720": 1}[VideoSize.LANDSCAPE] == 1
    assert repr(VideoSize.LANDSCAPE) == "VideoSize('1280x720')"


@pytest.mark.parametrize("helper", HELPERS)
def test_iterating_gives_what_the_contract_lists(helper: Any) -> None:
    schema = contract.Contract.load().document["components"]["schemas"][helper.__name__]
    listed = schema.get("enum") or schema["anyOf"][1]["enum"]
    assert list(helper) == listed
    assert len(helper) == len(listed)
    assert all(type(value) is helper and value.known for value in helper)


@pytest.mark.parametrize("helper", HELPERS)
def test_an_unlisted_value_is_kept(helper: Any) -> None:
    value = helper("something else")
    assert value == "something else"
    assert value.known is False
    assert "something else" not in helper


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_a_value_survives_copying_and_pickling(again: Any) -> None:
    assert again(VideoSize("832x480")) == "832x480"
    assert type(again(VideoSize("832x480"))) is VideoSize


@pytest.mark.parametrize(
    ("value", "width", "height", "orientation", "aspect_ratio"),
    [
        ("1280x720", 1280, 720, "landscape", "16:9"),
        ("720x1280", 720, 1280, "portrait", "9:16"),
        ("832x480", 832, 480, "landscape", "26:15"),
        ("512x512", 512, 512, "square", "1:1"),
        ("768P", None, None, None, None),
        ("", None, None, None, None),
        ("0x0", None, None, None, None),
        ("1280x720 ", None, None, None, None),
        ("\u0661280x720", None, None, None, None),
        ("9" * 5000 + "x1", None, None, None, None),
    ],
)
def test_a_size_knows_its_parts(value: str, width: Any, height: Any, orientation: Any, aspect_ratio: Any) -> None:
    size = VideoSize(value)
    assert (size.width, size.height, size.orientation, size.aspect_ratio) == (width, height, orientation, aspect_ratio)


@pytest.mark.parametrize(
    ("value", "duration"),
    [("4", 4.0), ("6.5", 6.5), ("0", 0.0), ("", None), ("-4", None), ("nan", None), ("1e9", None)],
)
def test_seconds_know_their_length(value: str, duration: float | None) -> None:
    assert VideoSeconds(value).duration == duration


@pytest.mark.parametrize(
    ("value", "terminal"),
    [("queued", False), ("in_progress", False), ("completed", True), ("failed", True), ("processing", False)],
)
def test_a_status_knows_whether_it_is_an_end(value: str, terminal: bool) -> None:
    assert VideoStatus(value).is_terminal is terminal
