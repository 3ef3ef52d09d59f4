"""Footnotes: small print at the foot of a page, taken out of the way of a paragraph that goes on overleaf."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from ingest.read.pdf.order import Line
from ingest.read.pdf.paragraphs import Placed
from ingest.read.pdf.tables import Table

SMALLER = 0.93  # of the size of the body
SIGN = re.compile(r"^(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}\b|\*{1,3})\s*\S")  # "1 Nghị quyết …", "[2] Xem …", "(*) …"
MOST = 25  # lines of footnotes on a page

Item = tuple[int, Line | Table]


def apart(flow: Sequence[Item]) -> tuple[list[Item], list[Placed]]:
    """The flow without footnotes, and the footnotes in order."""
    body = _body_size(flow)
    kept: list[Item] = []
    notes: list[Placed] = []
    for _, run in groupby(flow, key=lambda one: one[0]):
        page = list(run)
        cut = _cut(page, body)
        kept.extend(page[:cut])
        notes.extend(Placed(item, number) for number, item in page[cut:] if isinstance(item, Line))
    return kept, notes


def _body_size(flow: Sequence[Item]) -> float:
    """The letter size that most of the text has."""
    sizes: Counter[float] = Counter()
    for _, item in flow:
        if isinstance(item, Line) and item.zone <= 0:
            sizes[round(item.size, 1)] += len(item.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _cut(page: Sequence[Item], body: float) -> int:
    """Where the footnotes of a page begin: the first signed line of the small print at its end."""
    start = len(page)
    while start and len(page) - start < MOST and _is_small(page[start - 1][1], body):
        start -= 1
    while start < len(page) and not (isinstance(line := page[start][1], Line) and SIGN.match(line.text)):
        start += 1
    return start if start > 0 else len(page)


def _is_small(item: Line | Table, body: float) -> bool:
    return isinstance(item, Line) and item.zone == 0 and item.size < SMALLER * body
