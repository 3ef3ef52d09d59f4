"""Finds the records that answer an analysed question: both rankings fused, documents named brought in, demands kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache

from corpus import text
from indices.protocol import Filters, Index, Match, Record, TextQuery, Vectors
from indices.vocabulary import Named
from search import fuse
from search.clauses import Reading, meets
from search.group import document_of, named
from search.hints import lift
from search.listing import bare, listed, of_documents
from search.match import Asked
from search.names import Clause, Law
from search.snippet import STOP_WORDS

CANDIDATES = 400
"""Records taken from each ranking before fusion."""

WIDEST = 3200
"""Records taken from each ranking at most, where the demands of a question leave few of them."""

CITING = 1.0
"""Added to a record that holds the number typed where no document held has it: whoever cites it comes first."""

PLACE = 1.0
"""Added to a record of the document asked for under the heading asked for («điều 8»); less for the smaller places."""

ENOUGH = 60  # records that meet the demands, beyond which no more are sought
_MATCHING = 4  # questions whose words are looked for at once beside their meaning
_RANKS = {"chuong": 0.2, "muc": 0.2, "dieu": PLACE, "khoan": 0.5, "diem": 0.3}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Records found, by id, with their scores. `meaning` is the share of the vector in a record's score; `near` says that no
    record holds any of the words, so that all are here for their meaning alone; `citing` that some cite the number typed,
    which no document held has; `names` what their documents are called."""

    scores: dict[str, float] = field(default_factory=dict)
    meaning: dict[str, float] = field(default_factory=dict)
    near: bool = False
    citing: bool = False
    names: Mapping[str, Named] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rankings:
    """Both rankings of a question, the share of the dense one, and their fusion."""

    lexical: list[Match]
    dense: list[Match]
    share: float
    fused: list[Match]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where answers come from: the index, the vector of the question (d,) once it is made, what a document is called, and all of them."""

    index: Index
    vector: Callable[[], Vectors]
    known: Callable[[str], Named | None]
    documents: Sequence[Named] = ()


def meant(asking: Asked) -> str:
    """The words whose vector is looked for: those of the question, else the values it names (loai:tb nam:2022)."""
    return asking.text if not asking.empty else " ".join(used.value for used in asking.language.used) or "văn bản"


def rankings(
    index: Index, vector: Callable[[], Vectors], asking: Asked, *, filters: Filters = Filters(), limit: int = CANDIDATES
) -> Rankings:
    """Rank records by text, by vector, and by both; the text is matched while the vector is made and compared."""
    matching = _beside(os.getpid()).submit(index.match, asking.query, filters=filters, limit=limit)
    dense = [] if asking.bare else index.nearest(vector(), filters=filters, limit=limit)  # digits mean nothing
    lexical = matching.result()
    share = share_of(index, lexical, asking)
    return Rankings(lexical, dense, share, fuse.weighted(lexical, dense, weight=share))


def share_of(index: Index, lexical: Sequence[Match], asking: Asked) -> float:
    """The weight of the dense score for a question, of which `lexical` is the ranking by words."""
    best = index.get([lexical[0].id]) if lexical and not asking.bare else ()
    held = _held(asking.words or asking.text, best[0]) if best else 1.0
    return fuse.share(asking.words or asking.text, held)


def _held(question: str, record: Record) -> float:
    """The share of the telling syllables of a question that a record holds, marks and all: 1 where none tells."""
    telling = set(text.syllable_keys(question)) - STOP_WORDS
    said = "\n".join((record.symbol, record.type, record.title, record.issuer, *record.heading_path, record.text))
    return len(telling.intersection(text.syllable_keys(said))) / len(telling) if telling else 1.0


@cache
def _beside(process: int) -> ThreadPoolExecutor:
    """The threads that match words in a process: a forked one has none of its parent's."""
    return ThreadPoolExecutor(_MATCHING, thread_name_prefix=f"words-{process}")


def gathered(sources: Sources, asking: Asked, *, filters: Filters) -> Gathered:
    """The records that answer, in no order; none for a question whose words stand nowhere."""
    if asking.empty and asking.language.plain:
        return Gathered()
    if asking.empty:
        return _listed(sources, asking, filters=filters)
    index, limit = sources.index, CANDIDATES
    while True:
        ranked = rankings(index, sources.vector, asking, filters=filters, limit=limit)
        kept = fuse.telling(ranked.lexical, ranked.dense)
        scores = {match.id: match.score for match in ranked.fused if match.id in kept}
        citing = _bring(index, asking, scores, filters=filters)
        full = max(len(ranked.lexical), len(ranked.dense)) >= limit
        if asking.language.demands:
            scores = {record.id: scores[record.id] for record in _meeting(asking, index.get(list(scores)))}
        if not asking.language.demands or len(scores) >= ENOUGH or not full or limit >= WIDEST:
            break
        limit *= 4
    names = named(scores, sources.known, index)
    _lift(scores, names, asking, index)
    meaning = fuse.meaning(ranked.lexical, ranked.dense, weight=ranked.share)
    return Gathered(scores, meaning, not ranked.lexical, citing, names)


