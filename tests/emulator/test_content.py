"""Downloading content over the network."""

import io
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from PIL import Image

from openvideos.contract import Contract
from openvideos.emulator import Emulator

Png = Callable[..., bytes]
LARGE = {"seconds": "12", "size": "1792x1024"}


def test_a_completed_job_has_a_video_of_the_asked_size_and_length(
    http: httpx.Client, completed: Callable[..., str]
) -> None:
    answer = http.get(f"/videos/{completed(seconds='8', size='1280x720')}/content")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["x-content-type-options"] == "nosniff"
    found = Contract.load().check_response("download_content", status=200, headers=answer.headers, body=answer.content)
    assert found == []
    with av.open(io.BytesIO(answer.content), "r") as container:
        (stream,) = container.streams.video
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 1280, 720)
        assert container.duration == 8 * av.time_base


def test_content_is_rendered_once_and_kept(http: httpx.Client, completed: Callable[..., str]) -> None:
    path = f"/videos/{completed()}/content"
    answers: list[httpx.Response] = []
    readers = [threading.Thread(target=lambda: answers.append(http.get(path))) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    answers.append(http.get(path))
    assert {answer.status_code for answer in answers} == {200}
    # the tag is made of the file's time: another render would have another
    assert len({answer.headers["etag"] for answer in answers}) == 1


@pytest.mark.parametrize(("variant", "size"), [("thumbnail", (360, 640)), ("spritesheet", (720, 960))])
def test_previews_are_webp(
    http: httpx.Client, completed: Callable[..., str], variant: str, size: tuple[int, int]
) -> None:
    answer = http.get(f"/videos/{completed()}/content", params={"variant": variant})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size) == ("WEBP", size)


@pytest.mark.parametrize("query", ["variant=poster", "variant=", "variant=video&variant=thumbnail"])
def test_another_variant_is_refused_by_name(http: httpx.Client, query: str) -> None:
    answer = http.get(f"/videos/video_0/content?{query}")
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "variant")


def test_a_reference_that_was_uploaded_is_the_first_frame(http: httpx.Client, png: Png) -> None:
    files: Any = {"prompt": (None, "x"), "input_reference": ("a.png", png("#c02010", (500, 300)))}
    video = http.post("/videos", files=files).json()
    while http.get(f"/videos/{video['id']}").json()["status"] != "completed":
        pass
    with av.open(io.BytesIO(http.get(f"/videos/{video['id']}/content").content), "r") as container:
        frame = next(container.decode(video=0))
        pixel = frame.to_image().getpixel((360, 600))  # type: ignore[no-untyped-call]
    assert all(abs(found - asked) < 12 for found, asked in zip(pixel, (0xC0, 0x20, 0x10), strict=True))


def test_content_is_404_before_completion_after_a_failure_and_after_its_time() -> None:
    now = 1_790_000_000.0
    with Emulator(clock=lambda: now) as emulator, httpx.Client(base_url=emulator.base_url) as http:
        boat, failing = (http.post("/videos", json={"prompt": text}).json()["id"] for text in ("x", "x [[fail]]"))

        def refusal(name: str) -> tuple[int, str]:
            answer = http.get(f"/videos/{name}/content")
            return answer.status_code, answer.json()["error"]["code"]

        assert refusal(boat) == (404, "video_not_ready")
        now += 5
        assert refusal(boat) == (404, "video_not_ready")
        assert refusal(failing) == (404, "video_failed")
        now += 100_000
        assert refusal(boat) == (404, "video_expired")


