"""Joins the days that a directive names with how often they come again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Deadline, Span

_CLAUSE_EDGE = re.compile(r"[;.:]")
_YEAR_SAID = re.compile(r"\d{4}")
_FAR = 80  # characters between a day and the words that say how often


def merged(words: str, dated: Sequence[Deadline], recurring: Sequence[Deadline]) -> list[Deadline]:
    """«hằng năm báo cáo trước ngày 15/12»: one deadline that comes again, the nearest; a recurrence alone stays one of its own."""
    joined, free = list(dated), []
    for often in recurring:
        at = min((i for i, one in enumerate(joined) if _comes_again(words, one, often)), key=lambda i: _gap(joined[i], often), default=None)
        if at is None:
            free.append(often)
            continue
        one = joined[at]
        near = 0 <= often.span.start - one.span.end <= 1
        span = Span(one.span.start, often.span.end) if near else one.span
        joined[at] = replace(one, span=span, text=span.of(words), recurrence=one.recurrence or often.recurrence)
    return sorted([*joined, *free], key=lambda one: one.span)


def _gap(one: Deadline, often: Deadline) -> int:
    return max(often.span.start - one.span.end, one.span.start - often.span.end, 0)


def _comes_again(words: str, one: Deadline, often: Deadline) -> bool:
    """A day without a year, or none that can be told, comes again; «đến năm 2030» does not."""
    return _same_clause(words, one.span, often.span) and not _YEAR_SAID.search(one.text)


def _same_clause(words: str, one: Span, other: Span) -> bool:
    if other.start < one.end and one.start < other.end:
        return True
    between = words[one.end : other.start] if one.end <= other.start else words[other.end : one.start]
    return len(between) < _FAR and not _CLAUSE_EDGE.search(between)
