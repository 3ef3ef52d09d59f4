"""Takes understood documents into the index in batches: vectors from the cache or the encoder, one commit, then the state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from corpus.document import Document, Passage
from corpus.errors import StoreError
from corpus.store import INDEXED, Entry, Store, content_hash
from indices.encoder import Encoder
from indices.protocol import Index, Record, Vectors
from indices.record import embedding_text, records
from indices.vectors import cached_vectors, encoded

BATCH = 256  # passages encoded together: about ten seconds on two cores
COMMIT = 1024  # passages put and committed together: other writers wait only that long, and a kill costs no more than that


@dataclass(frozen=True, slots=True)
class Understood:
    """A document to be indexed: the version that was claimed, and what was understood of it."""

    entry: Entry
    document: Document
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A batch ready to be put."""

    entries: Sequence[Entry]
    records: Sequence[Record]
    vectors: Vectors


@dataclass(slots=True)
class Indexing:
    """Documents on their way into an index; none is called indexed before the index has committed it."""

    store: Store
    index: Index
    encoder: Callable[[], Encoder]
    _waiting: list[Understood] = field(default_factory=list)
    _encoded: list[Encoded] = field(default_factory=list)

    def add(self, understood: Understood) -> None:
        """Take on one more document; a full batch is encoded, enough batches are committed."""
        self._waiting.append(understood)
        if sum(len(item.passages) for item in self._waiting) >= BATCH:
            self._encode()
        if sum(len(batch.records) for batch in self._encoded) >= COMMIT:
            self._commit()

    def finish(self) -> None:
        """Index all that was added so far."""
        if self._waiting:
            self._encode()
        if self._encoded:
            self._commit()

    def drop(self) -> None:
        """Forget what was added and not committed (after an error: the documents are claimed again)."""
        self._waiting, self._encoded = [], []

    @contextmanager
    def held(self, worker: str) -> Iterator[None]:
        """Give back what `worker` has claimed if the work is broken off, so that any other one can take it up at once."""
        try:
            yield
        except BaseException:
            self.drop()
            with suppress(StoreError):
                self.store.release(worker)
            raise

    def _encode(self) -> None:
        made = [record for item in self._waiting for record in _records(item)]
        vectors = cached_vectors([embedding_text(record) for record in made], self.encoder(), self.store)
        self._encoded.append(Encoded([item.entry for item in self._waiting], made, vectors))
        self._waiting = []

    def _commit(self) -> None:
        """Put it all at once, for the index has one writer at a time, and only then call it indexed."""
        for batch in self._encoded:
            self.index.delete([entry.id for entry in batch.entries])  # a new version may have no passage at all
            self.index.put(batch.records, batch.vectors)
        self.index.commit()
        for batch in self._encoded:
            for entry in batch.entries:
                self.store.advance(entry.id, INDEXED, version=entry.version)
        self._encoded = []

    def encode_ahead(self, texts: Sequence[str], limit: int) -> tuple[int, int]:
        """Put the vectors of at most so many texts into the cache; returns how many were encoded now, and how many are left."""
        encoder = self.encoder()
        known = self.store.vectors(encoder.name, [content_hash(text) for text in texts])
        missing = {key: text for text in texts if (key := content_hash(text)) not in known}
        now = dict(list(missing.items())[:limit])
        encoded(now, encoder, self.store)
        return len(now), len(missing) - len(now)


def _records(item: Understood) -> list[Record]:
    return records(item.entry.id, item.document, item.passages, source=item.entry.source)
