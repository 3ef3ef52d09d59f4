"""Excel workbooks: sheets as tables, titles apart, values as shown."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest

from corpus.document import Block
from corpus.settings import Settings
from ingest.errors import ReadError
from ingest.read import read_bytes


def blocks(*rows: list[object], merged: tuple[str, ...] = (), formats: dict[str, str] | None = None) -> tuple[Block, ...]:
    """Read a sheet of these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for place, form in (formats or {}).items():
        sheet[place].number_format = form
    return saved(book)


def saved(book: openpyxl.Workbook) -> tuple[Block, ...]:
    """Read a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return read_bytes(buffer.getvalue(), name="a.xlsx", settings=Settings()).blocks


def test_a_sheet_is_a_table_under_its_title() -> None:
    """The title is a line, the rows have cells, merged cells are understood."""
    found = blocks(
        ["PHÂN CÔNG NHIỆM VỤ"],
        ["STT", "Nội dung", "Đơn vị", "Hạn"],
        [1, "Rà soát", "Ban Tổ chức", "Quý I"],
        [2, "Báo cáo", None, "Quý II"],
        merged=("A1:D1", "C3:C4"),
    )
    assert (found[0].text, found[0].cells) == ("PHÂN CÔNG NHIỆM VỤ", ())
    assert [block.cells for block in found[1:]] == [
        ("STT", "Nội dung", "Đơn vị", "Hạn"),
        ("1", "Rà soát", "Ban Tổ chức", "Quý I"),
        ("2", "Báo cáo", "Ban Tổ chức", "Quý II"),
    ]


def test_values_read_as_they_are_shown() -> None:
    """Days, shares, thousands, as Vietnamese write them."""
    found = blocks(
        [datetime.date(2024, 3, 15), 0.125, 1200000, 3.5],
        formats={"B1": "0.0%", "C1": "#,##0"},
    )
    assert found[0].cells == ("15/3/2024", "12,5%", "1.200.000", "3,5")


def test_each_visible_sheet_has_its_name() -> None:
    """Where there are several; hidden ones are left out."""
    book = openpyxl.Workbook()
    for name, state in (("Chỉ tiêu", "visible"), ("Nháp", "hidden")):
        sheet = book.create_sheet(name)
        sheet.append(["a", "b", name])
        sheet.sheet_state = state
    assert [block.text for block in saved(book)] == ["Chỉ tiêu", "a | b | Chỉ tiêu"]


def test_a_sheet_that_claims_a_million_rows_is_read_at_once() -> None:
    """Only filled cells count."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["C1"], sheet["A1048576"] = "x", "y", "z", "cuối"
    assert [block.text for block in saved(book)] == ["x | y | z", "cuối"]


def test_an_empty_workbook_is_refused() -> None:
    """Nothing in any cell."""
    with pytest.raises(ReadError) as refusal:
        blocks([])
    assert refusal.value.code == "empty"
