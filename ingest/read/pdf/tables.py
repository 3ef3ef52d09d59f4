"""Tables: rules to cells by pdfplumber's table finder, glyphs into the cells, tables that go on over pages put together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pdfplumber.table as finder

from corpus.document import Block, Box
from ingest.read.grid import Cell, Grid
from ingest.read.pdf.glyphs import Glyph, Rule
from ingest.read.pdf.order import in_order, words_of
from ingest.read.pdf.words import rows as glyph_rows

SNAP = 3.0  # lines nearer than this are one
TOUCH = 4.0  # lines nearer than this touch
TOO_MANY = 1500  # more lines than this are a drawing
CROSSINGS = 2500  # so are more crossings than this; pdfplumber's finder takes their square
OPEN_SIDES = 3  # so many floors of the same length make a table whose outer walls were not drawn

_Field = tuple[int, int]  # row, column


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table on a page: the grid it makes, where it stands, and which column lines it has."""

    grid: Grid
    box: Box
    columns: tuple[float, ...]


def tables(rules: Sequence[Rule], glyphs: Sequence[Glyph], *, page: int) -> tuple[list[Table], list[Glyph]]:
    """The tables of a page from top to bottom, and the glyphs that stand in none of them."""
    found: list[Table] = []
    rest = list(glyphs)
    for cells in _cells(rules):
        table, outside = _table(cells, rest, page)
        if table is not None:
            found.append(table)
            rest = outside
    return sorted(found, key=lambda table: table.box.top), rest


def _cells(rules: Sequence[Rule]) -> list[list[Box]]:
    """The cells that pdfplumber's table finder sees between the rules, table by table."""
    flat = sum(rule.x1 - rule.x0 >= rule.bottom - rule.top for rule in rules)
    if len(rules) > TOO_MANY or flat < 2 or len(rules) - flat < 1:
        return []
    edges = finder.merge_edges([_edge(rule) for rule in rules], SNAP, SNAP, TOUCH, TOUCH)
    edges += _outer_walls(edges)
    crossings = finder.edges_to_intersections(edges, TOUCH, TOUCH)
    if len(crossings) > CROSSINGS:
        return []
    found = finder.cells_to_tables(finder.intersections_to_cells(crossings))
    return [[Box(*cell) for cell in cells] for cells in found]


def _edge(rule: Rule) -> dict[str, Any]:
    """A rule as pdfplumber writes it."""
    width, height = rule.x1 - rule.x0, rule.bottom - rule.top
    return {**rule._asdict(), "width": width, "height": height, "orientation": "h" if width >= height else "v"}


