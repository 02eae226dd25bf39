"""Clips and pictures, both ways: the same lines for the official SDK and for our client."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

ASKED = {"prompt": "Ein Schiff, 紙の舟", "model": "sora-2-pro", "seconds": "4", "size": "1280x720"}


@pytest.fixture(scope="module")
def boat(side: Any, png: bytes, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A completed job, all of its parameters given; its clip is rendered once for each client."""
    path = tmp_path_factory.mktemp("pictures") / "red.png"
    path.write_bytes(png)
    return side.finished(side.create(**ASKED, input_reference=path))


def test_all_parameters_reach_the_job(boat: Any) -> None:
    assert {name: getattr(boat, name) for name in ASKED} == ASKED


@pytest.mark.parametrize("variant", [None, "video"])
def test_the_clip_plays_as_it_was_asked_for(
    side: Any, boat: Any, variant: str | None, decoded: Callable[..., Any]
) -> None:
    content = side.download_content(boat.id, **({"variant": variant} if variant else {}))
    assert content.response.headers["content-type"] == "video/mp4"
    clip = decoded(content.content)
    assert (clip.codec, clip.size, clip.seconds) == ("h264", "1280x720", 4)
    red, green, blue = clip.first
    assert red > 2 * max(green, blue)  # it starts from the picture


@pytest.mark.parametrize("variant", ["thumbnail", "spritesheet"])
def test_a_preview_is_a_picture(side: Any, boat: Any, variant: str) -> None:
    content = side.download_content(boat.id, variant=variant)
    assert content.response.headers["content-type"] == "image/webp"
    with Image.open(io.BytesIO(content.read())) as image:
        image.load()
        assert image.format == "WEBP"
        assert image.convert("L").getextrema()[0] != image.convert("L").getextrema()[1]  # something is on it


def test_a_download_is_written_to_a_file_or_read_piece_by_piece(side: Any, boat: Any, tmp_path: Path) -> None:
    content = side.download_content(boat.id)
    content.write_to_file(tmp_path / "boat.mp4")
    assert (tmp_path / "boat.mp4").read_bytes() == content.content
    pieces = list(content.iter_bytes(10_000))
    assert b"".join(pieces) == content.content
    assert {len(piece) for piece in pieces[:-1]} == {10_000}


def test_a_remix_is_a_job_that_names_its_source(side: Any, boat: Any) -> None:
    video = side.remix(boat.id, prompt="The same at night")
    assert video.remixed_from_video_id == boat.id
    assert (video.prompt, video.size, video.seconds) == ("The same at night", boat.size, boat.seconds)
    assert side.finished(video).status == "completed"


def test_an_edit_of_a_file_has_its_length_and_is_another_clip(
    side: Any, mp4: bytes, decoded: Callable[..., Any]
) -> None:
    video = side.finished(side.edit(video=("green.mp4", mp4, "video/mp4"), prompt="Make it red"))
    assert (video.status, video.prompt, video.size, video.seconds) == ("completed", "Make it red", "720x1280", "2")
    clip, before = decoded(side.download_content(video.id).content), decoded(mp4)
    assert (clip.codec, clip.size, clip.seconds) == ("h264", "720x1280", 2)
    assert clip.first != before.first


def test_an_extension_of_a_file_is_the_file_and_a_new_part_behind_it(
    side: Any, mp4: bytes, tmp_path: Path, decoded: Callable[..., Any]
) -> None:
    (tmp_path / "green.mp4").write_bytes(mp4)
    video = side.finished(side.extend(video=tmp_path / "green.mp4", prompt="The boat reaches the river", seconds="4"))
    assert (video.status, video.size, video.seconds) == ("completed", "720x1280", "6")
    clip = decoded(side.download_content(video.id).content)
    assert (clip.codec, clip.size, clip.seconds) == ("h264", "720x1280", 6)
    assert all(abs(new - old) < 12 for new, old in zip(clip.first, decoded(mp4).first, strict=True))
    assert clip.last != clip.first


def test_a_character_is_made_of_a_clip_and_found_again(side: Any, mp4: bytes) -> None:
    character = side.create_character(name="Miró", video=("miro.mp4", mp4, "video/mp4"))
    found = side.get_character(character.id)
    for each in (character, found):
        assert (each.id, each.name, each.created_at) == (character.id, "Miró", character.created_at)
    assert isinstance(character.created_at, int)
