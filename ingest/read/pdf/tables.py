"""Tables drawn with ruling lines: lines to a grid, glyphs into its cells, tables that go on over pages put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Block, Box
from ingest.read.grid import Cell, Grid
from ingest.read.pdf.glyphs import Glyph, Rule
from ingest.read.pdf.order import in_order
from ingest.read.pdf.words import rows as glyph_rows

SNAP = 3.0  # lines nearer than this are one
TOUCH = 4.0  # lines nearer than this touch
TOO_MANY = 1500  # more lines than this are a drawing


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table on a page: the grid it makes, where it stands, and which column lines it has."""

    grid: Grid
    box: Box
    columns: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Walls of one connected set of rules."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]


def tables(rules: Sequence[Rule], glyphs: Sequence[Glyph], *, page: int) -> tuple[list[Table], list[Glyph]]:
    """The tables of a page from top to bottom, and the glyphs that stand in none of them."""
    found: list[Table] = []
    rest = list(glyphs)
    for frame in _frames(rules):
        table, outside = _table(frame, rest, page)
        if table is not None:
            found.append(table)
            rest = outside
    return sorted(found, key=lambda table: table.box.top), rest


def _frames(rules: Sequence[Rule]) -> list[_Frame]:
    """Sets of rules that touch each other and can hold a table."""
    if len(rules) > TOO_MANY:
        return []
    horizontal = _merged([rule for rule in rules if rule.x1 - rule.x0 >= rule.bottom - rule.top], flat=True)
    vertical = _merged([rule for rule in rules if rule.x1 - rule.x0 < rule.bottom - rule.top], flat=False)
    group = list(range(len(horizontal)))
    home: list[int] = []
    for wall in vertical:
        met = [number for number, floor in enumerate(horizontal) if _meet(floor, wall)]
        roots = {_root(group, number) for number in met}
        first = min(roots, default=-1)
        for root in roots:
            group[root] = first
        home.append(first)
    frames: list[_Frame] = []
    for root in sorted({_root(group, number) for number in range(len(horizontal))}):
        floors = tuple(h for number, h in enumerate(horizontal) if _root(group, number) == root)
        walls = tuple(v for v, first in zip(vertical, home, strict=True) if first >= 0 and _root(group, first) == root)
        if len(floors) >= 2 and len(walls) >= 3:
            frames.append(_Frame(floors, walls))
    return frames


def _root(group: list[int], number: int) -> int:
    while group[number] != number:
        group[number] = group[group[number]]
        number = group[number]
    return number


def _meet(floor: Rule, wall: Rule) -> bool:
    return floor.x0 - TOUCH <= wall.x0 <= floor.x1 + TOUCH and wall.top - TOUCH <= floor.top <= wall.bottom + TOUCH


def _merged(rules: list[Rule], *, flat: bool) -> list[Rule]:
    """Rules on the same line, laid end to end or over each other, as one."""
    turned = rules if flat else [Rule(rule.top, rule.x0, rule.bottom, rule.x1) for rule in rules]
    merged: list[Rule] = []
    for group in _near(sorted(turned, key=lambda rule: rule.top)):
        level = group[0].top
        for rule in sorted(group):
            if merged and merged[-1].top == level and rule.x0 <= merged[-1].x1 + TOUCH:
                merged[-1] = merged[-1]._replace(x1=max(merged[-1].x1, rule.x1))
            else:
                merged.append(Rule(rule.x0, level, rule.x1, level))
    return merged if flat else [Rule(rule.top, rule.x0, rule.top, rule.x1) for rule in merged]


