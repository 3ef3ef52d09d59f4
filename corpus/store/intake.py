"""Puts a file's bytes into the catalog: a new document, a new version of one, or one more path to the same."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpus.store.models import DocumentRow, OriginalRow, SourceRow, VersionRow
from corpus.store.values import QUEUED


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes that came in under a path."""

    source: str
    sha256: str
    size: int

    @property
    def format(self) -> str:
        """What the name says the file is, until a reader has looked."""
        return PurePath(self.source).suffix.lstrip(".").lower()


def source_key(path: str) -> str:
    """A short key for a path of any length."""
    return hashlib.blake2b(path.encode(), digest_size=16).hexdigest()


def lock_original(session: Session, arrival: Arrival) -> None:
    """Make two writers of the same bytes take turns until the transaction ends."""
    row = session.get(OriginalRow, arrival.sha256, with_for_update=True)
    if row is None:
        session.add(OriginalRow(sha256=arrival.sha256, size=arrival.size))
        session.flush()


def place(session: Session, arrival: Arrival) -> tuple[DocumentRow, str]:
    """The document these bytes belong to, and whether they made it "new", a "version" of it, or left it "unchanged".

    The same bytes under another path are the same document. Other bytes under a known path are a new version, unless the
    document lives on unchanged under other paths: then the path goes its own way, as a new document.
    """
    source = session.get(SourceRow, source_key(arrival.source), with_for_update=True)
    mine = session.get(DocumentRow, source.document_id, with_for_update=True) if source else None
    if mine is not None and mine.sha256 == arrival.sha256:
        return mine, "unchanged"
    twin = session.scalars(
        select(DocumentRow).where(DocumentRow.sha256 == arrival.sha256).order_by(DocumentRow.created_at).limit(1)
    ).first()
    if mine is not None and not (twin and mine.version == 0) and not (mine.sha256 and _paths(session, mine.id) > 1):
        _add_version(session, mine, arrival)
        return mine, "version" if mine.version > 1 else "new"
    row = twin or _new_document(session, arrival)
    _point(session, source, arrival.source, row.id)
    if mine is not None:
        _left_by(session, mine, arrival.source)
    if twin is None:
        _add_version(session, row, arrival)
    return row, "unchanged" if twin else "new"


def place_refused(session: Session, source: str, size: int) -> DocumentRow:
    """The document of a path whose bytes were not kept (too large, not readable)."""
    known = session.get(SourceRow, source_key(source))
    row = session.get(DocumentRow, known.document_id, with_for_update=True) if known else None
    if row is None:
        row = _new_document(session, Arrival(source, "", size))
        _point(session, known, source, row.id)
    return row


def _left_by(session: Session, row: DocumentRow, path: str) -> None:
    """A path no longer leads to this document: it is known by one that does, or goes if it never held anything."""
    if row.version == 0:
        session.delete(row)
    elif row.source == path:
        other = session.scalars(select(SourceRow.path).where(SourceRow.document_id == row.id).order_by(SourceRow.added_at).limit(1)).first()
        row.source = other or path


def _paths(session: Session, document_id: str) -> int:
    return session.scalar(select(func.count()).where(SourceRow.document_id == document_id)) or 0


def _new_document(session: Session, arrival: Arrival) -> DocumentRow:
    """A document named after its first bytes, so that the same files get the same ids on every machine."""
    name = arrival.sha256[:16]
    if not name or session.get(DocumentRow, name) is not None:
        name = uuid.uuid4().hex[:16]
    row = DocumentRow(id=name, source=arrival.source, size=arrival.size, format=arrival.format, version=0)
    session.add(row)
    session.flush()
    return row


def _point(session: Session, source: SourceRow | None, path: str, document_id: str) -> None:
    if source is None:
        session.add(SourceRow(key=source_key(path), path=path, document_id=document_id))
    else:
        source.document_id = document_id
    session.flush()


def _add_version(session: Session, row: DocumentRow, arrival: Arrival) -> None:
    row.version += 1
    row.sha256, row.source, row.size, row.format = arrival.sha256, arrival.source, arrival.size, arrival.format
    row.state, row.stage, row.worker, row.lease_until, row.attempts = QUEUED, "", "", None, 0
    row.error_code = row.error_message = ""
    session.add(
        VersionRow(
            document_id=row.id,
            number=row.version,
            sha256=arrival.sha256,
            source=arrival.source,
            size=arrival.size,
            format=arrival.format,
        )
    )
    session.flush()
