"""The lines of a text as the outline sees them: without blank lines and furniture, each with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Line, Span, Text

HEAD = 400  # code points of a line that rules look at: no title is longer, and a line may be megabytes long
MARKUP = re.compile(r"(?:\*\*|__|\*(?=[“\"])|_(?=[“\"]))+\s*")  # "**TM. BAN THƯỜNG VỤ", "*“Đổi mới"
ENDS = tuple(".;:!?…")
PIPES = re.compile(r"\s\|\s.*?\s\|\s|\t\|")


@dataclass(frozen=True, slots=True)
class Row:
    """One non-blank line: offsets in the stored text (leading markup left out), its beginning and its end.

    Attributes:
        head: its first 400 code points.
        tail: its last 40 code points, trailing markup left out.
        gap: a blank line, furniture or a table stands before it.
        table: a row of a table.
    """

    start: int
    end: int
    head: str
    tail: str
    gap: bool
    bold: bool
    style: str
    page: int | None
    table: bool

    @property
    def length(self) -> int:
        """Code points from the first to the last."""
        return self.end - self.start

    @property
    def last(self) -> str:
        """The last character that is not markup or a closing bracket of a quotation."""
        return self.tail[-1:]

    @property
    def ended(self) -> bool:
        """Whether a sentence or a clause ends here."""
        return self.tail.rstrip("”\"')*").endswith(ENDS)


def rows(text: Text, furniture: Sequence[Span]) -> list[Row]:
    """The rows of `text` in order, those that begin inside furniture left out."""
    found: list[Row] = []
    spans = sorted(furniture)
    at, end = 0, 0
    for line in text.lines:
        start = line.span.start
        while at < len(spans) and spans[at].end <= start:
            at += 1
        if line.span.end <= start or (at < len(spans) and spans[at].start <= start):
            continue
        gap = text.text.count("\n", end, start) > 1
        row = _row(text.text, line, gap=gap or not found)
        if row.head:
            found.append(row)
        end = line.span.end
    return found


def _row(text: str, line: Line, *, gap: bool) -> Row:
    start, end = line.span.start, line.span.end
    head = text[start : min(end, start + HEAD)]
    if head[0] in "*_" and (markup := MARKUP.match(head)):
        start += markup.end()
        head = head[markup.end() :]
    return Row(
        start=start,
        end=end,
        head=head,
        tail=text[max(start, end - 40) : end].rstrip("*_ "),
        gap=gap,
        bold=line.bold,
        style=line.style,
        page=line.page,
        table=bool(line.cells) or ("|" in head and PIPES.search(head) is not None),
    )


def capitals(words: str) -> bool:
    """Whether nearly all letters are capitals; a converted TCVN3 heading ("LIÊN ĐOàN LAO ĐộNG") still counts."""
    beginning = words[:120]
    lower = sum(map(str.islower, beginning))
    if lower > 0.3 * len(beginning):
        return False  # whatever the others are
    upper = sum(map(str.isupper, beginning))
    return upper + lower > 1 and upper >= 0.7 * (upper + lower)
