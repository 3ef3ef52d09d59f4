"""Keeps the citations and effects of a document as rows, and resolves citations whenever a document comes, changes or goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from corpus.corrections import Corrected
from corpus.document import Citation, Document
from corpus.relations import Held, Reference, Resolution, about, document_keys, effects, references, resolve, term_conflict
from corpus.store.codec import from_json, to_json
from corpus.store.models import CitationRecord, DocumentKeyRow, DocumentRow, EffectRow

K = TypeVar("K")
CHUNK = 400  # below the number of variables a statement may have in any SQLite
LOCK = 8675310  # PostgreSQL: the one who resolves; two documents that cite each other must not pass each other unseen
LONGEST_KEY = 400
LONGEST_EVIDENCE = 1200


def lock(session: Session) -> None:
    """Let one transaction at a time change what citations resolve to (SQLite has one writer anyway); take it first of all."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))


def save(session: Session, row: DocumentRow, found: Corrected) -> None:
    """Keep the citations and effects of a document whose row is up to date; citations everywhere are resolved anew to fit."""
    session.flush()
    before = keys_of(session, row.id)
    for table in (CitationRecord, EffectRow, DocumentKeyRow):
        session.execute(delete(table).where(table.document_id == row.id))
    keys = {key[:LONGEST_KEY] for key in document_keys(held(row))}
    _insert(session, DocumentKeyRow, [{"document_id": row.id, "key": key} for key in sorted(keys)])
    _insert(session, EffectRow, _effects(row.id, found.document))
    _insert(session, CitationRecord, [one | {"document_id": row.id} for one in citations(session, found, held(row))])
    resolve_all(session, keys | before, but=row.id)


def keys_of(session: Session, id: str) -> set[str]:
    """The keys under which a document is cited."""
    return set(session.scalars(select(DocumentKeyRow.key).where(DocumentKeyRow.document_id == id)))


def resolve_all(session: Session, keys: Collection[str], *, but: str = "") -> None:
    """Resolve anew every citation under these keys, but those of one document (resolved already)."""
    if not keys:
        return
    shelf = Shelf(session)
    shelf.fetch(keys)
    for chunk in chunks(sorted(keys)):
        query = select(CitationRecord, DocumentRow).join(DocumentRow, DocumentRow.id == CitationRecord.document_id)
        for record, source in session.execute(query.where(CitationRecord.key.in_(chunk), CitationRecord.document_id != but)):
            reference = _reference(record)
            found = resolve(reference, held(source), shelf.under(record.key), about=record.about)
            own = [conflict for conflict in record.conflicts if conflict["field"] == "term"]
            for name, value in _resolved(found, own).items():
                if getattr(record, name) != value:
                    setattr(record, name, value)
    session.flush()


@dataclass(slots=True)
class Shelf:
    """The documents held under some keys, the first stored first."""

    session: Session
    _held: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))

    def fetch(self, keys: Iterable[str]) -> None:
        """Look these keys up."""
        for chunk in chunks(sorted(set(keys))):
            query = select(DocumentKeyRow.key, DocumentRow).join(DocumentRow, DocumentRow.id == DocumentKeyRow.document_id)
            for key, row in self.session.execute(
                query.where(DocumentKeyRow.key.in_(chunk)).order_by(DocumentRow.created_at, DocumentRow.id)
            ):
                self._held[key].append(held(row))

    def under(self, key: str) -> Sequence[Held]:
        """The documents of a key that was looked up."""
        return self._held.get(key, ())


def held(row: DocumentRow) -> Held:
    """A stored document as others cite it."""
    return Held(row.id, row.symbol, row.type, row.issued, row.issuer, row.title)


def chunks(keys: Iterable[K]) -> Iterable[list[K]]:
    """The keys in lists that fit a statement."""
    remaining = iter(keys)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def _insert(session: Session, table: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _effects(id: str, document: Document) -> list[dict[str, Any]]:
    words = document.text.text
    return [
        {
            **{"document_id": id, "ordinal": ordinal, "kind": one.kind, "date": one.date, "clause": one.clause},
            **{"start": one.evidence.start, "end": one.evidence.end, "text": one.evidence.of(words)[:LONGEST_EVIDENCE]},
        }
        for ordinal, one in enumerate(effects(document))
    ]


def citations(session: Session, found: Corrected, source: Held) -> list[dict[str, Any]]:
    """The columns of each citation of a document, kept or not, with what it resolves to among those held."""
    document = found.document
    known = references(document)
    shelf = Shelf(session)
    shelf.fetch(one.key[:LONGEST_KEY] for one in known if one.key)
    return [_citation(document, one, corrected=one.ordinal in found.citations) | _resolution(document, one, source, shelf) for one in known]


def _citation(document: Document, one: Reference, *, corrected: bool) -> dict[str, Any]:
    words = document.text.text
    return {
        "ordinal": one.ordinal,
        "key": one.key[:LONGEST_KEY],
        **{name: getattr(one, name) for name in ("place", "type", "issued", "issuer", "kind", "own_act")},
        "symbol": one.citation.symbol or "",
        "form": one.citation.form,
        "corrected": corrected,
        "evidence_start": one.evidence.start,
        "evidence_end": one.evidence.end,
        "evidence": one.evidence.of(words)[:LONGEST_EVIDENCE],
        "about": about(words, one.citation.span),
        "data": to_json(one.citation, compact=True),
    }


def _resolution(document: Document, one: Reference, source: Held, shelf: Shelf) -> dict[str, Any]:
    term = term_conflict(document.text.text, one.citation)
    found = resolve(one, source, shelf.under(one.key[:LONGEST_KEY]), about=about(document.text.text, one.citation.span))
    return _resolved(found, [to_json(term)] if term else [])


def _resolved(found: Resolution, own: list[dict[str, str]]) -> dict[str, Any]:
    """The columns of a resolution; `own` are the conflicts that the citing text has in itself."""
    conflicts = [*own, *to_json(found.conflicts)]
    values = {"state": found.state, "target_id": found.target, "candidates": list(found.candidates), "note": found.note}
    return values | {"conflicts": conflicts}


def _reference(record: CitationRecord) -> Reference:
    citation = from_json(Citation, record.data)
    same = {name: getattr(record, name) for name in ("ordinal", "key", "issued", "issuer", "type", "place", "kind", "own_act")}
    return Reference(citation=citation, evidence=citation.span, **same)
