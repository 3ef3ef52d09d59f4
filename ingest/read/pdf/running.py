"""Running heads and page numbers: what stands at the same place of several pages is no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.read.grid import NATION, fold
from ingest.read.pdf.words import Row

EDGE = 4  # rows at the top and at the bottom of a page that may be running heads
BAND = 0.14  # share of the page height at each end where they stand
NEAR = 6.0  # points by which their height may vary
FEWEST = 4  # letters that a running head has, digits apart
SMALLER = 0.92  # of the size of the body
SHARE = 0.4  # of the pages
MOST = 0.8  # of the pages, for a row that stands close to the body
CLOSE = 2.0  # letter sizes: rows nearer than this, of the same size, go together
DIGITS = re.compile(r"\d+|\b[ivxlc]{1,6}\b")
PAGE_NUMBER = re.compile(r"^\W*(?:trang|page|tr\.?)?\W*(\d{1,4})\W*(?:(?:/|of|trên)\W*\d{1,4}\W*)?$", re.I)  # "2", "- 2 -", "Trang 2/5"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a page outside its tables, and its size in points."""

    rows: tuple[Row, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Edge:
    """A row at an edge of a page: its height (negative: from the bottom), and whether the body is close."""

    page: int
    row: Row
    height: float
    attached: bool


def without_running(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without running heads, running feet and page numbers."""
    edges = [edge for number, sheet in enumerate(sheets) for edge in _edges(number, sheet)]
    counts = Counter(key for edge in edges for key in _keys(edge))
    body = _body_size(sheets)
    numbers = Counter(_shift(edge) for edge in edges)
    numbered = {0, *(shift for shift, count in numbers.items() if shift is not None and count >= max(3, len(sheets) // 2))}
    gone = {
        id(edge.row)
        for edge in edges
        if _shift(edge) in numbered or _comes_back(edge, counts, len(sheets)) or _is_above(edge, sheets, body)
    }
    return [replace(sheet, rows=tuple(row for row in sheet.rows if id(row) not in gone)) for sheet in sheets]


def _edges(number: int, sheet: Sheet) -> list[_Edge]:
    """Rows in the outer bands, at most a few at each end."""
    top = [row for row in sheet.rows[:EDGE] if row.base < BAND * sheet.height]
    bottom = [row for row in sheet.rows[-EDGE:] if row.base > (1 - BAND) * sheet.height]
    tops = [_Edge(number, row, row.base, _attached(sheet.rows[i:], top[i:])) for i, row in enumerate(top)]
    up, feet = sheet.rows[::-1], bottom[::-1]
    return tops + [_Edge(number, row, row.base - sheet.height, _attached(up[i:], feet[i:])) for i, row in enumerate(feet)]


def _attached(inward: Sequence[Row], edge: Sequence[Row]) -> bool:
    """Whether no white and no change of size parts the rows from here inward from the body."""
    steps = list(pairwise(inward[: len(edge) + 1]))
    return bool(steps) and all(abs(b.base - a.base) < CLOSE * a.size and abs(a.size - b.size) < 1 for a, b in steps)


def _keys(edge: _Edge) -> Iterator[tuple[str, int, int]]:
    """Text and height in two rulers, half a step apart: rows of nearly the same height agree in one of them.

    Figures count ("Nghị quyết số 02" is another footnote than "… số 03"), but the first or the last may count with the pages.
    """
    text = edge.row.text.lower()
    figures = list(DIGITS.finditer(text))
    forms = {text, *(_counted(text, found, edge.page) for found in (*figures[:1], *figures[-1:]))}
    for ruler in (0, 1):
        yield from ((form, ruler, int((edge.height + ruler * NEAR / 2) // NEAR)) for form in forms)


def _counted(text: str, figure: re.Match[str], page: int) -> str:
    """The text with a figure as its distance from the page; Roman figures are small and just left out."""
    value = f"#{int(figure[0]) - page}" if figure[0].isdecimal() else "#"
    return text[: figure.start()] + value + text[figure.end() :]


def _comes_back(edge: _Edge, counts: Counter[tuple[str, int, int]], pages: int) -> bool:
    if sum(map(str.isalpha, edge.row.text)) < FEWEST or NATION.search(fold(edge.row.text)):
        return False  # figures in a column, or the head of a form in an annex
    return max(counts[key] for key in _keys(edge)) >= max(2.0, (MOST if edge.attached else SHARE) * pages)


def _body_size(sheets: Sequence[Sheet]) -> float:
    """The letter size that most rows have."""
    sizes = Counter(round(row.size, 1) for sheet in sheets for row in sheet.rows)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _is_above(edge: _Edge, sheets: Sequence[Sheet], body: float) -> bool:
    """A small row over the text area of the first page: a running head that begins on the second page."""
    first = sheets[0].rows
    if not edge.page or not first or sheets[edge.page].width != sheets[0].width:
        return False
    return edge.row.size < SMALLER * body and edge.row.base < min(word.top for word in first[0].words)


def _shift(edge: _Edge) -> int | None:
    """By how much a number alone on its row is ahead of its page: 0 for the plain count, the same on every page for a part of a book."""
    page = PAGE_NUMBER.match(edge.row.text)
    return int(page[1]) - edge.page - 1 if page else None
