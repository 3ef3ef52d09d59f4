"""Writes tables as CSV (UTF-8 with BOM, RFC 4180) and XLSX, so that no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from webapp.exports.columns import Cell, Row

BOM = "\ufeff"
FORMULA = re.compile(r"^[\s]*[=+\-@]")  # "- Đẩy mạnh tuyên truyền" would be read as a sum
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST = 32_767
"""Characters a cell of XLSX may have."""
WIDTHS = {"Nội dung": 70, "Đoạn": 80, "Trích yếu": 50, "Đề mục": 40, "Địa chỉ": 30}
WIDTH = 20


def csv_lines(head: tuple[str, ...], rows: Iterable[Row]) -> Iterator[str]:
    """The file line by line; a text that a spreadsheet would take for a formula begins with an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    yield BOM + buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_plain(cell) for cell in row])
        yield buffer.getvalue()


def xlsx(head: tuple[str, ...], rows: Iterable[Row], *, title: str) -> bytes:
    """The workbook: one sheet, its head fixed and filterable, dates as dates, addresses as links."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title)
    for place, name in enumerate(head, 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(name, WIDTH)
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, name) for name in head])
    written = 1
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{written}"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    clean = CONTROLS.sub("", cell)
    return f"'{clean}" if FORMULA.match(clean) else clean


def _cell(sheet: Any, cell: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(cell, str):
        written = WriteOnlyCell(sheet)
        written.value = CONTROLS.sub("", cell)[:LONGEST]
        written.data_type = "s"  # text, even where it begins with "="
        return written
    written = WriteOnlyCell(sheet)
    written.value = cell
    if isinstance(cell, date):
        written.number_format = "DD/MM/YYYY"
    return written


def _bold(sheet: Any, name: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    written = WriteOnlyCell(sheet, value=name)
    written.font = Font(bold=True)
    return written
