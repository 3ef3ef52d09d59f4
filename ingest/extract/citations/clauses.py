"""The clause in front of a citation: «điểm b khoản 1 Điều 8 » of «Luật Công đoàn 2024»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.extract.citations import patterns
from ingest.extract.citations.value import Mention

LOOK_BACK = 600  # as long as the longest list of clauses in a legal basis
_HINTS = ("điều", "khoản", "điểm", "mục", "chương", "phần", "phụ")
"""Cheap: most windows hold no clause at all."""


def with_clauses(source: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Each mention with the clause that stands between it and the one before."""
    ends = [0, *(mention.end for mention in mentions)]
    return [_with_clause(source, mention, after=end) for mention, end in zip(mentions, ends, strict=False)]


def _with_clause(source: str, mention: Mention, *, after: int) -> Mention:
    """The mention with the clause that stands right before it; its span then begins at the clause."""
    window = source[max(after, mention.start - LOOK_BACK) : mention.start]
    lower = window.lower()
    if not any(hint in lower for hint in _HINTS):
        return mention
    found = patterns.CLAUSE_BEFORE.search(window)
    if found is None:
        return mention
    start = mention.start - len(window) + found.start("clause")
    return replace(mention, start=start, clause=" ".join(found.group("clause").split()))