def _near(rules: list[Rule]) -> Iterator[list[Rule]]:
    group: list[Rule] = []
    for rule in rules:
        if group and rule.top - group[0].top > SNAP:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _table(frame: _Frame, glyphs: list[Glyph], page: int) -> tuple[Table | None, list[Glyph]]:
    xs = sorted({wall.x0 for wall in frame.vertical})
    ys = sorted({floor.top for floor in frame.horizontal})
    inside = [g for g in glyphs if xs[0] <= (g.x0 + g.x1) / 2 <= xs[-1] and ys[0] <= (g.top + g.bottom) / 2 <= ys[-1]]
    owner = _owners(frame, xs, ys)
    if len(set(owner.values())) < 2 or not inside:
        return None, glyphs
    content: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in inside:
        content.setdefault(owner[_place(ys, (glyph.top + glyph.bottom) / 2), _place(xs, (glyph.x0 + glyph.x1) / 2)], []).append(glyph)
    cells = {key: _cell_blocks(held, page) for key, held in content.items()}
    rows, kept = [], []
    for r in range(len(ys) - 1):
        row = tuple(_row(owner, cells, r, len(xs) - 1))
        if any(not cell.continued and cell.text for cell in row):
            rows.append(row)
            kept.append(r)
    boxes = tuple(Box(round(xs[0], 1), round(ys[r], 1), round(xs[-1], 1), round(ys[r + 1], 1)) for r in kept)
    grid = Grid(tuple(rows), bordered=True, page=page, boxes=boxes)
    if grid.is_layout():
        return None, glyphs
    taken = set(map(id, inside))
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    return Table(grid, box, tuple(xs)), [glyph for glyph in glyphs if id(glyph) not in taken]


def _place(edges: list[float], position: float) -> int:
    """Which interval of the edges holds the position."""
    number = sum(edge <= position for edge in edges) - 1
    return min(max(number, 0), len(edges) - 2)


def _owners(frame: _Frame, xs: list[float], ys: list[float]) -> dict[tuple[int, int], tuple[int, int]]:
    """For each field (row, column) of the grid the first field of the cell it belongs to: fields with no wall between are one."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    floors, walls = _at(frame.horizontal, ys, flat=True), _at(frame.vertical, xs, flat=False)
    for r in range(len(ys) - 1):
        for c in range(len(xs) - 1):
            across, down = (xs[c] + xs[c + 1]) / 2, (ys[r] + ys[r + 1]) / 2
            if c and not any(wall.top <= down <= wall.bottom for wall in walls[c]):
                owner[r, c] = owner[r, c - 1]
            elif r and not any(floor.x0 <= across <= floor.x1 for floor in floors[r]):
                owner[r, c] = owner[r - 1, c]
            else:
                owner[r, c] = (r, c)
    return owner


def _at(rules: Sequence[Rule], levels: list[float], *, flat: bool) -> list[list[Rule]]:
    return [[rule for rule in rules if (rule.top if flat else rule.x0) == level] for level in levels]


def _row(
    owner: dict[tuple[int, int], tuple[int, int]], cells: dict[tuple[int, int], tuple[Block, ...]], r: int, width: int
) -> Iterator[Cell]:
    c = 0
    while c < width:
        key = owner[r, c]
        span = 1
        while c + span < width and owner[r, c + span] == key:
            span += 1
        yield Cell(cells.get(key, ()), columns=span, continued=key[0] < r)
        c += span


def _cell_blocks(glyphs: list[Glyph], page: int) -> tuple[Block, ...]:
    return tuple(Block(line.text, page=page, box=line.box, bold=line.bold, italic=line.italic) for line in in_order(glyph_rows(glyphs)))


def joined(run: Sequence[Table]) -> list[Grid]:
    """Tables that follow each other: one that goes on overleaf loses its repeated head and a row cut by the page break is mended."""
    grids: list[Grid] = []
    for number, table in enumerate(run):
        grid = table.grid
        if number and _same_columns(run[number - 1], table):
            drop = _repeated_head(run[number - 1].grid, grid)
            grid = replace(grid, rows=grid.rows[drop:], boxes=grid.boxes[drop:])
            if grids[-1].rows and grid.rows and _is_cut(grids[-1].rows[-1], grid.rows[0]):
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


def _is_cut(above: tuple[Cell, ...], below: tuple[Cell, ...]) -> bool:
    """Whether a row is the rest of the one above: nothing in its first cell, and some cell goes on in lower case."""
    if len(above) != len(below) or below[0].text or not above[0].text:
        return False
    return any(a.text and b.text[:1].islower() for a, b in zip(above, below, strict=True))


def _mended(above: tuple[Cell, ...], below: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(replace(a, blocks=(*a.blocks, *b.blocks)) for a, b in zip(above, below, strict=True))
