"""One flow from question to answer: analyse, match, fuse, group by document, snippet."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from corpus import text
from corpus.document import Span
from corpus.relations import TraitFilter
from corpus.relations.traits import TRAIT_WORDS
from corpus.settings import Settings
from indices.encoder import Encoder
from indices.protocol import Filters, Index, Match, Record, Vectors
from indices.vocabulary import EMPTY, Named, Vocabulary
from search import explain, orders, snippet, standing, traits
from search.catalog import Catalog, restricted, within
from search.directives import Place
from search.fields import also, spelled, wanted_traits
from search.gather import CANDIDATES, Gathered, Sources, gathered, meant, rankings
from search.group import FACETS, Group, by_date, counts, folded, grouped
from search.match import Asked
from search.orders import Among, Orders
from search.query import MAX_CHARACTERS, Query
from search.rerank import Reranker, open_reranker, reranked
from search.results import Hit, HitDocument, HitPassage, Results
from search.similar import similar
from search.suggest import Suggestion, Suggestions
from search.understand import Knowledge, Wish, understand

Show = Callable[[Sequence[Group]], list[Hit]]
Encoding = Callable[[], Vectors]
Counts = dict[str, dict[str, int]]  # facet -> value -> documents
_ENCODERS = 4  # vectors of questions in the making at once; each takes both cores for some milliseconds


class Searcher:
    """Answers questions from an index and an encoder; safe to share between threads if both are.

    `catalog` answers what the index cannot (nguoiky:, donvi:, han:, hieuluc:, nhiemvu:); without one such demands are noted and left out.
    `reranker` looks at the best documents of a question in words once more.
    """

    def __init__(self, index: Index, encoder: Encoder, catalog: Catalog | None = None, reranker: Reranker | None = None) -> None:
        self.index = index
        self.encoder = encoder
        self.catalog = catalog
        self.reranker = reranker
        self._known = Knowledge()
        self._suggestions = Suggestions()

    def search(self, query: Query, *, id: str | None = None) -> Results:
        """Answer one question. Raises SearchError for a wrong query, IndexFailure when the index cannot answer."""
        began = time.perf_counter()
        query = query.checked()
        self.index.refresh()
        query = replace(query, filters=spelled(query.filters, self.knowledge().issuers))
        question, notes = _clean(query.text)
        asking = self.understand(question, Wish(query.verbatim, query.without))
        having = traits.Having(self.catalog)
        filters, more = self._demanded(asking, query, having)
        among = self._among(query, asking)
        wide = within(filters, among)
        filters, untold = having.narrowed(wide, query.traits)
        vector = self.encoding(asking)
        found = self._found(asking, vector, filters)
        groups = _groups(query, asking, found)
        ranked = not asking.empty and query.sort == "relevance"  # then nearly equal ones may change places
        if self.reranker and ranked and query.mode != "directives" and not (asking.bare or found.citing):
            groups, failed = reranked(groups, asking.text, index=self.index, reranker=self.reranker)
            notes += (failed,) if failed else ()
        show = partial(self._shown, found=found, asking=asking, passages=query.passages)
        groups, documents, given = self._listed(asking, query, groups, among=among, filters=filters)
        if query.mode == "directives":
            hits = self._orders(query, groups, given, show=show)
        else:
            hits = self._hits(asking, query, groups, ranked=ranked, show=show)
        empty = None
        if not hits and not query.offset:
            freed = {TRAIT_WORDS[trait]: having.narrowed(wide, query.traits.without(trait))[0] for trait in query.traits.traits}
            others = self._others(query, question, asking, vector, having)
            empty = explain.empty(asking, filters, chosen=query.filters, freed=freed, others=others)
        said = [*notes, *more, *untold, *explain.notes(asking, found, listed=bool(hits))]
        cited = explain.cited(asking, found)
        if empty and not (asking.empty and asking.language.plain):
            said.append(explain.sentence(empty))
        told = explain.understood(asking, query.filters, notes=said, empty=empty, cited=cited)
        told = replace(told, filters=told.filters | orders.chosen(query.directives) | traits.told(query.traits))
        facets = {name: counts(groups, name) for name in FACETS}
        facets |= traits.counted(documents, self.catalog, query.traits) if query.counted else {}

        def counting(name: str, filters: Filters, wanted: TraitFilter) -> dict[str, int]:
            groups = _groups(query, asking, self._found(asking, vector, filters))
            groups, documents, _ = self._listed(asking, replace(query, traits=wanted), groups, among=among, filters=filters)
            return counts(groups, name) if name in FACETS else traits.counted(documents, self.catalog, wanted, only=(name,)).get(name, {})

        facets |= _beside(query, facets, filters, lambda wanted: having.narrowed(wide, wanted)[0], counting)
        took = (time.perf_counter() - began) * 1000
        return Results(query.text, told, len(documents), took, hits, facets, id)

    def _among(self, query: Query, asking: Asked) -> Among | None:
        """The directives that were demanded, where directives are asked for; None for any."""
        if query.mode != "directives":
            return None
        return orders.allowed(orders.wanted(query.directives, asking.language.conditions), self.catalog)

    def _listed(
        self, asking: Asked, query: Query, groups: list[Group], *, among: Among | None, filters: Filters
    ) -> tuple[list[Group], list[tuple[str, ...]], Orders]:
        """What is listed of the groups found: of each document its id and those of its copies; or those with a directive, and these."""
        if query.mode != "directives":
            return groups, [(group.document, *(named.id for named in group.same)) for group in groups], Orders({})
        given = self._given(asking, query, groups, among=among, filters=filters)
        return [group for group in groups if group.document in given.of], [(id,) for id in given.of], given

    def _demanded(self, asking: Asked, query: Query, having: traits.Having) -> tuple[Filters, Sequence[str]]:
        """The filters with what the words of a question demand, and notes about what could not be asked."""
        filters, notes = restricted(asking.language, also(query.filters, asking.language.filters), self.catalog)
        filters, more = having.narrowed(filters, wanted_traits(asking.language.conditions, query.traits))
        return filters, (*notes, *more)

    def _others(self, query: Query, question: str, asking: Asked, vector: Encoding, having: traits.Having) -> explain.Others:
        """What other questions would find, where this one finds nothing."""

        def without(span: Span) -> int:
            less = self.understand(question[: span.start] + question[span.end :], Wish(query.verbatim, query.without))
            filters, _ = self._demanded(less, query, having)
            return len(self._found(less, self.encoding(less), filters).scores)

        return explain.Others(lambda other: len(self._found(asking, vector, other).scores), without, self.knowledge().names.near)

    def _hits(self, asking: Asked, query: Query, groups: Sequence[Group], *, ranked: bool, show: Show) -> tuple[Hit, ...]:
        """The documents of one page, with the directives that stand in the passages shown."""
        window = range(query.offset, query.offset + query.limit)
        shown, standings = standing.page(groups, window, self.catalog, ranked=ranked)
        hits = [replace(hit, standing=standings[hit.document.id]) for hit in show(shown)]
        if asking.empty:
            return tuple(hits)
        places = {hit.document.id: [Place(passage.span, passage.score) for passage in hit.passages] for hit in hits}
        given = orders.beside(asking.words or asking.text, places, marker=_marker(asking), catalog=self.catalog).of
        return tuple(replace(hit, directives=given.get(hit.document.id, ())) for hit in hits)

    def _given(self, asking: Asked, query: Query, groups: Sequence[Group], *, among: Among | None, filters: Filters) -> Orders:
        """The directives that answer, by document, the one with the best first."""
        if not asking.empty:
            places = self._places(groups[: orders.LOOKED_AT])
            question, keeps = asking.words or asking.text, query.traits.keeps
            given = orders.found(question, places, among, marker=_marker(asking), catalog=self.catalog, keeps=keeps)
            return Orders({id: hits[: orders.SHOWN] for id, hits in given.of.items()})
        given = orders.listed(orders.wanted(query.directives, asking.language.conditions), self.catalog, keeps=query.traits.keeps)
        held = set(filters.document) if asking.language.plain else {group.document for group in groups}
        return Orders({id: hits for id, hits in given.of.items() if id in held or (asking.language.plain and not held)})

    def _orders(self, query: Query, groups: Sequence[Group], given: Orders, *, show: Show) -> tuple[Hit, ...]:
        """One page of the documents that have a directive."""
        held, of, documents = {group.document: group for group in groups}, given.of, given.documents
        chosen = sorted(of, key=lambda id: documents[id].issued or "", reverse=True) if query.sort == "date" else list(of)
        page = chosen[query.offset : query.offset + query.limit]
        bare = {id: Hit(documents[id], 0.0, ()) for id in page if id not in held}
        bare |= {hit.document.id: hit for hit in show([held[id] for id in page if id in held])}
        return tuple(replace(bare[id], score=of[id][0].score, directives=of[id]) for id in page)

    def _places(self, groups: Sequence[Group]) -> dict[str, list[Place]]:
        """Where the records of documents stand in them."""
        scores = {id: score for group in groups for id, score in group.records}
        places: dict[str, list[Place]] = {group.document: [] for group in groups}
        for record in self.index.get(list(scores)):
            places[record.document].append(Place(Span(*record.span), scores[record.id]))
        return places

    def understand(self, question: str, wish: Wish = Wish()) -> Asked:
        """Analyse a question with what is known of the words of the index."""
        return understand(question, self.knowledge(), wish)

    def knowledge(self) -> Knowledge:
        """The words and names of the index as it is now."""
        count: Callable[[], Vocabulary] | None = getattr(self.index, "vocabulary", None)
        held = count() if count else EMPTY
        if held is not self._known.held:
            self._known = Knowledge(held, self._names)
        return self._known

    def _names(self, field: str) -> Sequence[str]:
        """The names that the catalog has for a field."""
        return self.catalog.names(field) if self.catalog else ()

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """What a person who has typed this may want: numbers, titles, organs, phrases."""
        return self._suggestions.of(self.knowledge()).suggest(prefix, limit)

    def similar(self, id: str, limit: int = 10) -> tuple[Hit, ...]:
        """The documents nearest in meaning to a passage or a document, nearest first, without itself."""
        self.index.refresh()
        return similar(self.index, self.encoder, self.knowledge().names.row, id, limit=limit)

    def candidates(self, asking: Asked, *, filters: Filters = Filters(), limit: int = CANDIDATES) -> list[Match]:
        """The fused ranking of records for a question, best first."""
        return rankings(self.index, self.encoding(asking), asking, filters=filters, limit=limit).fused

    def _shown(self, groups: Sequence[Group], *, found: Gathered, asking: Asked, passages: int) -> list[Hit]:
        """Documents as a list shows them: only their best records are read, all at once."""
        wanted = [[id for id, _ in group.records[:passages]] for group in groups]
        held = {record.id: record for record in self.index.get([id for ids in wanted for id in ids])}
        rows = [[held[id] for id in ids if id in held] for ids in wanted]
        return [_hit(group, records, found, asking) for group, records in zip(groups, rows, strict=True)]

    def vector(self, asking: Asked) -> Vectors:
        """The vector of a question, made once for all that is asked with it; none where nothing is searched."""
        if asking.lost or asking.bare or (asking.empty and asking.language.plain):
            return np.empty(0, dtype=np.float32)
        vector: Vectors = self.encoder.encode_queries([meant(asking)])[0]
        return vector

    def encoding(self, asking: Asked) -> Encoding:
        """The same, begun at once beside whatever else is done for the question, and waited for when it is needed."""
        return _beside_the_rest(os.getpid()).submit(self.vector, asking).result

    def _found(self, asking: Asked, vector: Encoding, filters: Filters) -> Gathered:
        """The records that answer; none where no text holds any word of the question, however near others may be."""
        sources = Sources(self.index, vector, self._known.names.row, self._known.held.documents)
        found = Gathered() if asking.lost else gathered(sources, asking, filters=filters)
        nowhere = found.near and not filters and asking.language.plain
        unknown = asking.alone and not (asking.owners or found.citing or filters)
        return Gathered() if nowhere or unknown else found


@cache
def _beside_the_rest(process: int) -> ThreadPoolExecutor:
    """The threads that make vectors in a process: a forked one has none of its parent's."""
    return ThreadPoolExecutor(_ENCODERS, thread_name_prefix=f"encoding-{process}")


