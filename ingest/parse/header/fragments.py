"""Cuts lines into the cells of a header or footer, whichever way two columns were flattened into text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Span, Text
from corpus.text import fold

CELL = re.compile(r"[ \t]*(?:\||\t| {3})[ \t|]*")
EDGE = " \t|*>#\ufeff"
# "CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ỦY BAN ... Độc lập - Tự do - Hạnh phúc"
MOTTO = re.compile(
    r"(?<!nuoc )(?<!nuoc)cong +hoa +xa +hoi +chu +ngh\w* +viet *nam|doc +lap\W{1,4}tu +do\W{1,4}hanh +phuc|dang +cong +san +viet +nam$"
)
DASHES = re.compile(r"(?<!\S)[-_=*]{4,}(?!\S)")  # "Số: 120/2002/TT-BTC ----------------"
# "Số: 335/2025/NĐ-CP Hà Nội, ngày 21 tháng 12 năm 2025": the place is the run of capitalised words before the comma.
_WORD = r"(?:[A-ZÀ-ỸĐ][a-zà-ỹđ']+|TP\.?|Tp\.?)"
PLACE_DATE = re.compile(
    rf"(?<=\s)(?:TP\.?|Tp\.?|[Tt]hành phố)?\s?{_WORD}(?:(?:\s|\s?-\s?|\.)(?:{_WORD})){{0,4}}\s?,?\s?[Nn]gày\s*[\d. …]{{0,8}}\s*tháng"
)
DATE_ALONE = re.compile(r"(?<=[\s\d])[Nn]gày\s*[\d. …]{0,8}\s*tháng")
NUMBER_FIRST = re.compile(r"^(?:[a-z]+ ){0,4}so *:? *[\d/.…]")
ABOUT_FIRST = re.compile(r"v ?[/.] ?v\b|ve viec\b")
LONGEST = 240  # no line of a two-column header is longer
LONGEST_KEY = 4000  # enough to tell what any line of a header is, however long the line


@dataclass(frozen=True, slots=True)
class Fragment:
    """A cell of a line: its words without outer marks, the folded key with single spaces, and where it stands.

    `column` counts the cells of the line from 0.
    """

    text: str
    key: str
    span: Span
    line: int
    column: int
    bold: bool = False

    @property
    def capitals(self) -> bool:
        """Whether it has letters and all are capitals."""
        return self.text.isupper()


def fragments(text: Text, lines: Iterable[int], hidden: tuple[Span, ...] = ()) -> list[Fragment]:
    """The cells of the lines with these indices, in reading order; lines inside `hidden` spans are left out."""
    found: list[Fragment] = []
    for number in lines:
        line = text.lines[number]
        if any(span.start <= line.span.start < span.end for span in hidden):
            continue
        start, raw = line.span.start, text.line_text(line)
        for column, (low, high) in enumerate(_cells(raw)):
            fragment = raw[low:high]
            key = " ".join(fold(fragment[:LONGEST_KEY]).split())
            found.append(Fragment(fragment, key, Span(start + low, start + high), number, column, line.bold))
    return found


def _cells(raw: str) -> list[tuple[int, int]]:
    """Offsets of the non-empty cells of one line."""
    edges = [0]
    for match in CELL.finditer(raw) if "|" in raw or "\t" in raw or "   " in raw else ():
        edges += [match.start(), match.end()]
    edges.append(len(raw))
    pieces = [piece for low, high in zip(edges[::2], edges[1::2], strict=True) for piece in _inner(raw, low, high)]
    return [piece for low, high in pieces if (piece := _trim(raw, low, high))[0] < piece[1]]


def _inner(raw: str, low: int, high: int) -> list[tuple[int, int]]:
    """Cut one cell where only the words, not the layout, show that two columns met."""
    if high - low > LONGEST:
        return [(low, high)]
    cell = raw[low:high]
    key = fold(cell)
    cuts = {0, len(cell)}
    for match in DASHES.finditer(cell):
        cuts |= {match.start(), match.end()}
    for match in MOTTO.finditer(key):
        if cell[match.start() : match.end()].isupper() or match.end() > len(key.rstrip()) - 3 or match.start() == 0:
            cuts |= {match.start(), match.end()}
    if (NUMBER_FIRST.match(key) or ABOUT_FIRST.match(key)) and (date := PLACE_DATE.search(cell) or DATE_ALONE.search(cell)):
        cuts.add(date.start())
    ordered = sorted(cuts)
    return [(low + a, low + b) for a, b in pairwise(ordered)]


def _trim(raw: str, low: int, high: int) -> tuple[int, int]:
    while low < high and raw[low] in EDGE:
        low += 1
    while high > low and raw[high - 1] in EDGE:
        high -= 1
    if low == high and "*" in raw:  # the lone "*" of a Party header is a rule, not a Markdown mark
        return low, low
    return low, high
