"""Everything the pages and the API ask of the store, the searcher and the pipeline, and the only place that touches them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from flask import current_app

from corpus.document import Document, Passage, Span
from corpus.errors import VanKienError
from corpus.settings import Settings
from corpus.store import FAILED, INDEXED, QUEUED, READING, UNDERSTOOD, Entry, Store, Version, open_store
from indices.protocol import Index
from ingest.errors import ReadError
from search.match import asked
from search.query import Query
from search.results import Results
from search.snippet import marker
from search.suggest import Suggestion
from webapp.arrivals import Arrival, arrivals
from webapp.errors import WebError

if TYPE_CHECKING:
    from ingest.read.pdf.picture import Sheet

Seen = TypeVar("Seen")
WAITING = (QUEUED, READING, UNDERSTOOD)
STATES = {"waiting": WAITING, "indexed": (INDEXED,), "failed": (FAILED,)}
"""What the pages and the API call the states of a document, and the states of the catalog they stand for."""


class Searches(Protocol):
    """What is needed of `search.searcher.Searcher`."""

    @property
    def index(self) -> Index:
        """The index it searches."""

    def search(self, query: Query, *, id: str | None = None) -> Results:
        """The answer to a question; raises SearchError or IndexFailure."""

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """What a person who has typed this may want."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as a page shows it: its entry, what was understood of one version, and all its versions (oldest first).

    `document` is None while it waits or if it failed; `version` is the number shown, 0 for none.
    """

    entry: Entry
    document: Document | None
    version: int
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents there are, wait, failed and can be found."""

    total: int
    waiting: int
    failed: int
    indexed: int


