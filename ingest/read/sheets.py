"""Sheets of workbooks to blocks: rows with cells, merged cells understood, titles and letterheads apart, values as they are shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.document import Block
from ingest.read.grid import Cell, Grid

Place = tuple[int, int]  # row, column, from 1
WIDEST = 60  # columns; further right there are calculations
TALLEST = 2000  # rows of a merged range that get its value
TABLE = 3  # filled cells of the row that begins a table
NAMELESS = ("sheet", "trang tính", "bảng tính")


@dataclass(slots=True)
class Sheet:
    """The filled cells of a sheet as text, its merged ranges (first row, first column, last row, last column), its hidden rows."""

    name: str
    values: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


def blocks_of(sheets: Sequence[Sheet]) -> tuple[Block, ...]:
    """All sheets; each under its name where there are several and it has one."""
    return tuple(block for sheet in sheets for block in _sheet(sheet, named=len(sheets) > 1))


def _sheet(sheet: Sheet, *, named: bool) -> Iterator[Block]:
    runs = list(_runs(sheet))
    if named and runs and not sheet.name.lower().startswith(NAMELESS):
        yield Block(sheet.name, style="heading1")
    for is_table, rows in runs:
        yield from Grid(tuple(rows), bordered=True).blocks() if is_table else _apart(rows)


def _runs(sheet: Sheet) -> Iterator[tuple[bool, list[tuple[Cell, ...]]]]:
    """Rows of tables and rows between them. Only cells of the file are looked at: a sheet may claim a million empty rows."""
    values = {place: text for place, text in sheet.values.items() if place[1] <= WIDEST}
    width = max((column for _, column in values), default=0)
    spans = _spans(sheet, width)
    run: list[tuple[Cell, ...]] = []
    is_table, last = False, 0
    for number in sorted({row for row, _ in values} - sheet.hidden):
        row = tuple(_row(values, spans, number, width))
        filled = sum(bool(cell.text) for cell in row)
        goes_on = is_table and number == last + 1 and filled > 1
        if run and is_table != (filled >= TABLE or goes_on or width < TABLE):
            yield is_table, run
            run = []
        is_table, last = filled >= TABLE or goes_on or width < TABLE, number
        run.append(row)
    if run:
        yield is_table, run


def _spans(sheet: Sheet, width: int) -> dict[Place, tuple[Place, int]]:
    """For each row of a merged range its first place: the cell that holds the value, and how many columns it covers."""
    found: dict[Place, tuple[Place, int]] = {}
    for top, left, bottom, right in sheet.merged:
        for row in range(top, min(bottom, top + TALLEST) + 1):
            found[row, left] = ((top, left), max(1, min(right, width) - left + 1))
    return found


def _row(values: dict[Place, str], spans: dict[Place, tuple[Place, int]], row: int, width: int) -> Iterator[Cell]:
    column = 1
    while column <= width:
        first, wide = spans.get((row, column), ((row, column), 1))
        text = values.get(first, "")
        yield Cell((Block(text),) if text else (), columns=wide, continued=first[0] < row)
        column += wide


def _apart(rows: Sequence[tuple[Cell, ...]]) -> Iterator[Block]:
    """Rows outside the tables: columns in order where they are a letterhead or a signature, else cell by cell."""
    grid = Grid(tuple(rows), bordered=False)
    if len(rows) > 1 and grid.is_layout():
        yield from grid.blocks()
    else:
        yield from (block for row in rows for cell in row if not cell.continued for block in cell.blocks)


def day(value: datetime.date) -> str:
    """A day as Vietnamese write it: "15/3/2024"."""
    return f"{value.day}/{value.month}/{value.year}"


def number(value: float, form: str) -> str:
    """A number as a sheet with this number format shows it: "12,5%", "1.200"."""
    percent = "%" in form
    value = value * 100 if percent else value
    text = f"{value:,.6f}".rstrip("0").rstrip(".") if "," in form else f"{value:.6f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) + ("%" if percent else "")
