"""How a job is looked at until it has ended."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from openvideos import AsyncOpenVideos, NotFoundError, not_given, omit
from openvideos.client.polling import pauses


def paused(interval: Any, *looks: tuple[object, Mapping[str, str]]) -> list[float]:
    """The pauses that are made for these looks, the last of which ends it."""
    steps = pauses(interval)
    assert next(steps) == 0.0
    found = [steps.send(look) for look in looks[:-1]]
    with pytest.raises(StopIteration):
        steps.send(looks[-1])
    return found


DONE: tuple[str, dict[str, str]] = ("completed", {})


@pytest.mark.parametrize("status", ["completed", "failed", "expired", "unknown", "", None, 7])
def test_anything_but_queued_and_in_progress_ends_it(status: object) -> None:
    assert paused(omit, (status, {})) == []


@pytest.mark.parametrize(
    ("interval", "hints", "seconds"),
    [
        (omit, ["", ""], [1.0, 1.0]),
        (None, ["250", "9000"], [0.25, 0.25]),
        (not_given, ["0", ""], [0.0, 0.0]),
        (omit, ["", "250"], [1.0, 1.0]),
        (omit, ["soon", ""], [1.0, 1.0]),
        (omit, ["nan", ""], [1.0, 1.0]),
        (omit, ["-5", ""], [1.0, 1.0]),
        (omit, ["inf", ""], [1.0, 1.0]),
        (omit, ["99999999999", ""], [120.0, 120.0]),
        (0, ["250", ""], [0.0, 0.0]),
        (1500, ["250", ""], [1.5, 1.5]),
    ],
)
def test_the_interval_is_the_given_one_else_the_first_hint_else_a_second(
    interval: Any, hints: list[str], seconds: list[float]
) -> None:
    looks = [
        (status, {"openai-poll-after-ms": hint}) for status, hint in zip(("queued", "in_progress"), hints, strict=True)
    ]
    assert paused(interval, *looks, DONE) == seconds


@pytest.mark.parametrize(("interval", "error"), [(-1, ValueError), (float("nan"), ValueError), ("5", TypeError)])
def test_an_interval_is_a_number_of_milliseconds(interval: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="poll_interval_ms: found "):
        next(pauses(interval))


class Life:
    """Answers looks with these statuses, and remembers what was asked."""

    def __init__(self, video: dict[str, Any], *statuses: str, hint: str = "250") -> None:
        self.video = video
        self.statuses = list(statuses)
        self.hint = hint
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        status = "queued" if request.method == "POST" else self.statuses.pop(0)
        if status == "gone":
            return httpx.Response(404, json={"error": {"message": "No such job."}})
        done = {"progress": 100, "completed_at": 1790000009} if status == "completed" else {}
        failed = {"error": {"code": "x", "message": "y"}} if status == "failed" else {}
        data = {**self.video, "status": status, **done, **failed}
        return httpx.Response(200, json=data, headers={"openai-poll-after-ms": self.hint})


def sleeps(kit: Any, client: Any) -> list[float]:
    """The instance's sleep, replaced as users' tests do."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    client.videos._sleep = slept.append if kit.kind == "sync" else sleep
    return slept


def test_poll_looks_first_and_sleeps_between(kit: Any, video: dict[str, Any]) -> None:
    life = Life(video, "queued", "in_progress", "completed")
    client = kit.recorded(life)
    slept = sleeps(kit, client)
    assert kit.do(client.videos.poll("video_1")).status == "completed"
    assert life.asked == ["GET /v1/videos/video_1"] * 3
    assert slept == [0.25, 0.25]


def test_create_and_poll_always_looks_at_the_new_job(kit: Any, video: dict[str, Any]) -> None:
    life = Life(video, "completed")
    client = kit.recorded(life)
    assert kit.do(client.videos.create_and_poll(prompt="x")).status == "completed"
    assert life.asked == ["POST /v1/videos", "GET /v1/videos/video_1"]


def test_a_failed_job_is_returned(kit: Any, video: dict[str, Any]) -> None:
    client = kit.recorded(Life(video, "failed"))
    failed = kit.do(client.videos.create_and_poll(prompt="x"))
    assert (failed.status, failed.error.code) == ("failed", "x")


@pytest.mark.filterwarnings("ignore::openvideos.ContractWarning")
def test_a_status_that_nobody_knows_is_returned_at_once(kit: Any, video: dict[str, Any]) -> None:
    life = Life(video, "expired", "completed")
    assert kit.do(kit.recorded(life).videos.poll("video_1")).status == "expired"
    assert len(life.asked) == 1


def test_an_error_while_polling_names_the_job(kit: Any, video: dict[str, Any]) -> None:
    client = kit.recorded(Life(video, "queued", "gone"))
    sleeps(kit, client)
    with pytest.raises(NotFoundError) as caught:
        kit.do(client.videos.create_and_poll(prompt="x"))
    assert caught.value.video_id == "video_1"


def test_an_interruption_while_polling_names_the_job(kit: Any, video: dict[str, Any]) -> None:
    client = kit.recorded(Life(video, "queued"))

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    client.videos._sleep = interrupt
    with pytest.raises(KeyboardInterrupt) as caught:
        kit.do(client.videos.create_and_poll(prompt="x"))
    assert caught.value.video_id == "video_1"  # type: ignore[attr-defined]


def test_a_cancellation_while_polling_passes_unchanged(clean: pytest.MonkeyPatch, video: dict[str, Any]) -> None:
    async def use() -> BaseException | None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(Life(video, "queued", "queued")))
        async with AsyncOpenVideos(base_url="http://127.0.0.1:1/v1", http_client=http) as client:
            sleeping = asyncio.Event()

            async def sleep(seconds: float) -> None:
                sleeping.set()
                await asyncio.Event().wait()

            client.videos._sleep = sleep  # type: ignore[method-assign]
            polling = asyncio.create_task(client.videos.create_and_poll(prompt="x"))
            await sleeping.wait()
            polling.cancel()
            try:
                await polling
            except asyncio.CancelledError as error:
                return error
            return None

    error = asyncio.run(use())
    assert isinstance(error, asyncio.CancelledError)


def test_a_failed_creation_is_not_polled(kit: Any) -> None:
    asked = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        return httpx.Response(500)

    with pytest.raises(Exception, match="Error code: 500"):
        kit.do(kit.recorded(refuse).videos.create_and_poll(prompt="x"))
    assert asked == ["POST"]