def open_searcher(settings: Settings, *, once: bool = False) -> Searcher:
    """A searcher over the index and with the encoder the settings name; `once`: for one question, answered soonest."""
    from indices import open_index
    from indices.encoder import open_encoder
    from search.catalog import open_catalog

    encoder = open_encoder(settings, once=once)
    return Searcher(open_index(settings), encoder, open_catalog(settings), open_reranker(settings))


def _clean(question: str) -> tuple[str, tuple[str, ...]]:
    whole = question.encode("utf-8", "replace").decode()  # half a character (a lone surrogate) is none
    clean = " ".join(text.nfc(whole).split())
    if len(clean) <= MAX_CHARACTERS:
        return clean, ()
    cut = clean[: clean.rfind(" ", 0, MAX_CHARACTERS) if " " in clean[:MAX_CHARACTERS] else MAX_CHARACTERS]
    return cut, (f"Câu hỏi dài {len(clean)} ký tự; chỉ {len(cut)} ký tự đầu được dùng để tìm.",)


def _beside(
    query: Query,
    facets: Counts,
    filters: Filters,
    narrowed: Callable[[TraitFilter], Filters],
    counting: Callable[[str, Filters, TraitFilter], dict[str, int]],
) -> Counts:
    """The facets of which values are chosen, counted as if none were, so that another value can be added.

    `facets` are those of what was found, whose counts of the values chosen hold; `filters` are all that hold, and `narrowed` makes them
    with other traits.
    """
    freed: Counts = {}
    for name in FACETS:
        chosen = {each: getattr(query.filters, each) for each in (name, f"not_{name}") if getattr(query.filters, each, ())}
        if chosen:
            none: dict[str, Any] = dict.fromkeys(chosen, ())
            freed[name] = counting(name, replace(filters, **none), query.traits)
    for trait in query.traits.traits if query.counted else ():
        wanted = query.traits.without(trait)
        wider = counting(trait, narrowed(wanted), wanted)
        own = getattr(query.traits, trait)
        both = wider | {value: count for value, count in facets.get(trait, {}).items() if value in own or not wider}
        freed[trait] = dict(sorted(both.items(), key=lambda row: (-row[1], row[0])))
    return freed


