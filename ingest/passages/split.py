"""Cuts text that is too long for a passage: at sentence ends, then clauses, commas and words, never inside a number, date or symbol."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from corpus.document import Span

Count = Callable[[str], float]
TOKENS_PER_SYLLABLE = 1.35  # measured with the default model's vocabulary on Vietnamese prose

# What must stay in one piece although it has spaces in it.
PROTECTED = re.compile(
    r"(?:ngày\s{1,2})?\d{1,2}\s{1,2}tháng\s{1,2}\d{1,2}(?:\s{1,2}năm\s{1,2}\d{4})?"  # "15 tháng 12 năm 2021"
    r"|(?:tháng|năm|quý|Quý|khóa|khoá|số|Số|Điều|khoản|điểm|Mục|Chương|Phần)\s{1,2}[\dIVXLC][\w./-]*"  # "năm 2021", "Điều 5"
    r"|\d{1,5}[a-zđ]?\s{0,2}[-–/]\s{0,2}[A-ZĐ]\w*(?:\s{0,2}[-–/.]\s{0,2}[A-ZĐ]\w*){1,4}"  # "58 – KH/TU", "13/KH- LĐLĐ"
    r"|\d[\d.,]*\s{0,2}[-–]\s{0,2}\d[\d.,]*"  # "2023 - 2028"
    r"|\d[\d.,]*\s{1,2}(?:%|triệu|tỷ|tỉ|nghìn|ngàn|đồng)"  # "75 nghìn"
)
ABBREVIATED = re.compile(
    r"(?:(?:\b(?:TP|TX|TT|ThS|TS|PGS|GS|KT|TM|TL|TUQ|Q|P|tr|Tr|v\.v|T\.Ư)|\b[B-HJ-UWY-ZĐ])|^\(?(?:\d{1,3}|[a-zđ]|[IVX]{1,5}))\.\s*$"
)
LEVELS = (
    re.compile(r"[.!?…][”\"')\]]*\s+(?=[^\sa-zà-ỹđ])|\n\s*|;\s+"),
    re.compile(r"[:.!?…]\s+"),
    re.compile(r",\s+|\s[-–]\s"),
    re.compile(r"\s+"),
)


def estimate(text: str) -> float:
    """Tokens of `text` when no model counts them."""
    return max(len(text.split()) * TOKENS_PER_SYLLABLE, len(text) / 12)


def pieces(text: str, span: Span, limit: float, count: Count) -> list[tuple[Span, float]]:
    """Consecutive pieces of `span` of at most `limit` tokens each, cut as coarsely as that allows; (piece, tokens)."""
    protected = [(match.start(), match.end()) for match in PROTECTED.finditer(text, span.start, span.end)]
    return list(_cut(text, span, 0, limit, count, protected))


def _cut(text: str, span: Span, level: int, limit: float, count: Count, protected: list[tuple[int, int]]) -> Iterator[tuple[Span, float]]:
    small = span.end - span.start <= limit * 20
    tokens = count(span.of(text)) if small else limit + 1
    if tokens <= limit:
        yield span, tokens
    elif level == len(LEVELS):
        yield from _hard(text, span, limit, count)
    else:
        for part in _parts(text, span, level, protected):
            yield from _cut(text, part, level + 1, limit, count, protected)


def _parts(text: str, span: Span, level: int, protected: list[tuple[int, int]]) -> Iterator[Span]:
    start = span.start
    for match in LEVELS[level].finditer(text, span.start, span.end):
        at = match.end()
        if at >= span.end or _inside(at, match.start(), protected) or (level < 2 and ABBREVIATED.search(text[max(start, at - 8) : at])):
            continue
        yield Span(start, at - len(match[0]) + len(match[0].rstrip()))
        start = at
    yield Span(start, span.end)


def _inside(at: int, before: int, protected: list[tuple[int, int]]) -> bool:
    """Whether a cut at `at` (white space from `before`) would part something protected."""
    index = bisect_left(protected, (at, 0)) - 1
    return index >= 0 and protected[index][0] < at < protected[index][1]


def _hard(text: str, span: Span, limit: float, count: Count) -> Iterator[tuple[Span, float]]:
    """One "word" longer than a passage (no spaces at all): cut by length."""
    width = max(1, int(limit))
    for start in range(span.start, span.end, width):
        part = Span(start, min(start + width, span.end))
        yield part, min(count(part.of(text)), limit)


def packed(sizes: list[float], limit: float) -> Iterator[tuple[int, int]]:
    """Half-open ranges of consecutive items whose sum stays within `limit`, as equal in size as their order allows."""
    total, start = sum(sizes), 0
    left = total
    while start < len(sizes):
        target = left / max(1, -(-left // limit))
        end, size = start, 0.0
        while end < len(sizes) and (end == start or size + sizes[end] <= limit):
            if size and size + sizes[end] / 2 > target:
                break
            size += sizes[end]
            end += 1
        yield start, end
        left -= size
        start = end