def _listed(sources: Sources, asking: Asked, *, filters: Filters) -> Gathered:
    """What meets the demands of a question without words: loai:tb nam:2022, or -tết, which passages must be asked."""
    if sources.documents and all(map(of_documents, asking.language.demands)):
        rows = listed(sources.documents, asking.language.demands, filters)
        names = {row.id: row for row in rows}
        return Gathered(dict.fromkeys((f"{id}:0" for id in names), 0.0), names=names)
    found = [match.id for match in sources.index.nearest(sources.vector(), filters=filters, limit=WIDEST)]
    if asking.language.demands:
        found = [record.id for record in _meeting(asking, sources.index.get(found))]
    return Gathered(dict.fromkeys(found, 0.0), names=named(found, sources.known, sources.index))


def _lift(scores: dict[str, float], names: Mapping[str, Named], asking: Asked, index: Index) -> None:
    """Raise what agrees with the hints of a question, and the places it names in the documents it means."""
    if any(hint.kind == "deadline" for hint in asking.hints):
        for record in index.get(list(scores)):
            scores[record.id] += lift(record, asking.hints)
    elif asking.hints:
        gains = {document: lift(bare(row), asking.hints) for document, row in names.items()}
        for id in scores:
            scores[id] += gains.get(document_of(id), 0.0)
    if asking.places and asking.owners:
        for record in index.get([id for id in scores if document_of(id) in asking.owners]):
            scores[record.id] += _place(record, asking)


def _bring(index: Index, asking: Asked, scores: dict[str, float], *, filters: Filters) -> bool:
    """Make sure of the records of the documents meant; where no document has the number, lift those that cite it (are there any?)."""
    keys = asking.complete or asking.numbers
    if asking.owners:
        wanted = asking.owners if not filters.document else tuple(id for id in asking.owners if id in filters.document)
        own = replace(filters, document=wanted)
        places = TextQuery({"heading": (tuple(place.number for place in asking.places), 1.0)})
        for query in (asking.query, places) if wanted else ():
            for match in index.match(query, filters=own, limit=CANDIDATES):
                scores.setdefault(match.id, 0.0)
        return False
    if not keys and asking.law and asking.law.alone:
        return any(_lift_citing(index, asking, query, scores=scores, filters=filters) for query in _naming(asking.law))
    citing = _lift_citing(index, asking, _numbered(keys), scores=scores, filters=filters) if keys else False
    if asking.exact:
        _lift_citing(index, asking, _numbered([asking.exact]), scores=scores, filters=filters)
    return citing


def _numbered(keys: Iterable[str]) -> TextQuery:
    return TextQuery({"numbers": (tuple(sorted(keys)), 1.0)})


def _naming(law: Law) -> Iterator[TextQuery]:
    """What finds the passages that name a law: with its year, where one was said, or else without."""
    pairs = tuple(text.query_tokens(law.called)["pairs"])
    name = tuple((("pairs", pair),) for pair in pairs)
    if law.year:
        yield TextQuery({"pairs": (pairs, 1.0)}, must=(*name, (("folded", str(law.year)),)))
    yield TextQuery({"pairs": (pairs, 1.0)}, must=name)


def _lift_citing(index: Index, asking: Asked, query: TextQuery, *, scores: dict[str, float], filters: Filters) -> bool:
    query = replace(query, must=(*query.must, *asking.query.must), must_not=asking.query.must_not)
    found = index.match(query, filters=filters, limit=CANDIDATES)
    for match in found:
        scores[match.id] = scores.get(match.id, 0.0) + CITING
    return bool(found)


def _meeting(asking: Asked, records: Iterable[Record]) -> list[Record]:
    """The records that meet every demand of the question."""
    demands = asking.language.demands
    if not demands:
        return list(records)
    kept = []
    for record in records:
        reading = Reading(record)
        if all(meets(clause, reading) for clause in demands):
            kept.append(record)
    return kept


def _place(record: Record, asking: Asked) -> float:
    """What a record of the document meant gains for standing under the headings asked for."""
    headings = [text.fold(heading) for heading in (*record.heading_path, record.text[:40])]
    return sum(_RANKS[place.kind] for place in asking.places if _under(place, headings))


def _under(place: Clause, headings: Sequence[str]) -> bool:
    number = place.number
    starts = [f"{place.kind} {number}{sign}" for sign in (".", ":", " ", ")")] + [f"{place.kind} {number}"]
    bare = (f"{number}.", f"{number})") if place.kind in ("khoan", "diem", "muc") else ()
    return any(heading == starts[-1] or heading.startswith((*starts[:-1], *bare)) for heading in headings)