def _groups(query: Query, asking: Asked, found: Gathered) -> list[Group]:
    """What was found, by document, in the order asked for; copies of a document as one, but where its directives are listed."""
    groups = grouped(found.scores, found.names, asking, whole=query.mode == "documents")
    groups = by_date(groups) if asking.empty or query.sort == "date" else groups
    return groups if query.mode == "directives" else folded(groups)


def _hit(group: Group, records: Sequence[Record], found: Gathered, asking: Asked) -> Hit:
    """A document as a list shows it; `records` are its best ones, read."""
    scores, named = dict(group.records), group.named
    document = _document(named, records[0].source if records else "")
    marks = [_marker(asking).spans(row.text) for row in records]
    passages = tuple(_passage(row, scores[row.id], spans) for row, spans in zip(records, marks, strict=True))
    why = explain.why(named, records, marks, asking=asking, meaning=found.meaning.get(group.records[0][0], 0.0))
    return Hit(document, group.score, passages, why, same=tuple(map(_document, group.same)))


def _document(named: Named, source: str = "") -> HitDocument:
    symbol, kind, issuer, issued, title = (value or None for value in (named.symbol, named.type, named.issuer, named.issued, named.title))
    return HitDocument(named.id, symbol, kind, issuer, issued, title, source)


def _marker(asking: Asked) -> snippet.Marker:
    return snippet.marker(asking.marked, asking.numbers)


def _passage(record: Record, score: float, spans: Sequence[Span]) -> HitPassage:
    start = record.span[0]
    highlights = tuple(Span(s.start + start, s.end + start) for s in spans)
    shown = snippet.snippet(record.text, spans, start=start)
    return HitPassage(record.id, record.text, Span(*record.span), record.heading_path, record.page, score, highlights, shown)


def with_document(query: Query, document: str) -> Query:
    """The same question asked of one document only."""
    return replace(query, filters=replace(query.filters, document=(document,)))
