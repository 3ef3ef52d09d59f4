"""Paragraphs and rows of tables as old word processors keep them, put together to blocks; letters of legacy fonts become Unicode."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Block
from ingest.read.fonts import Piece, is_legacy, unicode_of
from ingest.read.grid import Cell, Grid


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Its pieces, with the emphasis of each, and its outline level (-1: none)."""

    pieces: tuple[tuple[Piece, bool, bool], ...]
    outline: int = -1


@dataclass(slots=True)
class Row:
    """A row of a table as it grows: cells, and how each is merged ("clmrg", "clvmrg", "")."""

    cells: list[tuple[Paragraph, ...]] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    bordered: bool | None = False  # None: the file does not say


def pieces_of(flow: Sequence[Paragraph | Row]) -> list[Piece]:
    """Every piece of text, for judging the fonts."""
    rows = (cell for item in flow if isinstance(item, Row) for cell in item.cells)
    paragraphs = [*(item for item in flow if isinstance(item, Paragraph)), *(one for cell in rows for one in cell)]
    return [piece for paragraph in paragraphs for piece, _, _ in paragraph.pieces]


def blocks_of(flow: Sequence[Paragraph | Row]) -> list[Block]:
    """The flow as blocks: rows that follow each other are a table."""
    legacy = is_legacy(pieces_of(flow))
    found: list[Block] = []
    rows: list[Row] = []
    for item in flow:
        if isinstance(item, Row):
            rows.append(item)
            continue
        found.extend(_table(rows, legacy=legacy))
        rows = []
        found.extend(_block(item, legacy=legacy))
    return [*found, *_table(rows, legacy=legacy)]


def _block(paragraph: Paragraph, *, legacy: bool) -> Iterator[Block]:
    pieces = [piece for piece, _, _ in paragraph.pieces]
    text = unicode_of(pieces) if legacy else "".join(piece.text for piece in pieces)
    if not text.strip():
        return
    said = [(bold, italic) for piece, bold, italic in paragraph.pieces if piece.text.strip()]
    style = f"heading{paragraph.outline + 1}" if 0 <= paragraph.outline < 9 else ""
    yield Block(text, bold=all(bold for bold, _ in said), italic=all(italic for _, italic in said), style=style)


def _table(rows: list[Row], *, legacy: bool) -> Iterator[Block]:
    """A table as its grid gives it; a cell that continues the one above repeats its words."""
    above: dict[int, Cell] = {}
    made: list[tuple[Cell, ...]] = []
    for row in rows:
        cells: list[Cell] = []
        for column, held in enumerate(row.cells):
            merge = row.merges[column] if column < len(row.merges) else ""
            if merge == "clmrg" and cells:
                cells[-1] = replace(cells[-1], columns=cells[-1].columns + 1)
                continue
            blocks = tuple(block for paragraph in held for block in _block(paragraph, legacy=legacy))
            cell = replace(above[column], continued=True) if merge == "clvmrg" and column in above else Cell(blocks)
            above[column] = cell
            cells.append(cell)
        made.append(tuple(cells))
    if made:
        yield from Grid(tuple(made), bordered=_bordered(rows)).blocks()


def _bordered(rows: list[Row]) -> bool | None:
    """Drawn if any row is; not drawn only if all rows say so."""
    if any(row.bordered for row in rows):
        return True
    return None if any(row.bordered is None for row in rows) else False
