"""Clips that are made from others: the files are decoded again, and compared with what they were made from."""

import functools
import statistics
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from openvideos.contract import Contract
from openvideos.emulator.captions import INK, Captions, Colour
from openvideos.emulator.clip import Clip
from openvideos.emulator.encode import write_video
from openvideos.emulator.render import render

WIDTH, HEIGHT = 720, 1280
SOURCE_FRAMES = 12
# where no words are: between the captions' panel and the strip at the foot
PICTURE_TOP, PICTURE_BOTTOM = 600, 1180
SIZES = [tuple(map(int, size.split("x"))) for size in Contract.load().enum("VideoSize")]
KINDS = ["remix", "edit", "extension"]
LIME = (40, 220, 40)


def clip(**given: object) -> Clip:
    values = {"id": "video_0", "prompt": "a paper boat", "model": "m", "width": WIDTH, "height": HEIGHT, "seconds": 1}
    return Clip(**{**values, **given})  # type: ignore[arg-type]


def derived(kind: str, source: Path, **given: object) -> Clip:
    made = {"kind": kind, "source": str(source), "source_id": "video_0", "source_seconds": 1}
    return clip(**{"id": "video_1", "prompt": "at night", **made, **given})


def video(shown: Clip, target: Path) -> list[av.VideoFrame]:
    """The frames of a clip's video."""
    render(shown, "video", target)
    return frames(target)


