"""The outline of a document: its headings, marked or not, with their levels and what stands under each (NĐ 30/2020, Phụ lục I, II.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.document import Header, Section, Span, Text
from ingest.parse.outline.annexes import Annex, annexes
from ingest.parse.outline.markers import KEYWORDS, TITLES, Mark, marks
from ingest.parse.outline.nesting import Candidate, Placed, place
from ingest.parse.outline.quotes import quotations
from ingest.parse.outline.rows import Row, capitals, rows
from ingest.parse.outline.titles import Title, clean, title, title_rows, titled_line
from ingest.parse.outline.unnumbered import unnumbered
from ingest.parse.outline.zones import CLOSING, Zones, zones

# The line before breaks off in a reference: "theo quy định tại khoản 2 / Điều 7."
REFERS = re.compile(r"(?:\b(?:tại|theo|của|và|hoặc|với|các|từ|đến|trong|khoản \d{1,2}|điểm \w{1,2}))$", re.I)
YEAR = re.compile(r"[-–—]\s?\d{4}\b")
HEADS = re.compile(r".{0,150}[^.;,]$", re.S)


def outline(text: Text, *, header: Header, furniture: Sequence[Span] = ()) -> tuple[Section, ...]:
    """The sections of `text` in document order; head, căn cứ, recipients, signatures and furniture are none. Linear time."""
    lines = rows(text, furniture)
    if not lines:
        return ()
    starts = annexes(lines, _first_body_row(lines, header))
    where = zones(lines, header, starts)
    candidates = list(_candidates(text.text, lines, starts, where))
    placed = place(_unnumbered_added(text, lines, candidates, where, starts))
    return tuple(_sections(text.text, lines, placed, starts, where))


def _first_body_row(lines: Sequence[Row], header: Header) -> int:
    return zones(lines[:60], header, {}).body


def _candidates(text: str, lines: Sequence[Row], starts: dict[int, Annex], where: Zones) -> Iterator[Candidate]:
    quoted = quotations(text, lines)
    quotes = max(quoted) + 1
    skip_to = documents = 0
    for at, row in enumerate(lines):
        if at < skip_to:
            continue
        if at in starts and not quoted[at]:
            skip_to = starts[at].last + 1
            documents += 1
            yield Candidate(at, kind=starts[at].kind, weight=int(starts[at].minor))
        elif (
            not row.table and at not in where.tail and at not in where.basis and (read := marks(row.head)) and not _cell(lines, at, read[0])
        ):
            if _broken_off(lines, at, read[0]):
                continue
            if read[0].family in TITLES and read[0].end >= len(row.head):
                skip_to = title_rows(lines, at) + 1
            yield _marked(lines, at, read, quote=quoted[at], segment=documents * quotes + quoted[at])


def _broken_off(lines: Sequence[Row], at: int, mark: Mark) -> bool:
    """ "giai đoạn 2021 / - 2025": a dash before a year that goes on with the line above."""
    return mark.family == "dash" and at > 0 and not (lines[at].gap or lines[at - 1].ended) and YEAR.match(lines[at].head) is not None


def _cell(lines: Sequence[Row], at: int, mark: Mark) -> bool:
    """A bare "1." is the cell of a flattened table, unless its text stands on the next line among whole sentences."""
    if mark.end < len(lines[at].head) or mark.family in KEYWORDS:
        return False
    if mark.family not in ("arabic", "alpha") or at == 0 or at + 1 == len(lines):
        return True
    after = lines[at + 1]
    return not (lines[at - 1].ended and after.ended and after.length > 50 and not marks(after.head))


def _marked(lines: Sequence[Row], at: int, read: tuple[Mark, ...], *, quote: int, segment: int) -> Candidate:
    row, before = lines[at], lines[at - 1] if at else None
    after = marks(lines[at + 1].head) if read[0].value == 0 and at + 1 < len(lines) else ()
    other = bool(after) and after[0].value <= 1 and after[0].rank != read[0].rank and read[0].family != "plus"
    return Candidate(
        at,
        read,
        quote=quote,
        segment=segment,
        after_colon=before is not None and before.tail.endswith(":"),
        refers=before is not None and not row.gap and before.tail[-1:].isalnum() and REFERS.search(before.tail) is not None,
        titled=titled_line(row, read[0]),
        heads=other and HEADS.fullmatch(row.head) is not None,
    )


def _unnumbered_added(
    text: Text, lines: Sequence[Row], candidates: list[Candidate], where: Zones, starts: dict[int, Annex]
) -> list[Candidate]:
    closed = set(range(where.body)) | where.tail | where.basis
    for candidate in candidates:
        closed.add(candidate.row)
        if candidate.kind:
            closed.update(range(candidate.row, starts[candidate.row].last + 2))
        elif candidate.marks[0].family in TITLES:
            closed.update(range(candidate.row, title_rows(lines, candidate.row) + 1))
    law = sum(bool(candidate.marks) and candidate.marks[0].family == "điều" for candidate in candidates) >= 3
    found = unnumbered(lines, closed, law=law)
    added = [Candidate(at, kind="đề mục", weight=weight, titled=True) for at, weight in found.items()]
    return sorted(candidates + added, key=lambda candidate: candidate.row) if added else candidates


def _sections(text: str, lines: Sequence[Row], placed: Sequence[Placed], starts: dict[int, Annex], where: Zones) -> Iterator[Section]:
    ends = _ends(lines, placed, where)
    for index, (item, end) in enumerate(zip(placed, ends, strict=True)):
        at, row = item.candidate.row, lines[item.candidate.row]
        if item.mark:
            words, kind, marker = (
                title(text, lines, at, item.mark, titled=item.candidate.titled, nests=_nests(placed, index)),
                item.mark.kind,
                item.mark.written,
            )
            start = row.start + item.mark.begin
        else:
            words, kind, marker = _unmarked_title(text, lines, at, starts)
            start = row.start
        yield Section(
            kind=kind,
            marker=marker,
            heading=words.words,
            level=item.depth + 1,
            span=Span(start, words.end),
            extent=Span(start, max(end, words.end)),
            page=row.page,
            titled=words.titled,
        )


def _nests(placed: Sequence[Placed], index: int) -> bool:
    """Whether the next line is a heading under this one."""
    item, after = placed[index], placed[index + 1] if index + 1 < len(placed) else None
    return after is not None and after.depth > item.depth and after.candidate.row == item.candidate.row + 1


def _unmarked_title(text: str, lines: Sequence[Row], at: int, starts: dict[int, Annex]) -> tuple[Title, str, str]:
    row, annex = lines[at], starts.get(at)
    if annex is None:
        return Title(clean(row.head), row.end, at, True), "đề mục", ""
    last = lines[annex.last]
    end = last.end
    words = clean(text[row.start + len(annex.marker) : end].lstrip(" .:–—-\n"))
    return Title("" if words.startswith("(") else words, end, annex.last, True), annex.kind, annex.marker


def _ends(lines: Sequence[Row], placed: Sequence[Placed], where: Zones) -> list[int]:
    """Where everything under each heading ends: before the next one as high, the closing words, or the recipients."""
    stops = sorted(where.tail | _closing(lines, placed, where))
    ends = [0] * len(placed)
    open_: list[int] = []
    stop_at = 0
    for index, item in enumerate([*placed, None]):
        row = item.candidate.row if item else len(lines)
        while stop_at < len(stops) and (not placed or stops[stop_at] < placed[0].candidate.row):
            stop_at += 1
        if stop_at < len(stops) and stops[stop_at] < row:
            depth = item.depth if item else 0
            for still in (each for each in open_ if placed[each].depth >= depth):
                ends[still] = lines[stops[stop_at] - 1].end
            open_ = [each for each in open_ if placed[each].depth < depth]
            while stop_at < len(stops) and stops[stop_at] < row:
                stop_at += 1
        while open_ and (item is None or placed[open_[-1]].depth >= item.depth):
            ends[open_.pop()] = lines[row - 1].end
        open_.append(index)
    return ends


def _closing(lines: Sequence[Row], placed: Sequence[Placed], where: Zones) -> frozenset[int]:
    """The paragraph between the last item and the recipients that speaks of the whole ("Căn cứ các nội dung trên …")."""
    if not placed or any(item.mark is not None and item.mark.family == "điều" for item in placed):
        return frozenset()
    last = placed[-1].candidate.row
    end = min((at for at in where.tail if at > last), default=len(lines))
    if len(placed) > 1 and all(item.depth == 0 and not item.candidate.titled for item in placed):
        one_each = all(after.candidate.row == item.candidate.row + 1 for item, after in pairwise(placed))
        return frozenset({last + 1} if one_each and last + 1 < end else ())  # a list in an article, and the article goes on
    return frozenset(at for at in range(last + 1, end) if CLOSING.match(lines[at].head) and not lines[at].table and end - at <= 3)


__all__ = ["capitals", "outline"]
