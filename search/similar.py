"""What is near a passage or a whole document in meaning: the documents beside it, each with its nearest passage."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from corpus.document import Span
from indices.encoder import Encoder
from indices.protocol import Index, Record, Vectors
from indices.record import embedding_text
from indices.vocabulary import Named
from search.group import document_of, named
from search.results import Hit, HitDocument, HitPassage, Why
from search.snippet import snippet

READ = 8
"""Passages of a document that stand for it, evenly spaced: a vector of each costs the encoder some hundredths of a second."""

LOOKED_AT = 400  # records taken before they are put together by document


def similar(index: Index, encoder: Encoder, known: Callable[[str], Named | None], id: str, *, limit: int = 10) -> tuple[Hit, ...]:
    """The documents nearest to a passage ("<document>:<ordinal>") or a document, nearest first, without itself; () for an unknown id."""
    records = _of(index, id)
    if not records:
        return ()
    own = records[0].document
    near = index.nearest(_vector(encoder, records), limit=LOOKED_AT)
    best: dict[str, tuple[str, float]] = {}
    for match in near:
        if document_of(match.id) != own:
            best.setdefault(document_of(match.id), (match.id, match.score))
    chosen = dict(list(best.items())[:limit])
    names = named((first for first, _ in chosen.values()), known, index)
    held = {record.document: record for record in index.get([first for first, _ in chosen.values()])}
    return tuple(_hit(names[document], held[document], score) for document, (_, score) in chosen.items() if document in held)


def _of(index: Index, id: str) -> list[Record]:
    """The passage, or passages spread over the document."""
    if passage := index.get([id]):
        return passage
    count = index.documents().get(id, 0)
    places = sorted({int(place) for place in np.linspace(0, count - 1, min(count, READ))}) if count else []
    return index.get([f"{id}:{place}" for place in places])


def _vector(encoder: Encoder, records: list[Record]) -> Vectors:
    """The mean of their vectors, of length 1."""
    mean = encoder.encode_passages([embedding_text(record) for record in records]).mean(axis=0)
    vector: Vectors = np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
    return vector


def _hit(row: Named, record: Record, score: float) -> Hit:
    symbol, kind, issuer, issued, title = (value or None for value in (row.symbol, row.type, row.issuer, row.issued, row.title))
    shown = snippet(record.text, (), start=record.span[0])
    passage = HitPassage(record.id, record.text, Span(*record.span), record.heading_path, record.page, score, (), shown)
    return Hit(HitDocument(row.id, symbol, kind, issuer, issued, title, record.source), score, (passage,), Why(meaning=1.0))