def frames(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def image(frame: av.VideoFrame) -> Image.Image:
    picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return picture


def part(frame: av.VideoFrame, left: float = 0, right: float = 1) -> Image.Image:
    """The picture between two fractions of the width, where no words are."""
    return image(frame).crop((round(WIDTH * left), PICTURE_TOP, round(WIDTH * right), PICTURE_BOTTOM))


def strip(frame: av.VideoFrame) -> bytes:
    return image(frame).crop((0, PICTURE_BOTTOM, WIDTH, HEIGHT)).tobytes()


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures, of 255."""
    return statistics.fmean(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def likeness(one: Image.Image, other: Image.Image) -> float:
    """How the brightness of two pictures goes together: 1 for the same but for colours."""
    small = [list(picture.convert("L").resize((48, 48)).tobytes()) for picture in (one, other)]
    return statistics.correlation(*small)


def hues(picture: Image.Image) -> list[float]:
    """The mean of both chroma channels."""
    return ImageStat.Stat(picture.convert("YCbCr")).mean[1:]


def of_colours(target: Path, *colours: Colour, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Path:
    """A file of the emulator's form, of a second for each colour."""
    pictures = [Image.new("RGB", size, colour) for colour in colours for _ in range(SOURCE_FRAMES)]
    write_video(target, *size, map(frame_of, pictures))
    return target


def frame_of(picture: Image.Image) -> av.VideoFrame:
    frame: av.VideoFrame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
    return frame.reformat(format="yuv420p")


def pixels(picture: Image.Image, colour: Colour) -> int:
    """How many pixels of the right half of a picture, without the strip, have nearly this colour."""
    right = picture.crop((WIDTH // 2, 0, WIDTH, PICTURE_BOTTOM))
    apart = ImageChops.difference(right, Image.new("RGB", right.size, colour)).split()
    return sum(functools.reduce(ImageChops.lighter, apart).histogram()[:30])


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of a clip that was made from a prompt."""
    path = tmp_path_factory.mktemp("source") / "video"
    render(clip(), "video", path)
    return path


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of another clip."""
    path = tmp_path_factory.mktemp("other") / "video"
    render(clip(prompt="an owl in the rain"), "video", path)
    return path


def test_a_remix_is_its_source_in_other_colours(source: Path, other: Path, tmp_path: Path) -> None:
    remix, before, another = video(derived("remix", source), tmp_path / "remix"), frames(source), frames(other)
    assert len(remix) == SOURCE_FRAMES
    for index, frame in enumerate(remix):
        assert likeness(part(frame), part(before[index])) > 0.97
        assert likeness(part(frame), part(another[index])) < 0.8
        for half in ((0, 0.5), (0.5, 1)):
            assert difference(part(frame, *half), part(before[index], *half)) > 15


def test_the_colours_come_from_the_prompt(source: Path, tmp_path: Path) -> None:
    night, snow, again = (
        part(video(derived("remix", source, prompt=prompt), tmp_path / "remix")[0])
        for prompt in ("at night", "in the snow", "at night")
    )
    assert max(abs(one - other) for one, other in zip(hues(night), hues(snow), strict=True)) > 8
    assert night.tobytes() == again.tobytes()


def test_an_edit_leaves_the_left_half_and_changes_the_right_one(source: Path, tmp_path: Path) -> None:
    for frame, before in zip(video(derived("edit", source), tmp_path / "edit"), frames(source), strict=True):
        assert difference(part(frame, 0, 0.49), part(before, 0, 0.49)) < 2
        assert likeness(part(frame, 0.52, 1), part(before, 0.52, 1)) > 0.97
        assert difference(part(frame, 0.52, 1), part(before, 0.52, 1)) > 15


@pytest.mark.parametrize("kind", ["remix", "edit"])
def test_the_time_is_written_anew_and_the_words_say_what_it_is_made_from(
    source: Path, tmp_path: Path, kind: str
) -> None:
    made = video(derived(kind, source), tmp_path / "video")
    assert len({strip(frame) for frame in made}) == len(made)
    upload = video(derived(kind, source, source_id=None), tmp_path / "video")
    words = (0, 0, WIDTH, PICTURE_TOP)
    assert difference(image(made[0]).crop(words), image(upload[0]).crop(words)) > 0.1


def test_an_extension_is_its_source_and_then_something_new(source: Path, tmp_path: Path) -> None:
    made, before = video(derived("extension", source, seconds=3), tmp_path / "video"), frames(source)
    assert len(made) == 3 * SOURCE_FRAMES
    for frame, original in zip(made, before, strict=False):
        assert difference(image(frame), image(original)) < 2
    assert difference(part(made[SOURCE_FRAMES]), part(before[-1])) < 2, "it goes on where the source ends"
    assert difference(part(made[-1]), part(before[-1])) > 15


def test_an_extension_counts_on_from_its_source(source: Path, tmp_path: Path) -> None:
    shown = derived("extension", source, seconds=2)
    captions = Captions(shown)
    drawn = [captions.strip(index) for index in range(shown.frames)]
    made = video(shown, tmp_path / "video")
    for index in (SOURCE_FRAMES, shown.frames - 1):
        strip = image(made[index]).crop((0, captions.strip_top, WIDTH, HEIGHT))
        nearest = min(range(shown.frames), key=lambda number: difference(strip, drawn[number]))
        assert nearest == index


def test_an_extension_of_an_extension_keeps_both(source: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    before = video(derived("extension", source, seconds=2), first)
    made = video(derived("extension", first, seconds=3, source_seconds=2, prompt="by day"), tmp_path / "second")
    assert len(made) == 3 * SOURCE_FRAMES
    for index in (0, SOURCE_FRAMES - 1, SOURCE_FRAMES, 2 * SOURCE_FRAMES - 1):
        assert difference(image(made[index]), image(before[index])) < 2
    assert difference(part(made[2 * SOURCE_FRAMES]), part(before[-1])) < 2


@pytest.mark.parametrize("kind", ["create", "remix", "edit", "extension"])
def test_a_character_is_in_the_picture(source: Path, tmp_path: Path, kind: str) -> None:
    lime = of_colours(tmp_path / "lime", LIME)
    given = {"characters": (("Mossy", str(lime)),), "seconds": 2 if kind == "extension" else 1}
    shown = clip(**given) if kind == "create" else derived(kind, source, **given)
    assert pixels(image(video(shown, tmp_path / "video")[-1]), LIME) > 5000


def test_a_character_whose_video_begins_in_the_dark_is_shown_from_its_middle(tmp_path: Path) -> None:
    dawn = of_colours(tmp_path / "dawn", INK, INK, LIME, LIME)
    shown = video(clip(characters=(("Mossy", str(dawn)),)), tmp_path / "video")
    assert pixels(image(shown[-1]), LIME) > 5000


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("tall", [False, True], ids=["lying", "upright"])
def test_small_pictures_and_their_names_have_room_beside_the_words(size: tuple[int, int], *, tall: bool) -> None:
    width, height = size
    shown = clip(width=width, height=height, prompt="W " * 4000, kind="extension", source_id="video_0")
    captions = Captions(shown)
    small = Image.new("RGB", (720, 1280) if tall else (1792, 1024), LIME)
    boxes = captions.draw(
        Image.new("RGB", size), [(small, None), *((small, name * 80) for name in ("W", "i", "\u4e2d", "\u200b"))]
    )
    assert len(boxes) == 6
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= captions.strip_top
        for a, b, c, d in boxes[:number]:
            assert left >= c or a >= right or top >= d or b >= bottom, (boxes[number], (a, b, c, d))


def test_a_name_that_the_font_lacks_is_written_as_escapes(tmp_path: Path) -> None:
    lime = str(of_colours(tmp_path / "lime", LIME))
    named = [
        image(video(clip(characters=((name, lime),)), tmp_path / "video")[0]).tobytes()
        for name in ("\u4e2d", "\\u4e2d", "\u4e2e")
    ]
    assert named[0] == named[1]
    assert named[0] != named[2]


@pytest.mark.parametrize(
    ("kind", "size"), [(kind, SIZES[number % len(SIZES)]) for number, kind in enumerate(KINDS)], ids=KINDS
)
def test_previews_have_their_sizes(tmp_path: Path, kind: str, size: tuple[int, int]) -> None:
    width, height = size
    grey = of_colours(tmp_path / "grey", (128, 128, 128), size=size)
    shown = derived(kind, grey, width=width, height=height, seconds=2 if kind == "extension" else 1)
    for variant, sides in (
        ("thumbnail", (width // 2, height // 2)),
        ("spritesheet", (width // 4 * 4, height // 4 * 3)),
    ):
        render(shown, variant, tmp_path / variant)
        with Image.open(tmp_path / variant) as preview:
            assert (preview.format, preview.size) == ("WEBP", sides)


def test_a_spritesheet_of_an_extension_shows_both_parts(source: Path, tmp_path: Path) -> None:
    render(derived("extension", source, seconds=2), "spritesheet", tmp_path / "sheet")
    with Image.open(tmp_path / "sheet") as opened:
        sheet = opened.convert("RGB")
    first, last = sheet.crop((0, 150, 180, 290)), sheet.crop((540, 790, 720, 930))
    small = image(frames(source)[0]).resize((180, 320)).crop((0, 150, 180, 290))
    assert difference(first, small) < 5
    assert difference(first, last) > 15
