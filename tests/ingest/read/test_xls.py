"""Old Excel workbooks, built record by record: texts, numbers, days, legacy fonts, merged cells, damage."""

from __future__ import annotations

import struct

import pytest

from corpus.document import Reading
from corpus.settings import Settings
from ingest.errors import ReadError
from ingest.read import read_bytes
from tests.ingest.read.oldword import container
from tests.ingest.read.test_mutations import outcomes

FONTS = ("Arial", ".VnTime", ".VnTimeH", "VNI-Times")
FORMATS = (0, 3, 9, 14)  # general, thousands, per cent, days: the kinds of cells, each in every font


def record(code: int, data: bytes = b"") -> bytes:
    """A record."""
    return struct.pack("<HH", code, len(data)) + data


def kind(font: int = 0, form: int = 0) -> int:
    """The number of a kind of cell."""
    return font * len(FORMATS) + FORMATS.index(form)


def words(text: str) -> bytes:
    """A text of one byte a letter, or two where it needs them."""
    wide = any(ord(letter) > 255 for letter in text)
    return struct.pack("<HB", len(text), wide) + text.encode("utf-16-le" if wide else "latin-1")


def label(row: int, column: int, which: int, font: int = 0) -> bytes:
    """A cell with one of the shared texts."""
    return record(0xFD, struct.pack("<HHHI", row, column, kind(font), which))


def count(row: int, column: int, value: float, form: int = 0) -> bytes:
    """A cell with a number."""
    return record(0x203, struct.pack("<HHHd", row, column, kind(0, form), value))


def book(cells: bytes, shared: bytes, *more: bytes, flags: bytes = b"") -> bytes:
    """A workbook of one sheet; `more` are the further parts of the shared texts."""
    start = record(0x809, struct.pack("<HH", 0x600, 5) + bytes(12)) + flags
    for name in FONTS:
        start += record(0x31, bytes(14) + bytes([len(name), 0]) + name.encode())
    start += b"".join(record(0xE0, struct.pack("<HH", font, form)) for font in range(len(FONTS)) for form in FORMATS)
    table = record(0xFC, shared) + b"".join(record(0x3C, part) for part in more)
    sheet = record(0x85, struct.pack("<IBB", len(start) + 15 + len(table) + 4, 0, 0) + b"\x03\x00abc")
    stream = start + sheet + table + record(0x0A) + record(0x809, struct.pack("<HH", 0x600, 16)) + cells + record(0x0A)
    return container({"Workbook": stream.ljust(4096, b"\0")})


def texts(*found: str) -> bytes:
    """The table of shared texts."""
    return struct.pack("<II", len(found), len(found)) + b"".join(map(words, found))


def reading(data: bytes) -> Reading:
    """Read a workbook."""
    return read_bytes(data, name="a.xls", settings=Settings())


def test_a_sheet_is_a_table() -> None:
    """Texts of one byte and of two, numbers as they are shown, days as days."""
    cells = label(0, 0, 0) + label(0, 1, 1) + label(0, 2, 2) + count(1, 0, 1) + count(1, 1, 45366, 14) + count(1, 2, 0.125, 9)
    found = reading(book(cells, texts("STT", "Thời hạn", "Tỷ lệ")))
    assert [block.cells for block in found.blocks] == [("STT", "Thời hạn", "Tỷ lệ"), ("1", "15/3/2024", "12,5%")]
    assert (found.format, found.warnings) == ("xls", ())


def test_cells_in_legacy_fonts_become_unicode() -> None:
    """By the font of each cell; capitals where the font draws capitals."""
    cells = label(0, 0, 0, 2) + label(0, 1, 1, 1) + label(0, 2, 2, 3)
    found = reading(book(cells, texts("kÕ ho¹ch", "Néi dung c«ng viÖc", "Coâng ñoaøn cô sôû")))
    assert found.blocks[0].cells == ("KẾ HOẠCH", "Nội dung công việc", "Công đoàn cơ sở")
    assert "TCVN3" in found.warnings[0]
    assert "VNI" in found.warnings[0]


def test_merged_cells_packed_numbers_and_formulas() -> None:
    """A merged value in every row it spans; the last result of a formula, be it a number or a text."""
    packed = record(0xBD, struct.pack("<HHHIHIH", 0, 1, 0, (12 << 2) | 2, 0, (350 << 2) | 3, 2))
    formula = record(0x06, struct.pack("<HHHB5xH", 1, 1, 0, 0, 0xFFFF) + bytes(8)) + record(0x207, words("tổng"))
    merged = record(0xE5, struct.pack("<H4H", 1, 0, 1, 0, 0))
    cells = label(0, 0, 0) + packed + formula + count(1, 2, 7)
    found = reading(book(cells + merged, texts("A")))
    assert [block.cells for block in found.blocks] == [("A", "12", "3,5"), ("A", "tổng", "7")]


def test_a_text_may_go_on_in_the_next_record() -> None:
    """There its letters may have another width."""
    whole = texts("Liên đoàn", "B", "C")
    cut = 8 + 3 + 2 * 5
    found = reading(book(label(0, 0, 0) + label(0, 1, 1) + label(0, 2, 2), whole[:cut], b"\x01" + whole[cut:]))
    assert found.blocks[0].cells == ("Liên đoàn", "B", "C")


def test_a_locked_workbook_is_refused() -> None:
    """Its records are enciphered."""
    with pytest.raises(ReadError) as refusal:
        reading(book(label(0, 0, 0), texts("A"), flags=record(0x2F, bytes(6))))
    assert refusal.value.code == "encrypted"


def test_a_damaged_workbook_is_read_or_refused() -> None:
    """Lengths and places may say anything."""
    cells = b"".join(label(row, column, column) + count(row, column + 3, row) for row in range(20) for column in range(3))
    assert outcomes(book(cells, texts("STT", "Thời hạn", "Tỷ lệ")), "a.xls", 300) >= {"read", "broken"}
