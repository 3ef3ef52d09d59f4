"""Builds the index anew from the catalog, beside the one in use, and swaps it in at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from corpus.settings import Settings
from indices import open_successor
from indices.protocol import Record, Successor
from indices.record import embedding_text, records
from indices.vectors import cached_vectors

if TYPE_CHECKING:
    from corpus.store import Entry, Store
    from indices.encoder import Encoder

BATCH = 512  # passages encoded and put together
_PAGE = 500  # entries of the catalog read at a time
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild left in the index."""

    documents: int
    passages: int


def rebuild(settings: Settings, store: Store, encoder: Encoder, *, progress: Progress = lambda done, total: None) -> Rebuilt:
    """Put every understood document of the catalog into a new index and make it the one in use.

    Searching and ingesting go on meanwhile; what changes in the catalog during the rebuild is caught up with at the end,
    for which writers wait. `progress` gets the number of documents done and of all. Raises IndexFailure.
    """
    started = datetime.now(UTC)
    with open_successor(settings) as fresh:
        ids = list(store.understood())
        filling = _Filling(store, encoder, fresh)
        for done, id in enumerate(ids):
            progress(done, len(ids))
            filling.add(id)
        filling.finish()
        fresh.commit()
        fresh.hold()
        _catch_up(filling, started)
        fresh.publish()
        progress(len(ids), len(ids))
        return Rebuilt(len(fresh.documents()), fresh.count())


class _Filling:
    """Documents on their way into the new index, encoded in batches."""

    def __init__(self, store: Store, encoder: Encoder, index: Successor) -> None:
        self.store, self.index = store, index
        self._encoder = encoder
        self._waiting: list[Record] = []

    def add(self, id: str) -> None:
        """Take one document in, in place of what the index has of it; nothing if it is gone from the catalog."""
        entry, document = self.store.entry(id), self.store.document(id)
        if entry is None or document is None:
            return
        self._waiting.extend(records(id, document, self.store.passages(id), source=entry.source))
        if len(self._waiting) >= BATCH:
            self.finish()

    def finish(self) -> None:
        """Put what waits."""
        texts = [embedding_text(record) for record in self._waiting]
        if texts:
            self.index.put(self._waiting, cached_vectors(texts, self._encoder, self.store))
        self._waiting = []


def _catch_up(filling: _Filling, started: datetime) -> None:
    """Bring the new index to what the catalog says by now."""
    filling.index.delete(filling.index.documents().keys() - filling.store.understood().keys())
    for entry in _entries(filling.store):
        if entry.understood and entry.updated_at >= started:
            filling.index.delete([entry.id])
            filling.add(entry.id)
    filling.finish()


def _entries(store: Store) -> Iterator[Entry]:
    offset = 0
    while page := store.entries(limit=_PAGE, offset=offset):
        yield from page
        offset += len(page)
