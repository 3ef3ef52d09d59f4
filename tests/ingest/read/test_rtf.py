"""RTF: the control stream, its letters in every encoding, tables and groups that are no text."""

from __future__ import annotations

import pytest

from corpus.document import Reading
from ingest.errors import ReadError
from ingest.read.fonts import encoding
from ingest.read.rtf import read
from ingest.read.source import Source

FONTS = r"{\fonttbl{\f0\fnil Times New Roman;}{\f1\fswiss .VnTime;}{\f2 .VnTimeH;}{\f3\fcharset163 Arial;}{\f4 VNI-Times;}}"
HEAD = r"{\rtf1\ansi\ansicpg1252\deff0" + FONTS


def reading(body: str) -> Reading:
    """Read the body of a file."""
    return read(Source((HEAD + body + "}").encode("latin-1"), "a.rtf"))


def texts(body: str) -> list[str]:
    """The words of its blocks."""
    return [block.text for block in reading(body).blocks]


def bytes_of(text: str) -> str:
    """Letters above ASCII as RTF writes bytes."""
    return "".join(letter if letter.isascii() else f"\\'{ord(letter):02x}" for letter in text)


def test_unicode_letters_replace_their_fallback() -> None:
    """As many characters are stepped over as \\uc says, bytes included."""
    assert texts(r"\uc1 K\u7871?ho\u7841\'3f ch{\uc0\u237 nh}\par") == ["Kếhoạ chính"]


def test_negative_numbers_are_high_letters() -> None:
    """The format knows signed numbers only."""
    assert texts(r"a\u-3913?b") == ["a\uf0b7b"]


def test_bytes_are_letters_of_the_code_page_of_their_font() -> None:
    """Character set 163 is Vietnamese; marks follow their letters."""
    assert [text.replace("\u0301", "") for text in texts(r"\f3 \'f0\'ea b\'e1o")] == ["đê báo"]


def test_text_in_a_legacy_font_becomes_unicode() -> None:
    """TCVN3 by bytes; capitals where the font draws capitals; what stands in another font is left alone."""
    found = reading(rf"\f2 {bytes_of('quyÕt ®Þnh')}\par\f1 {bytes_of('VÒ viÖc bæ nhiÖm c¸n bé')}\f0 {bytes_of('café')}\par")
    assert [block.text for block in found.blocks] == ["QUYẾT ĐỊNH", "Về việc bổ nhiệm cán bộcafé"]
    assert "TCVN3" in found.warnings[0]


def test_a_soft_hyphen_is_a_letter_in_tcvn3() -> None:
    """The byte 0xAD is ư there, and nothing elsewhere."""
    assert texts(rf"\f1 {bytes_of('§¶ng bé, ®oµn thÓ, th')}\-{bytes_of('êng vô')}\par\f0 a\-b") == ["Đảng bộ, đoàn thể, thường vụ", "ab"]


def test_fonts_that_drop_the_point_are_legacy_too() -> None:
    """VNTime and VNtimes hold TCVN3 as .VnTime does; VNI fonts hold VNI."""
    assert [encoding(name) for name in ("VNTime", "VNtimes new roman", "VNI-Times", "Vni Times", "Times")] == [
        "tcvn3",
        "tcvn3",
        "vni",
        "vni",
        "",
    ]


def test_a_legacy_font_name_is_no_proof() -> None:
    """Unicode text stays as it is, whatever the font is called."""
    assert texts(r"\f1 \u272?\u7843?ng b\u7897? caf\'e9") == ["Đảng bộ café"]


def test_vni_marks_join_their_letters_over_runs() -> None:
    """Emphasis may part a letter from its mark."""
    assert texts(rf"\f4 {bytes_of('COÄNG HOØA XAÕ HO')}{{\b {bytes_of('Ä')}}}I {bytes_of('CHUÛ NGHÓA')}") == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA"]


def test_a_small_vni_mark_may_follow_a_capital() -> None:
    """As words in title case have it."""
    assert texts(rf"\f4 {bytes_of('Uûy ban, AÂu Cô, Öu tieân')}") == ["Ủy ban, Âu Cơ, Ưu tiên"]


def test_groups_that_are_no_text_are_left_out() -> None:
    """Headers, pictures, field codes, unknown marked groups, hidden text; results of fields stay."""
    body = r"{\header dau}{\*\unknown la}{\pict ffd8}A{\field{\*\fldinst PAGE}{\fldrslt 5}}{\v an}\bin3 }}}B\par"
    assert texts(body) == ["A5B"]


def test_a_table_has_rows_with_merged_cells() -> None:
    """Merged across once, merged downwards in every row."""
    row = r"\trowd\clbrdrt\brdrs{} \cellx100{} \cellx200{} \cellx300\pard\intbl "
    first = row.format("", "", "") + r"STT\cell Vi\'e8c\cell Ban\cell\row"
    second = row.format(r"\clvmgf", r"\clmgf", r"\clmrg") + r"1\cell A\cell\cell\row"
    third = row.format(r"\clvmrg", "", "") + r"\cell B\cell C\cell\row"
    found = reading(first + second + third + r"\pard Sau\par").blocks
    assert [block.cells for block in found] == [("STT", "Vièc", "Ban"), ("1", "A", ""), ("1", "B", "C"), ()]


def test_emphasis_headings_and_footnotes_are_kept() -> None:
    """Bold of the whole paragraph, outline levels, notes at the end."""
    found = reading(r"{\b\outlinelevel0 I. M\'e4u\par}\pard X{\footnote Ghi ch\'fa\par}Y\par").blocks
    assert [(block.text, block.bold, block.style) for block in found] == [
        ("I. Mäu", True, "heading1"),
        ("XY", False, ""),
        ("Ghi chú", False, ""),
    ]


def test_metadata_and_pictures() -> None:
    """Title and author as declared; pictures without text are a scan."""
    assert reading(r"{\info{\title Th\'f4ng b\'e1o}{\author Lan}{\company X}}A").metadata == {"title": "Thông báo", "author": "Lan"}
    with pytest.raises(ReadError) as refusal:
        reading(r"{\pict ffd8}\par")
    assert refusal.value.code == "scanned"


def test_braces_by_the_thousand_are_read_in_linear_time() -> None:
    """A damaged file closes what it never opened."""
    assert texts("{" * 20000 + "A" + "}" * 30000 + "B")[0].startswith("A")
