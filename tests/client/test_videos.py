"""`client.videos` as a whole: signatures, and the main job against the emulator over a real socket."""

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import openai.resources.videos as official
import pytest

import openvideos
from openvideos.client.download import download_to
from openvideos.client.videos import AsyncVideos, Videos

if TYPE_CHECKING:
    from openvideos.emulator import Emulator

METHODS = [
    "create",
    "create_and_poll",
    "create_character",
    "delete",
    "download_content",
    "edit",
    "extend",
    "get_character",
    "list",
    "poll",
    "remix",
    "retrieve",
]


def parameters(function: Any) -> list[tuple[str, str, bool]]:
    """Name, kind and whether it must be given; those that can stand in any order sorted."""
    kinds = inspect.Parameter
    given = [
        (each.name, each.kind.name, each.default is kinds.empty)
        for each in inspect.signature(function).parameters.values()
    ]
    return [each for each in given if each[1] != "KEYWORD_ONLY"] + sorted(
        each for each in given if each[1] == "KEYWORD_ONLY"
    )


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize(("ours", "theirs"), [(Videos, official.Videos), (AsyncVideos, official.AsyncVideos)])
def test_a_method_has_the_official_sdks_parameters(ours: Any, theirs: Any, name: str) -> None:
    found = parameters(getattr(ours, name))
    found.remove(("on_violation", "KEYWORD_ONLY", False))  # ours alone
    assert found == parameters(getattr(theirs, name))


@pytest.mark.parametrize("name", METHODS)
def test_the_asynchronous_methods_take_the_same(name: str) -> None:
    assert inspect.signature(getattr(Videos, name)) == inspect.signature(getattr(AsyncVideos, name))


@pytest.mark.filterwarnings("error::openvideos.ContractWarning")
def test_a_prompt_becomes_a_file(kit: Any, emulator: "Emulator", tmp_path: Path) -> None:
    client = kit.client(emulator.base_url, on_violation="raise")
    started = kit.do(client.videos.create(prompt="a paper boat", seconds=4, size=(1280, 720)))
    assert (started.status, started.seconds, started.size) == ("queued", "4", "1280x720")
    assert (started.dimensions, started.duration, started.is_terminal) == ((1280, 720), 4.0, False)
    video = kit.do(client.videos.poll(started.id))
    assert (video.status, video.progress, video.is_terminal) == ("completed", 100, True)
    kit.do(client.videos.download_content(video.id)).write_to_file(tmp_path / "boat.mp4")
    with av.open(tmp_path / "boat.mp4") as opened:
        stream = opened.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 1280, 720)


REFERENCES: dict[str, Any] = {
    "a file": ("ref.png", b"\x89PNG\r\n\x1a\n"),
    "a URL": "https://images.example/a.png",
    "an object": {"file_id": "file-1"},
}


@pytest.mark.parametrize("reference", [REFERENCES["a URL"], REFERENCES["an object"]], ids=["a URL", "an object"])
def test_a_reference_is_taken(kit: Any, emulator: "Emulator", reference: Any) -> None:
    client = kit.client(emulator.base_url)
    video = kit.do(client.videos.create_and_poll(prompt="x", input_reference=reference, poll_interval_ms=5))
    assert video.status == "completed"


def test_a_file_reaches_the_server(kit: Any, emulator: "Emulator") -> None:
    client = kit.client(emulator.base_url)
    with pytest.raises(openvideos.BadRequestError) as caught:  # the server looked at the bytes, and they are no picture
        kit.do(client.videos.create(prompt="x", input_reference=REFERENCES["a file"]))
    assert caught.value.param == "input_reference"


def test_a_failed_job_is_returned_by_the_emulator_too(kit: Any, emulator: "Emulator") -> None:
    video = kit.do(kit.client(emulator.base_url).videos.create_and_poll(prompt="[[fail]]"))
    assert video.status == "failed"
    assert video.error.message


def test_an_unknown_job_is_not_found(kit: Any, emulator: "Emulator") -> None:
    with pytest.raises(openvideos.NotFoundError) as caught:
        kit.do(kit.client(emulator.base_url).videos.retrieve("no such/job"))
    assert caught.value.request_id
    assert caught.value.code == "not_found"


def test_the_callers_defaults_reach_the_server_and_a_call_wins(kit: Any, emulator: "Emulator") -> None:
    client = kit.client(emulator.base_url, defaults={"size": (1280, 720), "seconds": 8})
    video = kit.do(client.videos.create(prompt="x", seconds="4"))
    assert (video.size, video.seconds) == ("1280x720", "4")
    plain = client.with_options(defaults={})
    assert kit.do(plain.videos.create(prompt="x")).size == openvideos.contract_defaults("create")["size"]


def test_a_download_streams_to_a_file(emulator: "Emulator", tmp_path: Path) -> None:
    with openvideos.OpenVideos(base_url=emulator.base_url) as client:
        video = client.videos.create_and_poll(prompt="x", poll_interval_ms=5)
        size = download_to(client, video.id, tmp_path / "a.webp", variant="thumbnail")
    assert size == (tmp_path / "a.webp").stat().st_size
    assert (tmp_path / "a.webp").read_bytes()[8:12] == b"WEBP"


def test_a_list_is_a_page_of_our_own_videos(kit: Any, serve: Any, as_json: Any, video: dict[str, Any]) -> None:
    page = {"object": "list", "data": [video], "first_id": "video_1", "last_id": "video_1", "has_more": False}
    made = kit.do(kit.client(serve(lambda request: as_json(page))).videos.list(limit=5))
    assert [type(each) for each in made.data] == [openvideos.Video]
    assert (made.data[0].id, made.has_more, made.first_id, made.last_id, made.object) == (
        "video_1",
        False,
        "video_1",
        "video_1",
        "list",
    )


CHARACTER = {"id": "c", "name": "Mo", "created_at": 1}
OTHERS: dict[str, tuple[dict[str, Any], str, dict[str, Any] | None]] = {
    "delete": ({"video_id": "v"}, "DELETE /v1/videos/v", {"id": "v", "object": "video.deleted", "deleted": True}),
    "remix": ({"video_id": "v", "prompt": "x"}, "POST /v1/videos/v/remix", None),
    "edit": ({"video": {"id": "v"}, "prompt": "x"}, "POST /v1/videos/edits", None),
    "extend": ({"video": b"...", "prompt": "x", "seconds": 4}, "POST /v1/videos/extensions", None),
    "create_character": ({"video": b"...", "name": "Mo"}, "POST /v1/videos/characters", CHARACTER),
    "get_character": ({"character_id": "c"}, "GET /v1/videos/characters/c", CHARACTER),
}


@pytest.mark.parametrize("operation", OTHERS)
def test_the_other_operations_go_where_they_belong(
    kit: Any, serve: Any, as_json: Any, video: dict[str, Any], operation: str
) -> None:
    keywords, asked, own = OTHERS[operation]
    answer = own or {**video, "remixed_from_video_id": "v" if operation == "remix" else None}
    seen: list[str] = []

    def respond(request: Any) -> Any:
        seen.append(f"{request.command} {request.path}")
        return as_json(answer)

    made = kit.do(getattr(kit.client(serve(respond)).videos, operation)(**keywords))
    assert seen == [asked]
    assert {name: getattr(made, name) for name in answer} == answer
