"""`Video`: the generated class, with what people reach for."""

import copy
import pickle
from typing import Any

import attrs
import pytest

import openvideos_api.models
from openvideos.models import Video

READ: dict[str, Any] = {"id": "video_1", "status": "completed", "size": "1280x720", "seconds": "8", "fps": 24}


def test_it_is_a_subclass_of_the_generated_attrs_class() -> None:
    assert issubclass(Video, openvideos_api.models.Video)
    assert attrs.has(Video)


def test_it_says_what_people_ask_for() -> None:
    video = Video.from_dict(READ)
    assert (video.is_terminal, video.dimensions, video.duration) == (True, (1280, 720), 8.0)
    assert video.extra == {"fps": 24}
    assert video.violations == ()


@pytest.mark.parametrize(
    "odd",
    [{}, {"size": None, "seconds": None, "status": None}, {"size": 7, "seconds": [], "status": {}}, {"seconds": True}],
    ids=str,
)
def test_what_a_server_left_out_or_mistyped_is_none_there(odd: dict[str, Any]) -> None:
    video = Video.from_dict({"id": "video_1", **odd})
    assert (video.is_terminal, video.dimensions, video.duration) == (False, None, None)


def test_seconds_as_a_number_have_a_length() -> None:
    assert Video.from_dict({"seconds": 6}).duration == 6.0


def test_it_can_be_made_by_keyword_and_the_required_ones_are_required() -> None:
    made = Video(
        id="video_1", object="video", model="m", status="queued", progress=0, created_at=1, size="720x1280", seconds="4"
    )
    assert made.to_dict()["completed_at"] is None
    with pytest.raises(TypeError, match="created_at"):
        Video(id="video_1")  # type: ignore[call-arg]


def test_it_compares_copies_and_pickles_by_content() -> None:
    video = Video.from_dict(READ)
    for again in (copy.deepcopy(video), pickle.loads(pickle.dumps(video)), Video.from_dict(READ)):
        assert again == video
        assert again.to_dict() == READ
    video.status = "failed"
    assert video != Video.from_dict(READ)
    assert repr(video).startswith("Video(id='video_1', ")
