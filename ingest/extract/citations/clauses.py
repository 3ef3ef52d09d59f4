"""The clause in front of a citation: «điểm b khoản 1 Điều 8 » of «Luật Công đoàn 2024»."""

from __future__ import annotations

from dataclasses import replace

from ingest.extract.citations import patterns
from ingest.extract.citations.value import Mention

LOOK_BACK = 160


def with_clause(source: str, mention: Mention) -> Mention:
    """The mention with the clause that stands right before it; its span then begins at the clause."""
    window = source[max(0, mention.start - LOOK_BACK) : mention.start]
    if "iều" not in window and "hoản" not in window and "iểm" not in window and "ục" not in window and "hương" not in window:
        return mention
    found = patterns.CLAUSE_BEFORE.search(window)
    if found is None:
        return mention
    start = mention.start - len(window) + found.start("clause")
    return replace(mention, start=start, clause=" ".join(found.group("clause").split()))
