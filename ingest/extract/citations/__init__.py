"""Every mention of another document in a text, as one ordered list of citations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus import symbol
from corpus.document import Citation, Header, Span, Text
from ingest.extract.citations.clauses import with_clause
from ingest.extract.citations.laws import laws
from ingest.extract.citations.named import named
from ingest.extract.citations.numbered import numbered, with_shared_dates
from ingest.extract.citations.relation import relation
from ingest.extract.citations.shorts import resolved, shorts
from ingest.extract.citations.value import Mention


def citations(text: Text, *, header: Header = Header(), furniture: Sequence[Span] = ()) -> tuple[Citation, ...]:
    """All citations of a document in order; never its own number, never site furniture, never overlapping."""
    source = text.text
    found = [s for s in symbol.find(source) if s.span is not None]
    full = with_shared_dates(list(numbered(source, found)), source)
    mentions = _apart([*full, *_laws(source, full), *named(source), *shorts(source)])
    kept = [m for m in mentions if not _own(m, header) and not _inside(m, furniture)]
    own = header.symbol.value if header.symbol else None
    finished = [replace(m, relation=relation(source, m)) for m in resolved([with_clause(source, m) for m in kept], own)]
    return tuple(m.citation(source) for m in finished)


def _laws(source: str, full: Sequence[Mention]) -> Iterable[Mention]:
    """Laws by name; where the number follows («Luật Công đoàn số 50/2024/QH15») the full form already says it all."""
    return (replace(m, number="") for m in laws(source))


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """In order, without overlaps: a full form beats the others, else the longer one."""
    rank = {"full": 0, "law": 1, "named": 2, "short": 3}
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, rank[m.form], -m.end)):
        if kept and mention.start < kept[-1].end:
            if rank[mention.form] < rank[kept[-1].form]:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _own(mention: Mention, header: Header) -> bool:
    """The document's own number in its header (or the number line of its header read again as a citation)."""
    own = header.symbol
    if own is None or own.span is None:
        return False
    return mention.start < own.span.end and own.span.start < mention.end


def _inside(mention: Mention, furniture: Sequence[Span]) -> bool:
    return any(span.start <= mention.start < span.end for span in furniture)
