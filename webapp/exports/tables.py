"""Writes tables as CSV (UTF-8 with BOM, RFC 4180) and XLSX, so that no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date

from search.workbook import CONTROLS, Sheet, workbook
from webapp.exports.columns import Cell, Row

BOM = "\ufeff"
FORMULA = re.compile(r"^[\s]*[=+\-@]")  # "- Đẩy mạnh tuyên truyền" would be read as a sum
WIDTHS = {"Nội dung": 70, "Đoạn": 80, "Trích yếu": 50, "Đề mục": 40, "Địa chỉ": 30}


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
    return workbook([Sheet(title, head, rows, WIDTHS)])


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    clean = CONTROLS.sub("", cell)
    return f"'{clean}" if FORMULA.match(clean) else clean
