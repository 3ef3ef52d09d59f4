"""The one place that knows the order of the stages: read, normalise, parse, extract, passages, keep, encode, index."""

from __future__ import annotations

import gc
import logging
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePath

from corpus.document import Document, Reading, Text
from corpus.errors import StoreError, VanKienError
from corpus.logs import about
from corpus.relations import contradictions
from corpus.settings import Settings
from corpus.store import FAILED, INDEXED, READING, Entry, Store, open_store, worker_name
from indices import open_index
from indices.encoder import Encoder, EncoderError, open_encoder
from indices.protocol import Index
from ingest.errors import IngestError, ReadError
from ingest.extract.citations import citations
from ingest.extract.directives import directives
from ingest.indexing import Indexing, Understood
from ingest.normalise import normalise
from ingest.parse.furniture import furniture
from ingest.parse.header import header
from ingest.parse.outline import outline
from ingest.passages import passages
from ingest.read import read, read_bytes
from ingest.results import UNCHANGED, Progress, Result, first_only, quiet, refused
from ingest.sources import Item, items

log = logging.getLogger(__name__)
PAUSE = 0.2  # seconds between looks at a document that another worker holds
DELETED = IngestError("deleted", "Văn bản đã bị xoá khỏi kho trong lúc nạp.")


def understand(path: Path, settings: Settings, *, password: str | None = None) -> Document:
    """A file understood, nothing stored; raises ReadError."""
    return _understood(read(path, password=password, settings=settings))


def understand_bytes(data: bytes, name: str, settings: Settings, *, password: str | None = None) -> Document:
    """The same for a file in memory; `name` gives the extension and serves messages."""
    return _understood(read_bytes(data, name=name, password=password, settings=settings))


