"""Which pages pdfplumber serves, and what it is there for: tables, letters drawn in parts, text beside other text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from corpus.document import Reading
from ingest.read.pdf import read
from ingest.read.pdf.pages import pages
from ingest.read.pdf.plumber import Plumber
from ingest.read.source import Source

FIXTURES = Path(__file__).parent / "fixtures"
SMALL = [("STT", "Nội dung công việc", "Thời hạn"), *((str(n), f"Việc thứ {n}", f"{n}/2024") for n in range(1, 4))]


def source(name: str) -> Source:
    """A fixture."""
    return Source((FIXTURES / name).read_bytes(), name)


@cache
def reading(name: str) -> Reading:
    """Read a fixture once."""
    return read(source(name))


def test_pdfplumber_reads_pages_with_lines_or_columns_and_pdfium_plain_ones() -> None:
    """Letterhead, running text, table, table with the signature."""
    found, _ = pages(source("plan.pdf"))
    assert [page.laid for page in found] == [True, False, True, True]


def test_both_readers_agree_on_words_and_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pdfplumber the same blocks come out, within two points."""
    with_plumber = [reading(name).blocks for name in ("plan.pdf", "bulletin.pdf", "grids.pdf")]
    monkeypatch.setattr(Plumber, "page", lambda self, number: None)
    without = [read(source(name)).blocks for name in ("plan.pdf", "bulletin.pdf", "grids.pdf")]
    for ours, theirs in zip(with_plumber, without, strict=True):
        assert [(b.text, b.page, b.bold, b.cells) for b in ours] == [(b.text, b.page, b.bold, b.cells) for b in theirs]
        assert all(
            a.box and b.box and abs(a.box.x0 - b.box.x0) < 2 and abs(a.box.top - b.box.top) < 6 for a, b in zip(ours, theirs, strict=True)
        )


def test_merged_cells_are_understood_over_a_page_break() -> None:
    """A head of two rows, given once: what is merged downwards in both, what is merged across once."""
    rows = [block.cells for block in reading("grids.pdf").blocks if len(block.cells) == 5]
    assert rows[0] == ("TT", "Nội dung", "Đơn vị thực hiện", "", "Thời hạn")
    assert rows[1] == ("TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn")
    assert [row[0] for row in rows[2:]] == [str(n) for n in range(1, 13)]
    assert all("12/QĐ-LĐLĐ;" in row[1] for row in rows[2:])
    assert len({block.page for block in reading("grids.pdf").blocks if len(block.cells) == 5}) > 1


@pytest.mark.parametrize("name", ["Bảng hở hai bên:", "Bảng ba đường kẻ:"])
def test_a_table_needs_no_frame(name: str) -> None:
    """Open sides, and only three lines across: the same rows."""
    blocks = reading("grids.pdf").blocks
    start = next(number for number, block in enumerate(blocks) if block.text == name)
    assert [block.cells for block in blocks[start + 1 : start + 5]] == SMALL


def test_a_table_needs_no_lines() -> None:
    """White space parts the columns; the justified paragraph after it is no row."""
    rows = [block.cells for block in reading("grids.pdf").blocks if len(block.cells) == 4]
    assert rows == [("STT", "Họ và tên", "Chức vụ", "Ghi chú"), *((str(n), "Lê Thị Mẫu", f"Ủy viên {n}", "") for n in range(1, 4))]
    assert reading("grids.pdf").blocks[-1].text.endswith("đợt 1.")


def test_accents_drawn_apart_come_to_their_letters() -> None:
    """After each letter or after all of them; ligatures are letters again."""
    assert [block.text for block in reading("accents.pdf").blocks[:3]] == [
        "Nghị quyết về việc tổ chức Đại hội Công đoàn cấp tỉnh",
        "Kế hoạch triển khai nhiệm vụ trọng tâm",
        "Office, file",
    ]


def test_a_turned_page_keeps_its_table() -> None:
    """Turned by 90 degrees, as wide annexes are."""
    assert [block.cells for block in reading("accents.pdf").blocks if block.page == 2] == [
        ("STT", "Nội dung", "Thời hạn"),
        ("1", "Họp Ban Chấp hành", "3/2024"),
    ]


def test_footnotes_stay_out_of_the_text_and_are_no_running_feet() -> None:
    """They differ by a number only; paragraphs go on overleaf as if they were not there."""
    texts = [block.text for block in reading("notes.pdf").blocks]
    assert [text.count("đợt") for text in texts[:14]] == [2] * 14
    assert texts[14:] == [f"{n} Nghị quyết số 0{n}-NQ/TW." for n in range(1, (reading("notes.pdf").pages or 0) + 1)]


def test_text_that_comes_back_is_no_running_head() -> None:
    """Two pages of four begin with the same words of the body."""
    assert all(text.startswith("Các cấp công đoàn") for text in [block.text for block in reading("notes.pdf").blocks][:14])
