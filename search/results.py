"""What an answer is made of, and its JSON form (interfaces.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from corpus.document import Span
from search.snippet import Snippet


@dataclass(frozen=True, slots=True)
class HitPassage:
    """A passage that answers: its words, where they stand in the stored text, and the part worth showing.

    `highlights` are spans in the stored text; `snippet` is a window of the passage for a result list.
    """

    id: str
    text: str
    span: Span
    heading_path: tuple[str, ...]
    page: int | None
    score: float
    highlights: tuple[Span, ...]
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class HitDocument:
    """The document a hit belongs to; None where unknown."""

    id: str
    symbol: str | None
    type: str | None
    issuer: str | None
    issued: str | None
    title: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found, its fused score (0..1, above 1 when its own number was asked for), and its best passages."""

    document: HitDocument
    score: float
    passages: tuple[HitPassage, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """How the question was read: another reading of its words, a document number, filters; notes are Vietnamese sentences."""

    reading: str | None = None
    symbol: str | None = None
    filters: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """An answer. `total` counts the documents found; `facets` gives value -> documents for type, issuer, year."""

    query: str
    understood: Understood
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    id: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of interfaces.md; spans and highlights are [start, end] in the stored text."""
        return {
            "id": self.id,
            "query": self.query,
            "understood": {
                "reading": self.understood.reading,
                "symbol": self.understood.symbol,
                "filters": self.understood.filters,
                "notes": list(self.understood.notes),
            },
            "total": self.total,
            "took_ms": round(self.took_ms, 1),
            "results": [_hit(hit) for hit in self.hits],
            "facets": self.facets,
        }


def _hit(hit: Hit) -> dict[str, Any]:
    document = {name: getattr(hit.document, name) for name in HitDocument.__slots__}
    return {
        "document": document,
        "score": round(hit.score, 4),
        "passages": [_passage(passage) for passage in hit.passages],
        "directives": [],
    }


def _passage(passage: HitPassage) -> dict[str, Any]:
    return {
        "text": passage.text,
        "span": [passage.span.start, passage.span.end],
        "heading_path": list(passage.heading_path),
        "page": passage.page,
        "highlights": [[span.start, span.end] for span in passage.highlights],
    }