def _understood(reading: Reading) -> Document:
    return understand_text(normalise(reading))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Python looks for no cycles meanwhile: among the many small values of understanding, which stay, that took a fifth of its time.

    Whoever paused it lets it go on, so that several threads may.
    """
    mine = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if mine:
            gc.enable()


def understand_text(text: Text) -> Document:
    """A normalised text understood: header, outline, citations, directives."""
    with collector_paused():
        ignored = furniture(text)
        head = header(text, furniture=ignored)
        sections = outline(text, header=head, furniture=ignored)
        cited = citations(text, header=head, furniture=ignored)
        ordered = directives(text, header=head, sections=sections, furniture=ignored, citations=cited)
    warnings = (*text.warnings, *contradictions(text.text, cited))
    return Document(text, head, ignored, sections, cited, ordered, warnings)


def fault(exc: Exception, name: str) -> IngestError:
    """Our own fault while reading a file, in words for its owner; the log has the rest."""
    log.exception("cannot understand %s", name)
    return IngestError("internal", f"Chương trình gặp lỗi bất ngờ khi đọc «{name}» ({type(exc).__name__}). Hãy báo cho người phát triển.")


class Pipeline:
    """Takes files into store and index; what is killed half-way is taken up again by the next run, of any process.

    `encoder` opens the model, once, when something has to be encoded. One pipeline belongs to one thread; after an error
    that it raises (model, index or store not reachable) it is closed and another one opened.
    """

    def __init__(self, settings: Settings, store: Store, index: Index, encoder: Callable[[], Encoder]) -> None:
        self.settings, self.store, self.index, self.encoder = settings, store, index, encoder
        self.worker = f"{worker_name()}/{uuid.uuid4().hex[:8]}"
        self._indexing = Indexing(store, index, encoder)

    def ingest(
        self, paths: Sequence[str | Path], *, password: str | None = None, on_progress: Callable[[Progress], None] = quiet
    ) -> list[Result]:
        """Take in files, folders and archives; one result a file, in order. A file that fails never stops the others."""
        total = sum(1 for _ in items(paths, self.settings))
        self.repair()
        with self._indexing.held(self.worker):
            taken: list[Result] = []
            for done, item in enumerate(items(paths, self.settings, password=password)):
                on_progress(Progress(done, total, item.path))
                taken.append(self._take(item, password))
            on_progress(Progress(total, total, ""))
            self._indexing.finish()
        results = first_only([self._settled(result) for result in taken])
        self.resume()
        return results

    def resume(self, ids: Iterable[str] | None = None) -> int:
        """Take on documents that wait, those named or all; returns how many there were."""
        with self._indexing.held(self.worker):
            count = 0
            for entry in self._claimed(ids):
                self._work(entry)
                count += 1
            self._indexing.finish()
        return count

    def repair(self) -> None:
        """Free what killed workers held, and make the index hold what the store says, no more and no less."""
        self.store.requeue_unfinished()
        self.index.refresh()
        held = self.index.documents()  # before the store: whatever is in the index now is in the store by then
        known = self.store.understood()
        for id in (id for id, count in known.items() if held.get(id, 0) != count):
            self.store.reindex(id)
        if orphans := held.keys() - known.keys():
            self.index.delete(orphans)
            self.index.commit()

    def remove(self, id: str) -> None:
        """Forget a document: first nobody finds it any more, then it is gone."""
        self.index.delete([id])
        self.index.commit()
        self.store.delete(id)

    def close(self) -> None:
        """Release store and index."""
        self.index.close()
        self.store.close()

    def _take(self, item: Item, password: str | None) -> Result:
        """Keep a file and take it to the index, unless it is there; the result is not final before the last commit."""
        try:
            data = item.load()
        except ReadError as exc:
            kept = exc.code != "missing"  # what is not there is no document
            return refused(item.path, exc, self.store.refuse(item.source, exc.code, exc.message, size=item.size) if kept else None)
        entry = self.store.put_file(item.source, data)
        if entry.state == FAILED:
            self.store.retry(entry.id)
        if claimed := self.store.claim(self.worker, entry.id):
            self._work(claimed, password)
        return Result(item.path, UNCHANGED if entry.state == INDEXED else INDEXED, entry)

    def _work(self, entry: Entry, password: str | None = None) -> None:
        """Take a claimed document as far as the batch for the index."""
        if entry.attempts > 1:
            self._indexing.finish()  # it may have killed a worker before: nothing else shall be lost with it
        with about(entry.id):
            understood = self.read(entry, password) if entry.state == READING else self.kept(entry)
        if understood:
            self._indexing.add(understood)

    def read(self, entry: Entry, password: str | None = None) -> Understood | None:
        """Understand a claimed document and keep what was understood; None if it failed, which is then noted."""
        name = PurePath(entry.source).name
        try:
            data = self.store.original(entry.id, entry.version)
            document = understand_bytes(data, name, self.settings, password=password)
            found = passages(document, count_tokens=self.encoder().count_tokens, window=self.encoder().window)
        except Exception as exc:  # one bad file never stops the others
            if _concerns_all(exc):
                raise
            error = exc if isinstance(exc, VanKienError) else fault(exc, name)
            self.store.fail(entry.id, error.code, error.message, version=entry.version)
            return None
        self.store.save_document(entry.id, document, found, version=entry.version)
        return Understood(entry, self.store.corrected(entry.id, document, entry.version), found)

    def kept(self, entry: Entry) -> Understood | None:
        """A document that was understood before, and only misses in the index."""
        document = self.store.document(entry.id, entry.version)
        return Understood(entry, document, self.store.passages(entry.id, entry.version)) if document else None

    def _claimed(self, ids: Iterable[str] | None) -> Iterator[Entry]:
        if ids is None:
            while entry := self.store.claim(self.worker):
                yield entry
        else:
            yield from (entry for id in ids if (entry := self.store.claim(self.worker, id)))

    def _settled(self, result: Result) -> Result:
        """The final result; waits for a document that another worker holds, and takes it over if that one dies."""
        if result.status == FAILED or result.entry is None:
            return result
        while (entry := self.store.entry(result.entry.id)) and entry.state not in (INDEXED, FAILED):
            if not self.resume([entry.id]):
                time.sleep(PAUSE)
        if entry is None:
            return refused(result.path, DELETED)
        return refused(result.path, _named(entry, result.path), entry) if entry.state == FAILED else replace(result, entry=entry)


def _named(entry: Entry, path: str) -> IngestError:
    """Why a document failed, told of this file: the same bytes may have failed before under another name."""
    first, name = PurePath(entry.source).name, PurePath(path).name
    return IngestError(entry.error_code, entry.error_message.replace(f"«{first}»", f"«{name}»"))


def _concerns_all(exc: Exception) -> bool:
    """Whether it is no fault of the file: no model, no catalog, time is up (Celery's own exception, by name: Celery is not loaded here)."""
    if isinstance(exc, StoreError):
        return not exc.code.startswith("original_")
    return isinstance(exc, EncoderError) or type(exc).__name__ == "SoftTimeLimitExceeded"


def open_pipeline(settings: Settings) -> Pipeline:
    """The pipeline of a data directory; the model is loaded when the first text has to be encoded."""
    return Pipeline(settings, open_store(settings), open_index(settings), cache(lambda: open_encoder(settings)))
