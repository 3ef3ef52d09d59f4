"""The index in Elasticsearch: what indices/protocol.py promises, for any number of processes on any number of machines."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress

from corpus.settings import Settings
from indices.elastic.connection import Connection
from indices.elastic.versions import Held, Versions
from indices.elastic.view import View
from indices.elastic.words import Words
from indices.elastic.writing import Writing, acquire, check
from indices.protocol import Filters, IndexFailure, Match, Record, TextQuery, Vectors
from indices.vocabulary import EMPTY, Vocabulary

PATIENCE = 30.0  # seconds a writer waits for another to commit


class ElasticIndex:
    """indices.protocol.Index in Elasticsearch. Reading is safe from several threads; writing goes one call at a time.

    Opening succeeds while the server is away; every question then raises IndexFailure("down") until it is back.
    """

    def __init__(self, settings: Settings, *, patience: float = PATIENCE) -> None:
        self._connection = Connection(settings)
        self._versions = Versions(self._connection, settings.elasticsearch_index, shards=settings.elasticsearch_shards)
        self._words = Words(self._connection)
        self._patience = patience
        self._writing: Writing | None = None
        self._guard = threading.RLock()
        self._seen: Held | None = None
        self._looked = False
        with suppress(IndexFailure):  # a page that says so is better than no page
            self.refresh()

    # --- writing --------------------------------------------------------------------------------------------------

    def put(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Add records with their vectors; see the protocol."""
        check(records, vectors, 0)
        if records:
            with self._guard:
                self._write(vectors.shape[1]).put(records, vectors)

    def delete(self, documents: Iterable[str]) -> None:
        """Remove documents; see the protocol."""
        with self._guard:
            if self._writing is not None or self._chosen() is not None:
                self._write(0).delete(documents)

    def commit(self) -> None:
        """Make it count; see the protocol."""
        with self._guard:
            if self._writing is None:
                return
            try:
                self._seen = self._writing.commit()
            except BaseException:
                self._writing.abandon()
                raise
            finally:
                self._writing = None

    def close(self) -> None:
        """Let go of the connection; what was not committed is forgotten."""
        with self._guard:
            if self._writing is not None:
                self._writing.abandon()
            self._writing, self._seen, self._looked = None, None, False
            self._connection.close()

    # --- reading --------------------------------------------------------------------------------------------------

    def match(self, query: TextQuery, *, filters: Filters = Filters(), limit: int = 100) -> list[Match]:
        """Search by text; see the protocol."""
        view = self._view()
        return view.match(query, filters, limit) if view else []

    def nearest(self, vector: Vectors, *, filters: Filters = Filters(), limit: int = 100) -> list[Match]:
        """Search by vector; see the protocol."""
        view = self._view()
        return view.nearest(vector, filters, limit) if view else []

    def get(self, ids: Sequence[str]) -> list[Record]:
        """Records by id; see the protocol."""
        view = self._view()
        return view.get(ids) if view and ids else []

    def facets(self, query: TextQuery | None, *, filters: Filters = Filters()) -> dict[str, dict[str, int]]:
        """Documents by type, issuer and year; see the protocol."""
        view = self._view()
        return view.facets(query, filters) if view else {"type": {}, "issuer": {}, "year": {}}

    def documents(self) -> dict[str, int]:
        """Records by document; see the protocol."""
        view = self._view()
        return view.documents() if view else {}

    def count(self) -> int:
        """Records held; see the protocol."""
        view = self._view()
        return view.state.count if view else 0

    def vocabulary(self) -> Vocabulary:
        """The words of the texts held, counted with every commit."""
        view = self._view()
        return self._words.of(view.index, view.state) if view else EMPTY

    def refresh(self) -> None:
        """See what others committed: one small question."""
        self._seen = self._chosen()
        self._looked = True

    # --- inside ---------------------------------------------------------------------------------------------------

    def _chosen(self) -> Held | None:
        """The version this index reads and writes."""
        return self._versions.current()

    def _view(self) -> View | None:
        if not self._looked:
            self.refresh()
        seen = self._seen
        return View(self._connection, seen.index, seen.state) if seen else None

    def _write(self, dimensions: int) -> Writing:
        """The writing under way, else a new one once we are the one writer."""
        if self._writing is None:
            self._writing = self._start(dimensions)
        return self._writing

    def _start(self, dimensions: int) -> Writing:
        if dimensions:
            self._versions.first(dimensions)
        patient = self._versions.patient()
        return Writing(patient, acquire(patient, self._patience))