@pytest.mark.parametrize(
    ("asked", "status", "length"),
    [
        pytest.param("bytes=0-9", 206, 10, id="first bytes"),
        pytest.param("bytes=-7", 206, 7, id="last bytes"),
        pytest.param("bytes=999999999-", 416, None, id="behind the end"),
        pytest.param("bytes=9-2", 200, None, id="backwards is ignored"),
        pytest.param("bytes=0-1,4-5", 200, None, id="several are ignored"),
        pytest.param("lines=1-2", 200, None, id="another unit is ignored"),
        pytest.param("bytes=" + "9" * 5000 + "-", 200, None, id="a number without end is ignored"),
    ],
)
def test_a_range_is_served(
    http: httpx.Client, completed: Callable[..., str], asked: str, status: int, length: int | None
) -> None:
    path = f"/videos/{completed()}/content?variant=thumbnail"
    whole = http.get(path)
    part = http.get(path, headers={"Range": asked})
    assert part.status_code == status
    found = Contract.load().check_response("download_content", status=status, headers=part.headers, body=part.content)
    assert found == []
    if length is not None:
        assert part.content in (whole.content[:length], whole.content[-length:])
    if status == 416:
        assert part.headers["content-range"] == f"bytes */{len(whole.content)}"


def test_a_changed_entity_gets_all_of_it(http: httpx.Client, completed: Callable[..., str]) -> None:
    path = f"/videos/{completed()}/content?variant=thumbnail"
    tag = http.get(path).headers["etag"]
    for condition, status in ((tag, 206), ('"another"', 200)):
        assert http.get(path, headers={"Range": "bytes=0-9", "If-Range": condition}).status_code == status


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Emulator, httpx.Client, Path]]:
    with (
        Emulator(data_dir=tmp_path, time_scale=1000) as emulator,
        httpx.Client(base_url=emulator.base_url, timeout=60) as http,
    ):
        yield emulator, http, tmp_path


def started_render(
    emulator: Emulator, http: httpx.Client, answers: list[httpx.Response]
) -> tuple[str, threading.Thread]:
    """Begins to read a large clip, and returns when a worker renders it."""
    name = http.post("/videos", json={"prompt": "x", **LARGE}).json()["id"]
    while http.get(f"/videos/{name}").json()["status"] != "completed":
        pass
    reader = threading.Thread(target=lambda: answers.append(http.get(f"/videos/{name}/content")))
    reader.start()
    assert emulator.data_dir is not None
    while not any((emulator.data_dir / "unfinished").iterdir()):
        pass
    return name, reader


def test_jobs_are_shown_while_a_clip_is_rendered(own: tuple[Emulator, httpx.Client, Path]) -> None:
    emulator, http, _ = own
    answers: list[httpx.Response] = []
    name, reader = started_render(emulator, http, answers)
    for _ in range(20):
        assert http.get(f"/videos/{name}").status_code == 200
    assert answers == [], "the clip was ready before jobs were shown"
    reader.join()
    assert answers[0].status_code == 200


def test_a_render_that_dies_is_503_and_the_next_one_succeeds(own: tuple[Emulator, httpx.Client, Path]) -> None:
    emulator, http, data = own
    answers: list[httpx.Response] = []
    name, reader = started_render(emulator, http, answers)
    for process in emulator.worker_processes:
        os.kill(process, signal.SIGKILL)
    reader.join()
    error = answers[0].json()["error"]
    assert (answers[0].status_code, error["code"], error["param"]) == (503, "render_failed", None)
    assert int(answers[0].headers["retry-after"]) > 0
    assert http.get(f"/videos/{name}").json()["status"] == "completed"
    assert list((data / "unfinished").iterdir()) == []
    assert http.get(f"/videos/{name}/content?variant=thumbnail").status_code == 200


def test_a_render_that_fails_is_503_and_says_nothing_of_files(
    own: tuple[Emulator, httpx.Client, Path], png: Png
) -> None:
    _, http, data = own
    files: Any = {"prompt": (None, "x"), "input_reference": ("a.png", png())}
    name = http.post("/videos", files=files).json()["id"]
    (reference,) = (data / "uploads").iterdir()
    reference.unlink()
    while http.get(f"/videos/{name}").json()["status"] != "completed":
        pass
    answer = http.get(f"/videos/{name}/content")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "render_failed")
    assert str(data) not in answer.text
    assert http.get(f"/videos/{name}").json()["status"] == "completed"
