"""Text in a picture."""

import pytest

from openvideos.emulator.text import escape, font, has_glyph, wrap


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        pytest.param("A paper boat, 5 €", "A paper boat, 5 €", id="latin"),
        pytest.param("Бумажный кораблик ёЁ", "Бумажный кораблик ёЁ", id="cyrillic"),
        pytest.param("χάρτινη βάρκα", "χάρτινη βάρκα", id="greek"),
        pytest.param("纸船", "\\u7eb8\\u8239", id="chinese"),
        pytest.param("🚤", "\\U0001f6a4", id="emoji"),
        pytest.param("a\0b\tc\x1bd", "a\\u0000b\\u0009c\\u001bd", id="control characters"),
        pytest.param("a\u202eb\u2028c", "a\\u202eb\\u2028c", id="characters that turn or break the line"),
        pytest.param("\ud800", "\\ud800", id="lone surrogate"),
    ],
)
def test_what_the_font_lacks_is_written_as_an_escape(text: str, drawn: str) -> None:
    assert escape(text) == drawn


def test_every_character_of_an_escape_can_be_drawn() -> None:
    assert all(has_glyph(character) for character in "\\uU0123456789abcdef\u2026")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("one two three", ["one two", "three"], id="at spaces"),
        pytest.param("one\ntwo\n\nthree", ["one", "two", "", "three"], id="at line feeds"),
        pytest.param("abcdefghijklmnop", ["abcdefgh", "ijklmnop"], id="within a word that is too long"),
        pytest.param("a bcdefghijkl", ["a", "bcdefghi", "jkl"], id="a long word begins on a line of its own"),
        pytest.param("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", ["1 2 3 4", "5 6 7 8", "9 10 11", "12 13 1…"], id="cut"),
        pytest.param("", [""], id="nothing"),
    ],
)
def test_text_is_broken_into_lines_that_fit(text: str, lines: list[str]) -> None:
    assert wrap(text, width=8, lines=4, measure=len) == lines


def test_a_line_of_drawn_text_is_no_wider_than_asked() -> None:
    face = font(24)
    lines = wrap("Wide Words Make Wider Lines " * 40 + "W" * 400, width=300, lines=60, measure=face.getlength)
    assert len(lines) > 10
    assert all(face.getlength(line) <= 300 for line in lines)


def test_a_line_that_is_cut_still_fits_with_its_ellipsis() -> None:
    assert wrap("abcdefgh ijk", width=8, lines=1, measure=len) == ["abcdefg…"]
