"""Videos of strangers: what is taken, what it becomes, and what is refused in bounded time and memory."""

import asyncio
import functools
import io
import math
import struct
import tempfile
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image, ImageStat

from openvideos.contract import Contract
from openvideos.emulator.clip import ReadVideo
from openvideos.emulator.errors import UnreadableVideoError
from openvideos.emulator.pool import RenderPool
from openvideos.emulator.uploaded_video import read_video

SIZES = Contract.load().enum("VideoSize")
RED, TEAL, LIME = (200, 0, 0), (0, 128, 128), (0, 220, 0)
NAMED = {"red": RED, "teal": TEAL, "lime": LIME}
SHADES = [(5 * step,) * 3 for step in range(48)]
FILE_TYPE = b"\0\0\0\x10ftypisom\0\0\2\0"
CUT = "ends before it says"
UNREADABLE = "no readable video"
FAST = {"libx264": {"preset": "ultrafast"}, "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"}}


def picture(size: tuple[int, int], colour: tuple[int, int, int], form: str) -> av.VideoFrame:
    frame: av.VideoFrame = av.VideoFrame.from_image(Image.new("RGB", size, colour))  # type: ignore[no-untyped-call]
    return frame.reformat(format=form)


def encoded(
    *,
    size: tuple[int, int] = (320, 240),
    times: Iterable[int] = range(24),
    rate: int = 24,
    clock: int | None = None,
    codec: str = "libx264",
    container: str = "mp4",
    options: dict[str, str] | None = None,
    form: str = "yuv420p",
    pixel: Fraction | int = 1,
    colours: Sequence[tuple[int, int, int]] = (TEAL,),
) -> bytes:
    """A video with a frame at each of these times, in ticks of which a second has `clock`; the colours take turns."""
    # a file, as what puts the index in front opens it once more
    with (
        tempfile.NamedTemporaryFile() as data,
        av.open(data.name, "w", format=container, options=options or {}) as file,
    ):
        stream = file.add_stream(codec, rate=rate, options=FAST.get(codec, {}))
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size, form
        stream.codec_context.time_base = Fraction(1, clock or rate)
        stream.codec_context.sample_aspect_ratio = Fraction(pixel)
        for number, time in enumerate(times):
            frame = picture(size, colours[number % len(colours)], form)
            frame.pts, frame.time_base = time, stream.codec_context.time_base
            file.mux(stream.encode(frame))
        file.mux(stream.encode())
        file.close()
        return Path(data.name).read_bytes()


def read(folder: Path, data: bytes) -> tuple[ReadVideo, list[av.VideoFrame]]:
    """What an upload becomes, and the frames of it, when its form has been looked at."""
    (folder / "upload").write_bytes(data)
    result = read_video(folder / "upload", folder / "video", SIZES)
    written = (folder / "video").read_bytes()
    assert 0 < written.index(b"moov") < written.index(b"mdat"), "it can be played while it is read"
    with av.open(str(folder / "video")) as container:
        (stream,) = container.streams
        assert isinstance(stream, av.VideoStream)
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert f"{stream.width}x{stream.height}" == result.size
        frames = list(container.decode(stream))
    assert [frame.time for frame in frames] == [index / 12 for index in range(12 * result.seconds)]
    return result, frames


def image_of(frame: av.VideoFrame) -> Image.Image:
    image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return image


