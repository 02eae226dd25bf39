"""What a clip looks like: the files are decoded again."""

import itertools
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from openvideos.emulator.clip import FRAMES_PER_SECOND, Clip
from openvideos.emulator.render import render
from openvideos.emulator.scene import Scene

ID = "video_00112233445566778899aabbccddeeff"


def clip(**given: object) -> Clip:
    values = {"id": ID, "prompt": "a paper boat", "model": "m", "width": 720, "height": 1280, "seconds": 4, **given}
    return Clip(**values)  # type: ignore[arg-type]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures, of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def image(frame: av.VideoFrame) -> Image.Image:
    picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return picture


def colour_at(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    pixel = picture.getpixel((round(picture.width * x), round(picture.height * y)))
    assert isinstance(pixel, tuple)
    return pixel


@pytest.mark.parametrize(
    ("width", "height", "seconds"),
    [(720, 1280, 4), (1280, 720, 8), (1792, 1024, 4), (1024, 1792, 4), (720, 1280, 12)],
    ids=str,
)
def test_a_video_has_exactly_the_asked_size_and_length(tmp_path: Path, width: int, height: int, seconds: int) -> None:
    path = tmp_path / "clip"
    render(clip(width=width, height=height, seconds=seconds), "video", path)
    with av.open(str(path)) as container:
        (stream,) = container.streams
        assert isinstance(stream, av.VideoStream)
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height) == (width, height)
        assert stream.average_rate == 12
        assert container.duration == seconds * av.time_base
        frames = [frame.time for frame in container.decode(stream)]
    assert frames == [index / 12 for index in range(12 * seconds)]


def test_a_video_can_be_played_while_it_is_downloaded(tmp_path: Path) -> None:
    path = tmp_path / "clip"
    render(clip(), "video", path)
    data = path.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_what_was_drawn_is_legible_in_the_decoded_video(tmp_path: Path) -> None:
    path = tmp_path / "clip"
    asked = clip(prompt="Бумажный кораблик, 纸船, " * 4)
    render(asked, "video", path)
    scene = Scene(asked)
    with av.open(str(path)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            assert difference(image(frame), scene.frame(index)) < 3


def test_different_prompts_are_visibly_different_and_the_same_clip_is_the_same() -> None:
    boat, lamp = Scene(clip()).frame(0), Scene(clip(prompt="a lighthouse lamp")).frame(0)
    assert difference(boat, lamp) > 10
    assert difference(boat, Scene(clip()).frame(0)) == 0


@pytest.mark.parametrize("changed", [{"id": ID[:-1] + "0"}, {"model": "n"}], ids=["id", "model"])
def test_other_words_are_in_the_picture_too(changed: dict[str, str]) -> None:
    assert difference(Scene(clip()).frame(0), Scene(clip(**changed)).frame(0)) > 0


def test_a_timecode_runs() -> None:
    scene = Scene(clip())
    strips = [scene.frame(index).crop((0, 1200, 360, 1280)).tobytes() for index in range(48)]
    assert len(set(strips)) == 48


@pytest.mark.parametrize("size", [(720, 1280), (1792, 1024)], ids=str)
def test_the_longest_prompt_leaves_room_for_the_id_and_the_timecode(size: tuple[int, int]) -> None:
    width, height = size
    words = "W W\n" * 8000
    one, other = (Scene(clip(prompt=words, width=width, height=height, id=name)).frame(0) for name in ("1", "2"))
    strip = (0, height - 120, width, height)
    assert one.crop(strip).tobytes() == other.crop(strip).tobytes()
    assert difference(one, other) > 0, "the id is in the picture"


def test_a_reference_is_the_first_frame_and_a_small_picture_after_half_a_second(tmp_path: Path) -> None:
    reference = tmp_path / "reference.jpeg"
    Image.new("RGB", (720, 1280), (0, 200, 40)).save(reference, quality=95)
    path = tmp_path / "clip"
    asked = clip(reference=str(reference))
    render(asked, "video", path)
    with av.open(str(path)) as container:
        half = FRAMES_PER_SECOND // 2
        frames = [image(frame) for frame in itertools.islice(container.decode(video=0), half + 1)]
    for index, y in ((0, 0.05), (0, 0.5), (half - 1, 0.5), (half, 0.05)):
        red, green, blue = colour_at(frames[index], 0.9, y)
        assert green > 180, (index, y)
        assert max(red, blue) < 70, (index, y)
    assert difference(frames[half], frames[half - 1]) > 20


def test_a_reference_that_was_not_fetched_is_named_in_the_first_frame() -> None:
    one, other, none = (
        Scene(clip(reference_label=label)).frame(0) for label in ("https://a.example/1.png", "file_2", None)
    )
    assert difference(one, other) > 0.1
    assert difference(one, none) > 20


def test_previews_are_pictures_of_the_clip(tmp_path: Path) -> None:
    asked = clip(width=1280, height=720)
    for variant, size in (("thumbnail", (640, 360)), ("spritesheet", (1280, 540))):
        path = tmp_path / variant
        render(asked, variant, path)
        with Image.open(path) as preview:
            assert (preview.format, preview.size) == ("WEBP", size)
            if variant == "thumbnail":
                small = Scene(asked).frame(24).resize(size)
                assert difference(preview.convert("RGB"), small) < 5
            else:
                sheet = preview.convert("RGB")
                first, last = sheet.crop((0, 0, 320, 180)), sheet.crop((960, 360, 1280, 540))
                assert difference(first, last) > 0.5


def test_an_unknown_variant_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="found 'poster'; allowed: video, thumbnail, spritesheet"):
        render(clip(), "poster", tmp_path / "clip")
