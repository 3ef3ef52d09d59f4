"""Rows of the catalog as the frozen values that leave the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.store.models import DocumentRow, FailureRow, SourceRow, VersionRow
from corpus.store.values import Entry, Failure, Version

SAME_NAMES = (
    *("id", "source", "size", "format", "state", "stage", "error_code", "error_message", "attempts", "version", "understood"),
    *("passages", "created_at", "updated_at", "symbol", "type", "issuer", "issued", "title", "signer"),
)


def entries(session: Session, rows: Sequence[DocumentRow]) -> list[Entry]:
    """Entries of many rows, with two queries at most."""
    session.flush()
    paths: dict[str, list[str]] = defaultdict(list)
    query = select(SourceRow).where(SourceRow.document_id.in_([row.id for row in rows])).order_by(SourceRow.added_at, SourceRow.path)
    for source in session.scalars(query):
        paths[source.document_id].append(source.path)
    return [_entry(row, tuple(paths[row.id])) for row in rows]


def entry(session: Session, row: DocumentRow, created: str = "") -> Entry:
    """The entry of one row; `created` as `Store.put_file` found."""
    session.flush()
    query = select(SourceRow.path).where(SourceRow.document_id == row.id).order_by(SourceRow.added_at, SourceRow.path)
    return _entry(row, tuple(session.scalars(query)), created)


def version(row: VersionRow) -> Version:
    """A version without its text."""
    read = row.understood_at is not None
    return Version(row.number, row.sha256, row.source, row.size, row.format, row.ingested_at, read)


def failure(row: FailureRow) -> Failure:
    """One failure of the history."""
    return Failure(row.version, row.stage, row.code, row.message, row.at)


def _entry(row: DocumentRow, sources: tuple[str, ...], created: str = "") -> Entry:
    same = {name: getattr(row, name) for name in SAME_NAMES}
    return Entry(**same, sha256=row.sha256 or "", sources=sources, created=created)