def colour(frame: av.VideoFrame) -> list[float]:
    """The colour of the middle of a picture."""
    image = image_of(frame)
    wide, high = image.size
    return ImageStat.Stat(image.crop((wide // 4, high // 4, wide // 4 * 3, high // 4 * 3))).mean


def changed(data: bytes, box: bytes, offset: int, *values: int) -> bytes:
    """A file with other numbers, of four bytes each, behind a box's name."""
    place = data.index(box) + len(box) + offset
    return data[:place] + struct.pack(f">{len(values)}I", *values) + data[place + 4 * len(values) :]


def split(data: bytes) -> dict[bytes, bytes]:
    """The outermost boxes of an MP4, by name."""
    boxes, place = {}, 0
    while place < len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        boxes[name] = data[place : place + length]
        place += length
    return boxes


def packed(*boxes: tuple[bytes, bytes]) -> bytes:
    return b"".join(struct.pack(">I4s", 8 + len(content), name) + content for name, content in boxes)


def with_64_bit_size(data: bytes) -> bytes:
    """The same video with its index at the end and the size of its pictures' box in eight bytes."""
    boxes = split(data)
    pictures = boxes[b"mdat"][8:]
    head = struct.pack(">I4sQ", 1, b"mdat", 16 + len(pictures))
    index = boxes[b"moov"]
    # what comes before the pictures is as long as it was: the space for the larger head is taken from a free box
    assert len(boxes[b"free"]) == 8
    return boxes[b"ftyp"] + head + pictures + index


def joined(*sizes: tuple[int, int]) -> bytes:
    """A video in Matroska whose pictures change their size on the way, each size for half a second."""
    packets = []
    for size in sizes:
        encoder = av.CodecContext.create("libx264", "w")
        assert isinstance(encoder, av.VideoCodecContext)
        encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = *size, "yuv420p", Fraction(1, 24)
        encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "x264-params": "repeat-headers=1:annexb=1"}
        for number in range(12 if size[0] < 4096 else 1):
            frame = picture(size, TEAL, "yuv420p")
            frame.pts = number
            packets += [bytes(packet) for packet in encoder.encode(frame)]
    data = io.BytesIO()
    with (
        av.open(io.BytesIO(b"".join(packets)), format="h264") as raw,
        av.open(data, "w", format="matroska") as file,
    ):
        stream = file.add_stream_from_template(raw.streams.video[0])
        for number, content in enumerate(packets):
            packet = av.Packet(content)
            packet.stream, packet.time_base = stream, Fraction(1, 1000)
            packet.pts = packet.dts = number * 1000 // 24
            packet.duration = 1000 // 24
            file.mux(packet)
    return data.getvalue()


def with_sound(container: str, *, frames: int, sound: int) -> bytes:
    """A video of some frames, 24 a second, with so many seconds of silence."""
    data = io.BytesIO()
    with av.open(data, "w", format=container) as file:
        audio = file.add_stream("pcm_s16le", rate=8000)
        video = file.add_stream("libx264", rate=24, options=FAST["libx264"]) if frames else None
        assert isinstance(audio, av.AudioStream)
        if video is not None:
            video.width, video.height, video.pix_fmt = 320, 240, "yuv420p"
            for number in range(frames):
                frame = picture((320, 240), TEAL, "yuv420p")
                frame.pts, frame.time_base = number, Fraction(1, 24)
                file.mux(video.encode(frame))
            file.mux(video.encode())
        for second in range(sound):
            silence = av.AudioFrame(format="s16", layout="mono", samples=8000)
            silence.sample_rate, silence.pts, silence.time_base = 8000, second * 8000, Fraction(1, 8000)
            silence.planes[0].update(bytes(silence.planes[0].buffer_size))
            file.mux(audio.encode(silence))
        file.mux(audio.encode())
    return data.getvalue()


@functools.cache
def in_front(frames: int = 24) -> bytes:
    """A video with its index in front."""
    return encoded(options={"movflags": "+faststart"}, times=range(frames))


def png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), TEAL).save(data, "PNG")
    return data.getvalue()


