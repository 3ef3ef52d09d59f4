"""Moves a catalog into another database: SQLite to PostgreSQL when an office grows, or back; the originals stay where they are."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from corpus.backup import rows
from corpus.errors import StoreError
from corpus.settings import Settings
from corpus.store.schema import HEAD, bare_engine, open_engine


def move(settings: Settings, database_url: str) -> dict[str, int]:
    """Copy every row into the empty database at a SQLAlchemy URL; rows by table. The old catalog is left as it was.

    One transaction on each side: the copy is of one moment, and a failure leaves the target as empty as it was.
    Raises StoreError when either side cannot be reached or the target holds documents.
    """
    target = replace(settings, database_url=database_url)
    if target.catalog_url == settings.catalog_url:
        raise StoreError("same_database", "Kho đích chính là kho đang dùng; hãy cho một VANKIEN_DATABASE_URL khác.")
    source, other = open_engine(settings), bare_engine(target)
    try:
        with rows.snapshot(source) as read, rows.empty(other, HEAD) as write:
            given = {table.name: table for table in rows.tables(read)}
            return {table.name: rows.load(write, table, rows.lines(read, given[table.name])) for table in rows.tables(write)}
    except SQLAlchemyError as exc:
        raise StoreError("move_failed", f"Không chuyển được kho: {exc}.") from exc
    finally:
        source.dispose()
        other.dispose()
