"""What an answer is made of, and its JSON form (interfaces.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from corpus.document import Span
from search.directives import HitDirective
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
class Why:
    """Why a document was found: words marked in it, where they stand (passage, heading, title, number), the share of
    meaning in its score (0..1), whether it is the document asked for by number or name, and keys of the hints it agrees with."""

    words: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    meaning: float = 0.0
    number: bool = False
    hints: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Lists and numbers."""
        return {
            "words": list(self.words),
            "fields": list(self.fields),
            "meaning": round(self.meaning, 2),
            "number": self.number,
            "hints": list(self.hints),
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a document is in force: `state` as in corpus.relations.VALIDITY_WORDS, a sentence where it no longer is (or where it
    replaces another one of the list), and the ids of the documents that replaced or repealed it."""

    state: str = "unknown"
    note: str = ""
    by: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Strings and a list; no note is null."""
        return {"state": self.state, "note": self.note or None, "by": list(self.by)}


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found, its fused score (0..1, above 1 when its own number was asked for), and its best passages.

    `same` are other copies and older versions of the document, found too and folded under it.
    """

    document: HitDocument
    score: float
    passages: tuple[HitPassage, ...]
    why: Why = Why()
    directives: tuple[HitDirective, ...] = ()
    same: tuple[HitDocument, ...] = ()
    standing: Standing = Standing()


@dataclass(frozen=True, slots=True)
class Empty:
    """Why nothing was found: `reason` is words, filters or language; the words that stand nowhere, the filters (or demands)
    that leave nothing, and questions that would find something."""

    reason: str
    words: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Lists and strings."""
        return {"reason": self.reason, "words": list(self.words), "filters": list(self.filters), "alternatives": list(self.alternatives)}


@dataclass(frozen=True, slots=True)
class Understood:
    """How the question was read: another reading of its words, a document number, filters; notes are Vietnamese sentences.

    `typed` is the question as typed where `reading` is another one (a verbatim search takes it). `expansions` are
    (typed, meaning) pairs; `hints` (key, kind, value, label) can be removed; `clauses` (field, value) are the named values;
    `cited` are numbers that no document held has; `empty` says why nothing was found.
    """

    reading: str | None = None
    symbol: str | None = None
    filters: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    typed: str | None = None
    expansions: tuple[tuple[str, str], ...] = ()
    hints: tuple[tuple[str, str, str, str], ...] = ()
    clauses: tuple[tuple[str, str], ...] = ()
    cited: tuple[str, ...] = ()
    empty: Empty | None = None

    def to_json(self) -> dict[str, Any]:
        """The object `understood` of interfaces.md."""
        return {
            "reading": self.reading,
            "symbol": self.symbol,
            "filters": self.filters,
            "notes": list(self.notes),
            "typed": self.typed,
            "expansions": [{"typed": typed, "meaning": meaning} for typed, meaning in self.expansions],
            "hints": [dict(zip(("key", "kind", "value", "label"), hint, strict=True)) for hint in self.hints],
            "clauses": [{"field": name, "value": value} for name, value in self.clauses],
            "cited": list(self.cited),
            "empty": self.empty.to_json() if self.empty else None,
        }


@dataclass(frozen=True, slots=True)
class Results:
    """An answer. `total` counts the documents found; `facets` gives value -> documents for type, issuer, year,
    and for the traits of corpus.relations.traits where they were asked for."""

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
            "understood": self.understood.to_json(),
            "total": self.total,
            "took_ms": round(self.took_ms, 1),
            "results": [_hit(hit) for hit in self.hits],
            "facets": self.facets,
        }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "document": _document(hit.document),
        "score": round(hit.score, 4),
        "passages": [_passage(passage) for passage in hit.passages],
        "directives": [directive.to_json() for directive in hit.directives],
        "why": hit.why.to_json(),
        "same": [_document(other) for other in hit.same],
        "validity": hit.standing.to_json(),
    }


def _document(document: HitDocument) -> dict[str, Any]:
    return {name: getattr(document, name) for name in HitDocument.__slots__}


def _passage(passage: HitPassage) -> dict[str, Any]:
    return {
        "text": passage.text,
        "span": [passage.span.start, passage.span.end],
        "heading_path": list(passage.heading_path),
        "page": passage.page,
        "highlights": [[span.start, span.end] for span in passage.highlights],
    }
