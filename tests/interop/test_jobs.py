"""Jobs, from their creation to their deletion: the same lines for the official SDK and for our client."""

import io
from collections.abc import Callable
from typing import Any

import pytest

PENDING = ("queued", "in_progress")
SPOKEN = ("prompt", "model", "seconds", "size")


@pytest.fixture(scope="module")
def few(side: Any) -> list[str]:
    """The ids of five jobs, the oldest first; there are jobs of other tests before and behind them."""
    return [side.create(prompt=f"boat {number}").id for number in range(5)]


def test_a_prompt_alone_makes_a_job_of_the_assumed_size_and_length(side: Any, slow_url: str) -> None:
    slow = side.with_options(base_url=slow_url, max_retries=0)  # a conflict may pass, so both would ask again
    video = slow.create(prompt="A paper boat")
    assert video.id.startswith("video_")
    assert (video.object, video.status, video.progress) == ("video", "queued", 0)
    assert [getattr(video, name) for name in SPOKEN] == ["A paper boat", "sora-2", "4", "720x1280"]
    assert isinstance(video.created_at, int)
    assert (video.completed_at, video.expires_at, video.error, video.remixed_from_video_id) == (None,) * 4
    assert slow.retrieve(video.id) == video
    with pytest.raises(side.package.NotFoundError) as too_early:
        slow.download_content(video.id)
    assert too_early.value.code == "video_not_ready"
    with pytest.raises(side.package.ConflictError):
        slow.delete(video.id)


@pytest.mark.parametrize("kind", ["bytes", "a file", "a name with bytes", "a name with bytes and a type"])
def test_a_picture_comes_in_each_of_the_official_ways(side: Any, png: bytes, kind: str) -> None:
    given = {
        "bytes": png,
        "a file": io.BytesIO(png),
        "a name with bytes": ("red.png", png),
        "a name with bytes and a type": ("red", png, "image/png"),
    }
    assert side.create(prompt="A paper boat", input_reference=given[kind]).prompt == "A paper boat"


def test_a_job_is_looked_at_until_it_has_completed(side: Any) -> None:
    made = side.create(prompt="A paper boat")
    assert side.retrieve(made.id).status in (*PENDING, "completed")
    video = side.poll(made.id, poll_interval_ms=5)
    assert (video.id, video.status, video.progress) == (made.id, "completed", 100)
    assert video.expires_at > video.completed_at >= video.created_at == made.created_at


def test_a_job_is_made_and_looked_at_in_one_call(side: Any) -> None:
    boat = side.create_and_poll(prompt="A paper boat", poll_interval_ms=5)
    assert (boat.status, boat.progress, boat.prompt) == ("completed", 100, "A paper boat")
    assert side.retrieve(boat.id) == boat


def test_a_failed_job_is_returned_with_its_reason(side: Any) -> None:
    video = side.create_and_poll(prompt="[[fail]] A paper boat", poll_interval_ms=5)
    assert (video.status, video.completed_at) == ("failed", None)
    assert video.error.code
    assert "[[fail]]" in video.error.message


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_a_list_goes_on_over_its_pages(side: Any, few: list[str], order: str) -> None:
    ids = [video.id for video in side.listed(limit=2, order=order)]
    assert len(ids) == len(set(ids)) > len(few)
    assert [each for each in ids if each in few] == (few if order == "asc" else few[::-1])


def test_a_list_goes_on_behind_a_job(side: Any, few: list[str]) -> None:
    ids = [video.id for video in side.listed(after=few[1], limit=2, order="asc")]
    assert ids[:3] == few[2:]
    assert few[1] not in ids


def test_a_page_says_what_is_on_it_and_leads_to_the_next(side: Any, few: list[str]) -> None:
    page = side.list(after=few[0], limit=2, order="asc")
    assert [video.id for video in page.data] == few[1:3]
    assert (page.object, page.first_id, page.last_id, page.has_more) == ("list", few[1], few[2], True)
    assert page.has_next_page()
    assert page.next_page_info().params == {"after": few[2]}
    following = side.wait(page.get_next_page())
    assert [video.id for video in following.data] == few[3:5]
    last = side.list(after=few[4], order="asc", limit=100)
    assert (last.has_more, last.has_next_page()) == (False, False)
    with pytest.raises(RuntimeError):
        side.wait(last.get_next_page())


def test_pages_come_one_by_one(side: Any, few: list[str]) -> None:
    pages = side.items(side.list(after=few[0], limit=3, order="asc").iter_pages())
    assert [video.id for video in pages[0].data] == few[1:4]
    assert len(pages) > 1
    assert [page.has_more for page in pages] == [True] * (len(pages) - 1) + [False]


def test_a_deleted_job_is_gone(side: Any) -> None:
    video = side.create_and_poll(prompt="A paper boat", poll_interval_ms=5)
    deleted = side.delete(video.id)
    assert (deleted.id, deleted.object, deleted.deleted) == (video.id, "video.deleted", True)
    with pytest.raises(side.package.NotFoundError):
        side.retrieve(video.id)
    assert video.id not in [each.id for each in side.listed(limit=100)]


REFUSED: dict[str, tuple[Callable[[Any], Any], str, int, tuple[str | None, str | None, str | None]]] = {
    "a size that is not in the list": (
        lambda side: side.unchecked().create(prompt="A paper boat", size="9x9"),
        "BadRequestError",
        400,
        ("size", "body.size.enum", "invalid_request_error"),
    ),
    "a page behind nothing": (
        lambda side: side.list(after="video_0"),
        "BadRequestError",
        400,
        ("after", "query.after.unknown", "invalid_request_error"),
    ),
    "a picture that is none": (
        lambda side: side.create(prompt="A paper boat", input_reference=("boat.png", b"no picture", "image/png")),
        "BadRequestError",
        400,
        ("input_reference", "body.input_reference.unreadable", "invalid_request_error"),
    ),
    "a job that is not there": (
        lambda side: side.retrieve("video_0"),
        "NotFoundError",
        404,
        ("video_id", "not_found", "invalid_request_error"),
    ),
    "the clip of a job that is not there": (
        lambda side: side.download_content("video_0"),
        "NotFoundError",
        404,
        ("video_id", "not_found", "invalid_request_error"),
    ),
    "the clip of a failed job": (
        lambda side: side.download_content(side.create_and_poll(prompt="[[fail]] boat", poll_interval_ms=5).id),
        "NotFoundError",
        404,
        ("video_id", "video_failed", "invalid_request_error"),
    ),
    "a wrong key": (
        lambda side: side.with_options(api_key="another-key").list(),
        "AuthenticationError",
        401,
        (None, "invalid_api_key", "authentication_error"),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_server_refuses_is_raised_by_its_name(side: Any, case: str) -> None:
    ask, name, status, said = REFUSED[case]
    with pytest.raises(getattr(side.package, name)) as raised:
        ask(side)
    error = raised.value
    assert isinstance(error, side.package.APIStatusError)
    assert (error.status_code, error.response.status_code) == (status, status)
    assert (error.param, error.code, error.type) == said
    assert error.request_id == error.response.headers["x-request-id"]
    assert error.body["code"] == error.code
    assert "key" not in case or "another-key" not in f"{error} {error!r} {error.body}"
