"""Rows to lines in reading order: where a page has two columns (header, signature, newspaper), the left one before the right one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Box
from ingest.read.grid import FOOTER, NATION, fold
from ingest.read.pdf.words import Row, Word

SURE = 1.8  # a gap of this many letter sizes parts two columns by itself
STRETCHED = 0.6  # where more of the gaps than this are wide, they are no gutters
LIKELY = 0.55  # a gap of this many does so between rows that are parted
NARROWEST = 4.0  # points of white that must stay between columns
TIGHT = 2.3  # lines nearer than this many letter sizes belong together
SIGNATURE = 170.0  # points of white that a signature and its stamp may take
CENTRED = 16.0  # points by which twice the middles of centred lines may differ
RECIPIENTS = re.compile(r"Nơi nhận\s*:?", re.I)
LONG = 25  # columns of more lines than this are running text, to be joined into paragraphs
# "-", "+", "1.", "a)", "II.", "Điều 5." before a tab
MARKER = re.compile(r"^(?:[-+*•–○▪]|\(?[0-9]{1,2}(?:\.[0-9]{1,2})*[.)/]?|\(?[a-zđ][.)]|[IVXL]{1,5}[.\-/)]?|Điều \d+[.:]?)$")
GLUED = re.compile(r"[^\W_]-$")  # "TP-" of "TP-TVPL", "2020-" of "2020-2025"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column. `zone` is 0 in the full width of the page, else the number of the column it stands in."""

    words: tuple[Word, ...]
    zone: int = 0

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """Its place, in points from the top left."""
        words = self.words
        return Box(
            round(min(w.x0 for w in words), 1),
            round(min(w.top for w in words), 1),
            round(max(w.x1 for w in words), 1),
            round(max(w.bottom for w in words), 1),
        )

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.words[-1].x1

    @property
    def base(self) -> float:
        """Baseline."""
        return max(self.words, key=lambda word: word.size).base

    @property
    def size(self) -> float:
        """Size of its tallest letters."""
        return max(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether all its letters are bold."""
        return 0 < sum(word.letters for word in self.words) == sum(word.bold for word in self.words)

    @property
    def italic(self) -> bool:
        """Whether all its letters are italic."""
        return 0 < sum(word.letters for word in self.words) == sum(word.italic for word in self.words)


def words_of(lines: Sequence[Line], between: str = " ") -> str:
    """The words of the lines; a word cut after its own hyphen is whole again."""
    text = lines[0].text
    for line in lines[1:]:
        text += line.text if GLUED.search(text) else between + line.text
    return text


@dataclass(frozen=True, slots=True)
class _Gutter:
    """The white between two columns."""

    x0: float
    x1: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def in_order(rows: Sequence[Row]) -> list[Line]:
    """All lines of a page, each with the column it stands in."""
    return _Page().lines(list(rows), zone=0)


def has_columns(rows: Sequence[Row]) -> bool:
    """Whether some row has white that surely parts two columns."""
    return any(_gutter(row) is not None for row in rows)


class _Page:
    """Numbers the columns it meets."""

    def __init__(self) -> None:
        self.zones = 0

    def lines(self, rows: list[Row], *, zone: int) -> list[Line]:
        found: list[Line] = []
        position = done = 0  # rows before `done` stand in columns already
        while position < len(rows):
            gutter = _gutter(rows[position])
            if gutter is None:
                found.append(Line(rows[position].words, zone))
                position += 1
                continue
            start = done + _back(rows[done:], position - done, gutter) if zone == 0 else position
            del found[len(found) - (position - start) :]
            end, gutter = _zone_end(rows, position, gutter)
            found.extend(self._columns(rows[start:end], gutter, zone))
            position = done = end
        return found

    def _columns(self, rows: list[Row], gutter: _Gutter, zone: int) -> list[Line]:
        left, right = zip(*(_halves(row, gutter) for row in rows), strict=True)
        found: list[Line] = []
        for half in (left, right):
            column = [Row(words) for words in half if words]
            self.zones += 1
            number = -self.zones if len(column) > LONG else self.zones  # negative: running text
            found.extend(self.lines(column, zone=number if zone >= 0 else zone))
        return found


def _gutter(row: Row) -> _Gutter | None:
    """The widest white of a row if it surely parts two columns; the white after a list marker never does."""
    words = row.words
    gaps = [_Gutter(a.x1, b.x0) for a, b in pairwise(words)]
    wide = sum(gap.x1 - gap.x0 >= SURE * row.size for gap in gaps)
    if not gaps or (len(gaps) > 1 and wide > STRETCHED * len(gaps)):
        return None  # nothing to part, or a line of few words stretched to both margins
    if nation := _before_nation(row):
        return nation
    if MARKER.match(" ".join(word.text for word in words[:2])):
        gaps = gaps[2:]
    elif MARKER.match(words[0].text):
        gaps = gaps[1:]
    widest = max(gaps, key=lambda gap: gap.x1 - gap.x0, default=None)
    return widest if widest is not None and widest.x1 - widest.x0 >= SURE * row.size else None


def _before_nation(row: Row) -> _Gutter | None:
    """The white before "CỘNG HÒA XÃ HỘI …" where something stands to its left, however narrow."""
    for number in range(1, len(row.words) - 3):
        word, previous = row.words[number], row.words[number - 1]
        if word.text.isupper() and fold(word.text) in {"cong", "dang"} and NATION.match(fold(" ".join(w.text for w in row.words[number:]))):
            wide = word.x0 - previous.x1 >= LIKELY * row.size
            return _Gutter(previous.x1, word.x0) if wide else None
    return None


def _halves(row: Row, gutter: _Gutter) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    left = tuple(word for word in row.words if (word.x0 + word.x1) / 2 < gutter.middle)
    return left, row.words[len(left) :] if row.words[: len(left)] == left else tuple(w for w in row.words if w not in left)


def _narrowed(row: Row, gutter: _Gutter) -> _Gutter | None:
    """The gutter that is still white beside this row; None if the row crosses it."""
    left, right = _halves(row, gutter)
    x0 = max([gutter.x0, *(word.x1 for word in left)])
    x1 = min([gutter.x1, *(word.x0 for word in right)])
    least = LIKELY * row.size if left and right else NARROWEST
    return _Gutter(x0, x1) if x1 - x0 >= least else None


def _zone_end(rows: list[Row], start: int, gutter: _Gutter) -> tuple[int, _Gutter]:
    """End of the rows that stand in two columns, and the white that all of them leave."""
    last, kept, narrowed = start, gutter, gutter
    for number in range(start + 1, len(rows)):
        following = _narrowed(rows[number], narrowed)
        if following is None:
            break
        narrowed = following
        if all(_halves(rows[number], narrowed)):
            last, kept = number, narrowed
    end = last + 1
    while end < len(rows) and (after := _narrowed(rows[end], kept)) is not None and _hangs_on(rows, start, end, kept):
        kept, end = after, end + 1
    return end, kept


def _hangs_on(rows: list[Row], start: int, number: int, gutter: _Gutter) -> bool:
    """Whether a row under one column goes on with it: aligned with it, and near, or the name under a signature."""
    row = rows[number]
    side = 0 if _halves(row, gutter)[0] else 1
    column = [Row(half) for one in rows[start:number] if (half := _halves(one, gutter)[side])]
    if not column:
        return False
    distance = row.base - column[-1].base
    centred = any(abs((one.x0 + one.x1) - (row.x0 + row.x1)) < CENTRED for one in column[-3:])
    flush = any(abs(one.x0 - row.x0) < 3 for one in column[-3:])
    footer = any(FOOTER.search(fold(" ".join(w.text for w in one.words))) for one in rows[start:number])
    footer = footer or any(FOOTER.search(fold(" ".join(w.text for w in one.words))) for one in column)
    return (centred or flush) and (distance <= TIGHT * row.size or (footer and distance <= SIGNATURE))


def _back(rows: list[Row], position: int, gutter: _Gutter) -> int:
    """The first row above the first parted one that belongs to its columns.

    All rows up to the top of the page may (a letterhead); otherwise those from the recipients' or the signature's beginning on.
    """
    top = position
    while top > 0 and _narrowed(rows[top - 1], gutter) is not None and rows[top].base - rows[top - 1].base <= TIGHT * rows[top].size:
        top -= 1
    if top == 0:
        return 0
    right = _halves(rows[position], gutter)[1]
    middle, start = right[0].x0 + right[-1].x1, position
    for number in range(position - 1, top - 1, -1):
        row = rows[number]
        if row.x0 > gutter.middle and abs(row.x0 + row.x1 - middle) < CENTRED:
            start = number
        elif RECIPIENTS.match(row.text):
            return _right_only(rows, number, gutter)
    return start


def _right_only(rows: list[Row], position: int, gutter: _Gutter) -> int:
    """The first of the rows above that stand over the right column only: nothing to the left comes before the recipients."""
    while position > 0 and rows[position - 1].x0 > gutter.middle:
        position -= 1
    return position