class Services:
    """One for each application; its parts are opened on first use and shared by all threads.

    `wake(ids)` tells a worker that documents wait; by default the one `ingest.jobs` offers.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        store: Store | None = None,
        searcher: Searches | None = None,
        wake: Callable[[Sequence[str]], None] | None = None,
    ) -> None:
        self.settings = settings
        self._given_store, self._given_searcher, self._wake = store, searcher, wake
        self._opening = threading.RLock()

    @cached_property
    def _opened_store(self) -> Store:
        return self._given_store or open_store(self.settings)

    @cached_property
    def _opened_searcher(self) -> Searches:
        if self._given_searcher is not None:
            return self._given_searcher
        from search.searcher import open_searcher  # loads the model's runtime

        return open_searcher(self.settings)

    @property
    def store(self) -> Store:
        """The store, opened once; raises StoreError."""
        with self._opening:
            return self._opened_store

    @property
    def searcher(self) -> Searches:
        """The searcher, opened once; raises a VanKienError when the model or the index is missing."""
        with self._opening:
            return self._opened_searcher

    def warm(self) -> None:
        """Open everything, answer one question and make one suggestion, so that the first person need not wait."""
        self.search(Query("văn bản 1/TB", limit=1))
        for typed in ("cô", "1"):  # by phrase and by number
            self.searcher.suggest(typed)

    def start_worker(self) -> Callable[[], None]:
        """Work through waiting files in a thread of this process, unless a broker has workers; gives what stops it."""
        from ingest.jobs import start_worker

        return start_worker(self.settings)

    def index_count(self) -> int:
        """How many passages the index holds; raises IndexFailure when it cannot answer."""
        index = self.searcher.index
        index.refresh()
        return index.count()

    # --- questions -------------------------------------------------------------------------------------------------

    def search(self, query: Query) -> Results:
        """The answer to a question."""
        return self.searcher.search(query)

    def suggest(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        """Whole questions that a person who has typed this may want."""
        return self.searcher.suggest(prefix, limit)

    def issuers(self) -> list[str]:
        """Who issued the documents that can be found, by name; nobody while the index cannot answer."""
        try:
            return sorted(self.searcher.index.facets(None).get("issuer", {}))
        except VanKienError:
            return []

    def marks(self, question: str, text: str) -> tuple[Span, ...]:
        """Where the words of a question stand in a text."""
        return marker(question, asked(question).numbers).spans(text) if question.strip() else ()

    # --- documents -------------------------------------------------------------------------------------------------

    def counts(self) -> Counts:
        """How many documents are in which state."""
        by_state = self.store.counts()
        waiting = sum(by_state[state] for state in WAITING)
        return Counts(sum(by_state.values()), waiting, by_state[FAILED], by_state[INDEXED])

    def entries(self, state: str = "", *, type: str = "", issuer: str = "", limit: int = 20, offset: int = 0) -> list[Entry]:
        """A page of the catalog, newest first; `state` is one of STATES, or empty for all."""
        wanted: Sequence[str | None] = STATES.get(state, (None,))
        found: list[Entry] = []
        for each in wanted:
            found += self.store.entries(each, type=type or None, issuer=issuer or None, limit=limit + offset)
        found.sort(key=lambda entry: entry.created_at, reverse=True)
        return found[offset : offset + limit]

    def entry(self, id: str) -> Entry | None:
        """The entry of one document."""
        return self.store.entry(id)

    def reading(self, id: str, version: int | None = None) -> Reading | None:
        """A document with what was understood of it; None for an unknown document or version."""
        entry = self.store.entry(id)
        if entry is None:
            return None
        versions = tuple(self.store.versions(id))
        if version is not None and version not in {v.number for v in versions}:
            return None
        return Reading(entry, self.store.document(id, version), version or entry.understood, versions)

    def passages(self, id: str, version: int | None = None) -> tuple[Passage, ...]:
        """The passages of a document, in order."""
        return self.store.passages(id, version)

    def original(self, id: str, version: int | None = None) -> Path | None:
        """Where the bytes of a document lie; None if none were kept."""
        path = self.store.original_path(id, version)
        return path if path is not None and path.exists() else None

    def picture(self, id: str, number: int, *, version: int) -> bytes | None:
        """A page of a PDF as PNG; None where there is no such page, or no PDF was kept."""
        from ingest.read.pdf.picture import drawn  # loads PDFium

        return self._of_pdf(id, version, lambda path: drawn(path, number))

    def sheet(self, id: str, number: int, words: Sequence[str], *, version: int) -> Sheet | None:
        """The size of a page of a PDF and where words stand on it; None as for `picture`."""
        from ingest.read.pdf.picture import sheet

        return self._of_pdf(id, version, lambda path: sheet(path, number, words))

    def _of_pdf(self, id: str, version: int, look: Callable[[Path], Seen]) -> Seen | None:
        path = self.original(id, version)
        if path is None or not any(v.number == version and v.format == "pdf" for v in self.store.versions(id)):
            return None
        try:
            return look(path)
        except (IndexError, ReadError):
            return None

    # --- files come in ---------------------------------------------------------------------------------------------

    def receive(self, name: str, data: bytes, *, replaces: str = "") -> list[Entry]:
        """Keep an uploaded file, or the files of an archive, and wake a worker; what is too large is noted as failed.

        With `replaces`, the file is a new version of that document.
        """
        old = self.store.entry(replaces) if replaces else None
        limit = self.settings.max_file_mb * 1024 * 1024
        if old is not None:
            entries = [self._keep(Arrival(old.source, len(data), lambda: data), limit)]
        else:
            entries = [self._keep(arrival, limit) for arrival in arrivals(name, data, self.settings)]
        self._awaken([entry.id for entry in entries if entry.state in WAITING])
        return entries

    def retry(self, id: str) -> bool:
        """Read a finished document again; False if it cannot be (still on its way, or its bytes were not kept)."""
        queued = self.store.retry(id)
        if queued:
            self._awaken([id])
        return queued

    def understand(self, data: bytes, name: str) -> Document:
        """A file understood and not kept; raises WebError 400 with the reason it cannot be read."""
        from ingest.pipeline import understand_bytes  # loads all readers

        try:
            return understand_bytes(data, name, self.settings)
        except ReadError as error:
            raise WebError(400, error.code, error.message) from error

    # --- people put things right -----------------------------------------------------------------------------------

    def correct_header(self, id: str, field: str, value: str | Sequence[str] | None, *, author: str, span: Span | None) -> None:
        """Correct a header field; the index takes the new title, number or issuer. Raises StoreError "bad_correction"."""
        if self.store.correct_header(id, field, value, author=author, span=span):
            self._awaken_if_waiting(id)

    def undo_correction(self, id: str, correction: int, *, author: str) -> None:
        """Take a correction of a document back."""
        if self.store.undo_correction(correction, author=author):
            self._awaken_if_waiting(id)

    def _awaken_if_waiting(self, id: str) -> None:
        entry = self.store.entry(id)
        self._awaken([id] if entry is not None and entry.state in WAITING else [])

    def _keep(self, arrival: Arrival, limit: int) -> Entry:
        if arrival.size > limit:
            message = f"Tệp lớn hơn {self.settings.max_file_mb} MB; hãy tách hoặc nén tệp rồi tải lên lại."
            return self.store.refuse(arrival.source, "too_large", message, size=arrival.size)
        try:
            return self.store.put_file(arrival.source, arrival.load())
        except ReadError as error:
            return self.store.refuse(arrival.source, error.code, error.message, size=arrival.size)

    def _awaken(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        if self._wake is not None:
            self._wake(ids)
            return
        from ingest.jobs import enqueue  # loads Celery and all readers

        enqueue(ids, self.settings)


def services() -> Services:
    """The services of the application that answers now."""
    return cast(Services, current_app.extensions["services"])


def report(path: str, document: Document) -> dict[str, Any]:
    """The object of `python -m ingest --inspect` for a document (interfaces.md)."""
    from ingest.inspect import report as inspected  # loads all readers

    return inspected(path, document)