FRAGMENTS = {"movflags": "frag_keyframe+empty_moov"}
LYING, UPRIGHT = "1280x720", "720x1280"
TAKEN: list[tuple[str, Callable[[], bytes], int, str]] = [
    ("its index in front", in_front, 1, LYING),
    ("its index at the end", encoded, 1, LYING),
    ("in fragments", lambda: encoded(options=FRAGMENTS), 1, LYING),
    ("its last box to the end of the file", lambda: changed(in_front(), b"mdat", -8, 0), 1, LYING),
    ("a box with a 64-bit size", lambda: with_64_bit_size(encoded()), 1, LYING),
    ("more frames said than are there", lambda: changed(in_front(), b"stco", 4, 2**31 - 1), 1, LYING),
    ("a whole video of another length said", lambda: changed(in_front(), b"mvhd", 16, 2**32 - 1), 1, LYING),
    ("a tick of a whole second", lambda: changed(in_front(48), b"mdhd", 12, 2**32 - 1), 2, LYING),
    ("a frame of hours in a track of 2 s", lambda: changed(in_front(48), b"stts", 12, 2**31 - 1), 2, LYING),
    ("MOV", lambda: encoded(container="mov"), 1, LYING),
    ("Motion JPEG in MOV", lambda: encoded(container="mov", codec="mjpeg", form="yuvj420p"), 1, LYING),
    ("ProRes, ten bits", lambda: encoded(container="mov", codec="prores", form="yuv422p10le"), 1, LYING),
    ("MPEG-4 part 2", lambda: encoded(codec="mpeg4"), 1, LYING),
    ("H.265", lambda: encoded(codec="libx265"), 1, LYING),
    ("Matroska", lambda: encoded(container="matroska"), 1, LYING),
    ("VP8 in WebM", lambda: encoded(container="webm", codec="libvpx"), 1, LYING),
    ("VP9 in WebM", lambda: encoded(container="webm", codec="libvpx-vp9"), 1, LYING),
    ("odd sides", lambda: encoded(size=(321, 241), form="yuv444p"), 1, LYING),
    ("upright", lambda: encoded(size=(240, 320)), 1, UPRIGHT),
    ("square", lambda: encoded(size=(240, 240)), 1, UPRIGHT),
    ("large", lambda: encoded(size=(1920, 1080), times=range(2), rate=2), 1, "1792x1024"),
    ("8 to 1", lambda: encoded(size=(800, 100)), 1, LYING),
    ("square, its pixels twice as wide", lambda: encoded(size=(240, 240), pixel=2), 1, LYING),
    ("lying, its pixels twice as high", lambda: encoded(pixel=Fraction(1, 2)), 1, UPRIGHT),
    ("tiny", lambda: encoded(size=(16, 16)), 1, UPRIGHT),
    ("one frame", lambda: encoded(times=[0]), 1, LYING),
    ("60 frames a second", lambda: encoded(times=range(60), rate=60), 1, LYING),
    ("0.2 s", lambda: encoded(times=range(5), rate=25), 1, LYING),
    ("2.4 s", lambda: encoded(times=range(60), rate=25), 2, LYING),
    ("2.6 s", lambda: encoded(times=range(65), rate=25), 3, LYING),
    ("frames of many lengths", lambda: encoded(times=[0, 10, 500, 533, 1900, 1960], clock=1000), 2, LYING),
    ("a picture that changes its size", lambda: joined((320, 240), (640, 480)), 1, LYING),
    ("sound that goes on, in Matroska", lambda: with_sound("matroska", frames=24, sound=4), 1, LYING),
    ("sound that goes on, in MOV", lambda: with_sound("mov", frames=24, sound=4), 1, LYING),
]


