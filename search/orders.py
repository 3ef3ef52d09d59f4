"""Brings directives into an answer: those under the passages found, or those that meet a filter where they are what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from corpus.relations import DirectiveFilter, DirectiveRow
from search.catalog import Catalog
from search.directives import HitDirective, Place, ranked
from search.fields import Condition
from search.results import HitDocument
from search.snippet import Marker

LOOKED_AT = 100
"""Documents whose directives are ranked for one question."""

BESIDE = 3
"""Directives shown beside the passages of a document."""

SHOWN = 20
"""Directives shown of one document where they are what is asked for in words."""

WEAK = 0.5
"""Directives whose score is below this share of the best one are left out where words are asked for."""

Among = Mapping[str, list[DirectiveRow]]
Keeps = Callable[[DirectiveRow], bool]
_PLAIN = DirectiveFilter()


@dataclass(frozen=True, slots=True)
class Orders:
    """Directives found, best first, by document; the documents come in the order in which they are to be shown."""

    of: Mapping[str, tuple[HitDirective, ...]]

    @property
    def documents(self) -> dict[str, HitDocument]:
        """The documents as a list shows them."""
        return {document: _document(found[0].row) for document, found in self.of.items()}


def _any(_: DirectiveRow) -> bool:
    return True


def wanted(given: DirectiveFilter | None, conditions: Iterable[Condition]) -> DirectiveFilter:
    """The filter of a question: what was chosen, and what its own words demand (donvi:, han:)."""
    filter = given or _PLAIN
    for condition in conditions:
        if condition.name == "owner":
            filter = replace(filter, owner=condition.value)
        elif condition.name == "deadline" and condition.value in ("overdue", "soon"):
            filter = replace(filter, status=condition.value)
        elif condition.name == "deadline":
            filter = replace(filter, deadline_from=condition.first, deadline_to=condition.last)
    return filter


def chosen(filter: DirectiveFilter | None) -> dict[str, object]:
    """The fields of a filter that are set, as an answer repeats them."""
    if filter is None:
        return {}
    pairs = ((field.name, getattr(filter, field.name)) for field in fields(filter) if field.name not in ("today", "soon_days"))
    return {name: value for name, value in pairs if value}


def allowed(filter: DirectiveFilter, catalog: Catalog | None) -> dict[str, list[DirectiveRow]] | None:
    """The directives that meet a filter, by document, earliest deadline first; None where nothing is demanded."""
    if catalog is None or not chosen(filter):
        return None
    return _by_document(catalog.meeting(filter))


def listed(wanted: DirectiveFilter, catalog: Catalog | None, *, keeps: Keeps = _any) -> Orders:
    """All that meet a filter, where no words are asked for: earliest deadline first."""
    found = _by_document(filter(keeps, catalog.meeting(wanted))) if catalog else {}
    return Orders({id: tuple(HitDirective(row, 0.0, ()) for row in rows) for id, rows in found.items()})


def found(
    question: str,
    places: Mapping[str, Sequence[Place]],
    among: Among | None,
    *,
    marker: Marker,
    catalog: Catalog | None,
    keeps: Keeps = _any,
) -> Orders:
    """The directives of the documents found, the document with the best one first; `among` and `keeps` leave only some of them."""
    return _best(question, filter(keeps, _rows(list(places)[:LOOKED_AT], among, catalog)), places, marker)


def beside(question: str, places: Mapping[str, Sequence[Place]], *, marker: Marker, catalog: Catalog | None) -> Orders:
    """A few directives for each document shown: those that stand in its passages and share a word with the question."""
    spans = {id: [place.span for place in each] for id, each in places.items()}
    rows = catalog.directives(list(places), within=spans) if catalog else {}
    marked = [row for each in rows.values() for row in each if marker.spans(row.directive.text)]
    return Orders({id: hits[:BESIDE] for id, hits in _best(question, marked, places, marker).of.items()})


def _best(question: str, rows: Iterable[DirectiveRow], places: Mapping[str, Sequence[Place]], marker: Marker) -> Orders:
    of: dict[str, list[HitDirective]] = {}
    hits = ranked(question, rows, places, marker)
    for hit in hits:
        if hit.score >= WEAK * hits[0].score:
            of.setdefault(hit.row.document, []).append(hit)
    return Orders({id: tuple(hits) for id, hits in of.items()})


def _rows(documents: Sequence[str], among: Among | None, catalog: Catalog | None) -> list[DirectiveRow]:
    if among is not None:
        return [row for id in documents for row in among.get(id, ())]
    return [row for rows in catalog.directives(documents).values() for row in rows] if catalog else []


def _by_document(rows: Iterable[DirectiveRow]) -> dict[str, list[DirectiveRow]]:
    found: dict[str, list[DirectiveRow]] = {}
    for row in rows:
        found.setdefault(row.document, []).append(row)
    return found


def _document(row: DirectiveRow) -> HitDocument:
    return HitDocument(
        row.document, row.symbol or None, row.type or None, row.issuer or None, row.issued or None, row.title or None, row.source
    )
