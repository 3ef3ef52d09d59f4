"""One flow from question to answer: analyse, match, fuse, group by document, snippet."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus import text
from corpus.document import Span
from corpus.settings import Settings
from indices.encoder import Encoder
from indices.protocol import Filters, Index, Match, Record
from indices.vocabulary import EMPTY, Vocabulary
from search import explain, snippet
from search.catalog import Catalog, restricted
from search.fields import also
from search.gather import CANDIDATES, Gathered, gathered, rankings
from search.match import Asked, owns
from search.query import MAX_CHARACTERS, Query
from search.results import Hit, HitDocument, HitPassage, Results
from search.suggest import Suggester, Suggestion
from search.understand import Knowledge, Wish, understand

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
    """Answers questions from an index and an encoder; safe to share between threads if both are.

    `catalog` answers what the index cannot (nguoiky:, donvi:, han:); without one such demands are noted and left out.
    """

    def __init__(self, index: Index, encoder: Encoder, catalog: Catalog | None = None) -> None:
        self.index = index
        self.encoder = encoder
        self.catalog = catalog
        self._known = Knowledge()
        self._suggester = Suggester(self._known)

    def search(self, query: Query, *, id: str | None = None) -> Results:
        """Answer one question. Raises SearchError for a wrong query, IndexFailure when the index cannot answer."""
        began = time.perf_counter()
        query = query.checked()
        self.index.refresh()
        question, notes = _clean(query.text)
        asking = self.understand(question, Wish(query.verbatim, query.without))
        filters, more = restricted(asking.language, also(query.filters, asking.language.filters), self.catalog)
        found = self._found(asking, filters)
        groups = _sorted(_grouped(found, asking, whole=query.mode == "documents"), "date" if asking.empty else query.sort)
        shown = groups[query.offset : query.offset + query.limit]
        hits = tuple(_hit(group, found, asking=asking, passages=query.passages) for group in shown)
        empty = None
        if not groups:
            empty = explain.empty(asking, filters, chosen=query.filters, finds=lambda other: len(self._found(asking, other).records))
        said = [*notes, *more, *explain.notes(asking, found)]
        cited = explain.cited(asking, found)
        if cited:
            said.append(f"Kho chưa có văn bản {cited[0]}; dưới đây là những nơi viện dẫn văn bản này.")
        if empty and not asking.empty:
            said.append(explain.sentence(empty))
        told = explain.understood(asking, query.filters, notes=said, empty=empty, cited=cited)
        took = (time.perf_counter() - began) * 1000
        return Results(query.text, told, len(groups), took, hits, _facets(groups), id)

    def understand(self, question: str, wish: Wish = Wish()) -> Asked:
        """Analyse a question with what is known of the words of the index."""
        return understand(question, self.knowledge(), wish)

    def knowledge(self) -> Knowledge:
        """The words and names of the index as it is now."""
        count: Callable[[], Vocabulary] | None = getattr(self.index, "vocabulary", None)
        held = count() if count else EMPTY
        if held is not self._known.held:
            self._known = Knowledge(held)
            self._suggester = Suggester(self._known)
        return self._known

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """What a person who has typed this may want: numbers, titles, organs, phrases."""
        self.knowledge()
        return self._suggester.suggest(prefix, limit)

    def candidates(self, asking: Asked, *, filters: Filters = Filters(), limit: int = CANDIDATES) -> list[Match]:
        """The fused ranking of records for a question, best first."""
        return rankings(self.index, self.encoder, asking, filters=filters, limit=limit).fused

    def _found(self, asking: Asked, filters: Filters) -> Gathered:
        """The records that answer; none where no text holds any word of the question, however near others may be."""
        found = Gathered() if asking.lost else gathered(self.index, self.encoder, asking, filters=filters)
        nowhere = found.near and not filters and asking.language.plain
        unknown = asking.alone and not (asking.owners or found.citing or filters)
        return Gathered() if nowhere or unknown else found


def open_searcher(settings: Settings) -> Searcher:
    """A searcher over the index and with the encoder the settings name."""
    from indices import open_index
    from indices.encoder import open_encoder
    from search.catalog import open_catalog

    return Searcher(open_index(settings), open_encoder(settings), open_catalog(settings))


def _clean(question: str) -> tuple[str, tuple[str, ...]]:
    clean = " ".join(text.nfc(question).split())
    if len(clean) <= MAX_CHARACTERS:
        return clean, ()
    cut = clean[: clean.rfind(" ", 0, MAX_CHARACTERS) if " " in clean[:MAX_CHARACTERS] else MAX_CHARACTERS]
    return cut, (f"Câu hỏi dài {len(clean)} ký tự; chỉ {len(cut)} ký tự đầu được dùng để tìm.",)


def _grouped(found: Gathered, asking: Asked, *, whole: bool) -> list[_Group]:
    """Documents in order of their best record (with `whole`, of all of them); the one asked for first, of equals the newest."""
    rows: dict[str, list[tuple[Record, float]]] = {}
    for record in found.records:
        rows.setdefault(record.document, []).append((record, found.scores[record.id]))
    groups = sorted((_group(each, asking, whole=whole) for each in rows.values()), key=lambda group: group.first.document)
    groups.sort(key=lambda group: group.first.issued, reverse=True)
    return sorted(groups, key=lambda group: -round(group.score, 4))


def _group(rows: list[tuple[Record, float]], asking: Asked, *, whole: bool) -> _Group:
    best = sorted(rows, key=lambda row: (-row[1], row[0].ordinal))
    record = best[0][0]
    own = OWN_NUMBER * max(owns(record.symbol, asking), 0.75 if record.document in asking.owners else 0.0)
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


def _hit(group: _Group, found: Gathered, *, asking: Asked, passages: int) -> Hit:
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
    marker = snippet.marker(asking.words or asking.text, asking.numbers)
    shown = group.records[:passages]
    marks = [marker.spans(row.text) for row, _ in shown]
    why = explain.why(record, [row for row, _ in shown], marks, asking=asking, meaning=found.meaning.get(record.id, 0.0))
    return Hit(document, group.score, tuple(_passage(row, score, marker) for row, score in shown), why)


def _passage(record: Record, score: float, marker: snippet.Marker) -> HitPassage:
    start = record.span[0]
    highlights = tuple(Span(s.start + start, s.end + start) for s in marker.spans(record.text))
    shown = snippet.snippet(record.text, start=start, marker=marker)
    return HitPassage(record.id, record.text, Span(*record.span), record.heading_path, record.page, score, highlights, shown)


def with_document(query: Query, document: str) -> Query:
    """The same question asked of one document only."""
    return replace(query, filters=replace(query.filters, document=(document,)))
