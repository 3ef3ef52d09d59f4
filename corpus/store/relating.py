"""The store's answers on how documents stand to each other: citations, relations, validity, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpus.corrections import Corrected
from corpus.document import Citation, Document, Span
from corpus.relations import (
    AMBIGUOUS,
    BEARING,
    HELD,
    MENTION,
    SELF,
    CitationRow,
    Conflict,
    Evidence,
    Held,
    MissingDocument,
    Other,
    Relation,
    Relations,
    Validity,
    ValidityEvent,
    validity,
)
from corpus.relations.effect import STARTS
from corpus.store import missing, related
from corpus.store.codec import from_json
from corpus.store.models import CitationRecord, DocumentKeyRow, DocumentRow, EffectRow
from corpus.store.related import chunks

T = TypeVar("T")
Query = Any  # a select of whatever columns
SHOWN = 5  # sentences of evidence shown for one relation
MOST = 5000  # citations of one document that its diagram is made of


class Relating:
    """The part of the store that knows relations; every method is one transaction."""

    _read: Callable[[Callable[[Session], T]], T]

    def citations_of(self, id: str) -> list[CitationRow]:
        """The citations of a document in the order of its text, each with what it resolves to."""
        query = select(CitationRecord).where(CitationRecord.document_id == id).order_by(CitationRecord.ordinal)
        return self._read(lambda session: [_row(record) for record in session.scalars(query)])

    def resolved(self, document: Document) -> list[CitationRow]:
        """The citations of a text that is not kept, each with what it would resolve to; their `document` is ""."""
        header = document.header
        facts = (header.symbol, header.type, header.issued, header.issuer, header.subject)
        source = Held("", *((fact.value if fact else "") for fact in facts))
        rows = self._read(lambda session: related.citations(session, Corrected(document), source))
        return [_row(CitationRecord(document_id="", **columns)) for columns in rows]

    def cited_by(self, id: str, *, limit: int = 100, offset: int = 0) -> list[CitationRow]:
        """The citations in other documents that mean this one, the newest citing document first."""
        query = _citing().where(CitationRecord.target_id == id, CitationRecord.state == HELD).limit(limit).offset(offset)
        return self._read(lambda session: [_row(record) for record, _ in session.execute(query)])

    def citing_symbol(self, symbol: str, *, limit: int = 100, offset: int = 0) -> list[CitationRow]:
        """The citations of a number (canonical), whatever they resolve to, the newest citing document first."""
        query = _citing().where(CitationRecord.symbol == symbol).limit(limit).offset(offset)
        return self._read(lambda session: [_row(record) for record, _ in session.execute(query)])

    def relations(self, id: str) -> Relations:
        """What a document stands on and changes, what later documents do with it, and the conflicts found in its citations."""
        return self._read(lambda session: _relations(session, id))

    def validity(self, id: str, *, today: str = "") -> Validity:
        """Whether a document is in force on a day (ISO; by default today), with the evidence."""
        return self.validities([id], today=today).get(id, Validity())

    def validities(self, ids: Sequence[str], *, today: str = "") -> dict[str, Validity]:
        """The same for several documents at once."""
        at = today or date.today().isoformat()
        known = self._read(lambda session: events(session, ids))
        return {id: validity(known[id], at) for id in ids}

    def missing(self, *, limit: int = 100, offset: int = 0) -> list[MissingDocument]:
        """Documents that are cited and not held, the most cited first."""
        return self._read(lambda session: missing.page(session, limit, offset))

    def missing_count(self) -> int:
        """How many there are."""
        return self._read(missing.count)

    def citing_missing(self, key: str, *, limit: int = 100, offset: int = 0) -> list[CitationRow]:
        """The citations behind one line of `missing`, the newest citing document first."""
        query = missing.behind(_citing(), key).limit(limit).offset(offset)
        return self._read(lambda session: [_row(record) for record, _ in session.execute(query)])


def _citing() -> Query:
    """Citations with their documents, the newest document first."""
    query = select(CitationRecord, DocumentRow).join(DocumentRow, DocumentRow.id == CitationRecord.document_id)
    return query.order_by(DocumentRow.issued.desc(), DocumentRow.id, CitationRecord.ordinal)


def _row(record: CitationRecord) -> CitationRow:
    return CitationRow(
        document=record.document_id,
        ordinal=record.ordinal,
        citation=from_json(Citation, record.data),
        state=record.state,
        target=record.target_id,
        candidates=tuple(record.candidates),
        kind=record.kind,
        evidence=_evidence(record),
        note=record.note,
        conflicts=tuple(from_json(Conflict, conflict) for conflict in record.conflicts),
        corrected=record.corrected,
    )


def _evidence(record: CitationRecord) -> Evidence:
    return Evidence(record.evidence, Span(record.evidence_start, record.evidence_end))


def _relations(session: Session, id: str) -> Relations:
    mine = list(
        session.scalars(select(CitationRecord).where(CitationRecord.document_id == id).order_by(CitationRecord.ordinal).limit(MOST))
    )
    theirs = _citing().where(CitationRecord.target_id == id, CitationRecord.state == HELD).limit(MOST)
    targets = _others(session, {record.target_id for record in mine if record.target_id})
    earlier = [(_far_end(record, targets), record) for record in mine if record.state != SELF]
    later = [(_other(row), record) for record, row in session.execute(theirs)]
    warnings = dict.fromkeys(conflict["message"] for record in mine for conflict in record.conflicts)
    return Relations(tuple(_grouped(earlier)), tuple(_grouped(later)), tuple(warnings))


def _others(session: Session, ids: Iterable[str]) -> dict[str, Other]:
    rows = (row for chunk in chunks(sorted(ids)) for row in session.scalars(select(DocumentRow).where(DocumentRow.id.in_(chunk))))
    return {row.id: _other(row) for row in rows}


def _other(row: DocumentRow) -> Other:
    return Other(row.id, row.symbol, row.type, row.issued, row.issuer, row.title)


def _far_end(record: CitationRecord, held: dict[str, Other]) -> Other:
    if record.target_id in held:
        return held[record.target_id]
    title = "" if record.symbol else _words(record)
    return Other(None, record.symbol, record.type, record.issued, record.issuer, title)


def _words(record: CitationRecord) -> str:
    words: str = record.data["text"]
    return words


def _grouped(pairs: Sequence[tuple[Other, CitationRecord]]) -> Iterable[Relation]:
    """One relation for each kind and far end, in the order met; bare mentions of a document that has a real relation join that."""
    groups: dict[tuple[Any, ...], list[tuple[Other, CitationRecord]]] = defaultdict(list)
    real = {_end(other, record) for other, record in pairs if record.kind != MENTION}
    kinds: dict[tuple[Any, ...], str] = {}
    for other, record in pairs:
        end = _end(other, record)
        if record.kind == MENTION and end in real:
            continue
        groups[end, record.kind].append((other, record))
        kinds.setdefault(end, record.kind)
    mentions: dict[tuple[Any, ...], list[CitationRecord]] = defaultdict(list)
    for other, record in pairs:
        if record.kind == MENTION and (end := _end(other, record)) in real:
            mentions[end].append(record)
    seen: set[tuple[Any, ...]] = set()
    for (end, kind), members in groups.items():
        extra = mentions[end] if end not in seen else []
        seen.add(end)
        yield _relation(kind, members[0][0], [record for _, record in members], extra)


def _end(other: Other, record: CitationRecord) -> tuple[Any, ...]:
    """What makes a far end one: the document held, else the number with its date, else the words."""
    if other.id:
        return (other.id, record.document_id if record.target_id != other.id else "")
    return (record.key or _words(record), record.issued, record.place)


def _relation(kind: str, other: Other, members: Sequence[CitationRecord], extra: Sequence[CitationRecord]) -> Relation:
    clauses = dict.fromkeys(clause for record in (*members, *extra) if (clause := record.data.get("clause")))
    evidence = dict.fromkeys(_evidence(record) for record in members)
    return Relation(
        kind=kind,
        source=members[0].document_id,
        other=other,
        state=members[0].state,
        times=len(members) + len(extra),
        clauses=tuple(clauses),
        evidence=tuple(evidence)[:SHOWN],
        ordinals=tuple(sorted(record.ordinal for record in (*members, *extra))),
    )


def events(session: Session, ids: Sequence[str]) -> dict[str, list[ValidityEvent]]:
    """What bears on the validity of each document: its own words, and what later documents do to it."""
    found: dict[str, list[ValidityEvent]] = defaultdict(list)
    for chunk in chunks(dict.fromkeys(ids)):
        own = select(*_OWN).where(EffectRow.document_id.in_(chunk)).order_by(EffectRow.ordinal)
        for id, kind, day, clause, words, start, end in session.execute(own):
            found[id].append(ValidityEvent(kind, day, clause, id, None, Evidence(words, Span(start, end))))
        acts = list(_acts(session, chunk))
        starts = _starts(session, dict.fromkeys(row.id for _, _, row, _ in acts))
        for id, record, row, sure in acts:
            found[id].append(_act(record, row, starts.get(row.id, ""), sure=sure))
    return found


_OWN = (EffectRow.document_id, EffectRow.kind, EffectRow.date, EffectRow.clause, EffectRow.text, EffectRow.start, EffectRow.end)


def _acts(session: Session, ids: Sequence[str]) -> Iterator[tuple[str, CitationRecord, DocumentRow, bool]]:
    """What other documents do to these: the one it is done to, the citation, who cites, and whether it surely is that one."""
    acts = _citing().where(CitationRecord.own_act, CitationRecord.kind.in_(BEARING))
    for record, row in session.execute(acts.where(CitationRecord.target_id.in_(ids))):
        if record.document_id != record.target_id:
            yield record.target_id, record, row, True
    keyed = acts.join(DocumentKeyRow, DocumentKeyRow.key == CitationRecord.key).add_columns(DocumentKeyRow.document_id)
    for record, row, id in session.execute(keyed.where(CitationRecord.state == AMBIGUOUS, DocumentKeyRow.document_id.in_(ids))):
        if id in record.candidates:
            yield id, record, row, False


def _starts(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """The day from which each of these documents is in force as a whole, by its own words; the last where it says several."""
    found: dict[str, str] = {}
    for chunk in chunks(ids):
        whole = (EffectRow.kind == STARTS, EffectRow.clause == "", EffectRow.date != "", EffectRow.document_id.in_(chunk))
        query = select(EffectRow.document_id, func.max(EffectRow.date)).where(*whole).group_by(EffectRow.document_id)
        found.update((id, day) for id, day in session.execute(query))
    return found


def _act(record: CitationRecord, row: DocumentRow, starts: str, *, sure: bool) -> ValidityEvent:
    """What a later document does, from the day it is in force itself (else from its own date)."""
    since = starts or row.issued
    since = since if len(since) == len("2021-12-15") else ""
    clause = record.data.get("clause") or ""
    return ValidityEvent(record.kind, since, clause, record.document_id, _other(row), _evidence(record), sure)
