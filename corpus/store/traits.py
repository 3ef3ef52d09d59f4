"""The store's answers on what documents are told apart by beside their headers (corpus.relations.traits)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from corpus.relations import AMBIGUOUS, BEARING, validity
from corpus.relations.traits import (
    DEADLINE,
    DUE,
    NO,
    OVERDUE,
    OWNER,
    RECURRING,
    SIGNER,
    SOON,
    TASKS,
    TRAITS,
    VALIDITY,
    YES,
    TraitFilter,
    owner_keys,
)
from corpus.store.models import (
    CitationRecord,
    DirectiveDeadlineRow,
    DirectiveOrganRow,
    DirectiveRecord,
    DocumentKeyRow,
    DocumentRow,
    EffectRow,
)
from corpus.store.ordering import OWNERS
from corpus.store.related import chunks
from corpus.store.relating import events

T = TypeVar("T")
Values = dict[str, dict[str, tuple[str, ...]]]  # document -> trait -> values
Ids = Select[Any]  # of the ids of documents
D, DAY, ORGAN = DirectiveRecord, DirectiveDeadlineRow, DirectiveOrganRow
UNKNOWN = "unknown"


class Traits:
    """The part of the store that knows traits; every method is one transaction."""

    _read: Callable[[Callable[[Session], T]], T]

    def traits(self, ids: Sequence[str], *, today: str = "", soon_days: int = 14, only: Collection[str] = TRAITS) -> Values:
        """Of each of these documents the values of the traits it has; an owner as these documents write it most often."""
        days = TraitFilter(today=today, soon_days=soon_days).days
        return self._read(lambda session: _traits(session, tuple(dict.fromkeys(ids)), days, only))

    def documents_with(self, wanted: TraitFilter) -> frozenset[str]:
        """The ids of the documents that a filter leaves; raises StoreError when the catalog cannot be read."""
        return self._read(lambda session: frozenset(_left(session, wanted)))


Days = tuple[str, str]  # today, and the last day that is soon
Read = dict[str, tuple[str, ...]]  # document -> values of one trait


def _traits(session: Session, ids: Sequence[str], days: Days, only: Collection[str]) -> Values:
    found: dict[str, dict[str, tuple[str, ...]]] = {id: {} for id in ids}
    readers = {SIGNER: _signers, OWNER: _owners, DEADLINE: _deadlines, VALIDITY: _validities, TASKS: _tasks}
    for trait in (trait for trait in TRAITS if trait in only):
        for id, values in readers[trait](session, ids, days).items():
            found[id][trait] = values
    return found


def _signers(session: Session, ids: Sequence[str], _: Days) -> Read:
    queries = (select(DocumentRow.id, DocumentRow.signer).where(DocumentRow.id.in_(chunk)) for chunk in chunks(ids))
    return {id: (signer,) for query in queries for id, signer in session.execute(query) if signer}


def _owners(session: Session, ids: Sequence[str], _: Days) -> Read:
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    keys: dict[str, list[str]] = defaultdict(list)
    for chunk in chunks(ids):
        query = select(ORGAN.document_id, ORGAN.key, ORGAN.name).where(ORGAN.role.in_(OWNERS), ORGAN.document_id.in_(chunk)).distinct()
        for id, key, name in session.execute(query):
            spellings[key][name] += 1
            keys[id].append(key)
    names = {key: max(counts, key=lambda name: (counts[name], name)) for key, counts in spellings.items()}
    return {id: tuple(dict.fromkeys(names[key] for key in sorted(each))) for id, each in keys.items()}


def _deadlines(session: Session, ids: Sequence[str], days: Days) -> Read:
    found: dict[str, list[str]] = defaultdict(list)
    for kind in DUE:
        for chunk in chunks(ids):
            for id in session.scalars(_due(kind, days).where(D.document_id.in_(chunk))):
                found[id].append(kind)
    return {id: tuple(kinds) for id, kinds in found.items()}


def _validities(session: Session, ids: Sequence[str], days: Days) -> Read:
    return {id: (state,) for id, state in _states(session, ids, days).items()}


def _tasks(session: Session, ids: Sequence[str], _: Days) -> Read:
    queries = (select(D.document_id).where(D.document_id.in_(chunk)).distinct() for chunk in chunks(ids))
    ordering = {id for query in queries for id in session.scalars(query)}
    return {id: (YES if id in ordering else NO,) for id in ids}


def _left(session: Session, wanted: TraitFilter) -> set[str]:
    kept: set[str] | None = None
    for name, values in wanted.chosen.items():
        meeting = _having(session, name.removeprefix("not_"), values, wanted.days)
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


def _queries(trait: str, values: Collection[str], days: Days) -> Iterator[Ids]:
    if trait == DEADLINE:
        yield from (_due(value, days) for value in values)
    elif trait == SIGNER:
        yield from (select(DocumentRow.id).where(DocumentRow.signer.in_(chunk)) for chunk in chunks(values))
    else:
        own = select(ORGAN.document_id).where(ORGAN.role.in_(OWNERS))
        yield from (own.where(ORGAN.key.in_(chunk)) for chunk in chunks(owner_keys(values)))


def _due(value: str, days: Days) -> Ids:
    """The documents with a directive of that kind of deadline."""
    now, soon = days
    if value == OVERDUE:
        return select(D.document_id).where(D.last_due != "", D.last_due < now).distinct()
    if value == RECURRING:
        return select(D.document_id).where(D.recurring.is_(True)).distinct()
    lies = and_(DAY.date >= now, DAY.date <= soon) if value == SOON else DAY.date > soon
    return select(D.document_id).join(DAY, and_(DAY.document_id == D.document_id, DAY.ordinal == D.ordinal)).where(lies).distinct()


def _standing(session: Session, states: Collection[str], days: Days) -> set[str]:
    """The documents in one of the states of validity; those of which nobody says anything are not looked at."""
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
