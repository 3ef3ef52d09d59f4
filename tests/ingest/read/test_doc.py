"""Word 97-2003: letters, emphasis, legacy fonts, tables, fields and footnotes, on files built byte by byte."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from corpus.document import Reading
from corpus.settings import Settings
from ingest.errors import ReadError
from ingest.read import read_bytes
from tests.ingest.read.oldword import Run, byte, container, doc, font, row

IN_TABLE = byte(0x2416, 1)
BOLD, ITALIC, HIDDEN = byte(0x0835, 1), byte(0x0836, 1), byte(0x083C, 1)


def reading(data: bytes) -> Reading:
    """Read a file."""
    return read_bytes(data, name="a.doc", settings=Settings())


def texts(runs: Sequence[Run], fonts: Sequence[str] = ("Times New Roman",)) -> list[str]:
    """The words of the blocks of a file."""
    return [block.text for block in reading(doc(runs, fonts=fonts)).blocks]


def test_paragraphs_have_words_and_emphasis() -> None:
    """One byte a letter, quotes of Windows-1252, bold and italic where all letters are."""
    runs = [Run("Tho\x93 ng\r", BOLD), Run("a ", ITALIC), Run("b\x1ec\x0bd\r")]
    found = reading(doc(runs))
    assert (found.format, found.warnings) == ("doc", ())
    assert [(block.text, block.bold, block.italic) for block in found.blocks] == [("Tho“ ng", True, False), ("a b-c\nd", False, False)]


def test_text_in_a_legacy_font_becomes_unicode() -> None:
    """TCVN3 by the font of each run; capitals where the font draws capitals; the soft hyphen is ư."""
    runs = [Run("quyÕt ®Þnh\r", font(2)), Run("Th\x1fêng vô Thµnh ñy, café\r", font(1))]
    found = reading(doc(runs, fonts=("Times New Roman", ".VnTime", ".VnTimeH")))
    assert found.blocks[0].text == "QUYẾT ĐỊNH"
    assert found.blocks[1].text.startswith("Thường vụ Thành ủy")
    assert "TCVN3" in found.warnings[0]


def test_fields_show_their_results_and_hidden_text_is_out() -> None:
    """Instructions between the marks of a field are no text, nor are hidden letters."""
    assert texts([Run("A\x13 PAGE \x145\x15"), Run("an", HIDDEN), Run("B\r")]) == ["A5B"]


def test_a_table_has_rows_with_merged_cells() -> None:
    """Merged across once, merged downwards in every row; then the text goes on."""
    rows = [
        *(Run(f"{text}\x07", paragraph=IN_TABLE) for text in ("STT", "Viec", "Han")),
        Run("\x07", paragraph=row(0, 0, 0)),
        *(Run(f"{text}\x07", paragraph=IN_TABLE) for text in ("1", "A", "")),
        Run("\x07", paragraph=row(0x60, 1, 2)),
        *(Run(f"{text}\x07", paragraph=IN_TABLE) for text in ("", "B", "5")),
        Run("\x07", paragraph=row(0x20, 0, 0)),
    ]
    found = reading(doc([*rows, Run("Sau\r")])).blocks
    assert [block.cells for block in found] == [("STT", "Viec", "Han"), ("1", "A", ""), ("1", "B", "5"), ()]


def test_a_presentation_that_holds_a_word_file_is_no_word_file() -> None:
    """What lies in the root folder says what the file is."""
    slides = container({"PowerPoint Document": "WordDocument".encode("utf-16-le").ljust(4096, b"\0")})
    with pytest.raises(ReadError) as refusal:
        reading(slides)
    assert refusal.value.code == "unsupported"
    assert "PowerPoint" in refusal.value.message


def test_a_letterhead_is_read_left_column_first() -> None:
    """A table without lines only places things."""
    cells = [Run(f"{text}\x07", paragraph=IN_TABLE) for text in ("UBND TINH", "CONG HOA XA HOI CHU NGHIA VIET NAM")]
    found = reading(doc([*cells, Run("\x07", paragraph=row(0, 0)), Run("A\r")])).blocks
    assert [(block.text, block.cells) for block in found][:2] == [("UBND TINH", ()), ("CONG HOA XA HOI CHU NGHIA VIET NAM", ())]


def test_numbers_that_word_makes_are_missed_aloud() -> None:
    """They are not in the text of the file."""
    found = reading(doc([Run("Muc\r", paragraph=struct.pack("<HH", 0x460B, 1))]))
    assert "Word tự đánh" in found.warnings[0]


def test_footnotes_come_last() -> None:
    """They are a story of their own after the body."""
    found = reading(doc([Run("Body\x02\r"), Run("\x02Note\r")], notes=6))
    assert [block.text for block in found.blocks] == ["Body", "Note"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (doc([Run("A\r")], flags=0x0300), "encrypted"),
        (doc([Run("\r")]), "empty"),
        (doc([Run("A\r")])[:3000], "broken"),
        (container({"WordDocument": bytes(4096)}), "broken"),
    ],
)
def test_what_holds_no_text_is_refused(data: bytes, code: str) -> None:
    """Locked, empty, cut short, a shell."""
    with pytest.raises(ReadError) as refusal:
        reading(data)
    assert refusal.value.code == code
