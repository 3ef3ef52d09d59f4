"""Finds the records that answer an analysed question: both rankings fused, documents named brought in, demands kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus import text
from indices.encoder import Encoder
from indices.protocol import Filters, Index, Match, Record, TextQuery
from search import fuse
from search.clauses import Reading, meets
from search.hints import lift
from search.match import Asked
from search.names import Clause

CANDIDATES = 200
"""Records taken from each ranking before fusion."""

WIDEST = 3200
"""Records taken from each ranking at most, where the demands of a question leave few of them."""

CITING = 1.0
"""Added to a record that holds the number typed where no document held has it: whoever cites it comes first."""

PLACE = 1.0
"""Added to a record of the document asked for under the heading asked for («điều 8»); less for the smaller places."""

ENOUGH = 60  # records that meet the demands, beyond which no more are sought
_RANKS = {"chuong": 0.2, "muc": 0.2, "dieu": PLACE, "khoan": 0.5, "diem": 0.3}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Records found with their scores. `meaning` is the share of the vector in a record's score; `near` says that no record
    holds any of the words, so that all are here for their meaning alone; `citing` that some cite the number typed, which no
    document held has."""

    records: tuple[Record, ...] = ()
    scores: dict[str, float] = field(default_factory=dict)
    meaning: dict[str, float] = field(default_factory=dict)
    near: bool = False
    citing: bool = False


@dataclass(frozen=True, slots=True)
class Rankings:
    """Both rankings of a question and their fusion."""

    lexical: list[Match]
    dense: list[Match]
    fused: list[Match]


def rankings(index: Index, encoder: Encoder, asking: Asked, *, filters: Filters, limit: int = CANDIDATES) -> Rankings:
    """Rank records by text, by vector, and by both."""
    lexical = index.match(asking.query, filters=filters, limit=limit)
    vector = encoder.encode_queries([asking.text])[0]
    dense = index.nearest(vector, filters=filters, limit=limit)
    return Rankings(lexical, dense, fuse.weighted(lexical, dense))


def gathered(index: Index, encoder: Encoder, asking: Asked, *, filters: Filters) -> Gathered:
    """The records that answer, in no order; none for a question whose words stand nowhere."""
    if asking.empty and asking.language.plain:
        return Gathered()
    if asking.empty:
        return _listed(index, encoder, asking, filters=filters)
    limit = CANDIDATES
    while True:
        ranked = rankings(index, encoder, asking, filters=filters, limit=limit)
        scores = {match.id: match.score for match in ranked.fused}
        citing = _bring(index, asking, scores, filters=filters)
        records = _meeting(asking, index.get(list(scores)))
        full = max(len(ranked.lexical), len(ranked.dense)) >= limit
        if not asking.language.demands or len(records) >= ENOUGH or not full or limit >= WIDEST:
            break
        limit *= 4
    for record in records:
        scores[record.id] += lift(record, asking.hints) + _place(record, asking)
    return Gathered(tuple(records), scores, fuse.meaning(ranked.lexical, ranked.dense), not ranked.lexical, citing)


def _listed(index: Index, encoder: Encoder, asking: Asked, *, filters: Filters) -> Gathered:
    """What meets the demands of a question without words: loai:tb nam:2022."""
    shown = " ".join(used.value for used in asking.language.used) or "văn bản"
    found = index.nearest(encoder.encode_queries([shown])[0], filters=filters, limit=WIDEST)
    records = _meeting(asking, index.get([match.id for match in found]))
    return Gathered(tuple(records), dict.fromkeys((record.id for record in records), 0.0))


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
    citing = _lift_citing(index, asking, tuple(sorted(keys)), scores=scores, filters=filters) if keys else False
    if asking.exact:
        _lift_citing(index, asking, (asking.exact,), scores=scores, filters=filters)
    return citing


def _lift_citing(index: Index, asking: Asked, keys: tuple[str, ...], *, scores: dict[str, float], filters: Filters) -> bool:
    query = TextQuery({"numbers": (keys, 1.0)}, must=asking.query.must, must_not=asking.query.must_not)
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
    if not asking.places or record.document not in asking.owners:
        return 0.0
    headings = [text.fold(heading) for heading in (*record.heading_path, record.text[:40])]
    return sum(_RANKS[place.kind] for place in asking.places if _under(place, headings))


def _under(place: Clause, headings: Sequence[str]) -> bool:
    number = place.number
    starts = [f"{place.kind} {number}{sign}" for sign in (".", ":", " ", ")")] + [f"{place.kind} {number}"]
    bare = (f"{number}.", f"{number})") if place.kind in ("khoan", "diem", "muc") else ()
    return any(heading == starts[-1] or heading.startswith((*starts[:-1], *bare)) for heading in headings)
