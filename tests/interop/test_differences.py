"""Where the official SDK and our client differ: what only one of them can, or what each does in its own way."""

import base64
import io
from pathlib import Path
from typing import Any

import openai
import pytest
from PIL import Image

import openvideos
from openvideos.client.download import download_to

BY_ID: dict[str, dict[str, Any]] = {"edit": {}, "extend": {"seconds": "8"}}
LENGTH = {"edit": "4", "extend": "12"}


def completed(side: Any) -> Any:
    return side.create_and_poll(prompt="A paper boat", poll_interval_ms=5)


@pytest.mark.parametrize("method", BY_ID)
def test_ours_sends_a_video_by_its_id(ours: Any, method: str) -> None:
    made = getattr(ours, method)(video={"id": completed(ours).id}, prompt="Make it red", **BY_ID[method])
    assert (made.prompt, made.size, made.seconds) == ("Make it red", "720x1280", LENGTH[method])


@pytest.mark.parametrize("method", BY_ID)
def test_the_official_one_takes_an_id_by_its_types_alone(official: Any, method: str) -> None:
    with pytest.raises(RuntimeError, match="`video`"):
        getattr(official, method)(video={"id": "video_0"}, prompt="Make it red", **BY_ID[method])


@pytest.mark.parametrize("method", BY_ID)
def test_the_way_to_send_an_id_with_the_official_one_goes_with_both(side: Any, method: str) -> None:
    made = getattr(side, method)(
        video=side.package.omit,
        prompt="Make it red",
        **BY_ID[method],
        extra_body={"video": {"id": completed(side).id}},
        extra_headers={"Content-Type": "application/json"},
    )
    assert (made.prompt, made.seconds) == ("Make it red", LENGTH[method])


def test_a_picture_as_a_data_url_is_a_dictionary_with_ours(ours: Any, png: bytes) -> None:
    url = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    assert ours.create(prompt="A paper boat", input_reference={"image_url": url}).prompt == "A paper boat"


def test_a_picture_as_a_data_url_goes_around_the_types_with_the_official_one(official: Any, png: bytes) -> None:
    reference = {"image_url": f"data:image/png;base64,{base64.b64encode(png).decode()}"}
    with pytest.raises(RuntimeError, match="`input_reference`"):
        official.create(prompt="A paper boat", input_reference=reference)
    assert official.create(prompt="A paper boat", extra_body={"input_reference": reference}).prompt == "A paper boat"


def test_ours_refuses_before_the_server_does(ours: Any) -> None:
    with pytest.raises(openvideos.RequestValidationError, match="size: found '9x9'; allowed: 720x1280"):
        ours.create(prompt="A paper boat", size="9x9")


def test_ours_takes_seconds_and_size_as_numbers(ours: Any) -> None:
    video = ours.create(prompt="A paper boat", seconds=8, size=(1280, 720))
    assert (video.seconds, video.size) == ("8", "1280x720")


def test_the_official_one_streams_to_a_file(official: Any, tmp_path: Path) -> None:
    path, video = tmp_path / "boat.webp", completed(official)
    streaming = official.client.videos.with_streaming_response.download_content(video.id, variant="thumbnail")
    if isinstance(official.client, openai.OpenAI):
        with streaming as response:
            response.stream_to_file(path)
    else:

        async def stream() -> None:
            async with streaming as response:
                await response.stream_to_file(path)

        official.runner.run(stream())
    with Image.open(path) as image:
        assert image.format == "WEBP"


def test_ours_streams_to_a_file_and_says_how_far_it_is(base_url: str, key: str) -> None:
    target, so_far = io.BytesIO(), list[tuple[int, int | None]]()
    with openvideos.OpenVideos(base_url=base_url, api_key=key) as client:
        video = client.videos.create_and_poll(prompt="A paper boat", poll_interval_ms=5)
        size = download_to(client, video.id, target, variant="thumbnail", progress=lambda *seen: so_far.append(seen))
    assert so_far[-1] == (size, size)
    with Image.open(target) as image:
        assert image.format == "WEBP"


def test_the_official_raw_response_has_what_the_server_sent(official: Any) -> None:
    answer = official.wait(official.client.videos.with_raw_response.create(prompt="A paper boat"))
    assert answer.status_code == 200
    assert answer.headers["x-request-id"] == answer.request_id
    assert answer.parse().prompt == "A paper boat"


def test_a_created_job_says_what_it_was_sent_as(official: Any, png: bytes) -> None:
    answer = official.wait(official.client.videos.with_raw_response.create(prompt="boat", input_reference=png))
    sent = answer.http_request.headers
    assert sent["content-type"].startswith("multipart/form-data; boundary=")
    assert answer.parse().prompt == "boat"
