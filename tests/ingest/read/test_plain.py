"""Plain text and Markdown as people paste them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import Block, Reading
from ingest.read.emphasis import pieces
from ingest.read.plain import read
from ingest.read.source import Source

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "emphasis.yml").read_text("utf-8"))
SENTENCE = "Công đoàn cơ sở tổ chức hội nghị người lao động đúng thời hạn"


def reading(text: str | bytes, name: str = "a.txt") -> Reading:
    """Read a text."""
    return read(Source(text.encode() if isinstance(text, str) else text, name))


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """The words of the blocks."""
    return [block.text for block in blocks]


@pytest.mark.parametrize("case", CASES, ids=[case["lines"][0] for case in CASES])
def test_emphasis_marks_come_off_and_are_remembered(case: dict[str, Any]) -> None:
    """A line is bold or italic where all its words are; lone signs stay."""
    found = [[piece.text, "b" * piece.bold + "i" * piece.italic] for piece in pieces(case["lines"])]
    assert found == case["read"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1258"])
def test_every_usual_encoding_is_recognised(encoding: str) -> None:
    """Unicode with or without a mark, and Windows-1258 with its combining tones."""
    import unicodedata

    plain = f"{SENTENCE}. {SENTENCE}."
    # Windows-1258 has the letters of the alphabet ready-made and the five tones as marks
    tones = "\u0300\u0301\u0303\u0309\u0323"
    spread = "".join(
        unicodedata.normalize("NFC", "".join(c for c in d if c not in tones)) + "".join(c for c in d if c in tones)
        for d in (unicodedata.normalize("NFD", letter) for letter in plain)
    )
    found = reading((spread if encoding == "cp1258" else plain).encode(encoding))
    assert texts(found.blocks) == [plain]


def test_a_few_damaged_bytes_do_not_cost_the_document() -> None:
    """UTF-8 with one bad byte stays UTF-8."""
    data = (f"{SENTENCE}\n" * 20).encode() + b"\xff\n"
    assert texts(reading(data).blocks)[0] == SENTENCE


def test_markdown_headings_and_lists_have_their_style() -> None:
    """Marks of headings come off; bullets stay, because they are the text's own markers."""
    found = reading("# KẾ HOẠCH\n\n## I. MỤC TIÊU ##\n- Một\n---\n[Luật](https://a.vn/b) \\*", "a.md").blocks
    assert [(b.text, b.style) for b in found] == [
        ("KẾ HOẠCH", "heading1"),
        ("I. MỤC TIÊU", "heading2"),
        ("- Một", "list"),
        ("Luật *", ""),
    ]


def test_a_pipe_table_has_rows_with_cells() -> None:
    """The ruler under the head makes the table."""
    found = reading("| STT | Việc |\n|---|:--:|\n| 1 | **Họp** |\n| 2 | |\nHết").blocks
    assert [b.cells for b in found] == [("STT", "Việc"), ("1", "Họp"), ("2", ""), ()]
    assert found[1].text == "1 | Họp"


def test_a_padded_letterhead_is_read_left_column_first() -> None:
    """Two columns kept apart by spaces, as text extractors leave them."""
    found = reading(
        "LIÊN ĐOÀN LAO ĐỘNG          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "   TỈNH AN HÒA                  Độc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-LĐLĐ               An Hòa, ngày 02 tháng 3 năm 2024\n\nKẾ HOẠCH\nTổ chức hội nghị"
    )
    assert texts(found.blocks) == [
        "LIÊN ĐOÀN LAO ĐỘNG",
        "TỈNH AN HÒA",
        "Số: 12/KH-LĐLĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Hòa, ngày 02 tháng 3 năm 2024",
        "KẾ HOẠCH",
        "Tổ chức hội nghị",
    ]


def test_a_padded_signature_is_read_left_column_first() -> None:
    """Recipients, then the signature, though they share their lines."""
    found = reading("Hết./.\nNơi nhận:          TM. BAN CHẤP HÀNH\n- Như trên;        CHỦ TỊCH\n- Lưu VP.\n                   Lê Thị Mẫu")
    assert texts(found.blocks) == ["Hết./.", "Nơi nhận:", "- Như trên;", "- Lưu VP.", "TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "Lê Thị Mẫu"]


def test_two_who_sign_side_by_side_are_read_one_after_the_other() -> None:
    """Minutes and contracts: each post with its name."""
    found = reading("Hết./.\nTHƯ KÝ\tCHỦ TRÌ\n(đã ký)\t(đã ký)\nLê Thị Mẫu\tTrần Văn Thử")
    assert texts(found.blocks) == ["Hết./.", "THƯ KÝ", "(đã ký)", "Lê Thị Mẫu", "CHỦ TRÌ", "(đã ký)", "Trần Văn Thử"]


def test_a_pipe_table_that_only_places_the_letterhead_is_read_column_by_column() -> None:
    """Converters to Markdown write header and signature as tables with <br>."""
    found = reading(
        "| UBND TỈNH <br> **SỞ Y TẾ** | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM** <br> Độc lập - Tự do - Hạnh phúc |\n|---|---|\n"
        "| Số: 5/TB-SYT | *Hòa Lâm, ngày 02 tháng 3 năm 2024* |\n\nHết./.\n\n"
        "| Nơi nhận: <br> - Như trên; | **GIÁM ĐỐC** <br> Lê Thị Mẫu |\n|---|---|\n",
        "a.md",
    )
    assert texts(found.blocks) == [
        "UBND TỈNH",
        "SỞ Y TẾ",
        "Số: 5/TB-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hòa Lâm, ngày 02 tháng 3 năm 2024",
        "Hết./.",
        "Nơi nhận:",
        "- Như trên;",
        "GIÁM ĐỐC",
        "Lê Thị Mẫu",
    ]


def test_lines_stay_lines_where_the_text_is_not_cut() -> None:
    """A title over two lines proves nothing about the rest."""
    text = "Quy định chi tiết một số điều của\nLuật Công đoàn\n" + f"{SENTENCE}; {SENTENCE}; {SENTENCE}.\n" * 20
    assert texts(reading(text).blocks)[:2] == ["Quy định chi tiết một số điều của", "Luật Công đoàn"]


def test_paragraphs_cut_at_a_column_are_joined() -> None:
    """A text cut everywhere at 72 characters becomes paragraphs again; headings and items stay apart."""
    import textwrap

    paragraph = "; ".join([SENTENCE.lower()] * 5) + "."
    lines = [line for n in range(6) for line in [f"{n + 1}. Nội dung", *textwrap.wrap(paragraph.capitalize(), 72)]]
    found = texts(reading("\n".join(lines)).blocks)
    assert found == [text for n in range(6) for text in (f"{n + 1}. Nội dung", paragraph.capitalize())]
