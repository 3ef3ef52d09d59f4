"""PDF with text, on the small files that fixtures/make.py draws."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from corpus.document import Reading
from ingest.errors import ReadError
from ingest.read.pdf import read
from ingest.read.source import Source

FIXTURES = Path(__file__).parent / "fixtures"


@cache
def reading(name: str, password: str | None = None) -> Reading:
    """Read a fixture once."""
    return read(Source((FIXTURES / name).read_bytes(), name, password))


def texts(name: str) -> list[str]:
    """The words of a fixture's blocks."""
    return [block.text for block in reading(name).blocks]


def test_the_letterhead_is_read_left_column_first() -> None:
    """Issuer and number, then the national motto (joined where it is broken) and the date."""
    assert texts("plan.pdf")[:8] == [
        "LIÊN ĐOÀN LAO ĐỘNG",
        "TỈNH AN HÒA",
        "Số: 17/KH-LĐLĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Hòa, ngày 06 tháng 02 năm 2024",
        "KẾ HOẠCH",
        "Chăm lo đời sống đoàn viên, người lao động năm 2024",
    ]


def test_the_signature_follows_the_recipients_though_it_begins_higher() -> None:
    """Both columns in order, the name far under the title included."""
    assert texts("plan.pdf")[-7:] == [
        "Trên đây là kế hoạch chăm lo năm 2024./.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "TM. BAN THƯỜNG VỤ",
        "CHỦ TỊCH",
        "Lê Thị Mẫu",
    ]


def test_running_heads_and_page_numbers_are_dropped() -> None:
    """What comes back on every page is no text of the document."""
    assert not any("Hồ sơ công việc" in text or text.startswith("Trang ") or text.isdigit() for text in texts("plan.pdf"))


def test_lines_are_joined_into_indented_paragraphs() -> None:
    """Eleven paragraphs of four lines each are eleven blocks, also where one ends at the margin."""
    bodies = [text for text in texts("plan.pdf") if text.startswith("Các cấp công đoàn")]
    assert [text.rsplit(" ", 1)[1] for text in bodies] == [f"{n}." for n in range(1, 12)]


def test_a_ruled_table_goes_on_overleaf_with_one_head() -> None:
    """Rows with cells; the head once; a cell over two rows in both; a cell over two columns once."""
    rows = [block.cells for block in reading("plan.pdf").blocks if block.cells]
    assert rows[0] == ("STT", "Nội dung", "Chủ trì", "Thời hạn")
    assert rows[1][2] == rows[2][2] == "Ban Tổ chức"
    assert rows[3] == ("3", "Toàn tỉnh thực hiện", "", "3/2024")
    assert [row[0] for row in rows] == ["STT", *map(str, range(1, 19))]


def test_every_block_has_its_page_and_place() -> None:
    """Points from the top left, inside the page."""
    found = reading("plan.pdf")
    assert found.pages == 4
    assert [block.page for block in found.blocks] == sorted(block.page or 0 for block in found.blocks)
    for block in found.blocks:
        assert block.box is not None
        assert 0 < block.box.x0 < block.box.x1 < 595
        assert 0 < block.box.top < block.box.bottom < 842
    title = next(block for block in found.blocks if block.text == "KẾ HOẠCH")
    assert title.bold
    assert title.box is not None
    assert 130 < title.box.top < 160


def test_columns_of_running_text_are_read_one_after_the_other() -> None:
    """A bulletin: left column, right column, and the footnote at the end."""
    found = texts("bulletin.pdf")
    assert [text.rsplit(" ", 1)[1] for text in found[:10]] == [f"{n}." for n in range(1, 11)]
    assert found[10] == "1 Số liệu tính đến ngày 31 tháng 12 năm 2023."


def test_damaged_letters_are_mended() -> None:
    """Decomposed letters composed, double strokes single, spaces found; text across the page left out; turned pages read."""
    assert texts("damage.pdf") == [
        "Nghị quyết về việc tổ chức đại hội",
        "THÔNG BÁO KẾT LUẬN",
        "Đoàn viên công đoàn được bảo vệ quyền lợi",
        "Trang ngang",
        "Trang xoay",
    ]


def test_names_that_programs_make_up_are_no_metadata() -> None:
    """ "untitled" and "anonymous" say nothing."""
    assert reading("plan.pdf").metadata == {}


def test_a_password_opens_what_it_locks() -> None:
    """Without one encrypted, with a wrong one wrong_password, with the right one text."""
    with pytest.raises(ReadError) as without:
        reading("locked.pdf")
    with pytest.raises(ReadError) as wrong:
        reading("locked.pdf", "guess")
    assert (without.value.code, wrong.value.code) == ("encrypted", "wrong_password")
    assert reading("locked.pdf", "secret").blocks[0].text == "Thông báo nội bộ của Công đoàn cơ sở"


def test_pictures_without_letters_are_a_scan() -> None:
    """The message tells of OCR."""
    with pytest.raises(ReadError, match="OCR") as refusal:
        reading("scan.pdf")
    assert refusal.value.code == "scanned"


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_a_truncated_file_is_broken_or_read_never_a_crash(share: float) -> None:
    """PDFium repairs what it can; the rest is refused."""
    data = (FIXTURES / "plan.pdf").read_bytes()
    with pytest.raises(ReadError) as refusal:
        read(Source(data[: int(len(data) * share)], "plan.pdf"))
    assert refusal.value.code in {"broken", "empty"}
