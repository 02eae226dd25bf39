"""What media are is read from their bytes: sound ones have their facts, broken ones fail, whatever is broken."""

import io
import random
import sys

import av
import pytest
from PIL import Image

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.media import difference, image_facts, sample_video, video_facts
from openvideos.conformance.checks.playable import expect_length, expect_sane, expect_size
from openvideos.conformance.verdict import Failed, Skipped

SIZES = {"portrait": (96, 160, 2), "landscape": (160, 96, 3)}


def answered(body: bytes, media_type: str = "video/mp4") -> Answer:
    return Answer(method="GET", url="http://h/v1/x", status=200, headers=[("Content-Type", media_type)], body=body)


def still(size: tuple[int, int] = (40, 60), kind: str = "WEBP", colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(("width", "height", "seconds"), SIZES.values(), ids=SIZES)
def test_a_video_has_its_facts(width: int, height: int, seconds: int) -> None:
    facts = video_facts(answered(sample_video(width=width, height=height, seconds=seconds)))
    assert (facts.size, facts.seconds, facts.declared) == (f"{width}x{height}", seconds, seconds)
    assert (facts.codec, facts.pixel_format, facts.frames, facts.index_first) == (
        "h264",
        "yuv420p",
        12 * seconds,
        False,
    )
    assert {len(each) for each in facts.pictures} == {16 * 16 * 3}


def test_a_long_video_is_known_to_its_end_though_few_of_its_frames_are_decoded() -> None:
    facts = video_facts(answered(sample_video(width=32, height=32, seconds=60)))
    assert (facts.seconds, facts.frames) == (60, 720)
    assert 100 < len(facts.pictures) < 250
    end = video_facts(answered(sample_video(width=32, height=32, seconds=5))).pictures[-1]
    assert difference(end, facts.pictures[-1]) < 3 < difference(end, facts.pictures[90])


SOUND = sample_video(width=96, height=160, seconds=2)
FRAMES = SOUND.index(b"mdat")
BROKEN = {
    "nothing": (b"", "no index"),
    "JSON": (b'{"error": {"message": "not ready"}}', "begin as an MP4"),
    "half of the file": (SOUND[: len(SOUND) // 2], "goes on"),
    "all but a byte": (SOUND[:-1], "goes on"),
    "no index": (SOUND.replace(b"moov", b"free"), "no index"),
    "noise for frames": (SOUND[: FRAMES + 4] + b"\x9a" * 900 + SOUND[FRAMES + 904 :], ""),
    "a box without size": (SOUND[:32] + b"\x00\x00\x00\x03" + SOUND[36:], "goes on"),
    "WebM": (b"\x1a\x45\xdf\xa3" + SOUND, "begin as an MP4"),
    "a picture": (still(), "begin as an MP4"),
}


@pytest.mark.parametrize(("body", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_video_fails(body: bytes, said: str) -> None:
    answer = answered(body)
    with pytest.raises(Failed) as caught:
        video_facts(answer)
    assert said in caught.value.found
    assert caught.value.answers == (answer,)


def test_a_video_with_a_damaged_frame_fails() -> None:
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=12, options={"preset": "superfast", "bf": "0", "threads": "1"})
        stream.width, stream.height, stream.pix_fmt = 160, 160, "yuv420p"
        for index in range(24):
            noise = Image.frombytes("L", (160, 160), random.Random(index).randbytes(160 * 160))
            frame: av.VideoFrame = av.VideoFrame.from_image(noise)  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    body, middle = file.getvalue(), len(file.getvalue()) // 2
    damaged = bytes(byte ^ 0x55 for byte in body[middle : middle + 400])
    assert video_facts(answered(body)).frames == 24
    with pytest.raises(Failed, match=r"its frame \d+ is broken"):
        video_facts(answered(body[:middle] + damaged + body[middle + 400 :]))


def test_a_picture_has_its_facts() -> None:
    facts = image_facts(answered(still(), "image/webp"))
    assert (facts.width, facts.height) == (40, 60)
    assert difference(facts.picture, bytes((255, 0, 0)) * 256) < 8


STILLS = {
    "nothing": b"",
    "a PNG": still(kind="PNG"),
    "half of the file": still((400, 600))[:60],
    "only the beginning": b"RIFF\x00\x00\x00\x00WEBP",
    "more pixels than any video has": still((8000, 8000)),
}


@pytest.mark.parametrize("body", STILLS.values(), ids=STILLS)
def test_a_broken_picture_fails(body: bytes) -> None:
    with pytest.raises(Failed) as caught:
        image_facts(answered(body, "image/webp"))
    assert caught.value.expected == "a WebP picture that can be decoded"


LENGTHS = {
    "as asked": ("2", True),
    "0.4 s more": ("1.6", True),
    "0.6 s more": ("1.4", False),
    "0.6 s less": ("2.6", False),
}


@pytest.mark.parametrize(("seconds", "met"), LENGTHS.values(), ids=LENGTHS)
def test_half_a_second_is_no_fault(seconds: str, met: bool) -> None:
    answer = answered(SOUND)
    if met:
        expect_length(answer, seconds)
    else:
        with pytest.raises(Failed):
            expect_length(answer, seconds)


@pytest.mark.parametrize("said", [None, "", "soon", 4, [], "-1"])
def test_what_is_no_length_or_size_is_nothing_to_compare_with(said: object) -> None:
    with pytest.raises(Skipped):
        expect_length(answered(SOUND), said)
    with pytest.raises(Skipped):
        expect_size(answered(SOUND), said)


def test_a_file_that_says_it_is_longer_than_its_frames_fails() -> None:
    place = SOUND.index(b"mvhd") + 20
    longer = (9 * int.from_bytes(SOUND[place : place + 4])).to_bytes(4)
    with pytest.raises(Failed, match=r"says that it lasts 2.00 s; found 18 s"):
        expect_sane(answered(SOUND[:place] + longer + SOUND[place + 4 :]))


@pytest.mark.parametrize(("module", "look"), [("av", video_facts), ("PIL", image_facts)], ids=["av", "pillow"])
def test_without_the_extra_there_is_nothing_to_judge(
    monkeypatch: pytest.MonkeyPatch, module: str, look: object
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(Skipped, match="is not installed"):
        look(answered(SOUND))  # type: ignore[operator]
