"""Text in a picture: what the font has is drawn as it is, the rest as escapes; long text is wrapped and cut."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterator
from importlib import resources

from PIL import ImageFont

__all__ = ["escape", "font", "has_glyph", "wrap"]

_MISSING = "\uffff"  # a code point that no font may have: it gives the picture of "no glyph"


@functools.cache
def font(size: int, *, weight: int = 400) -> ImageFont.FreeTypeFont:
    """Return the bundled font at a size in pixels; weight 400 is regular, 700 bold."""
    with resources.as_file(resources.files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf") as path:
        # basic layout: the same pixels on every machine, whether or not it has a shaping library
        face = ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
    face.set_variation_by_axes([weight, 100])
    return face


@functools.cache
def has_glyph(character: str) -> bool:
    """Whether the font can draw this character; a control character has no picture in any font."""
    if unicodedata.category(character)[0] in "CZ" and character != " ":
        return False
    return _picture(character) != _picture(_MISSING)


@functools.lru_cache(maxsize=4096)
def _picture(character: str) -> tuple[tuple[int, int], bytes]:
    mask = font(24).getmask(character)
    return mask.size, bytes(mask)


def escape(text: str, *, drawable: Callable[[str], bool] = has_glyph) -> str:
    """Replace what cannot be drawn by its escape, as in `\\u4e2d`."""
    return "".join(character if drawable(character) else _escaped(character) for character in text)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def wrap(text: str, *, width: float, lines: int, measure: Callable[[str], float]) -> list[str]:
    """Break text into at most `lines` lines of at most `width`, in the unit of `measure`.

    Breaks at spaces and line feeds, within a word only where it is wider than a line. What does not fit is cut, and an
    ellipsis says so.
    """
    result: list[str] = []
    for line in _lines(text, width=width, measure=measure):
        if len(result) == lines:
            result[-1] = _cut(result[-1], width=width, measure=measure)
            break
        result.append(line)
    return result


def _lines(text: str, *, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if measure(longer) <= width:
                line = longer
                continue
            if line:
                yield line
            line = word
            while measure(line) > width:
                fitting = _fitting(line, width=width, measure=measure)
                yield line[:fitting]
                line = line[fitting:]
        yield line


def _fitting(word: str, *, width: float, measure: Callable[[str], float]) -> int:
    low, high = 1, min(len(word), 400)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(word[:middle]) <= width else (low, middle - 1)
    return low


def _cut(line: str, *, width: float, measure: Callable[[str], float]) -> str:
    while line and measure(f"{line}\u2026") > width:
        line = line[:-1]
    return f"{line.rstrip()}\u2026"
