"""The store's answers on what documents are told apart by beside their headers (corpus.relations.traits)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from corpus.relations import AMBIGUOUS, BEARING, organ_key, validity
from corpus.relations.traits import DEADLINE, LATER, NO, OVERDUE, OWNER, RECURRING, SIGNER, SOON, TASKS, VALIDITY, YES, TraitFilter
from corpus.store.models import (
    CitationRecord,
    DirectiveDeadlineRow,
    DirectiveOrganRow,
    DirectiveRecord,
    DocumentKeyRow,
    DocumentRow,
    EffectRow,
)
from corpus.store.ordered import LONGEST_KEY
from corpus.store.ordering import OWNERS, labels
from corpus.store.related import chunks
from corpus.store.relating import events

T = TypeVar("T")
Values = dict[str, dict[str, tuple[str, ...]]]  # document -> trait -> values
Ids = Select[Any]  # of the ids of documents
D, DUE, ORGAN = DirectiveRecord, DirectiveDeadlineRow, DirectiveOrganRow
UNKNOWN = "unknown"


class Traits:
    """The part of the store that knows traits; every method is one transaction."""

    _read: Callable[[Callable[[Session], T]], T]

    def traits(self, ids: Sequence[str], *, today: str = "", soon_days: int = 14) -> Values:
        """Of each of these documents the values of every trait it has; owners as they are written most often."""
        days = _days(today, soon_days)
        return self._read(lambda session: _traits(session, tuple(dict.fromkeys(ids)), days))

    def documents_with(self, wanted: TraitFilter) -> frozenset[str]:
        """The ids of the documents that a filter leaves; raises StoreError when the catalog cannot be read."""
        days = _days(wanted.today, wanted.soon_days)
        return self._read(lambda session: frozenset(_left(session, wanted, days)))


Days = tuple[str, str]  # today, and the last day that is soon


def _days(today: str, soon_days: int) -> Days:
    now = today or date.today().isoformat()
    return now, (date.fromisoformat(now) + timedelta(days=soon_days)).isoformat()


def _traits(session: Session, ids: Sequence[str], days: Days) -> Values:
    found: dict[str, dict[str, list[str]]] = {id: defaultdict(list) for id in ids}
    ordering: set[str] = set()
    for chunk in chunks(ids):
        for id, signer in session.execute(select(DocumentRow.id, DocumentRow.signer).where(DocumentRow.id.in_(chunk))):
            if signer:
                found[id][SIGNER].append(signer)
        for id, key in session.execute(
            select(ORGAN.document_id, ORGAN.key).where(ORGAN.role.in_(OWNERS), ORGAN.document_id.in_(chunk)).distinct()
        ):
            found[id][OWNER].append(key)
        ordering |= set(session.scalars(select(D.document_id).where(D.document_id.in_(chunk)).distinct()))
        for value in (OVERDUE, SOON, LATER, RECURRING):
            for id in session.scalars(_due(value, days).where(D.document_id.in_(chunk))):
                found[id][DEADLINE].append(value)
    names = labels(session, sorted({key for row in found.values() for key in row.get(OWNER, ())}))
    states = _states(session, ids, days)
    return {
        id: {
            **{trait: tuple(values) for trait, values in row.items()},
            **({OWNER: tuple(dict.fromkeys(names[key] for key in row[OWNER]))} if OWNER in row else {}),
            VALIDITY: (states[id],),
            TASKS: (YES if id in ordering else NO,),
        }
        for id, row in found.items()
    }


def _left(session: Session, wanted: TraitFilter, days: Days) -> set[str]:
    kept: set[str] | None = None
    for name, values in wanted.chosen.items():
        meeting = _having(session, name.removeprefix("not_"), values, days)
        if name.startswith("not_"):
            kept = (_all(session) if kept is None else kept) - meeting
        else:
            kept = meeting if kept is None else kept & meeting
    return _all(session) if kept is None else kept


def _having(session: Session, trait: str, values: Collection[str], days: Days) -> set[str]:
    """The documents that have one of the values."""
    if trait == VALIDITY:
        return _standing(session, values, days)
    if trait == TASKS:
        ordering = _ids(session, select(D.document_id))
        return (ordering if YES in values else set()) | (_all(session) - ordering if NO in values else set())
    return {id for query in _queries(trait, values, days) for id in _ids(session, query)}


def _queries(trait: str, values: Iterable[str], days: Days) -> Iterator[Ids]:
    if trait == DEADLINE:
        yield from (_due(value, days) for value in values)
        return
    column: Any = DocumentRow.signer if trait == SIGNER else ORGAN.key
    keys = values if trait == SIGNER else (organ_key(value)[:LONGEST_KEY] for value in values)
    for chunk in chunks(keys):
        if trait == SIGNER:
            yield select(DocumentRow.id).where(column.in_(chunk))
        else:
            yield select(ORGAN.document_id).where(ORGAN.role.in_(OWNERS), column.in_(chunk))


def _due(value: str, days: Days) -> Ids:
    """The documents with a directive of that kind of deadline."""
    now, soon = days
    if value == OVERDUE:
        return select(D.document_id).where(D.last_due != "", D.last_due < now).distinct()
    if value == RECURRING:
        return select(D.document_id).where(D.recurring.is_(True)).distinct()
    lies = and_(DUE.date >= now, DUE.date <= soon) if value == SOON else DUE.date > soon
    return select(D.document_id).join(DUE, and_(DUE.document_id == D.document_id, DUE.ordinal == D.ordinal)).where(lies).distinct()


def _standing(session: Session, states: Collection[str], days: Days) -> set[str]:
    """The documents in one of the states of validity; of most nothing is said, and they are not looked at."""
    told = _states(session, sorted(_touched(session)), days)
    found = {id for id, state in told.items() if state in states}
    return found | (_all(session) - told.keys()) if UNKNOWN in states else found


def _touched(session: Session) -> set[str]:
    """The documents whose validity something is said of, by themselves or by others."""
    acts = (CitationRecord.own_act, CitationRecord.kind.in_(BEARING))
    keyed = select(DocumentKeyRow.document_id).join(CitationRecord, DocumentKeyRow.key == CitationRecord.key)
    found = _ids(session, select(EffectRow.document_id)) | _ids(session, keyed.where(*acts, CitationRecord.state == AMBIGUOUS))
    return found | {id for id in session.scalars(select(CitationRecord.target_id).where(*acts).distinct()) if id}


def _states(session: Session, ids: Sequence[str], days: Days) -> dict[str, str]:
    known = events(session, ids)
    return {id: validity(known[id], days[0]).state if id in known else UNKNOWN for id in ids}


def _ids(session: Session, query: Ids) -> set[str]:
    return set(session.scalars(query.distinct()))


def _all(session: Session) -> set[str]:
    return set(session.scalars(select(DocumentRow.id)))
