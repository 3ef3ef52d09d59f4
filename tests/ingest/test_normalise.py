"""Blocks become the stored text: uniform letters, natural spaces, spans that fit."""

from __future__ import annotations

import unicodedata

import pytest

from corpus.document import Block, Box, Reading, Text
from ingest.normalise import clean, normalise

SENTENCE = "Công đoàn cơ sở tổ chức hội nghị người lao động đúng thời hạn, bảo đảm dân chủ và đúng quy định của pháp luật. "


def text_of(*blocks: Block | str, **rest: object) -> Text:
    """Normalise blocks."""
    made = tuple(Block(block) if isinstance(block, str) else block for block in blocks)
    return normalise(Reading("txt", made, **rest))  # type: ignore[arg-type]


CLEANED = [
    (unicodedata.normalize("NFD", "Đoàn viên"), "Đoàn viên"),
    ("Liên Ðoàn và Ɖảng ủy", "Liên Đoàn và Đảng ủy"),
    ("a\u00a0b\u2009c\t d", "a b c d"),
    ("công\u200b đoàn\ufeff", "công đoàn"),
    ("phát\u00ad triển", "phát triển"),
    ("chữ\x07 hỏng\x00", "chữ hỏng"),
    ("  hai   đầu  ", "hai đầu"),
]


@pytest.mark.parametrize(("raw", "expected"), CLEANED)
def test_letters_and_spaces_are_made_uniform(raw: str, expected: str) -> None:
    """NFC, one Đ, plain single spaces, nothing invisible."""
    assert clean(raw) == expected


def test_every_line_covers_its_words_and_nothing_else() -> None:
    """No newline and no outer white space in a line; lines are joined by one newline."""
    found = text_of("  Một  ", "", "Hai\n \n Ba\u2028Bốn ", "\u200b")
    assert found.text == "Một\nHai\nBa\nBốn"
    assert [found.line_text(line) for line in found.lines] == ["Một", "Hai", "Ba", "Bốn"]


def test_lines_keep_where_and_how_they_stood() -> None:
    """Page, box, weight and style go to every line of a block."""
    block = Block("Một\nHai", page=3, box=Box(1, 2, 3, 4), bold=True, italic=True, style="heading1")
    for line in text_of("Đầu", block).lines[1:]:
        assert (line.page, line.box, line.bold, line.italic, line.style) == (3, Box(1, 2, 3, 4), True, True, "heading1")


@pytest.mark.parametrize(
    "cells", [("1", "Họp\ngiao ban", "Quý I"), ("", "b", ""), ("a", "", "c"), ("", "", "c"), (" x ", "y | z", ""), ("a", "", "")]
)
def test_cells_of_a_row_have_spans(cells: tuple[str, ...]) -> None:
    """One line a row; each span gives its cell's words, an empty cell has an empty span inside the line."""
    found = text_of("Đầu", Block(" | ".join(cells), cells=cells), "Cuối")
    line = found.lines[1]
    assert [span.of(found.text) for span in line.cells] == [" ".join(cell.split()) for cell in cells]
    assert all(line.span.start <= span.start <= span.end <= line.span.end for span in line.cells)
    assert found.line_text(line) == found.line_text(line).strip()


def test_furniture_blocks_become_spans() -> None:
    """Neighbours are one span; a block without words makes none."""
    found = text_of("Một", "Tin khác", "Đọc thêm", "Hai", " ", furniture=(1, 2, 4))
    assert [span.of(found.text) for span in found.furniture] == ["Tin khác\nĐọc thêm"]


def test_metadata_is_cleaned_and_empty_values_go() -> None:
    """The same letters as in the text."""
    assert text_of("a", metadata={"title": unicodedata.normalize("NFD", "Tin  mới"), "author": " "}).metadata == {"title": "Tin mới"}


def test_field_codes_of_word_are_no_text() -> None:
    """What old converters leave of fields on a line of its own."""
    assert text_of("Một", "PAGE", "PAGE \\* MERGEFORMAT", "Hai").text == "Một\nHai"


def test_a_legacy_font_is_turned_into_unicode_with_a_warning() -> None:
    """TCVN3 bytes read as Latin-1."""
    found = text_of("QuyÕt ®Þnh cña Chñ tÞch vÒ viÖc tæ chøc héi nghÞ c¸n bé c«ng ®oµn n¨m 2003 vµ kÕ ho¹ch thùc hiÖn nhiÖm vô")
    assert found.text.startswith("Quyết định của Chủ tịch về việc tổ chức hội nghị cán bộ công đoàn")
    assert "TCVN3" in found.warnings[0]


def test_good_text_brings_no_warning_and_stays() -> None:
    """Vietnamese Unicode, and other languages with accents."""
    for text in (SENTENCE * 5, "señor niño año mañana señora El Niño español " * 10):
        found = text_of(text)
        assert (found.text, found.warnings) == (text.strip(), ())


def test_damage_is_reported() -> None:
    """Replacement characters, and text that lost all its marks."""
    assert "ký tự hỏng" in text_of("C\ufffdng \ufffdo\ufffdn").warnings[0]
    bare = "Cong doan co so to chuc hoi nghi nguoi lao dong dung thoi han theo quy dinh cua phap luat va cac huong dan. " * 4
    assert "không có dấu" in text_of(bare).warnings[0]