@pytest.mark.parametrize(("made", "seconds", "size"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_a_video_becomes_one_of_whole_seconds_in_a_size_of_the_contract(
    tmp_path: Path, made: Callable[[], bytes], seconds: int, size: str
) -> None:
    result, pictures = read(tmp_path, made())
    assert result == ReadVideo(seconds=seconds, size=size)
    for shown in (pictures[0], pictures[-1]):
        assert all(abs(found - asked) < 12 for found, asked in zip(colour(shown), TEAL, strict=True))


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def of_seconds(said: int) -> bytes:
    """A second in Matroska that says it has so many."""
    data = encoded(container="matroska")
    place = data.index(b"\x44\x89\x88") + 3  # Duration, a number of eight bytes, in milliseconds
    return data[:place] + struct.pack(">d", 1000 * said) + data[place + 8 :]


def sample_table(samples: int) -> bytes:
    """A small file whose table says in few bytes that there are so many samples of one byte."""
    data = changed(in_front(), b"stsz", 4, 1, samples)
    return changed(changed(data, b"stts", 4, 1, samples, 1), b"stsc", 4, 1, 1, samples, 1)


def nested(depth: int, name: bytes) -> bytes:
    return FILE_TYPE + b"".join(struct.pack(">I4s", 8 * (depth - level), name) for level in range(depth))


def tracks(count: int) -> bytes:
    """A whole video with its index at the end, which has its one track so many times."""
    data = encoded()
    index = split(data)[b"moov"]
    start = index.index(b"trak") - 4
    (length,) = struct.unpack_from(">I", index, start)
    many = index[8:start] + index[start : start + length] * count + index[start + length :]
    return data.removesuffix(index) + packed((b"moov", many))


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("nothing", lambda: b"", "found an empty file; allowed: MP4, MOV, MKV or WebM"),
    ("three bytes", lambda: b"abc", "found no video"),
    ("bytes of any kind", lambda: bytes(range(256)) * 40, "found no video"),
    ("text", lambda: b"a paper boat\n" * 100, "found no video"),
    ("a PNG", png, "found no video"),
    ("Motion JPEG in AVI", lambda: encoded(container="avi", codec="mjpeg", form="yuvj420p"), "found no video"),
    ("MPEG-TS", lambda: encoded(container="mpegts"), "found no video"),
    ("a list of files", lambda: b"ffconcat version 1.0\nfile other.mp4\n", "found no video"),
    ("a playlist", lambda: b"#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/x.ts\n", "found no video"),
    ("a playlist behind a box", lambda: FILE_TYPE + b"#EXTM3U\n#EXTINF:9,\nx.ts\n", CUT),
    ("half of one, index in front", lambda: half(in_front()), CUT),
    ("half of one, index at the end", lambda: half(encoded()), CUT),
    ("half of one, in fragments", lambda: half(encoded(options=FRAGMENTS)), CUT),
    ("half of one in Matroska", lambda: half(encoded(container="matroska")), CUT),
    ("half of one in Matroska, with sound", lambda: half(with_sound("matroska", frames=24, sound=1)), CUT),
    ("a second of the 200 that it says", lambda: of_seconds(200), "found 200 s of video"),
    ("half of the 2 s that it says", lambda: of_seconds(2), CUT),
    ("no index", lambda: FILE_TYPE + split(encoded())[b"mdat"], CUT),
    ("an index alone", lambda: FILE_TYPE + split(in_front())[b"moov"], "without frames"),
    ("sound alone", lambda: with_sound("mov", frames=0, sound=1), "without pictures"),
    ("sides of 9 to 1", lambda: encoded(size=(900, 100)), "found 900x100 pixels; allowed: 9437184 in all"),
    ("many pixels", lambda: encoded(size=(8192, 2048), times=range(1)), "found 8192x2048 pixels"),
    ("many pixels, MPEG-4 part 2", lambda: encoded(size=(8000, 2048), times=range(1), codec="mpeg4"), UNREADABLE),
    (
        "many pixels, said to be few",
        lambda: changed(encoded(size=(8192, 2048), times=range(1)), b"avc1\0\0\0\0\0\0\0\1", 16, 320 << 16 | 240),
        "found 8192x2048 pixels",
    ),
    ("a picture that becomes narrow", lambda: joined((320, 240), (1600, 100)), "found 1600x100 pixels"),
    ("a picture that becomes huge", lambda: joined((320, 240), (8192, 2048)), UNREADABLE),
    ("121 s", lambda: encoded(size=(64, 64), times=range(121), rate=1), "found 121 s of video; allowed: at most 120"),
    ("hours in two frames", lambda: encoded(times=[0, 24 * 3600], container="mov"), "found 3600 s of video"),
    ("days in two frames", lambda: encoded(times=[0, 24 * 7200], container="matroska"), "of video; allowed: at most"),
    (
        "two hours in two frames that don't say so",
        lambda: encoded(times=[0, 24 * 7200], container="matroska", options={"live": "1"}),
        "found 7200 s of video",
    ),
    ("an edit of nothing", lambda: changed(in_front(), b"elst", 12, 2**32 - 1), "without frames"),
    ("a time table without end", lambda: changed(in_front(), b"stts", 4, 2**31 - 1), UNREADABLE),
    ("a size table without end", lambda: changed(in_front(), b"stsz", 8, 2**31 - 1), UNREADABLE),
    ("a chunk table without end", lambda: changed(in_front(), b"stsc", 4, 2**31 - 1), UNREADABLE),
    ("samples of 2 GiB", lambda: changed(in_front(), b"stsz", 4, 2**31 - 1), "without frames"),
    ("frames said without end", lambda: changed(in_front(), b"stts", 4, 1, 2**31 - 1, 1), CUT),
    ("a giant index of zeros", lambda: FILE_TYPE + packed((b"moov", bytes(40 << 20))), "without pictures"),
    ("boxes in boxes", lambda: nested(100_000, b"moov"), UNREADABLE),
    ("tracks beyond number", lambda: tracks(40), UNREADABLE),
    ("boxes without end", lambda: in_front() + packed((b"moof", b"")) * 200_000, "found more than 115200 boxes"),
    ("Matroska's first bytes alone", lambda: b"\x1a\x45\xdf\xa3", UNREADABLE),
    ("Matroska of zeros", lambda: encoded(container="matroska")[:60] + bytes(1 << 20), UNREADABLE),
]


@pytest.mark.parametrize(("made", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_video_for_us_is_refused_by_what_it_is(
    tmp_path: Path, made: Callable[[], bytes], message: str
) -> None:
    (tmp_path / "upload").write_bytes(made())
    with pytest.raises(UnreadableVideoError, match=message):
        read_video(tmp_path / "upload", tmp_path / "video", SIZES)


def test_another_file_that_an_upload_names_is_not_opened(tmp_path: Path) -> None:
    whole = encoded()
    (tmp_path / "other.mp4").write_bytes(whole)
    # an alias record: a name of 63 bytes at most, how many folders up it is, and the path, twice
    path = str(tmp_path / "other.mp4").encode()
    record = bytes(10) + b"\1x" + bytes(26 + 12) + b"\x09other.mp4" + bytes(54 + 16) + struct.pack(">HH", 1, 1)
    record += bytes(16) + b"".join(
        struct.pack(">hH", kind, len(path)) + path + bytes(len(path) % 2) for kind in (18, 2)
    )
    reference = struct.pack(">II", 0, 1) + packed((b"alis", bytes(4) + record + struct.pack(">hH", -1, 0)))
    upload = tmp_path / "upload"
    upload.write_bytes(_replaced(whole, [b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"], reference))
    with av.open(str(upload), options={"enable_drefs": "1", "use_absolute_path": "1"}) as container:
        assert len(list(container.decode(video=0))) == 24, "a reader that trusts it finds the other file's pictures"
    with pytest.raises(UnreadableVideoError, match="without frames"):
        read_video(upload, tmp_path / "video", SIZES)


def _replaced(data: bytes, way: list[bytes], content: bytes) -> bytes:
    """A file with another content of one box, whose place is said by the names on the way to it."""
    if not way:
        return content
    result, place = b"", 0
    while place < len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        inner = data[place + 8 : place + length]
        result += packed((name, _replaced(inner, way[1:], content) if name == way[0] else inner))
        place += length
    return result


def test_frames_keep_their_order_and_their_time(tmp_path: Path) -> None:
    _, pictures = read(tmp_path, encoded(times=range(48), colours=SHADES))
    found = [colour(shown)[0] for shown in pictures]
    assert all(abs(shade - 10 * index) < 8 for index, shade in enumerate(found)), found


def test_a_frame_stays_until_the_next_one_comes(tmp_path: Path) -> None:
    red, green = (200, 0, 0), (0, 200, 0)
    _, pictures = read(tmp_path, encoded(times=[0, 36, 47], colours=[red, green, green], container="matroska"))
    assert ["red" if colour(shown)[0] > 100 else "green" for shown in pictures] == ["red"] * 18 + ["green"] * 6


def test_the_range_of_brightness_is_the_usual_one(tmp_path: Path) -> None:
    light = (210, 210, 210)  # which JPEG writes as 210, and video as 196
    _, (shown, *_) = read(tmp_path, encoded(codec="mjpeg", container="mov", form="yuvj420p", colours=[light]))
    assert all(abs(found - asked) < 5 for found, asked in zip(colour(shown), light, strict=True))


def bands(size: tuple[int, int], middle: tuple[int, int]) -> bytes:
    """A picture, as a video, of red at the left, then teal, and lime at the right; where the middle begins and ends."""
    image = Image.new("RGB", size, RED)
    image.paste(TEAL, (middle[0], 0, *size))
    image.paste(LIME, (middle[1], 0, *size))
    with tempfile.NamedTemporaryFile() as data, av.open(data.name, "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=12, options=FAST["libx264"])
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        frame: av.VideoFrame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
        file.mux([*stream.encode(frame), *stream.encode()])
        file.close()
        return Path(data.name).read_bytes()


def names(frame: av.VideoFrame, *places: tuple[int, int]) -> list[str]:
    """The names of the colours at some places of a picture."""
    found = []
    shown = image_of(frame)
    for place in places:
        pixel = shown.getpixel(place)
        assert isinstance(pixel, tuple)
        found.append(min(NAMED, key=lambda name: math.dist(NAMED[name], pixel)))
    return found


def test_what_is_beyond_the_size_is_cut_off_on_both_sides_alike(tmp_path: Path) -> None:
    _, (shown, *_) = read(tmp_path, bands((800, 240), (280, 520)))
    assert names(shown, (200, 360), (300, 360), (980, 360), (1080, 360)) == ["red", "teal", "teal", "lime"]


@pytest.mark.parametrize(
    ("matrix", "size", "found"),
    [
        pytest.param((0, 1, -1, 0), UPRIGHT, {(360, 100): "red", (360, 1180): "lime"}, id="a quarter clockwise"),
        pytest.param((-1, 0, 0, -1), LYING, {(100, 360): "lime", (1180, 360): "red"}, id="upside down"),
        pytest.param((0, -1, 1, 0), UPRIGHT, {(360, 100): "lime", (360, 1180): "red"}, id="a quarter back"),
    ],
)
def test_a_picture_that_a_player_turns_is_turned(
    tmp_path: Path, matrix: tuple[int, ...], size: str, found: dict[tuple[int, int], str]
) -> None:
    a, b, c, d = (number << 16 & 0xFFFFFFFF for number in matrix)
    turned = changed(bands((320, 240), (80, 240)), b"tkhd", 40, a, b, 0, c, d, 0, 0, 0, 1 << 30)
    result, (shown, *_) = read(tmp_path, turned)
    assert result.size == size
    assert names(shown, *found) == list(found.values())


def test_where_nothing_can_be_written_the_upload_is_not_blamed(tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(encoded())
    with pytest.raises(OSError, match="No space left"):
        read_video(tmp_path / "upload", Path("/dev/full"), SIZES)


def test_a_table_that_takes_all_memory_ends_in_its_process(tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(sample_table(2**24))

    async def whole() -> None:
        with pytest.raises(UnreadableVideoError, match=UNREADABLE):
            await pool.read_video(tmp_path / "upload", tmp_path / "video", SIZES)

    pool = RenderPool(workers=1)
    try:
        asyncio.run(whole())
    finally:
        pool.close()
