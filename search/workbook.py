"""Writes workbooks (XLSX): sheets with a fixed and filterable head, dates as dates, and no text that is ever taken for a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST = 32_767
"""Characters a cell of XLSX may have."""
WIDTH = 20

Cell = str | int | float | date | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the names of its columns, its rows, and the widths (in characters) of columns that are not WIDTH wide."""

    title: str
    head: tuple[str, ...]
    rows: Iterable[Row]
    widths: Mapping[str, int] = field(default_factory=dict)


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The file; rows are read once, in order."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write(written: Any, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    for place, name in enumerate(sheet.head, 1):
        written.column_dimensions[get_column_letter(place)].width = sheet.widths.get(name, WIDTH)
    written.freeze_panes = "A2"
    written.append([_bold(written, name) for name in sheet.head])
    lines = 1
    for row in sheet.rows:
        written.append([_cell(written, cell) for cell in row])
        lines += 1
    written.auto_filter.ref = f"A1:{get_column_letter(len(sheet.head))}{lines}"


def _cell(sheet: Any, cell: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    written = WriteOnlyCell(sheet)
    if isinstance(cell, str):
        written.value = CONTROLS.sub("", cell)[:LONGEST]
        written.data_type = "s"  # text, even where it begins with "="
        return written
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
