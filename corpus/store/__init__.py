"""Where documents are kept for good: the originals and the catalog of what was understood of them."""

from __future__ import annotations

from corpus.settings import Settings
from corpus.store.catalog import Store
from corpus.store.claims import worker_name
from corpus.store.originals import Originals
from corpus.store.schema import open_engine
from corpus.store.values import (
    ENCODE,
    ENCODED,
    FAILED,
    INDEX,
    INDEXED,
    QUEUED,
    READ,
    READING,
    STATES,
    STEPS,
    UNDERSTOOD,
    Entry,
    Failure,
    Version,
)
from corpus.store.vectors import content_hash

__all__ = [
    "ENCODE",
    "ENCODED",
    "FAILED",
    "INDEX",
    "INDEXED",
    "QUEUED",
    "READ",
    "READING",
    "STATES",
    "STEPS",
    "UNDERSTOOD",
    "Entry",
    "Failure",
    "Store",
    "Version",
    "content_hash",
    "open_store",
    "worker_name",
]


def open_store(settings: Settings) -> Store:
    """The store of a data directory, made on first use; raises StoreError when it cannot be opened."""
    return Store(open_engine(settings), Originals(settings.data_dir / "originals"))