def _outer_walls(edges: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Walls at the ends of floors of one length that inner walls join: tables open to the left and to the right."""
    walls = [edge for edge in edges if edge["orientation"] == "v"]
    floors: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for edge in edges:
        if edge["orientation"] == "h":
            floors.setdefault((round(edge["x0"] / TOUCH), round(edge["x1"] / TOUCH)), []).append(edge)
    return [wall for same in floors.values() for run in _storeys(same, walls) for wall in _open_sides(run, walls)]


def _storeys(floors: Sequence[dict[str, Any]], walls: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Floors of one length from top to bottom, apart where no inner wall joins them."""
    runs: list[list[dict[str, Any]]] = []
    for floor in sorted(floors, key=lambda one: float(one["top"])):
        if runs and any(_joins(wall, runs[-1][-1], floor) for wall in walls):
            runs[-1].append(floor)
        else:
            runs.append([floor])
    return [run for run in runs if len(run) >= OPEN_SIDES]


def _joins(wall: dict[str, Any], above: dict[str, Any], below: dict[str, Any]) -> bool:
    middle = (above["top"] + below["top"]) / 2
    return bool(above["x0"] + TOUCH < wall["x0"] < above["x1"] - TOUCH and wall["top"] < middle < wall["bottom"])


def _open_sides(run: Sequence[dict[str, Any]], walls: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    top, bottom = run[0]["top"], run[-1]["top"]
    beside = [wall["x0"] for wall in walls if wall["top"] < bottom and wall["bottom"] > top]
    for x in (min(floor["x0"] for floor in run), max(floor["x1"] for floor in run)):
        if not any(abs(wall - x) <= TOUCH for wall in beside):
            yield _edge(Rule(x, top, x, bottom))


def _table(cells: Sequence[Box], glyphs: list[Glyph], page: int) -> tuple[Table | None, list[Glyph]]:
    xs = sorted({x for cell in cells for x in (cell.x0, cell.x1)})
    ys = sorted({y for cell in cells for y in (cell.top, cell.bottom)})
    inside = [g for g in glyphs if xs[0] <= (g.x0 + g.x1) / 2 <= xs[-1] and ys[0] <= (g.top + g.bottom) / 2 <= ys[-1]]
    if not inside:
        return None, glyphs
    owner = _owners(cells, xs, ys)
    content: dict[_Field, list[Glyph]] = {}
    for glyph in inside:
        content.setdefault(owner[_place(ys, (glyph.top + glyph.bottom) / 2), _place(xs, (glyph.x0 + glyph.x1) / 2)], []).append(glyph)
    words = {key: _cell_blocks(held, page) for key, held in content.items()}
    rows, kept = [], []
    for r in range(len(ys) - 1):
        row = tuple(_row(owner, words, r, len(xs) - 1))
        if any(not cell.continued and cell.text for cell in row):
            rows.append(row)
            kept.append(r)
    boxes = tuple(Box(round(xs[0], 1), round(ys[r], 1), round(xs[-1], 1), round(ys[r + 1], 1)) for r in kept)
    grid = Grid(tuple(rows), bordered=True, page=page, boxes=boxes)
    if grid.is_layout():
        return None, glyphs
    taken = set(map(id, inside))
    return Table(grid, Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(xs)), [glyph for glyph in glyphs if id(glyph) not in taken]


def _place(edges: list[float], position: float) -> int:
    """Which interval of the edges holds the position."""
    return min(max(bisect_right(edges, position) - 1, 0), len(edges) - 2)


def _owners(cells: Sequence[Box], xs: list[float], ys: list[float]) -> dict[_Field, _Field]:
    """For each field of the grid the first field of the cell that covers it; a field that no cell covers owns itself."""
    owner = {(r, c): (r, c) for r in range(len(ys) - 1) for c in range(len(xs) - 1)}
    column, line = {x: c for c, x in enumerate(xs)}, {y: r for r, y in enumerate(ys)}
    for cell in cells:
        first = (line[cell.top], column[cell.x0])
        for r in range(first[0], line[cell.bottom]):
            for c in range(first[1], column[cell.x1]):
                owner[r, c] = first
    return owner


def _row(owner: dict[_Field, _Field], cells: dict[_Field, tuple[Block, ...]], r: int, width: int) -> Iterator[Cell]:
    c = 0
    while c < width:
        key = owner[r, c]
        span = 1
        while c + span < width and owner[r, c + span] == key:
            span += 1
        yield Cell(cells.get(key, ()), columns=span, continued=key[0] < r)
        c += span


def _cell_blocks(glyphs: list[Glyph], page: int) -> tuple[Block, ...]:
    """The lines of a cell as one block: a word cut after its own hyphen is whole again, as in a paragraph."""
    lines = in_order(glyph_rows(glyphs))
    if not lines:
        return ()
    boxes = [line.box for line in lines]
    box = Box(min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes))
    bold, italic = all(line.bold for line in lines), all(line.italic for line in lines)
    return (Block(words_of(lines, "\n"), page=page, box=box, bold=bold, italic=italic),)


def joined(run: Sequence[Table]) -> list[Grid]:
    """Tables that follow each other: one that goes on overleaf loses its repeated head and a row cut by the page break is mended."""
    grids: list[Grid] = []
    for number, table in enumerate(run):
        grid = table.grid
        if number and _same_columns(run[number - 1], table):
            drop = _repeated_head(run[number - 1].grid, grid)
            grid = replace(grid, rows=grid.rows[drop:], boxes=grid.boxes[drop:])
            if grids[-1].rows and grid.rows and _is_cut(grids[-1].rows, grid.rows[0]):
                grids[-1] = replace(grids[-1], rows=(*grids[-1].rows[:-1], _mended(grids[-1].rows[-1], grid.rows[0])))
                grid = replace(grid, rows=grid.rows[1:], boxes=grid.boxes[1:])
        grids.append(grid)
    return grids


def _same_columns(above: Table, below: Table) -> bool:
    if len(above.columns) != len(below.columns):
        return False
    return all(abs(a - b) < 2 * SNAP for a, b in zip(above.columns, below.columns, strict=True))


def _repeated_head(above: Grid, below: Grid) -> int:
    """How many rows at the top are the same as on the page before."""
    drop = 0
    for a, b in zip(above.rows, below.rows, strict=False):
        if [cell.text for cell in a] != [cell.text for cell in b]:
            break
        drop += 1
    return drop


def _is_cut(above: Sequence[tuple[Cell, ...]], below: tuple[Cell, ...]) -> bool:
    """Whether a row is the rest of the one above: nothing in its first cell, though every row has something there, or in lower case."""
    last = above[-1]
    if len(last) != len(below) or below[0].text or below[0].continued or not last[0].text:
        return False
    counted = len(above) > 2 and all(row[0].text and not row[0].continued for row in above)
    return counted or any(a.text and b.text[:1].islower() for a, b in zip(last, below, strict=True))


def _mended(above: tuple[Cell, ...], below: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(replace(a, blocks=(*a.blocks, *b.blocks)) for a, b in zip(above, below, strict=True))
