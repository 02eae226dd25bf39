"""Reference images that strangers send."""

import base64
import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from openvideos.emulator.uploaded_image import UnreadableImageError, decode_data_url, fit_image

MOST = 4_000_000


def fitted(data: bytes, size: tuple[int, int] = (72, 128)) -> Image.Image:
    image = Image.open(io.BytesIO(fit_image(io.BytesIO(data), size, pixels=MOST)))
    image.load()
    return image


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it has this many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("size", [(10, 10), (2000, 50), (50, 1900)], ids=str)
def test_a_picture_is_scaled_to_cover_the_clip(png: Callable[..., bytes], kind: str, size: tuple[int, int]) -> None:
    image = fitted(png("#204080", size, kind))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (72, 128))
    for place in ((0, 0), (71, 127), (36, 64)):
        pixel = image.getpixel(place)
        assert isinstance(pixel, tuple)
        assert all(abs(found - asked) < 8 for found, asked in zip(pixel, (0x20, 0x40, 0x80), strict=True))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_picture_of_any_kind_becomes_plain_colour(png: Callable[..., bytes], mode: str) -> None:
    assert fitted(png(0, (20, 20), "PNG", mode)).mode == "RGB"


def test_what_is_transparent_is_white(png: Callable[..., bytes]) -> None:
    assert fitted(png((255, 0, 0, 0), (20, 20), "PNG", "RGBA")).getpixel((5, 5)) == (255, 255, 255)


def test_a_photograph_taken_upright_is_upright() -> None:
    image = Image.new("RGB", (40, 20), "black")
    image.paste("white", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif, quality=95)
    upright = fitted(file.getvalue(), (20, 40)).convert("L")
    top, bottom = upright.getpixel((10, 5)), upright.getpixel((10, 35))
    assert isinstance(top, int)
    assert isinstance(bottom, int)
    assert top > 200
    assert bottom < 50


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="0 bytes"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(b"\0\0\0\x18ftypmp42" + b"\0" * 500, id="mp4"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="only a signature"),
        pytest.param(bomb(1_000_000, 1_000_000), id="a million by a million"),
        pytest.param(bomb(60_000, 60_000), id="pixels that nobody wants"),
        pytest.param(bomb(100, 100), id="fewer bytes than pixels"),
        pytest.param(bomb(0, 0), id="no pixels"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableImageError, match=r"^found .*; allowed: "):
        fitted(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_half_a_picture_is_refused(png: Callable[..., bytes], kind: str) -> None:
    noise = Image.effect_noise((200, 200), 80).convert("RGB")
    file = io.BytesIO()
    noise.save(file, kind)
    with pytest.raises(UnreadableImageError):
        fitted(file.getvalue()[: len(file.getvalue()) // 2])


def test_other_kinds_of_picture_are_refused(png: Callable[..., bytes]) -> None:
    for kind in ("GIF", "BMP", "TIFF"):
        with pytest.raises(UnreadableImageError):
            fitted(png("red", (20, 20), kind))


def test_more_pixels_than_allowed_are_refused_by_number(png: Callable[..., bytes]) -> None:
    with pytest.raises(UnreadableImageError, match=r"found 2001x2000 pixels; allowed: 4000000 in all"):
        fitted(png("red", (2001, 2000)))


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("data:image/png;base64," + base64.b64encode(b"\x89PNG").decode(), b"\x89PNG"),
        ("DATA:;BASE64,AAAA", b"\0\0\0"),
        ("data:image/png;name=a.png;base64,%41AAA", b"\0\0\0"),
        ("data:,%89PNG", b"\x89PNG"),
    ],
    ids=["plain", "capitals", "parameters and escapes", "without base64"],
)
def test_a_data_url_is_decoded(url: str, data: bytes) -> None:
    assert decode_data_url(url) == data


@pytest.mark.parametrize(
    "url", ["data:", "data:image/png;base64", "data:;base64,A", "data:;base64,A A=", "data:;base64,\u00e9"]
)
def test_a_malformed_data_url_is_refused(url: str) -> None:
    with pytest.raises(UnreadableImageError, match="allowed: data:image/png;base64,"):
        decode_data_url(url)
