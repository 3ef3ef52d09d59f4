"""One flow from question to answer: analyse, match, fuse, group by document, snippet."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from corpus import text
from corpus.document import Span
from corpus.settings import Settings
from indices.encoder import Encoder
from indices.protocol import Filters, Index, Match, Record
from search import fuse, snippet
from search.match import Asked, asked, owns
from search.query import MAX_CHARACTERS, Query
from search.results import Hit, HitDocument, HitPassage, Results, Understood

CANDIDATES = 200
"""Records taken from each ranking before fusion."""

FOLLOWING = 0.1
"""Weight of a document's second best record when whole documents are ranked: many good passages beat one."""

OWN_NUMBER = 3.0
"""Added to a document whose own number was typed (half of it for a part of the number): whatever merely mentions it comes after."""


@dataclass(frozen=True, slots=True)
class _Group:
    """The records of one document that were found, best first."""

    score: float
    records: tuple[tuple[Record, float], ...]

    @property
    def first(self) -> Record:
        return self.records[0][0]


class Searcher:
    """Answers questions from an index and an encoder; safe to share between threads if both are."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self.index = index
        self.encoder = encoder

    def search(self, query: Query, *, id: str | None = None) -> Results:
        """Answer one question. Raises SearchError for a wrong query, IndexFailure when the index cannot answer."""
        began = time.perf_counter()
        query = query.checked()
        question, notes = _clean(query.text)
        asking = asked(question)
        groups, facets = self._found(asking, query) if not asking.empty else ([], {})
        marker = snippet.marker(question, asking.numbers)
        shown = groups[query.offset : query.offset + query.limit]
        hits = tuple(_hit(group, marker, query.passages) for group in shown)
        understood = Understood(symbol=asking.symbol, filters=_given(query.filters), notes=_notes(notes, asking))
        took = (time.perf_counter() - began) * 1000
        return Results(query.text, understood, len(groups), took, hits, facets, id)

    def candidates(self, asking: Asked, *, filters: Filters = Filters(), limit: int = CANDIDATES) -> list[Match]:
        """The fused ranking of records for a question, best first."""
        lexical = self.index.match(asking.query, filters=filters, limit=limit)
        vector = self.encoder.encode_queries([asking.text])[0]
        dense = self.index.nearest(vector, filters=filters, limit=limit)
        return fuse.weighted(lexical, dense)

    def _found(self, asking: Asked, query: Query) -> tuple[list[_Group], dict[str, dict[str, int]]]:
        self.index.refresh()
        matches = self.candidates(asking, filters=query.filters)
        scores = {match.id: match.score for match in matches}
        records = self.index.get([match.id for match in matches])
        groups = _grouped(records, scores, asking, whole=query.mode == "documents")
        return _sorted(groups, query.sort), _facets(groups)


def open_searcher(settings: Settings) -> Searcher:
    """A searcher over the index and with the encoder the settings name."""
    from indices import open_index
    from indices.encoder import open_encoder

    return Searcher(open_index(settings), open_encoder(settings))


def _clean(question: str) -> tuple[str, tuple[str, ...]]:
    clean = " ".join(text.nfc(question).split())
    if len(clean) <= MAX_CHARACTERS:
        return clean, ()
    cut = clean[: clean.rfind(" ", 0, MAX_CHARACTERS) if " " in clean[:MAX_CHARACTERS] else MAX_CHARACTERS]
    return cut, (f"Câu hỏi dài {len(clean)} ký tự; chỉ {len(cut)} ký tự đầu được dùng để tìm.",)


def _notes(notes: tuple[str, ...], asking: Asked) -> tuple[str, ...]:
    if asking.empty:
        return (*notes, "Không có từ nào để tìm; hãy gõ một số hiệu, một cụm từ hay một câu hỏi.")
    return notes


def _given(filters: Filters) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(filters).items() if value}


def _grouped(records: Sequence[Record], scores: dict[str, float], asking: Asked, *, whole: bool) -> list[_Group]:
    """Documents in order of their best record (with `whole`, of all of them); the one whose own number was typed first."""
    found: dict[str, list[tuple[Record, float]]] = {}
    for record in records:
        found.setdefault(record.document, []).append((record, scores[record.id]))
    groups = [_group(rows, asking, whole=whole) for rows in found.values()]
    return sorted(groups, key=lambda group: (-group.score, group.first.document))


def _group(rows: list[tuple[Record, float]], asking: Asked, *, whole: bool) -> _Group:
    best = sorted(rows, key=lambda row: (-row[1], row[0].ordinal))
    own = OWN_NUMBER * owns(best[0][0].symbol, asking)
    more = sum(score * FOLLOWING**rank for rank, (_, score) in enumerate(best[1:4], 1)) if whole else 0.0
    return _Group(best[0][1] + more + own, tuple(best))


def _sorted(groups: list[_Group], sort: str) -> list[_Group]:
    if sort == "date":
        return sorted(groups, key=lambda group: group.first.issued, reverse=True)
    return groups


def _facets(groups: Sequence[_Group]) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {"type": {}, "issuer": {}, "year": {}}
    for group in groups:
        record = group.first
        for name, value in (("type", record.type), ("issuer", record.issuer), ("year", str(record.year or ""))):
            if value:
                facets[name][value] = facets[name].get(value, 0) + 1
    return {name: dict(sorted(counts.items(), key=lambda row: (-row[1], row[0]))) for name, counts in facets.items()}


def _hit(group: _Group, marker: snippet.Marker, passages: int) -> Hit:
    record = group.first
    document = HitDocument(
        record.document,
        record.symbol or None,
        record.type or None,
        record.issuer or None,
        record.issued or None,
        record.title or None,
        record.source,
    )
    return Hit(document, group.score, tuple(_passage(r, score, marker) for r, score in group.records[:passages]))


def _passage(record: Record, score: float, marker: snippet.Marker) -> HitPassage:
    start = record.span[0]
    highlights = tuple(Span(s.start + start, s.end + start) for s in marker.spans(record.text))
    shown = snippet.snippet(record.text, start=start, marker=marker)
    return HitPassage(record.id, record.text, Span(*record.span), record.heading_path, record.page, score, highlights, shown)


def with_document(query: Query, document: str) -> Query:
    """The same question asked of one document only."""
    return replace(query, filters=replace(query.filters, document=(document,)))
