"""Tables without lines: columns that only white space parts, under a head of known names, given the rules they lack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.read.grid import fold
from ingest.read.pdf.glyphs import Rule
from ingest.read.pdf.words import Row, Word

GAP = 0.9  # letter sizes of white between two heads
LEAST = 4.0  # points of white that all rows together leave between two columns
BETWEEN = 0.6  # letter sizes of white between the words to both sides of it; justified text has less
COLUMNS = 3  # fewer columns are a letterhead, a signature or a list
ROWS = 2  # under the head
AWAY = 3.5  # letter sizes: rows further apart belong to different things
# what stands over the columns of tables of tasks, people and figures, folded
HEAD = re.compile(
    r"^(?:s?tt|so tt|so thu tu|noi dung\b.*|nhiem vu\b.*|cong viec\b.*|nhom nhiem vu|ten\b.*|don vi\b.*|co quan\b.*|chu tri|phoi hop"
    r"|thoi gian\b.*|thoi han\b.*|hoan thanh|tien do|ket qua\b.*|san pham\b.*|ghi chu|ho va ten|ho ten|chuc vu|nguoi\b.*|so luong"
    r"|chi tieu\b.*|ke hoach|ty le\b.*|kinh phi\b.*|dia diem|ngay\b.*|nam sinh|phu trach|thanh phan)$"
)


def aligned(rows: Sequence[Row]) -> list[Rule]:
    """Rules for the tables that the rows make by white space alone: a head of three names or more, and rows under it."""
    found: list[Rule] = []
    position = 0
    while position < len(rows):
        heads = _heads(rows[position])
        end, gutters = _extent(rows, position, heads) if heads else (position, [])
        starts = _starts(rows[position:end], gutters[0]) if len(gutters) >= COLUMNS - 1 else []
        if len(starts) > ROWS:
            found += _rules(rows[position:end], starts, gutters)
            position = end
        else:
            position += 1
    return found


def _heads(row: Row) -> list[list[Word]]:
    """The names in the head of a table; none if this row is no head."""
    pieces: list[list[Word]] = [[row.words[0]]]
    for a, b in pairwise(row.words):
        if b.x0 - a.x1 >= GAP * row.size:
            pieces.append([b])
        else:
            pieces[-1].append(b)
    known = sum(bool(HEAD.match(fold(" ".join(word.text for word in piece)))) for piece in pieces)
    return pieces if len(pieces) >= COLUMNS and known >= max(2, len(pieces) // 2) else []


def _extent(rows: Sequence[Row], start: int, heads: list[list[Word]]) -> tuple[int, list[tuple[float, float]]]:
    """The end of the rows that leave the white between the heads, and that white."""
    gutters = [(a[-1].x1, b[0].x0) for a, b in pairwise(heads)]
    end = start + 1
    while end < len(rows) and rows[end].base - rows[end - 1].base < AWAY * rows[end].size:
        narrowed = [_narrowed(rows[end], gutter) for gutter in gutters]
        if any(x1 - x0 < LEAST for x0, x1 in narrowed) or not _parted(rows[end], narrowed):
            break
        gutters, end = narrowed, end + 1
    return end, gutters


def _narrowed(row: Row, gutter: tuple[float, float]) -> tuple[float, float]:
    """What a row leaves of the white: a word that reaches into it from one side takes its part."""
    x0, x1 = gutter
    for word in row.words:
        if word.x1 <= x0 or word.x0 >= x1:
            continue
        if word.x0 - x0 < x1 - word.x1:  # comes from the left
            x0 = max(x0, word.x1)
        else:
            x1 = min(x1, word.x0)
    return x0, x1


def _parted(row: Row, gutters: Sequence[tuple[float, float]]) -> bool:
    """Whether words that stand to both sides of a gutter leave more white than justified words do."""
    gaps = [b.x0 - a.x1 for x0, x1 in gutters for a, b in pairwise(row.words) if a.x1 <= x0 and b.x0 >= x1]
    return all(gap >= BETWEEN * row.size for gap in gaps)


def _starts(rows: Sequence[Row], first: tuple[float, float]) -> list[int]:
    """The rows that begin a row of the table: they have something in the first column."""
    begins = [number for number, row in enumerate(rows) if row.words[0].x1 <= first[1] - LEAST / 2]
    return begins if begins and begins[0] == 0 else []


def _rules(rows: Sequence[Row], starts: Sequence[int], gutters: Sequence[tuple[float, float]]) -> list[Rule]:
    left, right = min(row.x0 for row in rows) - 2, max(row.x1 for row in rows) + 2
    tops = [_top(rows[number]) for number in starts]
    levels = [*tops, max(word.bottom for word in rows[-1].words) + 1]
    walls = [left, *((x0 + x1) / 2 for x0, x1 in gutters), right]
    return [
        *(Rule(left, level, right, level) for level in levels),
        *(Rule(wall, levels[0], wall, levels[-1]) for wall in walls),
    ]


def _top(row: Row) -> float:
    return min(word.top for word in row.words)
