"""Rows of an HTML table with its spans written out: a cell over several rows is met again in each of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from corpus.document import Block
from ingest.read.grid import Cell

WIDEST = 60  # columns or rows that one cell may span


def spread(rows: Sequence[Sequence[HtmlElement]], content: Mapping[HtmlElement, Sequence[Block]]) -> Iterator[tuple[Cell, ...]]:
    """The cells of each row in column order; one that continues the cell above is marked as continued."""
    hanging: dict[int, tuple[int, Cell]] = {}  # column -> rows that a cell from above still covers, the cell
    for row in rows:
        below: dict[int, tuple[int, Cell]] = {}
        cells: list[Cell] = []
        column = 0
        waiting = deque(row)
        while waiting or any(place >= column for place in hanging):
            if column in hanging:
                left, cell = hanging[column]
                cells.append(replace(cell, continued=True))
            elif waiting:
                element = waiting.popleft()
                left, cell = span(element, "rowspan"), Cell(tuple(content[element]), columns=span(element, "colspan"))
                cells.append(cell)
            else:
                left, cell = 1, Cell()
                cells.append(cell)
            if left > 1:
                below[column] = (left - 1, cell)
            column += cell.columns
        hanging = below
        yield tuple(cells)


def span(cell: HtmlElement, name: str) -> int:
    """colspan or rowspan of a cell."""
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), WIDEST) if value.isdigit() else 1
