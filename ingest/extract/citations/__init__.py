"""Every mention of another document in a text, as one ordered list of citations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus import dates, symbol
from corpus.document import Citation, Header, Span, Text
from ingest.extract.citations.amending import amending, linked
from ingest.extract.citations.clauses import with_clauses
from ingest.extract.citations.laws import laws
from ingest.extract.citations.named import named
from ingest.extract.citations.numbered import Page, alone_on_its_line, numbered, with_shared_dates
from ingest.extract.citations.relation import relation
from ingest.extract.citations.shorts import resolved, shorts
from ingest.extract.citations.value import Mention

HEAD_LINES = 15
"""Lines in which a number that stands alone is the document's own."""


def citations(text: Text, *, header: Header = Header(), furniture: Sequence[Span] = ()) -> tuple[Citation, ...]:
    """All citations of a document in order; never its own number, never site furniture, never overlapping."""
    source = text.text
    days = {day.span.start: day for day in dates.find(source)}
    by_name = list(laws(source, days))
    found = [s for s in symbol.find(source) if s.span is not None]
    full = with_shared_dates(list(numbered(Page(source, days, by_name), found)), source)
    mentions = amending(_apart([*full, *by_name, *named(source), *shorts(source)], source), source)
    kept = [m for m in mentions if not _own(m, text, header) and not _inside(m, furniture)]
    own = header.symbol.value if header.symbol else None
    finished = resolved(linked(with_clauses(source, kept)), own)
    return tuple(replace(m, relation=relation(source, m)).citation(source) for m in finished)


RANK = {"full": 0, "law": 1, "named": 2, "short": 3}


def _apart(mentions: Iterable[Mention], source: str) -> list[Mention]:
    """In order, without overlaps: a full form beats the others, else the longer one; a title ends where a number begins."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, RANK[m.form], -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif RANK[mention.form] < RANK[kept[-1].form]:
            if kept[-1].form == "named" and mention.start - kept[-1].start >= 20:
                cut = len(source[kept[-1].start : mention.start].rstrip(' ,“"'))
                kept[-1] = replace(kept[-1], end=kept[-1].start + cut)
                kept.append(mention)
            else:
                kept[-1] = mention
    return kept


def _own(mention: Mention, text: Text, header: Header) -> bool:
    """The document's own number in its header (or the number line of a header that could not be read)."""
    own = header.symbol
    if own is not None and own.span is not None:
        return mention.start < own.span.end and own.span.start < mention.end
    head_end = text.lines[min(HEAD_LINES, len(text.lines)) - 1].span.end if text.lines else 0
    return mention.form == "full" and mention.start < head_end and alone_on_its_line(text.text, mention)


def _inside(mention: Mention, furniture: Sequence[Span]) -> bool:
    index = bisect_right(furniture, mention.start, key=lambda span: span.start) - 1
    return index >= 0 and mention.start < furniture[index].end
